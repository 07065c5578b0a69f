//! Closed and slow roads: pointed at, closed for some days, kept away from by everything that
//! drives.

use gcrm::domain::crm::rights::Role;
use serde_json::{Value, json};

use crate::account_files::result;
use crate::roads::with_village;
use crate::support::{Caller, TestService};

const CLOSURES: &str = "/api/v1/road-closures";
/// On Main Street, west of the crossing in the middle, and east of it.
const WEST: &str = "10.0015,50.0020";
const EAST: &str = "10.0045,50.00205";
/// From one end of Main Street to the other.
const ALONG: &str = "10.0001,50.0020;10.0059,50.0020";

async fn village() -> TestService {
    TestService::start_with(with_village).await
}

async fn pointed(caller: &Caller, at: &str) -> Value {
    caller.get(&format!("/api/v1/roads/stretch?at={at}")).await.expect(200)
}

async fn closure(caller: &Caller, at: &str, more: Value) -> Value {
    let mut draft = json!({"name": "Works", "stretches": [pointed(caller, at).await]});
    for (key, value) in more.as_object().unwrap() {
        draft[key] = value.clone();
    }
    draft
}

async fn driven(caller: &Caller, profile: &str, places: &str) -> (f64, f64) {
    let route = caller.get(&format!("/osrm/route/v1/{profile}/{places}")).await.expect(200);
    let route = &route["routes"][0];
    (route["distance"].as_f64().unwrap(), route["duration"].as_f64().unwrap())
}

fn faults(problem: &Value) -> Vec<(&str, &str)> {
    let errors = problem["errors"].as_array().unwrap().iter();
    errors.map(|e| (e["pointer"].as_str().unwrap(), e["code"].as_str().unwrap())).collect()
}

#[tokio::test]
async fn a_road_is_pointed_at_from_crossing_to_crossing() {
    let service = village().await;
    let caller = service.signed_in(Role::ReadOnly).await;
    let stretch = pointed(&caller, EAST).await;
    assert_eq!(stretch["name"], "Main Street");
    assert_eq!(stretch["pieces"], json!([{"way": 2, "from": 5, "to": 6}]));
    assert_eq!(stretch["line"], json!([[10.003, 50.002], [10.006, 50.002]]));
    let far = caller.get("/api/v1/roads/stretch?at=10.08,50.08").await.expect(400);
    assert_eq!(faults(&far), [("/at", "roads.no_road")]);
    let sea = caller.get("/api/v1/roads/stretch?at=0,0").await.expect(400);
    assert_eq!(faults(&sea), [("/at", "roads.no_region")]);
    let odd = caller.get("/api/v1/roads/stretch?at=north").await.expect(400);
    assert_eq!(faults(&odd), [("/at", "area.bad_position")]);
}

#[tokio::test]
async fn what_is_closed_is_not_driven_on() {
    let service = village().await;
    let rep = service.signed_in(Role::Rep).await;
    let (metres, _) = driven(&rep, "driving", ALONG).await;
    let made = rep.post(CLOSURES, &closure(&rep, EAST, json!({})).await).await.expect(201);
    assert_eq!(made["profiles"], json!(["car", "van"]));
    assert!(driven(&rep, "driving", ALONG).await.0 > metres + 300.0);
    assert!(
        (driven(&rep, "foot", ALONG).await.0 - metres).abs() < 1.0,
        "for pedestrians it is open"
    );
    let vroom = json!({"vehicles": [{"id": 1, "start": [10.0001, 50.002], "end": [10.0059, 50.002]}],
        "jobs": [{"id": 1, "location": [10.0059, 50.002]}], "options": {"g": true, "l": 0.1}});
    let solved = rep.post("/vroom", &vroom).await.expect(200);
    assert!(solved["routes"][0]["distance"].as_f64().unwrap() > metres + 300.0, "{solved}");

    // Slow instead of closed.
    let path = format!("{CLOSURES}/{}", made["id"].as_str().unwrap());
    rep.patch(&path, 1, &json!({"speed_kmh": 20})).await.expect(200);
    let (slow_metres, slow_s) = driven(&rep, "driving", ALONG).await;
    assert!((slow_metres - metres).abs() < 1.0);
    rep.delete(&path, 2).await.expect(204);
    assert!(driven(&rep, "driving", ALONG).await.1 < slow_s - 5.0);
}

#[tokio::test]
async fn one_direction_may_stay_open() {
    let service = village().await;
    let manager = service.signed_in(Role::Manager).await;
    let (metres, _) = driven(&manager, "driving", ALONG).await;
    let draft = closure(&manager, EAST, json!({"one_way": true})).await;
    manager.post(CLOSURES, &draft).await.expect(201);
    assert!(driven(&manager, "driving", ALONG).await.0 > metres + 300.0);
    let back = driven(&manager, "driving", "10.0059,50.0020;10.0001,50.0020").await.0;
    assert!((back - metres).abs() < 1.0, "{back} {metres}");
}

#[tokio::test]
async fn a_plan_keeps_away_on_the_days_of_the_closure() {
    let service = village().await;
    let manager = service.signed_in(Role::Manager).await;
    let days = json!({"starts_on": "2026-11-25", "ends_on": "2026-11-25"});
    manager.post(CLOSURES, &closure(&manager, EAST, days.clone()).await).await.expect(201);
    manager.post(CLOSURES, &closure(&manager, WEST, days).await).await.expect(201);
    let site = json!({"location": [10.0059, 50.002]});
    let account = json!({"name": "Mill", "owner_id": manager.user_id, "site": site});
    let account = manager.post("/api/v1/accounts", &account).await.expect(201);
    let mut metres = Vec::new();
    for date in ["2026-11-25", "2026-11-26"] {
        let brief = json!({"date": date, "account_ids": [account["id"]], "start": [10.0001, 50.002],
            "start_time": "09:00:00", "end_time": "17:00:00", "time_limit_s": 0.1});
        let job = manager.post("/api/v1/routes/plan", &brief).await;
        let done = result(&manager, job).await;
        metres.push(done["distance_m"].as_f64().unwrap());
    }
    assert!(metres[0] > metres[1] + 300.0, "{metres:?}");
}

#[tokio::test]
async fn everybody_sees_closures_and_reps_change_their_own() {
    let service = village().await;
    let [rep, manager, reader] =
        [Role::Rep, Role::Manager, Role::ReadOnly].map(|role| service.signed_in(role));
    let (rep, manager, reader) = (rep.await, manager.await, reader.await);
    let draft = closure(&manager, EAST, json!({"note": "Until the pipes are in"})).await;
    let of_manager = manager.post(CLOSURES, &draft).await.expect(201);
    let of_rep = rep.post(CLOSURES, &draft).await.expect(201);
    reader.post(CLOSURES, &draft).await.refused(403, "right.missing");
    let listed = reader.get(CLOSURES).await.expect(200);
    let names: Vec<_> = listed["data"].as_array().unwrap().iter().map(|c| &c["name"]).collect();
    assert_eq!(names, ["Works", "Works"]);
    assert!(listed["data"].as_array().unwrap().iter().all(|c| c["is_on_map"] == true));
    let path = |made: &Value| format!("{CLOSURES}/{}", made["id"].as_str().unwrap());
    rep.patch(&path(&of_manager), 1, &json!({"name": "Mine"})).await.refused(403, "right.missing");
    rep.delete(&path(&of_manager), 1).await.refused(403, "right.missing");
    manager.patch(&path(&of_rep), 1, &json!({"name": "Pipes"})).await.expect(200);
    rep.patch(&path(&of_rep), 1, &json!({"name": "Late"})).await.refused(409, "version.stale");
    manager.delete(&path(&of_rep), 2).await.expect(204);
}

#[tokio::test]
async fn a_road_that_is_not_there_is_told() {
    let service = village().await;
    let admin = service.signed_in(Role::Admin).await;
    let lost = json!({"name": "Works", "stretches": [
        {"pieces": [{"way": 2, "from": 5, "to": 6}], "line": [[1, 2]]},
        {"pieces": [{"way": 99, "from": 5, "to": 6}]}]});
    let problem = admin.post(CLOSURES, &lost).await.expect(400);
    assert_eq!(faults(&problem), [("/stretches/1", "road_closure.unknown_road")]);
    let none =
        json!({"name": "", "stretches": [], "ends_on": "2026-01-01", "starts_on": "2026-01-02"});
    let problem = admin.post(CLOSURES, &none).await.expect(400);
    let pointers: Vec<_> = faults(&problem).into_iter().map(|(pointer, _)| pointer).collect();
    assert_eq!(pointers, ["/name", "/stretches", "/ends_on"]);
}
