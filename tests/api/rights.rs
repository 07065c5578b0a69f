//! Who may do what, over every endpoint there is: the table of rights as last agreed to, the gate
//! in front of each endpoint, and rows that belong to somebody else. New endpoints are covered by
//! being registered, or fail here.

use std::collections::HashMap;
use std::fmt::Write;
use std::path::Path;

use actix_web::http::Method as ActixMethod;
use gcrm::domain::crm::rights::{Action, Level, Object, Role, level};
use gcrm::http::{Endpoint, Right, registry};
use reqwest::Method;
use serde_json::{Value, json};

use crate::roads::with_village;
use crate::support::{Answer, Caller, TestService, golden, send};

const NOWHERE: &str = "00000000-0000-7000-8000-000000000000";
/// Paths whose parameters name no row of an organisation: map tiles, roads, and the map's areas.
const OF_NOBODY: [&str; 5] = [
    "/tiles/accounts/{z}",
    "/tiles/cells/{z}",
    "/tiles/base/{z}",
    "/osrm/{service}",
    "/api/v1/areas/{id:.*}",
];

#[test]
fn the_table_of_rights_is_as_agreed() {
    let mut table = String::from("object action admin manager rep marketing read_only\n");
    for &object in Object::ALL {
        for &action in Action::ALL {
            let levels = Role::ALL.iter().map(|&role| level(role, object, action).code());
            let levels: Vec<_> = levels.collect();
            writeln!(table, "{object} {action} {}", levels.join(" ")).unwrap();
        }
    }
    golden::check(Path::new("rights.txt"), &table);
}

/// Every role at every gate: open exactly where the table gives the role any rows.
#[tokio::test]
async fn every_gate_is_open_to_whom_the_table_says() {
    let service = TestService::start().await;
    for &role in Role::ALL {
        let caller = service.signed_in(role).await;
        for endpoint in registry::endpoints() {
            let Right::Needs(object, action) = endpoint.right else { continue };
            let (method, path) = asked(&endpoint, NOWHERE);
            let answer = ask(&caller, &method, &path).await;
            let is_shut = answer.code() == "right.missing";
            let may = level(role, object, action) != Level::None;
            // A gate that lets the caller in may still show a row that is not there, or a body
            // that is missing; only with rights on rows may it name the right once more.
            assert!(
                is_shut != may || (may && by_rows(object)),
                "{role} {method} {path}: {}",
                answer.text
            );
            assert!(may || answer.status == 403, "{role} {method} {path}: {}", answer.text);
        }
    }
}

/// Collections have names, not ids; the rows of `accounts` stand for those of all.
const OGC_COLLECTION: &str = "/ogc/collections/{collection}";

/// Objects where the use case decides more than the gate, from what the request says.
fn by_rows(object: Object) -> bool {
    matches!(object, Object::User | Object::Route | Object::Activity | Object::Job)
}

#[tokio::test]
async fn rows_of_others_are_not_there() {
    let service = TestService::start_with(with_village).await;
    service.add_organisation("other").await;
    let admin = service.signed_in(Role::Admin).await;
    let rows = rows(&service, &admin).await;
    let before = look(&admin, &rows).await;
    let stranger = service.signed_in_as("admin@other.test").await;
    let rep = service.signed_in(Role::Rep).await;
    for endpoint in registry::endpoints() {
        let Some(id) = row_of(&endpoint, &rows) else { continue };
        let (method, path) = asked(&endpoint, id);
        let answer = ask(&stranger, &method, &path).await;
        assert!(matches!(answer.status, 403 | 404), "{method} {path}: {}", answer.text);
        if !opens_all(Role::Rep, endpoint.right) {
            let answer = ask(&rep, &method, &path).await;
            assert!(matches!(answer.status, 403 | 404), "rep {method} {path}: {}", answer.text);
        }
    }
    assert_eq!(look(&admin, &rows).await, before, "nothing was changed on the way");
}

fn opens_all(role: Role, right: Right) -> bool {
    matches!(right, Right::Needs(object, action) if level(role, object, action) == Level::All)
}

/// The row that an endpoint is asked for: by the word before `{id}`.
fn row_of<'a>(endpoint: &Endpoint, rows: &'a HashMap<&str, String>) -> Option<&'a str> {
    let of_nobody = OF_NOBODY.iter().any(|path| endpoint.path.starts_with(path));
    if of_nobody || !endpoint.path.contains('{') {
        return None;
    }
    if endpoint.path.starts_with(OGC_COLLECTION) {
        return endpoint.path.ends_with("/{id}").then(|| rows["accounts"].as_str());
    }
    let (before, _) = endpoint.path.split_once("/{id}").unwrap_or_else(|| {
        panic!("{}: say in this test whose rows its parameters name", endpoint.path)
    });
    let word = before.rsplit('/').next().unwrap();
    Some(rows.get(word).unwrap_or_else(|| panic!("{}: add a row of {word} here", endpoint.path)))
}

fn asked(endpoint: &Endpoint, id: &str) -> (Method, String) {
    let method = ActixMethod::from(endpoint).to_string().parse().unwrap();
    let path = endpoint.path.replace("{collection}", "accounts").replace("{id}", id);
    let path = path.replace(":.*", "");
    (method, path.replace(['{', '}'], ""))
}

/// A request that would do something if it were let in.
async fn ask(caller: &Caller, method: &Method, path: &str) -> Answer {
    let mut request = caller.request(method.clone(), path).header("If-Match", "\"1\"");
    if *method == Method::POST || *method == Method::PATCH {
        request = request.json(&body(path));
    }
    send(request).await
}

fn body(path: &str) -> Value {
    match path.rsplit('/').next().unwrap() {
        "check-out" => json!({"outcome_code": "order"}),
        "territories" => json!({"name": "Mine", "geometry": square()}),
        _ => json!({}),
    }
}

fn square() -> Value {
    json!({"type": "Polygon", "coordinates":
        [[[24.9, 60.1], [25.0, 60.1], [25.0, 60.2], [24.9, 60.2], [24.9, 60.1]]]})
}

/// One row of every kind, none of them in a rep's sight.
async fn rows(service: &TestService, admin: &Caller) -> HashMap<&'static str, String> {
    let made = async |path: &str, draft: Value| {
        let answer = admin.post(&format!("/api/v1/{path}"), &draft).await;
        answer.expect(201)["id"].as_str().unwrap().to_owned()
    };
    let site = json!({"location": [24.95, 60.15]});
    let account =
        made("accounts", json!({"name": "Hidden", "owner_id": admin.user_id, "site": site})).await;
    let sites = admin.get(&format!("/api/v1/accounts/{account}/sites")).await.expect(200);
    let contact = made("contacts", json!({"full_name": "Kim", "account_id": account})).await;
    let visit = json!({"type": "visit", "subject": "Talk", "account_id": account, "status": "planned",
        "planned_start": "2026-11-24T08:00:00Z"});
    let activity = made("activities", visit).await;
    let team = made("teams", json!({"name": "Team"})).await;
    let tag = made("tags", json!({"name": "Tag"})).await;
    let labels = json!({"key": "size", "label_en": "Size", "label_ko": "크기", "type": "number"});
    let field = made("custom-fields", labels).await;
    let stretch = json!({"pieces": [{"way": 2, "from": 5, "to": 6}]});
    let closure = made("road-closures", json!({"name": "Works", "stretches": [stretch]})).await;
    let area = json!({"type": "bbox", "bbox": [24.0, 60.0, 26.0, 61.0]});
    let snapshot = made("snapshots", json!({"name": "All", "area": area})).await;
    let territory = json!({"name": "West", "geometry": square()});
    let alignment = made("alignments", json!({"name": "Plan", "territories": [territory]})).await;
    let path = format!("/api/v1/alignments/{alignment}/territories");
    let territories = admin.get(&path).await.expect(200);
    let (job, route) = planned(admin, &account).await;
    let id = |list: &Value| list["data"][0]["id"].as_str().unwrap().to_owned();
    HashMap::from([
        ("sites", id(&sites)),
        ("territories", id(&territories)),
        ("users", service.user_id(Role::Manager).to_string()),
        ("accounts", account),
        ("contacts", contact),
        ("activities", activity),
        ("teams", team),
        ("tags", tag),
        ("custom-fields", field),
        ("road-closures", closure),
        ("snapshots", snapshot),
        ("alignments", alignment),
        ("jobs", job),
        ("routes", route),
    ])
}

/// A route of the admin, and the job that made it.
async fn planned(admin: &Caller, account: &str) -> (String, String) {
    let brief = json!({"date": "2026-11-25", "account_ids": [account], "start": [24.94, 60.17],
        "start_time": "09:00:00", "end_time": "17:00:00", "time_limit_s": 0.2});
    let job = admin.post("/api/v1/routes/plan", &brief).await.expect(202);
    let id = job["id"].as_str().unwrap().to_owned();
    for _ in 0..500 {
        let job = admin.get(&format!("/api/v1/jobs/{id}")).await.expect(200);
        if job["state"] != "running" {
            let route = job["result"]["id"].as_str().unwrap_or_else(|| panic!("{job}"));
            return (id, route.to_owned());
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("the route is not planned");
}

/// All rows as the admin sees them.
async fn look(admin: &Caller, rows: &HashMap<&str, String>) -> Vec<(String, Value)> {
    let mut seen = Vec::new();
    for (kind, id) in rows {
        // Sites and teams are shown in lists only.
        let path = match *kind {
            "sites" => format!("/api/v1/accounts/{}/sites", rows["accounts"]),
            "teams" => "/api/v1/teams".to_owned(),
            kind => format!("/api/v1/{kind}/{id}"),
        };
        seen.push((path.clone(), admin.get(&path).await.expect(200)));
    }
    seen.sort_by(|a, b| a.0.cmp(&b.0));
    seen
}
