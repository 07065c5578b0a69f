//! Users, teams, contacts, tags and the organisation.

use gcrm::domain::crm::rights::Role;
use serde_json::{Value, json};

use crate::support::{PASSWORD, TestService, user_id};

fn path(kind: &str, record: &Value) -> String {
    format!("/api/v1/{kind}/{}", record["id"].as_str().unwrap())
}

#[tokio::test]
async fn an_admin_makes_and_ends_a_user() {
    let service = TestService::start().await;
    let admin = service.signed_in(Role::Admin).await;
    let draft = json!({"email": "New@demo.test", "name": "Uusi", "role": "rep",
        "home": [24.95, 60.18], "password": PASSWORD});
    let user = admin.post("/api/v1/users", &draft).await.expect(201);
    assert_eq!(
        (&user["email"], &user["work_start"]),
        (&json!("new@demo.test"), &json!("09:00:00"))
    );
    assert_eq!(user["home"], json!([24.95, 60.18]));
    assert!(user.get("password").is_none() && user.get("password_hash").is_none());
    let again = admin.post("/api/v1/users", &draft).await.refused(400, "input.invalid");
    assert_eq!(again["errors"][0]["code"], "user.email_taken");
    let new = service.signed_in_as("new@demo.test").await;
    admin.delete(&path("users", &user), 1).await.expect(204);
    new.get("/api/v1/session").await.refused(401, "session.required");
    let after = admin.get(&path("users", &user)).await.expect(200);
    assert_eq!(after["status"], "disabled");
}

#[tokio::test]
async fn everybody_changes_own_settings_and_no_more() {
    let service = TestService::start().await;
    let rep = service.signed_in(Role::Rep).await;
    let own = format!("/api/v1/users/{}", rep.user_id);
    let patch = json!({"locale": "ko", "home": [24.9, 60.2], "work_start": "08:00:00"});
    assert_eq!(rep.patch(&own, 1, &patch).await.expect(200)["locale"], "ko");
    rep.patch(&own, 2, &json!({"role": "admin"})).await.refused(403, "right.missing");
    rep.patch(&own, 2, &json!({"email": "x@y.zz"})).await.refused(403, "right.missing");
    let other = format!("/api/v1/users/{}", user_id(Role::Marketing));
    rep.patch(&other, 1, &json!({"name": "x"})).await.refused(403, "right.missing");
    rep.post("/api/v1/users", &json!({})).await.refused(403, "right.missing");
    // Where colleagues live is none of anybody's business.
    let marketing = service.signed_in(Role::Marketing).await;
    assert_eq!(marketing.get(&own).await.expect(200)["home"], Value::Null);
}

#[tokio::test]
async fn a_new_password_ends_the_other_sessions() {
    let service = TestService::start().await;
    let (here, there) = (service.signed_in(Role::Rep).await, service.signed_in(Role::Rep).await);
    let own = format!("/api/v1/users/{}", here.user_id);
    let short = here.patch(&own, 1, &json!({"password": "short"})).await;
    assert_eq!(short.refused(400, "input.invalid")["errors"][0]["code"], "password.too_short");
    here.patch(&own, 1, &json!({"password": "another good one"})).await.expect(200);
    here.get("/api/v1/session").await.expect(200);
    there.get("/api/v1/session").await.refused(401, "session.required");
    let mut stranger = service.stranger();
    stranger.sign_in("rep@demo.test", PASSWORD).await.refused(401, "session.wrong");
    stranger.sign_in("rep@demo.test", "another good one").await.expect(200);
}

#[tokio::test]
async fn the_last_admin_stays() {
    let service = TestService::start().await;
    let admin = service.signed_in(Role::Admin).await;
    let own = format!("/api/v1/users/{}", admin.user_id);
    admin.patch(&own, 1, &json!({"role": "rep"})).await.refused(409, "user.last_admin");
    admin.delete(&own, 1).await.refused(409, "user.last_admin");
}

#[tokio::test]
async fn teams_hold_members_of_the_organisation() {
    let service = TestService::start().await;
    let manager = service.signed_in(Role::Manager).await;
    let draft = json!({"name": "North", "member_ids": [user_id(Role::Rep)]});
    let team = manager.post("/api/v1/teams", &draft).await.expect(201);
    let taken = manager.post("/api/v1/teams", &draft).await.refused(400, "input.invalid");
    assert_eq!(taken["errors"][0]["code"], "team.name_taken");
    let both = json!({"member_ids": [user_id(Role::Rep), user_id(Role::Manager)]});
    let team = manager.patch(&path("teams", &team), 1, &both).await.expect(200);
    assert_eq!(team["member_ids"].as_array().unwrap().len(), 2);
    assert_eq!(manager.get("/api/v1/teams").await.expect(200)["data"], json!([team]));
    let account = json!({"name": "Of the team", "team_id": team["id"]});
    manager.post("/api/v1/accounts", &account).await.expect(201);
    manager.delete(&path("teams", &team), 2).await.refused(409, "team.in_use");
    let stranger = json!({"member_ids": ["00000000-0000-7000-8000-000000000000"]});
    manager.patch(&path("teams", &team), 2, &stranger).await.refused(400, "input.invalid");
}

#[tokio::test]
async fn contacts_follow_the_rights_of_their_account() {
    let service = TestService::start().await;
    let (rep, manager) =
        (service.signed_in(Role::Rep).await, service.signed_in(Role::Manager).await);
    let own = rep.post("/api/v1/accounts", &json!({"name": "Own"})).await.expect(201);
    let hidden = manager.post("/api/v1/accounts", &json!({"name": "Hidden"})).await.expect(201);
    let contact =
        |account: &Value, name: &str| json!({"account_id": account["id"], "full_name": name});
    let kim = rep.post("/api/v1/contacts", &contact(&own, "Kim Minji")).await.expect(201);
    let refused = rep.post("/api/v1/contacts", &contact(&hidden, "X")).await;
    refused.refused(404, "account.not_found");
    let lee = manager.post("/api/v1/contacts", &contact(&hidden, "Lee")).await.expect(201);
    rep.get(&path("contacts", &lee)).await.refused(404, "contact.not_found");
    rep.patch(&path("contacts", &lee), 1, &json!({"title": "x"}))
        .await
        .refused(404, "contact.not_found");
    rep.delete(&path("contacts", &lee), 1).await.refused(404, "contact.not_found");
    assert_eq!(rep.get("/api/v1/contacts").await.expect(200)["data"], json!([kim]));
    let found = manager.get("/api/v1/contacts?q=minj").await.expect(200);
    assert_eq!(found["data"], json!([kim]));
    assert_eq!(manager.get("/api/v1/contacts?q=%25").await.expect(200)["data"], json!([]));
    let moved = rep.patch(&path("contacts", &kim), 1, &json!({"account_id": hidden["id"]})).await;
    moved.refused(404, "account.not_found");
    rep.delete(&path("contacts", &kim), 1).await.expect(204);
    rep.get(&path("contacts", &kim)).await.refused(404, "contact.not_found");
}

#[tokio::test]
async fn tags_have_one_name_each() {
    let service = TestService::start().await;
    let manager = service.signed_in(Role::Manager).await;
    let tag = manager.post("/api/v1/tags", &json!({"name": "Key account"})).await.expect(201);
    let taken = manager.post("/api/v1/tags", &json!({"name": "KEY ACCOUNT"})).await;
    assert_eq!(taken.refused(400, "input.invalid")["errors"][0]["code"], "tag.name_taken");
    let account = json!({"name": "Aalto", "tag_ids": [tag["id"]]});
    let account = manager.post("/api/v1/accounts", &account).await.expect(201);
    manager.delete(&path("tags", &tag), 1).await.expect(204);
    assert_eq!(manager.get(&path("accounts", &account)).await.expect(200)["tags"], json!([]));
}

#[tokio::test]
async fn the_organisation_is_an_admins_to_change() {
    let service = TestService::start().await;
    let admin = service.signed_in(Role::Admin).await;
    let patch = json!({"name": "Kahvi Oy", "currency": "krw", "time_zone": "Asia/Seoul"});
    let changed = admin.patch("/api/v1/organisation", 1, &patch).await.expect(200);
    assert_eq!((&changed["currency"], &changed["version"]), (&json!("KRW"), &json!(2)));
    let bad = json!({"currency": "euro", "country": null});
    let problem = admin.patch("/api/v1/organisation", 2, &bad).await.refused(400, "input.invalid");
    assert_eq!(problem["errors"].as_array().unwrap().len(), 2);
    let manager = service.signed_in(Role::Manager).await;
    manager.patch("/api/v1/organisation", 2, &patch).await.refused(403, "right.missing");
}
