//! Accounts.

use gcrm::domain::crm::rights::Role;
use serde_json::json;

use crate::support::TestService;

#[tokio::test]
async fn an_account_is_created_with_its_site_and_read_back() {
    let service = TestService::start().await;
    let admin = service.signed_in(Role::Admin).await;
    let draft = json!({
        "name": " Kahvila Aalto ",
        "lifecycle": "customer",
        "tier": "B",
        "category": "amenity.cafe",
        "value_12m": 1200.5,
        "visit_interval_days": 30,
        "site": {"line1": "Pohjoisesplanadi 39", "city": "Helsinki", "country": "fi",
            "location": [24.9459, 60.1681], "opening_hours": "Mo-Sa 09:00-20:00"}
    });
    let answer = admin.post("/api/v1/accounts", &draft).await;
    assert_eq!(answer.header("etag"), "\"1\"");
    let location = answer.header("location").to_owned();
    let account = answer.expect(201);
    assert_eq!(account["name"], "Kahvila Aalto");
    assert_eq!(account["value_12m"], 1200.5);
    assert_eq!(account["site"]["country"], "FI");
    assert_eq!(account["site"]["location"], json!([24.9459, 60.1681]));
    assert_eq!(account["site"]["time_zone"], "Europe/Helsinki");
    assert_eq!(account["site"]["geocode_status"], "manual");
    assert_eq!(account["visit_status"], "due");
    assert_eq!(admin.get(&location).await.expect(200), account);
}

#[tokio::test]
async fn another_organisations_accounts_do_not_exist() {
    let service = TestService::start().await;
    let admin = service.signed_in(Role::Admin).await;
    let created = admin.post("/api/v1/accounts", &json!({"name": "Ours"})).await.expect(201);
    let path = format!("/api/v1/accounts/{}", created["id"].as_str().unwrap());
    service.add_organisation("other").await;
    let other = service.signed_in_as("admin@other.test").await;
    other.get(&path).await.refused(404, "account.not_found");
    let theirs = json!({"name": "Theirs", "owner_id": service.user_id(Role::Rep)});
    let body = other.post("/api/v1/accounts", &theirs).await.refused(400, "input.invalid");
    assert_eq!(body["errors"][0]["code"], "reference.not_found");
}

#[tokio::test]
async fn a_rep_sees_and_creates_own_accounts_only() {
    let service = TestService::start().await;
    let admin = service.signed_in(Role::Admin).await;
    let rep = service.signed_in(Role::Rep).await;
    let hidden = admin.post("/api/v1/accounts", &json!({"name": "Hidden"})).await.expect(201);
    let path = format!("/api/v1/accounts/{}", hidden["id"].as_str().unwrap());
    rep.get(&path).await.refused(404, "account.not_found");
    let own = rep.post("/api/v1/accounts", &json!({"name": "Own"})).await.expect(201);
    assert_eq!(own["owner"]["id"], rep.user_id.to_string());
    let foreign = json!({"name": "x", "owner_id": admin.user_id});
    let body = rep.post("/api/v1/accounts", &foreign).await.refused(400, "input.invalid");
    assert_eq!(body["errors"][0]["code"], "owner.not_allowed");
}
