//! Divisions by other units and goals than the usual, and travel held against planned days.

use gcrm::domain::crm::rights::Role;
use serde_json::{Value, json};

use super::places::with_demo_region;
use super::roads::with_village;
use super::territories::{account, alignment, finished, id, sheet, square};
use crate::support::{Caller, TestService};

const DIVIDE: &str = "/api/v1/territories/divide";

async fn divided(admin: &Caller, division: &Value) -> Value {
    let job = admin.post(DIVIDE, division).await.expect(202);
    let done = finished(admin, &job).await;
    assert_eq!(done["state"], "done", "{done}");
    done["result"].clone()
}

/// Six strips side by side, each with a column of four accounts of the sheet.
fn strips() -> Vec<Value> {
    let strip = |index: u32| {
        let (west, east) = (24.897 + 0.015 * f64::from(index), 24.912 + 0.015 * f64::from(index));
        json!({"type": "Feature", "properties": {"postal_code": format!("{index}00")},
            "geometry": {"type": "Polygon", "coordinates":
                [[[west, 60.1], [east, 60.1], [east, 60.2], [west, 60.2], [west, 60.1]]]}})
    };
    (0..6).map(strip).collect()
}

#[tokio::test]
async fn polygons_that_were_sent_along_are_put_together() {
    let service = TestService::start().await;
    let admin = service.signed_in(Role::Admin).await;
    sheet(&admin).await;
    let collection = json!({"type": "FeatureCollection", "features": strips()});
    let division = json!({"units": {"kind": "polygons", "collection": collection}, "n": 3,
        "balance": ["accounts"], "tolerance": 0.01, "time_limit_s": 0.3});
    let plan = divided(&admin, &division).await;
    assert_eq!(plan["status"], "optimal", "{}", plan["causes"]);
    for territory in plan["territories"].as_array().unwrap() {
        assert_eq!(territory["measures"]["accounts"], 8);
        assert_eq!(territory["member_units"].as_array().unwrap().len(), 2);
        assert_eq!(territory["built_from"], "postcodes");
        let travel = &territory["travel"];
        assert_eq!(travel["source"], "great_circle");
        assert!(travel["worst_s"].as_i64().unwrap() >= travel["mean_s"].as_i64().unwrap());
    }

    let mut twice = strips();
    twice.push(twice[0].clone());
    let over = json!({"units": {"kind": "polygons", "collection": {"features": twice}}, "n": 3,
        "time_limit_s": 0.3});
    let job = admin.post(DIVIDE, &over).await.expect(202);
    let failed = finished(&admin, &job).await;
    assert_eq!(failed["problem"]["errors"][0]["code"], "territory.units_overlap", "{failed}");
    let nowhere = json!({"n": 3});
    let body = admin.post(DIVIDE, &nowhere).await.refused(400, "input.invalid");
    assert_eq!(body["errors"][0]["pointer"], "/area");
}

#[tokio::test]
async fn goals_have_targets_of_their_own() {
    let service = TestService::start().await;
    let admin = service.signed_in(Role::Admin).await;
    sheet(&admin).await;
    let area = json!({"type": "polygon", "geometry": square(24.9, 60.1, 0.1)});
    let by_shares = json!({"area": area, "n": 2, "time_limit_s": 0.5,
        "balance": [{"by": "accounts", "targets": {"shares": [2, 1]}, "tolerance": 0.01}]});
    let plan = divided(&admin, &by_shares).await;
    let accounts = |own: usize| plan["territories"][own]["measures"]["accounts"].as_i64().unwrap();
    assert_eq!((accounts(0), accounts(1)), (16, 8));

    // The rep works 8 hours on five days, the manager on three: 15 and 9 of 24.
    let (rep, manager) = (service.user_id(Role::Rep), service.user_id(Role::Manager));
    for (user, days) in [(rep, json!([1, 2, 3, 4, 5])), (manager, json!([1, 2, 3]))] {
        let path = format!("/api/v1/users/{user}");
        let version = admin.get(&path).await.expect(200)["version"].as_i64().unwrap();
        let hours = json!({"work_start": "08:00", "work_end": "16:00", "work_days": days});
        admin.patch(&path, version, &hours).await.expect(200);
    }
    let by_hours = json!({"area": area, "n": 2, "time_limit_s": 0.5, "owner_ids": [rep, manager],
        "balance": [{"by": "accounts", "targets": "capacity", "tolerance": 0.02},
            {"by": "visits", "targets": "capacity"}]});
    let plan = divided(&admin, &by_hours).await;
    let first = &plan["territories"][0];
    assert_eq!(first["owner_id"], rep.to_string());
    assert_eq!(first["measures"]["accounts"], 15, "{}", plan["causes"]);

    let nobody = json!({"area": area, "n": 2, "time_limit_s": 0.5,
        "balance": [{"by": "accounts", "targets": "capacity"}]});
    let job = admin.post(DIVIDE, &nobody).await.expect(202);
    let failed = finished(&admin, &job).await;
    assert_eq!(failed["problem"]["errors"][0]["code"], "territory.capacity");
    let uneven = json!({"area": area, "n": 3, "compactness": "travel_time",
        "balance": [{"by": "value", "targets": {"amounts": [1.0]}, "min": 5, "max": 2}]});
    let body = admin.post(DIVIDE, &uneven).await.refused(400, "input.invalid");
    let codes: Vec<&str> =
        body["errors"].as_array().unwrap().iter().filter_map(|e| e["code"].as_str()).collect();
    let expected = ["territory.limits", "territory.targets", "territory.travel_needs_homes"];
    assert_eq!(codes, expected);
}

#[tokio::test]
async fn travel_is_held_against_planned_days() {
    let service = TestService::start().await;
    let admin = service.signed_in(Role::Admin).await;
    sheet(&admin).await;
    let model = admin.get("/api/v1/travel-model").await.expect(200);
    assert_eq!((&model["factor"], &model["mean_error"]), (&json!(1.0), &Value::Null));
    let plan = alignment(
        &admin,
        &json!([{"name": "West", "geometry": square(24.9, 60.1, 0.05)},
            {"name": "All", "geometry": square(24.95, 60.1, 0.1)}]),
    )
    .await;
    let hours = async || {
        let path = format!("/api/v1/alignments/{}/territories", id(&plan));
        let all = admin.get(&path).await.expect(200);
        all["data"][0]["measures"]["travel_hours"].as_f64().unwrap()
    };
    let before = hours().await;
    let path = format!("/api/v1/alignments/{}/calibrate", id(&plan));
    let job = admin.post(&path, &json!({})).await.expect(202);
    let done = finished(&admin, &job).await;
    assert_eq!(done["state"], "done", "{done}");
    let model = admin.get("/api/v1/travel-model").await.expect(200);
    assert_eq!(model, done["result"]["model"]);
    assert!(model["n_samples"].as_i64().unwrap() > 4, "{model}");
    assert!(model["mean_error"].as_f64().unwrap() < 1.0, "{model}");
    for day in done["result"]["days"].as_array().unwrap() {
        assert!(day["visits"].as_i64().unwrap() > 0, "{day}");
        assert!(day["estimated_h"].as_f64().unwrap() > 0.0, "{day}");
    }
    assert!((hours().await - before).abs() > 1e-6, "what is shown goes by the new model");
    let rep = service.signed_in(Role::Rep).await;
    rep.post(&path, &json!({})).await.refused(403, "right.missing");
    let empty = alignment(&admin, &json!([])).await;
    let path = format!("/api/v1/alignments/{}/calibrate", id(&empty));
    admin.post(&path, &json!({})).await.refused(409, "alignment.empty");
}

#[tokio::test]
async fn roads_of_the_region_shape_a_division() {
    let service = TestService::start_with(with_demo_region).await;
    let admin = service.signed_in(Role::Admin).await;
    for index in 0..40 {
        let (x, y) = (f64::from(index % 8), f64::from(index / 8));
        account(&admin, &format!("A{index}"), 24.935 + 0.002 * x, 60.1665 + 0.0012 * y).await;
    }
    let (rep, manager) = (service.user_id(Role::Rep), service.user_id(Role::Manager));
    for (user, home) in [(rep, [24.937, 60.167]), (manager, [24.948, 60.171])] {
        let path = format!("/api/v1/users/{user}");
        let version = admin.get(&path).await.expect(200)["version"].as_i64().unwrap();
        admin.patch(&path, version, &json!({"home": home})).await.expect(200);
    }
    let reached = json!({"type": "drive_time", "center": [24.94, 60.17], "minutes": 5});
    let division = json!({"area": reached, "n": 2, "balance": ["accounts"], "tolerance": 0.5,
        "owner_ids": [rep, manager], "from_homes": true, "compactness": "travel_time",
        "time_limit_s": 0.5});
    let plan = divided(&admin, &division).await;
    assert_eq!(plan["territories"][0]["travel"]["source"], "roads", "{plan}");
    assert_eq!(plan["territories"][0]["owner_id"], rep.to_string());
}

#[tokio::test]
async fn administrative_areas_are_put_together() {
    let service = TestService::start_with(with_village).await;
    let admin = service.signed_in(Role::Admin).await;
    for lng in [10.001, 10.002, 10.005] {
        account(&admin, "Shop", lng, 50.003).await;
    }
    let area = json!({"type": "bbox", "bbox": [9.99, 49.99, 10.01, 50.01]});
    let division = json!({"area": area, "units": {"kind": "areas", "level": 10}, "n": 2,
        "balance": ["accounts"], "tolerance": 0.5, "time_limit_s": 0.2});
    let plan = divided(&admin, &division).await;
    assert_eq!(plan["status"], "optimal", "{plan}");
    let mut made: Vec<(i64, &Value)> = Vec::new();
    for territory in plan["territories"].as_array().unwrap() {
        assert_eq!(territory["built_from"], "admin_units");
        let accounts = territory["measures"]["accounts"].as_i64().unwrap();
        made.push((accounts, &territory["member_units"]));
    }
    made.sort_by_key(|(accounts, _)| *accounts);
    assert_eq!(made, [(1, &json!(["way/22"])), (2, &json!(["way/21"]))]);
    let quarters = admin.get("/api/v1/areas?level=10").await.expect(200);
    for quarter in quarters["data"].as_array().unwrap() {
        // 0.0045 or 0.0035 degrees at 50 N times 0.006 degrees, drawn clockwise: 322 or 251 m by 667 m.
        let area_m2 = quarter["area_m2"].as_f64().unwrap();
        assert!((160_000.0..220_000.0).contains(&area_m2), "{quarter}");
    }
    let none = json!({"area": area, "units": {"kind": "areas", "level": 2}, "n": 2});
    let body = admin.post(DIVIDE, &none).await.refused(400, "input.invalid");
    assert_eq!(body["errors"][0]["code"], "territory.no_units");
}
