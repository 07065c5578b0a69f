//! Contacts and tags.

use gcrm::domain::crm::rights::Role;
use serde_json::{Value, json};

use crate::support::TestService;

fn path(kind: &str, record: &Value) -> String {
    format!("/api/v1/{kind}/{}", record["id"].as_str().unwrap())
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
