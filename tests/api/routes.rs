//! Routes: planning a day as a job, changing it by hand, who may.

use gcrm::domain::crm::rights::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{Answer, Caller, TestService};

/// A Tuesday.
const DATE: &str = "2026-11-24";
const HOME: [f64; 2] = [24.94, 60.17];

async fn account(caller: &Caller, name: &str, lng: f64, hours: &str) -> String {
    let draft = json!({
        "name": name, "owner_id": caller.user_id, "visit_interval_days": 30,
        "site": {"location": [lng, 60.17], "country": "FI", "opening_hours": hours,
            "time_zone": "Europe/Helsinki"}
    });
    let account = caller.post("/api/v1/accounts", &draft).await.expect(201);
    account["id"].as_str().unwrap().to_owned()
}

/// Waits for the job of the answer; gives its end.
async fn finished(caller: &Caller, answer: Answer) -> Value {
    let location = answer.header("location").to_owned();
    answer.expect(202);
    for _ in 0..200 {
        let job = caller.get(&location).await.expect(200);
        if job["state"] != "running" {
            return job;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("the job does not end");
}

async fn planned(caller: &Caller, brief: &Value) -> Value {
    let job = finished(caller, caller.post("/api/v1/routes/plan", brief).await).await;
    assert_eq!(job["state"], "done", "{job}");
    job["result"].clone()
}

fn brief(account_ids: &[&str]) -> Value {
    json!({"date": DATE, "account_ids": account_ids, "start": HOME,
        "start_time": "09:00:00", "end_time": "17:00:00", "time_limit_s": 0.2})
}

fn order(route: &Value) -> Vec<&str> {
    let stops = route["stops"].as_array().unwrap();
    stops.iter().map(|stop| stop["account_name"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_day_is_planned_read_and_downloaded() {
    let service = TestService::start().await;
    let rep = service.signed_in(Role::Rep).await;
    let late = account(&rep, "Late", 24.95, "Tu 14:00-16:00").await;
    let early = account(&rep, "Early & Co", 24.96, "Tu 09:00-11:00").await;
    let closed = account(&rep, "Closed", 24.97, "Mo 09:00-17:00").await;
    let route = planned(&rep, &brief(&[&late, &early, &closed])).await;
    assert_eq!(order(&route), ["Early & Co", "Late"]);
    assert_eq!(route["unserved"][0]["account_name"], "Closed");
    assert_eq!(route["unserved"][0]["reason"]["code"], "closed_all_day");
    assert_eq!(route["is_proven"], true);
    assert_eq!(route["geometry"]["type"], "LineString");
    // 14:00 in Helsinki
    assert_eq!(route["stops"][1]["windows"][0][0], "2026-11-24T12:00:00Z");
    let path = format!("/api/v1/routes/{}", route["id"].as_str().unwrap());
    let answer = rep.get(&path).await;
    assert_eq!(answer.header("etag"), "\"1\"");
    assert_eq!(answer.expect(200), route);
    let gpx = rep.get(&format!("{path}/gpx")).await;
    assert_eq!(gpx.header("content-type"), "application/gpx+xml");
    assert!(gpx.text.contains("<name>Early &amp; Co</name>"));
    let list = rep.get(&format!("/api/v1/routes?from={DATE}&to={DATE}")).await.expect(200);
    assert_eq!(list["data"], json!([route]));
    let client = service.database.connect().await;
    let sql = "SELECT count(*) FROM activities WHERE type = 'visit' AND status = 'planned'";
    let n: i64 = client.query_one(sql, &[]).await.unwrap().get(0);
    assert_eq!(n, 2);
}

#[tokio::test]
async fn a_day_without_a_feasible_visit_is_an_answer() {
    let service = TestService::start().await;
    let rep = service.signed_in(Role::Rep).await;
    let closed = account(&rep, "Closed", 24.97, "Mo 09:00-17:00").await;
    let route = planned(&rep, &brief(&[&closed])).await;
    assert_eq!((route["stops"].clone(), route["distance_m"].clone()), (json!([]), json!(0)));
    assert_eq!(route["unserved"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn what_is_due_is_chosen() {
    let service = TestService::start().await;
    let rep = service.signed_in(Role::Rep).await;
    account(&rep, "Due", 24.95, "24/7").await;
    let draft = json!({"name": "On demand", "site": {"location": [24.95, 60.17]}});
    rep.post("/api/v1/accounts", &draft).await.expect(201);
    let due = json!({"date": DATE, "due": {"limit": 10}, "start": HOME, "time_limit_s": 0.2});
    assert_eq!(order(&planned(&rep, &due).await), ["Due"]);
}

#[tokio::test]
async fn planning_again_replaces_the_day() {
    let service = TestService::start().await;
    let rep = service.signed_in(Role::Rep).await;
    let a = account(&rep, "A", 24.95, "24/7").await;
    let first = planned(&rep, &brief(&[&a])).await;
    let second = planned(&rep, &brief(&[&a])).await;
    let path = |route: &Value| format!("/api/v1/routes/{}", route["id"].as_str().unwrap());
    rep.get(&path(&first)).await.refused(404, "route.not_found");
    let started = json!({"status": "started"});
    rep.patch(&path(&second), 1, &started).await.expect(200);
    let job = finished(&rep, rep.post("/api/v1/routes/plan", &brief(&[&a])).await).await;
    assert_eq!(job["problem"]["code"], "route.already_started");
}

#[tokio::test]
async fn stops_are_reordered_and_timed_anew() {
    let service = TestService::start().await;
    let rep = service.signed_in(Role::Rep).await;
    let a = account(&rep, "A", 24.95, "24/7").await;
    let b = account(&rep, "B", 24.96, "Tu 09:00-10:00").await;
    let c = account(&rep, "C", 24.97, "24/7").await;
    let route = planned(&rep, &brief(&[&a, &b])).await;
    let path = format!("/api/v1/routes/{}", route["id"].as_str().unwrap());
    let change = json!({"account_ids": [c, a, b]});
    let changed = rep.patch(&path, 1, &change).await.expect(200);
    assert_eq!(order(&changed), ["C", "A", "B"]);
    assert_eq!(changed["stops"][2]["issue"], "outside_window");
    assert_eq!(changed["version"], 2);
    rep.patch(&path, 1, &change).await.refused(409, "version.stale");
    let twice = json!({"account_ids": [a, a]});
    let body = rep.patch(&path, 2, &twice).await.refused(400, "input.invalid");
    assert_eq!(body["errors"][0]["pointer"], "/account_ids/1");
    let fewer = rep.patch(&path, 2, &json!({"account_ids": [b]})).await.expect(200);
    assert_eq!(order(&fewer), ["B"]);
    let client = service.database.connect().await;
    let sql = "SELECT count(*) FROM activities WHERE deleted_at IS NULL";
    let n: i64 = client.query_one(sql, &[]).await.unwrap().get(0);
    assert_eq!(n, 1);
    rep.delete(&path, 3).await.expect(204);
    rep.get(&path).await.refused(404, "route.not_found");
}

#[tokio::test]
async fn faults_of_the_brief_are_told() {
    let service = TestService::start().await;
    let rep = service.signed_in(Role::Rep).await;
    let unknown = Uuid::from_u128(5).to_string();
    let refused = |body: Value, pointer: &'static str| {
        let rep = rep.clone();
        async move {
            let answer = rep.post("/api/v1/routes/plan", &body).await;
            let body = answer.refused(400, "input.invalid");
            assert_eq!(body["errors"][0]["pointer"], pointer);
        }
    };
    refused(brief(&[&unknown]), "/account_ids/0").await;
    refused(json!({"date": DATE, "account_ids": []}), "/start").await;
    refused(json!({"date": DATE, "start": HOME, "profile": "boat"}), "/profile").await;
    refused(json!({"date": DATE, "start": HOME, "time_limit_s": 900.0}), "/time_limit_s").await;
    let backwards =
        json!({"date": DATE, "start": HOME, "start_time": "17:00:00", "end_time": "09:00:00"});
    refused(backwards, "/end_time").await;
}

#[tokio::test]
async fn reps_plan_for_themselves_managers_for_all() {
    let service = TestService::start().await;
    let rep = service.signed_in(Role::Rep).await;
    let manager = service.signed_in(Role::Manager).await;
    let a = account(&rep, "A", 24.95, "24/7").await;
    let mut own = brief(&[&a]);
    own["user_id"] = json!(manager.user_id);
    rep.post("/api/v1/routes/plan", &own).await.refused(404, "user.not_found");
    own["user_id"] = json!(rep.user_id);
    let route = planned(&manager, &own).await;
    assert_eq!(route["user_id"], rep.user_id.to_string());
    let path = format!("/api/v1/routes/{}", route["id"].as_str().unwrap());
    rep.get(&path).await.expect(200);
    let mut managers = brief(&[&a]);
    managers["user_id"] = json!(manager.user_id);
    let hidden = planned(&manager, &managers).await;
    let hidden = format!("/api/v1/routes/{}", hidden["id"].as_str().unwrap());
    rep.get(&hidden).await.refused(404, "route.not_found");
    let marketing = service.signed_in(Role::Marketing).await;
    marketing.post("/api/v1/routes/plan", &own).await.refused(403, "right.missing");
}
