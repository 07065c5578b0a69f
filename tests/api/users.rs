//! Users, teams and the organisation.

use gcrm::domain::crm::rights::Role;
use serde_json::{Value, json};

use crate::support::{PASSWORD, TestService};

const USERS: &str = "/api/v1/users";

fn newcomer() -> Value {
    json!({"email": "Minna@Example.org", "name": "Minna", "role": "rep", "password": "long enough",
        "home": [24.94, 60.17], "work_start": "08:00", "work_end": "16:00"})
}

#[tokio::test]
async fn an_administrator_creates_a_user_who_can_sign_in() {
    let service = TestService::start().await;
    let admin = service.signed_in(Role::Admin).await;
    let user = admin.post(USERS, &newcomer()).await.expect(201);
    assert_eq!(user["email"], "minna@example.org");
    assert_eq!(
        (&user["work_start"], &user["time_zone"]),
        (&json!("08:00"), &json!("Europe/Helsinki"))
    );
    assert_eq!(user.get("password"), None);
    let session = json!({"email": "minna@example.org", "password": "long enough"});
    service.stranger().post("/api/v1/session", &session).await.expect(200);
    let again = admin.post(USERS, &newcomer()).await.expect(409);
    assert_eq!(again["code"], "user.email_taken");
}

#[tokio::test]
async fn colleagues_do_not_see_where_somebody_lives() {
    let service = TestService::start().await;
    let admin = service.signed_in(Role::Admin).await;
    let user = admin.post(USERS, &newcomer()).await.expect(201);
    let path = format!("{USERS}/{}", user["id"].as_str().unwrap());
    assert_eq!(admin.get(&path).await.expect(200)["home"], json!([24.94, 60.17]));
    let rep = service.signed_in(Role::Rep).await;
    assert_eq!(rep.get(&path).await.expect(200)["home"], Value::Null);
    let listed = rep.get(USERS).await.expect(200);
    assert!(!listed.to_string().contains("24.94"));
}

#[tokio::test]
async fn passwords_never_reach_the_history() {
    let service = TestService::start().await;
    let admin = service.signed_in(Role::Admin).await;
    admin.post(USERS, &newcomer()).await.expect(201);
    let client = service.app.connection().await.unwrap();
    let row = client
        .query_one("SELECT count(*) FROM audit_log WHERE diff::text LIKE '%long enough%'", &[])
        .await
        .unwrap();
    assert_eq!(row.get::<_, i64>(0), 0);
}

#[tokio::test]
async fn a_rep_changes_the_own_working_day_and_nothing_an_administrator_decides() {
    let service = TestService::start().await;
    let rep = service.signed_in(Role::Rep).await;
    let path = format!("{USERS}/{}", rep.user_id);
    let changed = rep.patch(&path, 1, &json!({"work_start": "07:30"})).await.expect(200);
    assert_eq!((&changed["work_start"], &changed["version"]), (&json!("07:30"), &json!(2)));
    let stale = rep.patch(&path, 1, &json!({"work_start": "06:00"})).await.expect(409);
    assert_eq!(stale["code"], "version.stale");
    rep.patch(&path, 2, &json!({"role": "admin"})).await.expect(403);
    let admin = service.signed_in(Role::Admin).await;
    let other = format!("{USERS}/{}", admin.user_id);
    rep.patch(&other, 1, &json!({"name": "Mine"})).await.expect(403);
}

#[tokio::test]
async fn the_own_password_needs_the_present_one() {
    let service = TestService::start().await;
    let rep = service.signed_in(Role::Rep).await;
    let path = format!("{USERS}/{}", rep.user_id);
    let wrong = json!({"password": "another long one", "current_password": "guess"});
    assert_eq!(
        rep.patch(&path, 1, &wrong).await.expect(400)["errors"][0]["code"],
        "password.wrong"
    );
    let right = json!({"password": "another long one", "current_password": PASSWORD});
    rep.patch(&path, 1, &right).await.expect(200);
}

#[tokio::test]
async fn a_disabled_user_is_out_at_once_and_the_last_administrator_stays() {
    let service = TestService::start().await;
    let admin = service.signed_in(Role::Admin).await;
    let rep = service.signed_in(Role::Rep).await;
    admin.delete(&format!("{USERS}/{}", rep.user_id), 1).await.expect(204);
    rep.get("/api/v1/session").await.expect(401);
    let own = format!("{USERS}/{}", admin.user_id);
    let refused = admin.delete(&own, 1).await.expect(409);
    assert_eq!(refused["code"], "user.last_admin");
}

#[tokio::test]
async fn teams_have_members_and_unique_names() {
    let service = TestService::start().await;
    let admin = service.signed_in(Role::Admin).await;
    let draft = json!({"name": "North", "member_ids": [admin.user_id]});
    let team = admin.post("/api/v1/teams", &draft).await.expect(201);
    admin.post("/api/v1/teams", &draft).await.expect(409);
    let path = format!("/api/v1/teams/{}", team["id"].as_str().unwrap());
    let team = admin.patch(&path, 1, &json!({"member_ids": []})).await.expect(200);
    assert_eq!((&team["name"], &team["member_ids"]), (&json!("North"), &json!([])));
    let nobody = json!({"member_ids": ["00000000-0000-7000-8000-000000000000"]});
    assert_eq!(
        admin.patch(&path, 2, &nobody).await.expect(400)["errors"][0]["pointer"],
        "/member_ids"
    );
    admin.delete(&path, 2).await.expect(204);
    let manager = service.signed_in(Role::Manager).await;
    assert_eq!(manager.get("/api/v1/teams").await.expect(200)["data"], json!([]));
}

#[tokio::test]
async fn only_an_administrator_changes_the_organisation() {
    let service = TestService::start().await;
    let manager = service.signed_in(Role::Manager).await;
    let path = "/api/v1/organisation";
    let shown = manager.get(path).await.expect(200);
    manager.patch(path, 1, &json!({"name": "Mine"})).await.expect(403);
    let admin = service.signed_in(Role::Admin).await;
    let version = shown["version"].as_i64().unwrap();
    let changed = admin.patch(path, version, &json!({"currency": "krw"})).await.expect(200);
    assert_eq!(changed["currency"], "KRW");
    let faults = admin.patch(path, version + 1, &json!({"country": "Finland"})).await.expect(400);
    assert_eq!(faults["errors"][0]["code"], "country.malformed");
}
