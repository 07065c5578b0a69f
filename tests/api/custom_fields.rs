//! An organisation's own fields: defined, written, filtered, summed, exported.

use gcrm::app::{App, AppSettings};
use gcrm::domain::crm::rights::Role;
use gcrm::storage::pool::PoolSettings;
use reqwest::Method;
use serde_json::{Value, json};

use crate::account_files::{import, result};
use crate::support::{Caller, TestService, send};

const FIELDS: &str = "/api/v1/custom-fields";
const ACCOUNTS: &str = "/api/v1/accounts";

fn field(key: &str, r#type: &str) -> Value {
    json!({"key": key, "label_en": format!("The {key}"), "label_ko": "필드", "type": r#type})
}

fn choice(key: &str) -> Value {
    json!({"key": key, "label_en": key.to_uppercase(), "label_ko": "선택"})
}

/// One field of each type; gives the ids by key.
async fn define(admin: &Caller) -> Value {
    let mut wood = field("wood", "choice");
    wood["choices"] = json!([choice("oak"), choice("fir")]);
    let all = [
        field("size", "number"),
        field("since", "date"),
        field("memo", "text"),
        field("vip", "boolean"),
        wood,
    ];
    let mut ids = json!({});
    for draft in all {
        let made = admin.post(FIELDS, &draft).await.expect(201);
        ids[draft["key"].as_str().unwrap()] = made["id"].clone();
    }
    ids
}

fn values() -> Value {
    json!({"size": 12.5, "since": "2026-02-03", "memo": "hello", "vip": true, "wood": "oak"})
}

async fn add(caller: &Caller, name: &str, custom: &Value) -> Value {
    caller.post(ACCOUNTS, &json!({"name": name, "custom": custom})).await.expect(201)
}

fn codes(problem: &Value) -> Vec<(&str, &str)> {
    problem["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| (e["pointer"].as_str().unwrap(), e["code"].as_str().unwrap()))
        .collect()
}

#[tokio::test]
async fn administrators_define_fields_and_everybody_reads_them() {
    let service = TestService::start().await;
    let admin = service.signed_in(Role::Admin).await;
    let ids = define(&admin).await;
    for role in [Role::Manager, Role::Rep, Role::ReadOnly] {
        let caller = service.signed_in(role).await;
        let listed = caller.get(FIELDS).await.expect(200);
        assert_eq!(listed["data"].as_array().unwrap().len(), 5);
        caller.post(FIELDS, &field("mine", "text")).await.refused(403, "right.missing");
    }
    let taken = admin.post(FIELDS, &field("size", "text")).await.expect(400);
    assert_eq!(codes(&taken), [("/key", "custom_field.key_taken")]);
    let wood = format!("{FIELDS}/{}", ids["wood"].as_str().unwrap());
    let fixed = admin.patch(&wood, 1, &json!({"key": "tree", "type": "text", "choices": []})).await;
    let fixed = fixed.expect(400);
    assert_eq!(codes(&fixed), [("/key", "custom_field.fixed"), ("/type", "custom_field.fixed")]);

    let account = add(&admin, "Mill", &values()).await;
    let problem = admin.patch(&wood, 1, &json!({"choices": [choice("fir")]})).await.expect(400);
    assert_eq!(codes(&problem), [("/choices", "custom_field.choice_in_use")]);
    admin.delete(&wood, 1).await.refused(409, "custom_field.in_use");
    let path = format!("{ACCOUNTS}/{}", account["id"].as_str().unwrap());
    admin.patch(&path, 1, &json!({"custom": {"wood": null}})).await.expect(200);
    admin.patch(&wood, 1, &json!({"choices": [choice("fir")]})).await.expect(200);
    admin.delete(&wood, 2).await.expect(204);
    let filter = json!({"filter": {"field": "custom.wood", "op": "eq", "value": "oak"}});
    let problem = admin.post("/api/v1/market/query", &filter).await.expect(400);
    assert_eq!(codes(&problem), [("/filter/field", "filter.unknown_field")]);
}

#[tokio::test]
async fn values_are_checked_when_they_are_written() {
    let service = TestService::start().await;
    let admin = service.signed_in(Role::Admin).await;
    define(&admin).await;
    let wrong =
        json!({"size": "wide", "since": "soon", "memo": 1, "vip": 1, "wood": "elm", "x": 1});
    let problem = admin.post(ACCOUNTS, &json!({"name": "Mill", "custom": wrong})).await.expect(400);
    assert_eq!(
        codes(&problem),
        [
            ("/custom/size", "custom.not_a_number"),
            ("/custom/since", "custom.not_a_date"),
            ("/custom/memo", "custom.not_a_text"),
            ("/custom/vip", "custom.not_a_boolean"),
            ("/custom/wood", "custom.not_a_choice"),
            ("/custom/x", "custom.unknown"),
        ]
    );
    let account = add(&admin, "Mill", &values()).await;
    assert_eq!(account["custom"], values());
    let path = format!("{ACCOUNTS}/{}", account["id"].as_str().unwrap());
    let change = json!({"custom": {"size": 13, "memo": null}});
    let changed = admin.patch(&path, 1, &change).await.expect(200);
    let after = json!({"size": 13, "since": "2026-02-03", "vip": true, "wood": "oak"});
    assert_eq!(changed["custom"], after);
    let history = admin.get(&format!("{path}/history")).await.expect(200);
    let diff = json!({"custom.size": [12.5, 13], "custom.memo": ["hello", null]});
    assert_eq!(history["data"][0]["diff"], diff);
    // what was written before there were definitions stays, and does not stand in the way
    let client = service.database.connect().await;
    let older = "UPDATE accounts SET custom = custom || '{\"old\": [1]}'";
    client.execute(older, &[]).await.unwrap();
    let renamed = admin.patch(&path, 2, &json!({"name": "Old Mill"})).await.expect(200);
    assert_eq!(renamed["custom"]["old"], json!([1]));
}

#[tokio::test]
async fn the_market_filters_sums_and_groups_by_them() {
    let service = TestService::start().await;
    let admin = service.signed_in(Role::Admin).await;
    // an account from before the fields, and the index read before them
    add(&admin, "Bare", &json!({})).await;
    admin.post("/api/v1/market/query", &json!({})).await.expect(200);
    let mut settings = AppSettings::new(PoolSettings::new(service.database.config()));
    settings.feed_poll = std::time::Duration::from_hours(1);
    let other = App::start(settings).await.unwrap();
    other.market.current(service.org_id).await.unwrap();
    define(&admin).await;
    add(&admin, "Mill", &values()).await;
    add(&admin, "Cafe", &json!({"size": -2.25, "wood": "fir", "vip": false})).await;
    for (field, op, value, expected) in [
        ("custom.size", "gt", json!(0), 1),
        ("custom.since", "lte", json!("2026-02-03"), 1),
        ("custom.memo", "contains", json!("ELL"), 1),
        ("custom.vip", "eq", json!(false), 1),
        ("custom.wood", "in", json!(["oak", "fir"]), 2),
        ("custom.wood", "is_null", json!(true), 1),
    ] {
        let filter = json!({"field": field, "op": op, "value": value});
        let body = json!({"filter": filter, "group_by": "custom.wood"});
        let found = admin.post("/api/v1/market/query", &body).await.expect(200);
        assert_eq!(found["figures"]["total"], expected, "{filter}");
    }
    let body = json!({
        "group_by": ["custom.wood"],
        "distributions": [{"field": "custom.size", "quantiles": [0]}, {"field": "custom.since"}],
    });
    let found = admin.post("/api/v1/market/analysis", &body).await.expect(200);
    let size = &found["distributions"][0];
    assert_eq!((&size["count"], &size["sum"]), (&json!(2), &json!(10.25)));
    assert_eq!(size["quantiles"], json!([-2.25]));
    assert_eq!(found["distributions"][1]["min"], "2026-02-03");
    assert_eq!(found["breakdowns"][0]["n_groups"], 3);
    // another process reads the accounts afresh, and both do so at a restart
    let version = service.app.market.catch_up(service.org_id).await.unwrap();
    let theirs = other.market.at_least(service.org_id, version).await.unwrap();
    let ours = service.app.market.current(service.org_id).await.unwrap();
    assert_eq!(ours.index.custom(), theirs.index.custom());
    for market in [ours, theirs] {
        let view = &market.index.views()[0];
        let n: usize =
            market.index.views().iter().map(gcrm::domain::market::index::View::n_alive).sum();
        assert_eq!(n, 3);
        let shown: Vec<_> = market.index.custom().shown(view.segment(), 0).collect();
        assert_eq!(shown.len(), 5);
    }
}

#[tokio::test]
async fn files_and_map_programs_carry_them() {
    let service = TestService::start().await;
    let admin = service.signed_in(Role::Admin).await;
    define(&admin).await;
    let file = "name,custom.size,The since,custom.memo,custom.vip,custom.wood\n\
        Mill,\"1,250.5\",3.2.2026,=SUM,yes,OAK\nBare,,,,,\n";
    let checked = import(&admin, "dry_run=true", file).await.expect(200);
    assert_eq!(checked["mapping"][2], json!({"column": "The since", "field": "custom.since"}));
    let answer = import(&admin, "", file).await;
    assert_eq!(result(&admin, answer).await["created"], 2);
    let csv =
        send(admin.request(Method::GET, "/api/v1/accounts/export?sort=-value_12m,name")).await;
    let text = csv.text.clone();
    let mut lines = text.lines();
    let header = lines.next().unwrap();
    assert!(
        header.ends_with(",custom.memo,custom.since,custom.size,custom.vip,custom.wood"),
        "{header}"
    );
    assert!(text.contains(",'=SUM,2026-02-03,1250.5,true,oak\r\n"), "{text}");
    let again = import(&admin, "dry_run=true", csv.text).await.expect(200);
    assert_eq!((&again["created"], &again["updated"]), (&json!(0), &json!(2)), "{again}");
    let bad = import(&admin, "dry_run=true", "name,custom.vip\nMill,perhaps\n").await.expect(200);
    assert_eq!(bad["errors"][0]["code"], "import.not_a_boolean");

    let collection = "/ogc/collections/accounts";
    let schema = admin.get(&format!("{collection}/queryables")).await.expect(200);
    assert_eq!(schema["properties"]["custom.vip"], json!({"type": "boolean"}));
    for query in [
        "custom.vip=true",
        "custom.size=1250.5",
        "filter=custom.wood%20=%20'oak'%20AND%20custom.since%20%3E%20'2026-01-01'",
    ] {
        let found = admin.get(&format!("{collection}/items?{query}")).await.expect(200);
        assert_eq!(found["numberMatched"], 1, "{query}");
        assert_eq!(found["features"][0]["properties"]["custom.size"], 1250.5);
    }
    admin.get(&format!("{collection}/items?custom.vip=perhaps")).await.expect(400);
}
