//! Alignments and territories: drawn, divided, published.

use gcrm::domain::crm::rights::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Caller, TestService, send};

const ALIGNMENTS: &str = "/api/v1/alignments";

pub fn square(west: f64, south: f64, side: f64) -> Value {
    let (east, north) = (west + side, south + side);
    json!({"type": "Polygon", "coordinates":
        [[[west, south], [east, south], [east, north], [west, north], [west, south]]]})
}

pub fn id(body: &Value) -> String {
    body["id"].as_str().unwrap().to_owned()
}

pub async fn account(caller: &Caller, name: &str, lng: f64, lat: f64) -> Value {
    let draft = json!({"name": name, "lifecycle": "customer", "value_12m": 100.0,
        "visit_interval_days": 30, "site": {"location": [lng, lat]}});
    caller.post("/api/v1/accounts", &draft).await.expect(201)
}

pub async fn alignment(caller: &Caller, territories: &Value) -> Value {
    let draft = json!({"name": "Spring", "territories": territories});
    caller.post(ALIGNMENTS, &draft).await.expect(201)
}

async fn publish(caller: &Caller, alignment: &Value) -> Value {
    let path = format!("{ALIGNMENTS}/{}/publish", id(alignment));
    let version = alignment["version"].as_i64().unwrap();
    let request = caller.request(Method::POST, &path).header("If-Match", format!("\"{version}\""));
    send(request).await.expect(200)
}

async fn reread(caller: &Caller, record: &Value) -> Value {
    caller.get(&format!("{ALIGNMENTS}/{}", id(record))).await.expect(200)
}

#[tokio::test]
async fn a_drawn_territory_gets_its_accounts_when_it_is_published() {
    let service = TestService::start().await;
    let admin = service.signed_in(Role::Admin).await;
    let inside = account(&admin, "Inside", 24.95, 60.15).await;
    let outside = account(&admin, "Outside", 25.95, 60.15).await;
    let plan = alignment(&admin, &json!([])).await;
    let draft = json!({"name": "West", "geometry": square(24.9, 60.1, 0.1),
        "owner_id": service.user_id(Role::Rep)});
    let path = format!("{ALIGNMENTS}/{}/territories", id(&plan));
    let drawn = admin.post(&path, &draft).await.expect(201);
    assert_eq!(drawn["measures"]["accounts"], 1);
    assert_eq!(drawn["measures"]["value_12m"], 100.0);
    assert!(drawn["measures"]["workload_hours"].as_f64().unwrap() > 6.0);
    assert_eq!(drawn["geometry"]["type"], "MultiPolygon");

    let plan = reread(&admin, &plan).await;
    assert_eq!((&plan["version"], &plan["n_territories"]), (&json!(2), &json!(1)));
    let published = publish(&admin, &plan).await;
    assert_eq!(published["accounts_changed"], 1);
    assert_eq!(published["alignment"]["state"], "active");
    let got = admin.get(&format!("/api/v1/accounts/{}", id(&inside))).await.expect(200);
    assert_eq!(got["territory"]["id"], drawn["id"]);
    assert_eq!(got["owner"]["id"], service.user_id(Role::Rep).to_string());
    let got = admin.get(&format!("/api/v1/accounts/{}", id(&outside))).await.expect(200);
    assert_eq!(got["territory"], Value::Null);
    let rep = service.signed_in(Role::Rep).await;
    rep.get(&format!("/api/v1/accounts/{}", id(&inside))).await.expect(200);
}

#[tokio::test]
async fn the_next_alignment_archives_the_one_before() {
    let service = TestService::start().await;
    let admin = service.signed_in(Role::Admin).await;
    let there = account(&admin, "There", 24.95, 60.15).await;
    let one = json!([{"name": "Old", "geometry": square(24.9, 60.1, 0.1)}]);
    let first = alignment(&admin, &one).await;
    publish(&admin, &first).await;
    let two = json!([{"name": "New", "geometry": square(24.9, 60.1, 0.2)}]);
    let second = alignment(&admin, &two).await;
    let published = publish(&admin, &second).await;
    assert_eq!(published["archived_id"], first["id"]);
    assert_eq!(reread(&admin, &first).await["state"], "archived");
    let got = admin.get(&format!("/api/v1/accounts/{}", id(&there))).await.expect(200);
    assert_eq!(got["territory"]["name"], "New");
    let path = format!("{ALIGNMENTS}/{}/territories", id(&first));
    let draft = json!({"name": "Late", "geometry": square(26.0, 60.1, 0.1)});
    admin.post(&path, &draft).await.refused(409, "alignment.archived");
}

#[tokio::test]
async fn territories_without_an_owner_leave_the_accounts_theirs() {
    let service = TestService::start().await;
    let admin = service.signed_in(Role::Admin).await;
    let there = account(&admin, "There", 24.95, 60.15).await;
    let rep = service.user_id(Role::Rep);
    let owned = json!([{"name": "Old", "geometry": square(24.9, 60.1, 0.1), "owner_id": rep}]);
    publish(&admin, &alignment(&admin, &owned).await).await;
    let nobodys = json!([{"name": "New", "geometry": square(24.9, 60.1, 0.2)}]);
    let published = publish(&admin, &alignment(&admin, &nobodys).await).await;
    assert_eq!(published["accounts_changed"], 1);
    let got = admin.get(&format!("/api/v1/accounts/{}", id(&there))).await.expect(200);
    assert_eq!(got["territory"]["name"], "New");
    assert_eq!(got["owner"]["id"], rep.to_string());
}

#[tokio::test]
async fn an_alignment_that_moved_on_is_not_published() {
    let service = TestService::start().await;
    let admin = service.signed_in(Role::Admin).await;
    let seen =
        alignment(&admin, &json!([{"name": "A", "geometry": square(24.9, 60.1, 0.1)}])).await;
    let path = format!("{ALIGNMENTS}/{}/territories", id(&seen));
    let draft = json!({"name": "B", "geometry": square(25.2, 60.1, 0.1)});
    admin.post(&path, &draft).await.expect(201);
    let publish = format!("{ALIGNMENTS}/{}/publish", id(&seen));
    let request = admin.request(Method::POST, &publish).header("If-Match", "\"1\"");
    let body = send(request).await.refused(409, "version.stale");
    assert_eq!(body["current"]["version"], 2);
    let bare = admin.request(Method::POST, &publish);
    send(bare).await.refused(428, "version.required");
    let empty = alignment(&admin, &json!([])).await;
    let publish = format!("{ALIGNMENTS}/{}/publish", id(&empty));
    let request = admin.request(Method::POST, &publish).header("If-Match", "\"1\"");
    send(request).await.refused(409, "alignment.empty");
}

#[tokio::test]
async fn overlaps_are_cut_off_or_refused() {
    let service = TestService::start().await;
    let admin = service.signed_in(Role::Admin).await;
    let plan =
        alignment(&admin, &json!([{"name": "A", "geometry": square(24.9, 60.1, 0.1)}])).await;
    let path = format!("{ALIGNMENTS}/{}/territories", id(&plan));
    let half_over = square(24.95, 60.1, 0.1);
    let refuse = json!({"name": "B", "geometry": half_over, "overlap": "refuse"});
    let body = admin.post(&path, &refuse).await.refused(400, "input.invalid");
    assert_eq!(body["errors"][0]["code"], "territory.overlap");
    let trimmed = admin.post(&path, &json!({"name": "B", "geometry": half_over})).await.expect(201);
    let all = admin.get(&path).await.expect(200);
    let whole = all["data"][0]["measures"]["area_km2"].as_f64().unwrap();
    let half = trimmed["measures"]["area_km2"].as_f64().unwrap();
    assert!((half / whole - 0.5).abs() < 0.01, "{half} of {whole}");
    assert_ne!(all["data"][0]["color"], all["data"][1]["color"]);
    let covered = json!({"name": "C", "geometry": square(24.91, 60.11, 0.01)});
    let body = admin.post(&path, &covered).await.refused(400, "input.invalid");
    assert_eq!(body["errors"][0]["code"], "territory.covered");
    let both = json!({"name": "X", "territories": [
        {"name": "A", "geometry": square(24.9, 60.1, 0.1)},
        {"name": "B", "geometry": half_over}]});
    let body = admin.post(ALIGNMENTS, &both).await.refused(400, "input.invalid");
    assert_eq!(body["errors"][0]["pointer"], "/territories/1/geometry");
}

#[tokio::test]
async fn bad_polygons_are_refused_with_the_place_of_the_fault() {
    let service = TestService::start().await;
    let admin = service.signed_in(Role::Admin).await;
    let plan = alignment(&admin, &json!([])).await;
    let path = format!("{ALIGNMENTS}/{}/territories", id(&plan));
    let bow = [[24.9, 60.1], [25.0, 60.2], [25.0, 60.1], [24.9, 60.2], [24.9, 60.1]];
    for (coordinates, code) in [
        (json!([bow]), "area.self_crossing"),
        (json!([[[24.9, 60.1], [25.0, 60.1], [24.9, 60.1]]]), "area.empty"),
        (json!([]), "area.empty"),
        (json!([[[24.9, 60.1], [25.0, 60.1], [25.0, 95.0], [24.9, 60.1]]]), "area.out_of_range"),
    ] {
        let geometry = json!({"type": "Polygon", "coordinates": coordinates});
        let draft = json!({"name": "Bad", "geometry": geometry});
        let body = admin.post(&path, &draft).await.refused(400, "input.invalid");
        assert_eq!(body["errors"][0]["code"], code, "{body}");
        let pointer = body["errors"][0]["pointer"].as_str().unwrap();
        assert!(pointer.starts_with("/geometry"), "{pointer}");
    }
    assert_eq!(reread(&admin, &plan).await["n_territories"], 0, "nothing half written");
}

#[tokio::test]
async fn editing_a_territory_in_force_hands_accounts_over_at_once() {
    let service = TestService::start().await;
    let admin = service.signed_in(Role::Admin).await;
    let there = account(&admin, "There", 25.05, 60.15).await;
    let plan =
        alignment(&admin, &json!([{"name": "A", "geometry": square(24.9, 60.1, 0.1)}])).await;
    publish(&admin, &plan).await;
    let all = admin.get(&format!("{ALIGNMENTS}/{}/territories", id(&plan))).await.expect(200);
    let path = format!("/api/v1/territories/{}", id(&all["data"][0]));
    let wider =
        json!({"geometry": square(24.9, 60.1, 0.2), "owner_id": service.user_id(Role::Rep)});
    admin.patch(&path, 7, &wider).await.refused(409, "version.stale");
    let changed = admin.patch(&path, 1, &wider).await.expect(200);
    assert_eq!(changed["owner"]["id"], service.user_id(Role::Rep).to_string());
    let account = format!("/api/v1/accounts/{}", id(&there));
    let got = admin.get(&account).await.expect(200);
    assert_eq!(got["territory"]["id"], all["data"][0]["id"]);
    assert_eq!(got["owner_id"], service.user_id(Role::Rep).to_string());
    let nobody = admin.patch(&path, 2, &json!({"owner_id": null})).await.expect(200);
    assert_eq!(nobody["owner_id"], Value::Null);
    assert_eq!(admin.get(&account).await.expect(200)["owner_id"], Value::Null);
    assert_eq!(admin.delete(&path, 3).await.status, 204);
    assert_eq!(admin.get(&account).await.expect(200)["territory"], Value::Null);
}

#[tokio::test]
async fn reps_see_alignments_but_do_not_change_them() {
    let service = TestService::start().await;
    let admin = service.signed_in(Role::Admin).await;
    let plan = alignment(&admin, &json!([])).await;
    let rep = service.signed_in(Role::Rep).await;
    assert_eq!(reread(&rep, &plan).await["id"], plan["id"]);
    rep.post(ALIGNMENTS, &json!({"name": "Mine"})).await.refused(403, "right.missing");
    let path = format!("{ALIGNMENTS}/{}/territories", id(&plan));
    let draft = json!({"name": "B", "geometry": square(25.2, 60.1, 0.1)});
    rep.post(&path, &draft).await.refused(403, "right.missing");
    service.add_organisation("other").await;
    let other = service.signed_in_as("admin@other.test").await;
    let path = format!("{ALIGNMENTS}/{}", id(&plan));
    other.get(&path).await.refused(404, "alignment.not_found");
    other.delete(&path, 1).await.refused(404, "alignment.not_found");
    assert_eq!(admin.delete(&path, 1).await.status, 204);
    admin.get(&path).await.refused(404, "alignment.not_found");
}

#[tokio::test]
async fn pages_of_alignments_follow_each_other() {
    let service = TestService::start().await;
    let admin = service.signed_in(Role::Admin).await;
    for name in ["one", "two", "three"] {
        admin.post(ALIGNMENTS, &json!({"name": name})).await.expect(201);
    }
    let first = admin.get(&format!("{ALIGNMENTS}?limit=2")).await.expect(200);
    assert_eq!(first["data"][0]["name"], "three");
    assert_eq!(first["page"]["has_more"], true);
    let cursor = first["page"]["next_cursor"].as_str().unwrap();
    let second = admin.get(&format!("{ALIGNMENTS}?limit=2&cursor={cursor}")).await.expect(200);
    assert_eq!(second["data"][0]["name"], "one");
    assert_eq!(second["page"]["has_more"], false);
}

pub async fn finished(caller: &Caller, job: &Value) -> Value {
    let path = format!("/api/v1/jobs/{}", id(job));
    for _ in 0..300 {
        let status = caller.get(&path).await.expect(200);
        if status["state"] != "running" {
            return status;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("the division did not end");
}

#[tokio::test]
async fn an_area_is_divided_saved_and_published() {
    let service = TestService::start().await;
    let admin = service.signed_in(Role::Admin).await;
    sheet(&admin).await;
    let division = json!({"area": {"type": "polygon", "geometry": square(24.9, 60.1, 0.1)},
        "n": 4, "balance": ["accounts"], "tolerance": 0.05, "time_limit_s": 0.5, "seed": 1});
    let job = admin.post("/api/v1/territories/divide", &division).await.expect(202);
    let done = finished(&admin, &job).await;
    assert_eq!(done["state"], "done", "{done}");
    let plan = &done["result"];
    assert_eq!(plan["status"], "feasible");
    assert_eq!(plan["checks"], json!([]));
    let territories = plan["territories"].as_array().unwrap();
    for territory in territories {
        assert_eq!(territory["measures"]["accounts"], 6);
    }
    let area: f64 = territories.iter().map(|t| t["measures"]["area_km2"].as_f64().unwrap()).sum();
    // 0.1 degree squared at 60.15 N: 11.12 km times 5.53 km is 61.5 km2
    assert!((area - 61.5).abs() < 0.3, "{area}");
    let saved = alignment(&admin, &json!(drafts(plan))).await;
    assert_eq!(publish(&admin, &saved).await["accounts_changed"], 24);
}

#[tokio::test]
async fn a_division_that_makes_no_sense_is_refused_or_fails_with_words() {
    let service = TestService::start().await;
    let admin = service.signed_in(Role::Admin).await;
    let area = json!({"type": "circle", "center": [24.94, 60.17], "radius_m": 800});
    let bad = json!({"area": area, "n": 0, "tolerance": 2.0});
    let body = admin.post("/api/v1/territories/divide", &bad).await.refused(400, "input.invalid");
    assert_eq!(body["errors"].as_array().unwrap().len(), 2);
    let nothing = json!({"area": area, "n": 3, "time_limit_s": 0.2});
    let job = admin.post("/api/v1/territories/divide", &nothing).await.expect(202);
    let failed = finished(&admin, &job).await;
    assert_eq!(failed["state"], "failed");
    assert_eq!(failed["problem"]["errors"][0]["code"], "territory.nothing_to_balance");
}

/// A sheet of 24 accounts, four rows of six, and their ids.
pub async fn sheet(admin: &Caller) -> Vec<String> {
    let mut ids = Vec::new();
    for index in 0..24 {
        let (x, y) = (f64::from(index % 6), f64::from(index / 6));
        let one = account(admin, &format!("A{index}"), 24.905 + 0.015 * x, 60.105 + 0.02 * y).await;
        ids.push(id(&one));
    }
    ids
}

#[tokio::test]
async fn fixed_accounts_stay_together_and_hours_say_how_many_reps() {
    let service = TestService::start().await;
    let admin = service.signed_in(Role::Admin).await;
    let ids = sheet(&admin).await;
    let area = json!({"type": "polygon", "geometry": square(24.9, 60.1, 0.1)});
    let division = json!({"area": area, "n": 2, "balance": ["accounts"], "tolerance": 0.2,
        "keep_together": [[ids[0], ids[23]]], "time_limit_s": 0.5,
        "barriers": [[[24.95, 60.16], [24.95, 60.25]]]});
    let job = admin.post("/api/v1/territories/divide", &division).await.expect(202);
    let plan = finished(&admin, &job).await["result"].clone();
    assert_eq!(plan["status"], "feasible", "{}", plan["causes"]);
    let saved = alignment(&admin, &json!(drafts(&plan))).await;
    publish(&admin, &saved).await;
    let of = async |id: &str| admin.get(&format!("/api/v1/accounts/{id}")).await.expect(200);
    assert_eq!(of(&ids[0]).await["territory"]["id"], of(&ids[23]).await["territory"]["id"]);

    // 24 accounts of 12 visits of half an hour: 146 hours at customers alone.
    let staffed = json!({"area": area, "hours_per_rep": 100, "time_limit_s": 0.3});
    let job = admin.post("/api/v1/territories/divide", &staffed).await.expect(202);
    let plan = finished(&admin, &job).await["result"].clone();
    assert!((2..=8).contains(&plan["n"].as_u64().unwrap()), "{}", plan["n"]);
    let both = json!({"area": area, "n": 2, "hours_per_rep": 100});
    let body = admin.post("/api/v1/territories/divide", &both).await.refused(400, "input.invalid");
    assert_eq!(body["errors"][0]["code"], "territory.count_or_hours");
    let stranger = json!({"area": area, "n": 2, "barriers": [[[24.9, 60.1]]],
        "locks": [{"account_id": ids[0], "owner_id": ids[1]}]});
    let body = admin.post("/api/v1/territories/divide", &stranger).await;
    let body = body.refused(400, "input.invalid");
    let codes: Vec<&str> =
        body["errors"].as_array().unwrap().iter().filter_map(|e| e["code"].as_str()).collect();
    assert_eq!(codes, ["territory.lock_owner", "territory.barrier"]);
}

fn drafts(plan: &Value) -> Vec<Value> {
    let territories = plan["territories"].as_array().unwrap().iter();
    territories
        .map(|t| {
            json!({"name": t["name"], "geometry": t["geometry"], "color": t["color"],
            "built_from": "grid", "member_units": t["member_units"]})
        })
        .collect()
}

#[tokio::test]
async fn a_realignment_moves_no_more_than_it_may_and_says_why() {
    let service = TestService::start().await;
    let admin = service.signed_in(Role::Admin).await;
    let ids = sheet(&admin).await;
    // Four columns of accounts in the one territory, two in the other.
    let wide = json!({"type": "Polygon", "coordinates":
        [[[24.9, 60.1], [24.958, 60.1], [24.958, 60.2], [24.9, 60.2], [24.9, 60.1]]]});
    let narrow = json!({"type": "Polygon", "coordinates":
        [[[24.958, 60.1], [25.0, 60.1], [25.0, 60.2], [24.958, 60.2], [24.958, 60.1]]]});
    let plan = alignment(
        &admin,
        &json!([{"name": "Wide", "geometry": wide}, {"name": "Narrow", "geometry": narrow}]),
    )
    .await;
    let wanted = json!({"balance": ["accounts"], "shares": [0.0, 0.1, 0.5], "keep": [ids[3]],
        "time_limit_s": 1.0});
    let path = format!("{ALIGNMENTS}/{}/realign", id(&plan));
    let job = admin.post(&path, &wanted).await.expect(202);
    let done = finished(&admin, &job).await;
    assert_eq!(done["state"], "done", "{done}");
    let front = done["result"]["front"].as_array().unwrap();
    // Loads 16 and 8 of 12: a third off, squared a ninth.
    let before = done["result"]["imbalance_before"].as_f64().unwrap();
    assert!((before - 1.0 / 9.0).abs() < 1e-6, "{before}");
    assert_eq!(front[0]["moved_accounts"], 0.0);
    for (point, most) in front.iter().zip([0.0, 2.4, 12.0]) {
        assert!(point["moved_accounts"].as_f64().unwrap() <= most, "{point}");
        assert_eq!(point["territories"][0]["name"], "Wide");
    }
    assert!(front[2]["imbalance"].as_f64().unwrap() < 0.01, "{}", front[2]["imbalance"]);
    let moves = front[2]["moves"].as_array().unwrap();
    assert!(moves.iter().any(|step| step["why"] == "balance" || step["why"] == "limits"));
    let bad = json!({"shares": [1.5]});
    let body = admin.post(&path, &bad).await.refused(400, "input.invalid");
    assert_eq!(body["errors"][0]["code"], "territory.shares");
}
