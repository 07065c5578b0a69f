//! Activities and visits.

use gcrm::domain::crm::rights::Role;
use serde_json::{Value, json};

use crate::support::{Caller, TestService};

async fn account(caller: &Caller) -> Value {
    let site = json!({"city": "Helsinki", "location": [24.94, 60.17]});
    let draft = json!({"name": "Aalto", "visit_interval_days": 30, "site": site});
    caller.post("/api/v1/accounts", &draft).await.expect(201)
}

async fn visit(caller: &Caller, account: &Value) -> Value {
    let draft = json!({"type": "visit", "subject": "Visit", "account_id": account["id"],
        "planned_start": "2026-11-23T08:00:00Z", "planned_end": "2026-11-23T08:30:00Z"});
    caller.post("/api/v1/activities", &draft).await.expect(201)
}

fn path_of(activity: &Value) -> String {
    format!("/api/v1/activities/{}", activity["id"].as_str().unwrap())
}

#[tokio::test]
async fn a_visit_runs_from_arrival_to_the_next_due_date() {
    let service = TestService::start().await;
    let rep = service.signed_in(Role::Rep).await;
    let account = account(&rep).await;
    let visit = visit(&rep, &account).await;
    assert_eq!(visit["owner_id"], rep.user_id.to_string());
    assert_eq!(visit["site_id"], account["site"]["id"]);
    let here = json!({"location": [24.9405, 60.1701], "accuracy_m": 12.0});
    let arrived = rep.post(&format!("{}/check-in", path_of(&visit)), &here).await.expect(200);
    assert_eq!(arrived["status"], "in_progress");
    assert_eq!(arrived["check_in_verdict"], "verified");
    // 0.0005 degrees of longitude are 27.7 m there, 0.0001 of latitude 11.1 m: 29.8 m together.
    let distance = arrived["check_in_distance_m"].as_f64().unwrap();
    assert!((distance - 29.8).abs() < 0.5, "{distance}");
    let result = json!({"outcome_code": "order", "summary": "Took ten boxes"});
    let left = rep.post(&format!("{}/check-out", path_of(&visit)), &result).await.expect(200);
    assert_eq!((&left["status"], &left["outcome_code"]), (&json!("done"), &json!("order")));
    let path = format!("/api/v1/accounts/{}", account["id"].as_str().unwrap());
    let account = rep.get(&path).await.expect(200);
    assert_eq!(account["visit_status"], "not_due");
    assert_eq!(account["last_visit_at"], left["actual_end"]);
    let again = rep.post(&format!("{}/check-in", path_of(&visit)), &here).await;
    again.refused(409, "visit.over");
    let timeline = rep.get(&format!("{path}/timeline")).await.expect(200);
    assert_eq!(timeline["data"][0]["activity"]["summary"], "Took ten boxes");
    assert_eq!(timeline["data"][1]["change"]["action"], "create");
}

#[tokio::test]
async fn a_closed_door_is_no_visit() {
    let service = TestService::start().await;
    let rep = service.signed_in(Role::Rep).await;
    let account = account(&rep).await;
    let visit = visit(&rep, &account).await;
    let result = json!({"outcome_code": "closed"});
    rep.post(&format!("{}/check-out", path_of(&visit)), &result).await.expect(200);
    let path = format!("/api/v1/accounts/{}", account["id"].as_str().unwrap());
    assert_eq!(rep.get(&path).await.expect(200)["last_visit_at"], Value::Null);
}

#[tokio::test]
async fn what_a_device_sends_twice_is_kept_once() {
    let service = TestService::start().await;
    let rep = service.signed_in(Role::Rep).await;
    let draft = json!({"type": "note", "subject": "x", "client_id": "0190c0de-0000-7000-8000-000000000001"});
    let first = rep.post("/api/v1/activities", &draft).await.expect(201);
    let second = rep.post("/api/v1/activities", &draft).await.expect(201);
    assert_eq!(first, second);
}

#[tokio::test]
async fn activities_are_seen_by_owner_and_account() {
    let service = TestService::start().await;
    let (rep, manager) =
        (service.signed_in(Role::Rep).await, service.signed_in(Role::Manager).await);
    let (own, hidden) = (account(&rep).await, account(&manager).await);
    let (mine, theirs) = (visit(&rep, &own).await, visit(&manager, &hidden).await);
    let at_mine = visit(&manager, &own).await;
    rep.get(&path_of(&theirs)).await.refused(404, "activity.not_found");
    rep.get(&path_of(&at_mine)).await.expect(200);
    let patch = json!({"subject": "x"});
    rep.patch(&path_of(&at_mine), 1, &patch).await.refused(403, "activity.not_own");
    rep.patch(&path_of(&theirs), 1, &patch).await.refused(404, "activity.not_found");
    manager.patch(&path_of(&mine), 1, &patch).await.expect(200);
    let listed = rep.get("/api/v1/activities").await.expect(200);
    let ids: Vec<&Value> =
        listed["data"].as_array().unwrap().iter().map(|one| &one["id"]).collect();
    assert_eq!(ids, [&at_mine["id"], &mine["id"]]);
    let page = rep.get("/api/v1/activities?limit=1").await.expect(200);
    assert_eq!(page["page"]["has_more"], true);
    let cursor = page["page"]["next_cursor"].as_str().unwrap();
    let next = rep.get(&format!("/api/v1/activities?limit=1&cursor={cursor}")).await.expect(200);
    assert_eq!(next["data"][0]["id"], mine["id"]);
    assert_eq!(next["page"]["has_more"], false);
    rep.get("/api/v1/activities?cursor=nonsense").await.refused(400, "input.invalid");
    let other = rep.get("/api/v1/activities?status=done&type=visit").await.expect(200);
    assert_eq!(other["data"], json!([]));
}
