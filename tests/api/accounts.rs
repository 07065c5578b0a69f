//! Accounts.

use gcrm::domain::crm::rights::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{TestService, send, user_id};

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
    let theirs = json!({"name": "Theirs", "owner_id": user_id(Role::Rep)});
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

fn path_of(account: &Value) -> String {
    format!("/api/v1/accounts/{}", account["id"].as_str().unwrap())
}

#[tokio::test]
async fn a_change_names_what_differs_and_leaves_a_trace() {
    let service = TestService::start().await;
    let admin = service.signed_in(Role::Admin).await;
    let tag = admin.post("/api/v1/tags", &json!({"name": "Key", "color": 3})).await.expect(201);
    let site = json!({"city": "Helsinki", "location": [24.94, 60.17]});
    let draft = json!({"name": "Aalto", "site": site});
    let account = admin.post("/api/v1/accounts", &draft).await.expect(201);
    let path = path_of(&account);
    let wanted = json!({"tier": "A", "site": {"line1": "Esplanadi 1"}, "tag_ids": [tag["id"]]});
    let changed = admin.patch(&path, 1, &wanted).await.expect(200);
    assert_eq!((&changed["tier"], &changed["version"]), (&json!("A"), &json!(2)));
    assert_eq!(changed["site"]["city"], "Helsinki");
    assert_eq!(changed["site"]["line1"], "Esplanadi 1");
    assert_eq!(changed["tags"], json!([{"id": tag["id"], "name": "Key", "color": 3}]));
    let history = admin.get(&format!("{path}/history")).await.expect(200);
    let newest = &history["data"][0];
    assert_eq!((&newest["action"], &newest["user_name"]), (&json!("update"), &json!("admin")));
    let expected = json!({"tier": [null, "A"], "tag_ids": [[], [tag["id"]]],
        "site.line1": [null, "Esplanadi 1"]});
    assert_eq!(newest["diff"], expected);
    // A change that changes nothing makes no version.
    let same = admin.patch(&path, 2, &json!({"tier": "A"})).await.expect(200);
    assert_eq!(same["version"], 2);
}

#[tokio::test]
async fn who_is_too_late_sees_the_present_state() {
    let service = TestService::start().await;
    let admin = service.signed_in(Role::Admin).await;
    let account = admin.post("/api/v1/accounts", &json!({"name": "Aalto"})).await.expect(201);
    let path = path_of(&account);
    admin.patch(&path, 1, &json!({"tier": "B"})).await.expect(200);
    let problem = admin.patch(&path, 1, &json!({"tier": "C"})).await.refused(409, "version.stale");
    assert_eq!(problem["current"]["tier"], "B");
    admin.delete(&path, 1).await.refused(409, "version.stale");
    let blind = send(admin.request(Method::PATCH, &path).json(&json!({"tier": "C"}))).await;
    blind.refused(428, "version.required");
}

#[tokio::test]
async fn changes_keep_the_rules() {
    let service = TestService::start().await;
    let admin = service.signed_in(Role::Admin).await;
    let draft = json!({"name": "Aalto", "lifecycle": "customer", "site": {"city": "Espoo"}});
    let account = admin.post("/api/v1/accounts", &draft).await.expect(201);
    let path = path_of(&account);
    let refused = [
        (json!({"lifecycle": "prospect"}), "/lifecycle", "lifecycle.not_allowed"),
        (json!({"site": null}), "/site", "site.primary_needed"),
        (json!({"parent_id": account["id"]}), "/parent_id", "account.own_parent"),
        (json!({"name": ""}), "/name", "field.required"),
        (json!({"version": 7}), "/version", "field.malformed"),
        (
            json!({"owner_id": "00000000-0000-7000-8000-000000000000"}),
            "/owner_id",
            "reference.not_found",
        ),
    ];
    for (patch, pointer, code) in refused {
        let problem = admin.patch(&path, 1, &patch).await.refused(400, "input.invalid");
        let fault = &problem["errors"][0];
        assert_eq!(
            (fault["pointer"].as_str(), fault["code"].as_str()),
            (Some(pointer), Some(code))
        );
    }
    assert_eq!(admin.get(&path).await.expect(200)["version"], 1);
}

#[tokio::test]
async fn a_deleted_account_is_gone_until_restored() {
    let service = TestService::start().await;
    let admin = service.signed_in(Role::Admin).await;
    let account = admin.post("/api/v1/accounts", &json!({"name": "Aalto"})).await.expect(201);
    let path = path_of(&account);
    admin.delete(&path, 1).await.expect(204);
    admin.get(&path).await.refused(404, "account.not_found");
    admin.patch(&path, 2, &json!({"tier": "A"})).await.refused(404, "account.not_found");
    let restored = admin.post(&format!("{path}/restore"), &json!({})).await.expect(200);
    assert_eq!(restored["version"], 3);
    assert_eq!(admin.get(&path).await.expect(200), restored);
}

#[tokio::test]
async fn a_batch_tells_the_outcome_of_each() {
    let service = TestService::start().await;
    let admin = service.signed_in(Role::Admin).await;
    let mut ids = Vec::new();
    for name in ["One", "Two"] {
        let account = admin.post("/api/v1/accounts", &json!({ "name": name })).await.expect(201);
        ids.push(account["id"].clone());
    }
    ids.push(json!("00000000-0000-7000-8000-000000000000"));
    let rep = user_id(Role::Rep);
    let body = json!({"ids": ids, "action": "assign", "owner_id": rep});
    let outcome = admin.post("/api/v1/accounts/batch", &body).await.expect(200);
    let oks: Vec<bool> = outcome["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["ok"].as_bool().unwrap())
        .collect();
    assert_eq!(oks, [true, true, false]);
    assert_eq!(outcome["data"][2]["code"], "account.not_found");
    let rep = service.signed_in(Role::Rep).await;
    let path = format!("/api/v1/accounts/{}", ids[0].as_str().unwrap());
    assert_eq!(rep.get(&path).await.expect(200)["owner_source"], "manual");
}

#[tokio::test]
async fn an_account_has_further_sites_and_one_of_them_is_primary() {
    let service = TestService::start().await;
    let admin = service.signed_in(Role::Admin).await;
    let draft = json!({"name": "Aalto", "site": {"city": "Helsinki"}});
    let account = admin.post("/api/v1/accounts", &draft).await.expect(201);
    let path = path_of(&account);
    let sites = format!("{path}/sites");
    let second =
        admin.post(&sites, &json!({"city": "Espoo", "purpose": "delivery"})).await.expect(201);
    assert_eq!(second["is_primary"], false);
    let second_path = format!("/api/v1/sites/{}", second["id"].as_str().unwrap());
    let first_path = format!("/api/v1/sites/{}", account["site"]["id"].as_str().unwrap());
    admin.delete(&first_path, 1).await.refused(409, "site.primary_needed");
    admin.patch(&second_path, 1, &json!({"is_primary": true})).await.expect(200);
    assert_eq!(admin.get(&path).await.expect(200)["site"]["city"], "Espoo");
    admin.delete(&first_path, 1).await.expect(204);
    assert_eq!(admin.get(&sites).await.expect(200)["data"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn lists_follow_the_rights_and_see_the_last_write() {
    let service = TestService::start().await;
    let admin = service.signed_in(Role::Admin).await;
    let rep = service.signed_in(Role::Rep).await;
    let near = json!({"city": "Helsinki", "location": [24.940, 60.170]});
    let far = json!({"city": "Espoo", "location": [24.950, 60.170]});
    let one = json!({"name": "Aalto", "tier": "A", "value_12m": 10, "site": near});
    let one = admin.post("/api/v1/accounts", &one).await.expect(201);
    let two = json!({"name": "Beta", "lifecycle": "customer", "value_12m": 30, "site": far});
    let two = rep.post("/api/v1/accounts", &two).await.expect(201);
    let names = |list: Value| -> Vec<String> {
        let data = list["data"].as_array().unwrap().clone();
        data.iter().map(|account| account["name"].as_str().unwrap().to_owned()).collect()
    };
    let check = async |caller: &crate::support::Caller, query: &str, expected: &[&str]| {
        let list = caller.get(&format!("/api/v1/accounts?{query}")).await.expect(200);
        assert_eq!(names(list), expected, "{query}");
    };
    check(&admin, "sort=name", &["Aalto", "Beta"]).await;
    check(&admin, "sort=-value_12m", &["Beta", "Aalto"]).await;
    check(&admin, "lifecycle=customer,lapsed", &["Beta"]).await;
    check(&admin, "q=espo", &["Beta"]).await;
    check(&admin, "bbox=24.93,60.16,24.945,60.18", &["Aalto"]).await;
    check(&rep, "sort=name", &["Beta"]).await;
    let faulty = admin.get("/api/v1/accounts?bbox=1,2,x,4").await;
    faulty.refused(400, "input.invalid");
    let filter = json!({"filter": {"field": "nme", "op": "eq", "value": 1}});
    let problem =
        admin.post("/api/v1/accounts/search", &filter).await.refused(400, "input.invalid");
    assert_eq!(problem["errors"][0]["code"], "filter.unknown_field");
    let nearby = admin.get(&format!("{}/nearby", path_of(&one))).await.expect(200);
    assert_eq!(nearby["data"][0]["account"]["name"], "Beta");
    let hidden = rep.get(&format!("{}/nearby", path_of(&two))).await.expect(200);
    assert_eq!(hidden["data"], json!([]));
}
