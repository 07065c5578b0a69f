//! `/vroom`: problems in VROOM's JSON over a real port; failures in the words of the engines whose
//! interfaces we answer.

use gcrm::domain::crm::rights::Role;
use serde_json::{Value, json};

use crate::support::TestService;

fn line() -> Value {
    json!({"car": {"durations": [[0, 10, 20], [10, 0, 10], [20, 10, 0]]}})
}

#[tokio::test]
async fn a_problem_with_matrices_is_solved() {
    let service = TestService::start().await;
    let rep = service.signed_in(Role::Rep).await;
    let problem = json!({
        "vehicles": [{"id": 3, "start_index": 0, "end_index": 0}],
        "jobs": [{"id": 14, "location_index": 2}, {"id": 15, "location_index": 1}],
        "matrices": line(),
    });
    let answer = rep.post("/vroom", &problem).await.expect(200);
    assert_eq!((&answer["code"], &answer["summary"]["cost"]), (&json!(0), &json!(40)));
    assert_eq!(answer["routes"][0]["steps"].as_array().map(Vec::len), Some(4));
}

#[tokio::test]
async fn coordinates_need_no_matrix() {
    let service = TestService::start().await;
    let admin = service.signed_in(Role::Admin).await;
    let problem = json!({
        "vehicles": [{"id": 1, "start": [2.35, 48.72], "end": [2.35, 48.72], "capacity": [4]}],
        "shipments": [{"amount": [1],
            "pickup": {"id": 4, "service": 300, "location": [2.42, 48.83]},
            "delivery": {"id": 3, "service": 300, "location": [2.40, 48.78]}}],
        "options": {"g": true},
    });
    let answer = admin.post("/vroom", &problem).await.expect(200);
    // no region of the test covers the places
    assert_eq!(answer["summary"]["travel_source"], "great_circle");
    let route = &answer["routes"][0];
    assert_eq!(route["steps"][1]["type"], "pickup");
    assert!(route["distance"].as_i64() > Some(20_000) && route["geometry"].is_string(), "{route}");
}

#[tokio::test]
async fn plan_mode_tells_violations() {
    let service = TestService::start().await;
    let admin = service.signed_in(Role::Admin).await;
    let problem = json!({
        "vehicles": [{"id": 1, "start_index": 0, "time_window": [100, 200],
            "steps": [{"type": "start"}, {"type": "job", "id": 5}]}],
        "jobs": [{"id": 5, "location_index": 2, "time_windows": [[0, 90]]}],
        "matrices": line(), "options": {"c": true},
    });
    let answer = admin.post("/vroom", &problem).await.expect(200);
    let violations = &answer["summary"]["violations"];
    // from 70 to 90 it is 30 early, from 100 to 120 it is 30 late: both are 30 s off
    let off: i64 =
        violations.as_array().unwrap().iter().filter_map(|v| v["duration"].as_i64()).sum();
    assert_eq!(off, 30, "{answer}");
}

#[tokio::test]
async fn faults_have_vrooms_codes_and_bounds_hold() {
    let service = TestService::start().await;
    let admin = service.signed_in(Role::Admin).await;
    for problem in [json!({}), json!({"vehicles": 3}), json!([])] {
        let answer = admin.post("/vroom", &problem).await.expect(400);
        assert_eq!(answer["code"], 2, "{answer}");
    }
    let job = |id: u32| json!({"id": id, "location_index": 1});
    let problem = json!({
        "vehicles": [{"id": 1, "start_index": 0}],
        "jobs": (0..2_001).map(job).collect::<Vec<_>>(),
        "matrices": line(),
    });
    let answer = admin.post("/vroom", &problem).await.expect(400);
    assert_eq!(answer["error"], "2001 tasks are more than the 2000 allowed.");
}

#[tokio::test]
async fn osrms_failures_keep_their_codes() {
    let service = TestService::start().await;
    let admin = service.signed_in(Role::Admin).await;
    let answer = admin.get("/osrm/route/v1/car/0.5,0.5;0.6,0.6").await.expect(400);
    assert_eq!(answer["code"], "NoSegment");
}
