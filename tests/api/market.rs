//! The market: figures, tiles and snapshots under the rights of the caller.

use gcrm::domain::crm::rights::Role;
use gcrm::storage::feed;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{TestService, send};

/// Ten accounts in a row eastwards from the centre of Helsinki, a thousandth of a degree apart;
/// every second one is a customer, the first three belong to the rep.
async fn ten_accounts(service: &TestService) -> Vec<Uuid> {
    let mut client = service.app.connection().await.unwrap();
    let tx = client.transaction().await.unwrap();
    let mut ids = Vec::new();
    for n in 0..10i32 {
        let id = Uuid::from_u128(1000 + u128::from(n.unsigned_abs()));
        let lifecycle = if n % 2 == 0 { "customer" } else { "prospect" };
        let owner = (n < 3).then(|| service.user_id(Role::Rep));
        let value = Decimal::from(n * 100);
        tx.execute(
            "INSERT INTO accounts (id, org_id, name, lifecycle, owner_id, value_12m, category, tier) \
             VALUES ($1, $2, $3, $4, $5, $6, 'amenity.cafe', 'A')",
            &[&id, &service.org_id, &format!("=Kahvila {n}"), &lifecycle, &owner, &value],
        )
        .await
        .unwrap();
        let lng = 24.94 + f64::from(n) / 1000.0;
        tx.execute(
            "INSERT INTO sites (id, org_id, account_id, lng, lat, city, time_zone) \
             VALUES ($1, $2, $3, $4, 60.17, 'Helsinki', 'Europe/Helsinki')",
            &[&Uuid::now_v7(), &service.org_id, &id, &lng],
        )
        .await
        .unwrap();
        ids.push(id);
    }
    feed::account_changed(&tx, service.org_id, &ids).await.unwrap();
    tx.commit().await.unwrap();
    drop(client);
    service.app.market.catch_up(service.org_id).await.unwrap();
    ids
}

fn bbox(west: f64, east: f64) -> Value {
    json!({"type": "bbox", "bbox": [west, 60.0, east, 61.0]})
}

#[tokio::test]
async fn figures_add_up_what_the_caller_may_see() {
    let service = TestService::start().await;
    ten_accounts(&service).await;
    let admin = service.signed_in(Role::Admin).await;
    let body = json!({"area": bbox(24.94, 24.945), "resolution": 9, "group_by": "city"});
    let answer = admin.post("/api/v1/market/query", &body).await;
    assert_eq!(answer.header("x-index-version"), "10");
    let report = answer.expect(200);
    // the box holds its west side and not its east side: accounts 0 to 4, worth 0+100+...+400
    let figures = &report["figures"];
    assert_eq!((&figures["total"], &figures["value_12m"]), (&json!(5), &json!(1000.0)));
    assert_eq!(
        figures["by_lifecycle"][0],
        json!({"code": "customer", "count": 3,
        "value_12m": 600.0, "potential_value": 0.0, "visit_duration_min": 90.0})
    );
    assert_eq!(figures["penetration"], 0.6);
    assert_eq!(report["groups"][0]["code"], "Helsinki");
    let in_cells: u64 =
        report["cells"].as_array().unwrap().iter().map(|c| c["count"].as_u64().unwrap()).sum();
    assert_eq!((in_cells, &report["resolution"]), (5, &json!(9)));

    let rep = service.signed_in(Role::Rep).await;
    let report = rep.post("/api/v1/market/query", &json!({})).await.expect(200);
    assert_eq!(
        (&report["figures"]["total"], &report["figures"]["value_12m"]),
        (&json!(3), &json!(300.0))
    );
}

#[tokio::test]
async fn faults_are_named_with_their_place() {
    let service = TestService::start().await;
    let admin = service.signed_in(Role::Admin).await;
    let bow_tie = json!({"type": "polygon", "geometry": {"type": "Polygon",
        "coordinates": [[[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]]}});
    let body =
        json!({"area": bow_tie, "filter": {"and": [{"field": "colour", "op": "eq", "value": 1}]}});
    let problem = admin.post("/api/v1/market/query", &body).await.refused(400, "input.invalid");
    let faults: Vec<(&str, &str)> = problem["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| (e["pointer"].as_str().unwrap(), e["code"].as_str().unwrap()))
        .collect();
    assert_eq!(
        faults,
        [
            ("/filter/and/0/field", "filter.unknown_field"),
            ("/area/geometry/coordinates/0/0", "area.self_crossing"),
        ]
    );
    for (body, code) in [
        (json!({"area": {"type": "territory", "territory_id": Uuid::now_v7()}}), "area.not_found"),
        (json!({"resolution": 16}), "number.out_of_range"),
        (json!({"group_by": "colour"}), "group.unknown"),
    ] {
        let problem = admin.post("/api/v1/market/query", &body).await.refused(400, "input.invalid");
        assert_eq!(problem["errors"][0]["code"], code);
    }
    let deep = format!("{{\"filter\": {}null{}}}", "{\"not\": ".repeat(1000), "}".repeat(1000));
    let request = admin.request(reqwest::Method::POST, "/api/v1/market/query");
    let request = request.header("Content-Type", "application/json").body(deep);
    assert_eq!(send(request).await.status, 400);
}

#[tokio::test]
async fn tiles_carry_the_callers_accounts_and_are_not_sent_twice() {
    let service = TestService::start().await;
    ten_accounts(&service).await;
    let admin = service.signed_in(Role::Admin).await;
    let path = "/tiles/accounts/14/9327/4742.mvt";
    let first = admin.get(path).await;
    assert_eq!(
        (first.status, first.header("content-type")),
        (200, "application/vnd.mapbox-vector-tile")
    );
    assert!(first.text.contains("=Kahvila 7"));
    let again =
        admin.request(reqwest::Method::GET, path).header("If-None-Match", first.header("etag"));
    assert_eq!(send(again).await.status, 304);

    let rep = service.signed_in(Role::Rep).await;
    let own = rep.get(path).await;
    assert!(own.text.contains("=Kahvila 2") && !own.text.contains("=Kahvila 7"));
    assert_ne!(own.header("etag"), first.header("etag"));
    let filter = r#"{"field":"lifecycle","op":"eq","value":"prospect"}"#;
    let request = rep.request(reqwest::Method::GET, path).query(&[("filter", filter)]);
    let filtered = send(request).await;
    assert!(filtered.text.contains("=Kahvila 1") && !filtered.text.contains("=Kahvila 2"));
    assert!(rep.get("/tiles/accounts/0/0/0.mvt").await.text.contains("count"));
    rep.get("/tiles/accounts/3/9/0.mvt").await.refused(404, "tile.not_found");
    rep.get("/tiles/accounts/3/1/0.mvt?filter=x").await.refused(400, "input.invalid");
    let json = rep.get("/tiles/accounts.json").await.expect(200);
    assert_eq!(json["vector_layers"][0]["id"], "accounts");
}

#[tokio::test]
async fn tiles_of_cells_carry_the_measures_of_what_the_caller_may_see() {
    let service = TestService::start().await;
    ten_accounts(&service).await;
    let (admin, rep) = (service.signed_in(Role::Admin).await, service.signed_in(Role::Rep).await);
    let path = "/tiles/cells/5/18/9.mvt";
    let first = admin.get(path).await;
    assert_eq!(
        (first.status, first.header("content-type")),
        (200, "application/vnd.mapbox-vector-tile")
    );
    for tag in ["cells", "count", "customers", "value_12m", "potential_value"] {
        assert!(first.text.contains(tag), "{tag}");
    }
    let known = first.header("etag").to_owned();
    let again = admin.request(reqwest::Method::GET, path).header("If-None-Match", &known);
    assert_eq!(send(again).await.status, 304);
    let own = rep.get(path).await;
    assert!(own.status == 200 && own.header("etag") != known && own.text != first.text);
    let nothing = r#"{"field":"tier","op":"eq","value":"D"}"#;
    let filtered = admin.request(reqwest::Method::GET, path).query(&[("filter", nothing)]);
    assert_eq!(send(filtered).await.text, "");
    admin.get("/tiles/cells/3/9/0.mvt").await.refused(404, "tile.not_found");
    let json = admin.get("/tiles/cells.json").await.expect(200);
    assert_eq!(json["vector_layers"][0]["id"], "cells");
}

#[tokio::test]
async fn an_analysis_compares_an_area_with_its_reference_under_rights() {
    let service = TestService::start().await;
    ten_accounts(&service).await;
    let admin = service.signed_in(Role::Admin).await;
    // accounts 0 to 4, of which 0, 2 and 4 are customers; all ten, of which five are
    let body = json!({"area": bbox(24.94, 24.945), "group_by": ["lifecycle", "tag"], "reference": {},
        "distributions": [{"field": "value_12m", "quantiles": [0.5, 1],
            "histogram": {"bounds": [0, 200, 300]}}, {"field": "next_due_on"}]});
    let report = admin.post("/api/v1/market/analysis", &body).await.expect(200);
    assert_eq!(
        (&report["total"]["count"], &report["total"]["penetration"]),
        (&json!(5), &json!(0.6))
    );
    assert_eq!(report["reference"]["count"], 10);
    let customers = &report["breakdowns"][0]["groups"][0];
    // 3 of 5 here over 5 of 10 there
    assert_eq!(
        (&customers["code"], &customers["share"], &customers["location_quotient"]),
        (&json!("customer"), &json!(0.6), &json!(1.2))
    );
    assert_eq!(report["breakdowns"][1]["groups"][0]["code"], Value::Null);
    let values = &report["distributions"][0];
    assert_eq!(values["quantiles"], json!([200.0, 400.0]));
    assert_eq!((&values["mean"], &values["n_above"]), (&json!(200.0), &json!(1)));
    assert_eq!(
        values["classes"],
        json!([{"from": 0.0, "to": 200.0, "count": 2, "sum": 100.0},
            {"from": 200.0, "to": 300.0, "count": 2, "sum": 500.0}])
    );
    assert_eq!(report["distributions"][1]["n_missing"], 5);

    let rep = service.signed_in(Role::Rep).await;
    let report = rep.post("/api/v1/market/analysis", &body).await.expect(200);
    assert_eq!((&report["total"]["count"], &report["reference"]["count"]), (&json!(3), &json!(3)));
}

#[tokio::test]
async fn faults_of_an_analysis_are_named_with_their_place() {
    let service = TestService::start().await;
    let admin = service.signed_in(Role::Admin).await;
    let spread = |spread: Value| json!({"distributions": [spread]});
    let histogram = |histogram| spread(json!({"field": "value_12m", "histogram": histogram}));
    for (body, pointer, code) in [
        (json!({"group_by": ["tier", "shoe"]}), "/group_by/1", "group.unknown"),
        (json!({"group_by": vec!["tier"; 9]}), "/group_by", "filter.list_too_long"),
        (
            json!({"reference": {"area": {"type": "moon"}}}),
            "/reference/area/type",
            "area.unknown_type",
        ),
        (spread(json!({"field": "name"})), "/distributions/0/field", "filter.unknown_field"),
        (
            spread(json!({"field": "value_12m", "quantiles": [0.5, 1.5]})),
            "/distributions/0/quantiles/1",
            "number.out_of_range",
        ),
        (
            histogram(json!({"bounds": [1, 1]})),
            "/distributions/0/histogram/bounds",
            "analysis.bounds",
        ),
        (
            histogram(json!({"bounds": [1, 2], "classes": 3})),
            "/distributions/0/histogram",
            "analysis.classes",
        ),
        (
            histogram(json!({"classes": 101})),
            "/distributions/0/histogram/classes",
            "number.out_of_range",
        ),
    ] {
        let problem =
            admin.post("/api/v1/market/analysis", &body).await.refused(400, "input.invalid");
        assert_eq!(
            (&problem["errors"][0]["pointer"], &problem["errors"][0]["code"]),
            (&json!(pointer), &json!(code))
        );
    }
}

#[tokio::test]
async fn a_snapshot_never_changes_but_shows_only_what_the_caller_may_see() {
    let service = TestService::start().await;
    let ids = ten_accounts(&service).await;
    let (admin, rep) = (service.signed_in(Role::Admin).await, service.signed_in(Role::Rep).await);
    let body = json!({"name": " Centre ", "area": bbox(24.9, 25.0),
        "filter": {"field": "value_12m", "op": "gte", "value": 100}});
    let answer = admin.post("/api/v1/snapshots", &body).await;
    let location = answer.header("location").to_owned();
    let taken = answer.expect(201);
    assert_eq!((&taken["name"], &taken["n_members"]), (&json!("Centre"), &json!(9)));
    assert_eq!(taken["figures"]["total"], 9);

    let client = service.app.connection().await.unwrap();
    client
        .execute("UPDATE accounts SET name = 'gone', deleted_at = now() WHERE id = $1", &[&ids[9]])
        .await
        .unwrap();
    drop(client);
    assert_eq!(admin.get(&location).await.expect(200)["figures"], taken["figures"]);
    let list = admin.get("/api/v1/snapshots").await.expect(200);
    assert_eq!((&list["data"][0]["id"], &list["data"][0]["cells"]), (&taken["id"], &json!([])));

    let page = admin.get(&format!("{location}/members?limit=5")).await.expect(200);
    assert_eq!(page["data"].as_array().unwrap().len(), 5);
    let cursor = page["page"]["next_cursor"].as_str().unwrap();
    let rest = admin.get(&format!("{location}/members?limit=5&cursor={cursor}")).await.expect(200);
    assert_eq!(
        (rest["data"].as_array().unwrap().len(), &rest["page"]["has_more"]),
        (3, &json!(false))
    );

    let csv = admin.get(&format!("{location}/export")).await.text;
    assert_eq!(csv.lines().count(), 1 + 8);
    assert!(csv.contains("'=Kahvila 3"), "a name that looks like a formula is not run");
    let geojson = admin.get(&format!("{location}/export?format=geojson")).await.expect(200);
    assert_eq!(geojson["features"].as_array().unwrap().len(), 8);
    admin.get(&format!("{location}/export?format=pdf")).await.refused(400, "input.invalid");

    rep.get(&location).await.refused(404, "snapshot.not_found");
    let marketing = service.signed_in(Role::Marketing).await;
    assert_eq!(marketing.get(&location).await.expect(200)["figures"]["total"], 9);
    let own = rep.post("/api/v1/snapshots", &body).await.expect(201);
    assert_eq!(own["n_members"], 2);
    assert_eq!(rep.get("/api/v1/snapshots").await.expect(200)["data"].as_array().unwrap().len(), 1);

    admin
        .post("/api/v1/snapshots", &json!({"name": "", "area": bbox(0.0, 1.0)}))
        .await
        .refused(400, "input.invalid");
    admin
        .post("/api/v1/snapshots", &json!({"name": "nowhere"}))
        .await
        .refused(400, "input.invalid");
    let deleted = admin.request(reqwest::Method::DELETE, &location);
    assert_eq!(send(deleted).await.status, 204);
    admin.get(&location).await.refused(404, "snapshot.not_found");
}
