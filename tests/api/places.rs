//! Regions, areas, places and the base map over the demo extract.

use std::path::Path;
use std::sync::LazyLock;

use gcrm::app::AppSettings;
use gcrm::domain::control::Cancel;
use gcrm::domain::crm::rights::Role;
use gcrm::region::Regions;
use gcrm::region::build::{Order, build};
use serde_json::{Value, json};

use crate::support::{Caller, TestService};

/// The demo region, built once for all tests.
static DEMO: LazyLock<(tempfile::TempDir, Regions)> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let order = Order {
        osm: Path::new(env!("CARGO_MANIFEST_DIR")).join("data/helsinki.osm.pbf"),
        regions_dir: folder.path().to_owned(),
        name: "helsinki".to_owned(),
        time_zone: None,
    };
    build(&order, &Cancel::never(), &|_, _| {}).unwrap();
    let regions = Regions::open(folder.path()).unwrap();
    (folder, regions)
});

/// Settings with the demo region installed.
pub fn with_demo_region(settings: &mut AppSettings) {
    settings.regions = DEMO.1.clone();
}

async fn service() -> TestService {
    TestService::start_with(with_demo_region).await
}

#[tokio::test]
async fn a_region_that_is_installed_meanwhile_is_seen_and_one_that_is_removed_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let regions_dir = folder.path().to_owned();
    let service = TestService::start_with(|settings| {
        settings.regions_dir = Some(regions_dir);
        settings.regions_poll = std::time::Duration::from_millis(20);
    })
    .await;
    let caller = service.signed_in(Role::Rep).await;
    let until = async |n_regions: usize| {
        for _ in 0..500 {
            let regions = caller.get("/api/v1/regions").await.expect(200);
            if regions["data"].as_array().unwrap().len() == n_regions {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        panic!("not {n_regions} regions");
    };
    until(0).await;
    let (draft, place) = (folder.path().join(".draft"), folder.path().join("helsinki"));
    std::fs::create_dir(&draft).unwrap();
    for entry in std::fs::read_dir(DEMO.0.path().join("helsinki")).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), draft.join(entry.file_name())).unwrap();
    }
    std::fs::rename(&draft, &place).unwrap();
    until(1).await;
    std::fs::remove_dir_all(&place).unwrap();
    until(0).await;
}

const AREA: &str = "24.94,60.166,24.95,60.172";

#[tokio::test]
async fn regions_are_listed_with_their_attribution() {
    let service = service().await;
    let caller = service.signed_in(Role::Rep).await;
    let regions = caller.get("/api/v1/regions").await.expect(200);
    let region = &regions["data"][0];
    assert_eq!(region["name"], "helsinki");
    assert_eq!(region["attribution"], "© OpenStreetMap contributors");
    assert_eq!(region["time_zone"], "Europe/Helsinki");
}

#[tokio::test]
async fn the_map_needs_a_session() {
    let service = service().await;
    let stranger = service.stranger();
    for path in
        ["/tiles/base.json", "/tiles/base/14/9327/4742.mvt", "/api/v1/places", "/api/v1/areas"]
    {
        stranger.get(path).await.refused(401, "session.required");
    }
}

#[tokio::test]
async fn tiles_are_described_and_drawn() {
    let service = service().await;
    let caller = service.signed_in(Role::ReadOnly).await;
    let described = caller.get("/tiles/base.json").await.expect(200);
    assert_eq!(described["maxzoom"], 16);
    assert_eq!(described["vector_layers"].as_array().unwrap().len(), 10);
    assert!(described["tiles"][0].as_str().unwrap().ends_with("/tiles/base/{z}/{x}/{y}.mvt"));

    let tile = caller.get("/tiles/base/14/9327/4742.mvt").await;
    assert_eq!(tile.status, 200);
    assert_eq!(tile.header("content-type"), "application/vnd.mapbox-vector-tile");
    let etag = tile.header("etag").to_owned();
    let again = caller.request(reqwest::Method::GET, "/tiles/base/14/9327/4742.mvt");
    let again = crate::support::send(again.header("If-None-Match", etag)).await;
    assert_eq!(again.status, 304);
    assert_eq!(caller.get("/tiles/base/14/0/0.mvt").await.status, 204);
    caller.get("/tiles/base/3/9/0.mvt").await.refused(404, "tile.not_found");
}

#[tokio::test]
async fn places_are_found_by_box_category_text_and_area() {
    let service = service().await;
    let caller = service.signed_in(Role::Rep).await;
    let url = format!("/api/v1/places?bbox={AREA}&category=amenity.cafe&limit=5");
    let page = caller.get(&url).await.expect(200);
    let cafes = page["data"].as_array().unwrap();
    assert_eq!(cafes.len(), 5);
    assert!(cafes.iter().all(|place| place["category"] == "amenity.cafe"));
    assert_eq!(page["page"]["has_more"], true);
    let total = page["page"]["total"].as_u64().unwrap();
    assert_eq!(page["counts"], json!({"amenity.cafe": total}));

    let all = collect_pages(&caller, &url).await;
    assert_eq!(all.len() as u64, total, "every place once");

    let circle = json!({"area": {"type": "circle", "center": [24.945, 60.169], "radius_m": 150},
        "categories": ["shop"], "limit": 1000});
    let near = caller.post("/api/v1/places/search", &circle).await.expect(200);
    assert!(!near["data"].as_array().unwrap().is_empty());
    let area = json!({"area": {"type": "admin", "area_id": "relation/1"}});
    caller.post("/api/v1/places/search", &area).await.refused(400, "input.invalid");
}

/// Follows the cursor to the end; the ids.
async fn collect_pages(caller: &Caller, url: &str) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    let mut next = Some(String::new());
    while let Some(cursor) = next {
        let suffix = if cursor.is_empty() { String::new() } else { format!("&cursor={cursor}") };
        let page = caller.get(&format!("{url}{suffix}")).await.expect(200);
        let rows = page["data"].as_array().unwrap();
        ids.extend(rows.iter().map(|place| place["id"].as_str().unwrap().to_owned()));
        next = page["page"]["next_cursor"].as_str().map(ToOwned::to_owned);
    }
    ids.sort();
    ids.dedup();
    ids
}

#[tokio::test]
async fn bad_questions_are_refused() {
    let service = service().await;
    let caller = service.signed_in(Role::Rep).await;
    for (path, code) in [
        ("/api/v1/places?bbox=1,2,3", "bbox.malformed"),
        ("/api/v1/places?limit=0", "number.out_of_range"),
        ("/api/v1/places?limit=1001", "number.out_of_range"),
        ("/api/v1/places?cursor=x", "cursor.malformed"),
        ("/api/v1/areas?at=500,1", "point.malformed"),
    ] {
        let problem = caller.get(path).await.refused(400, "input.invalid");
        assert_eq!(problem["errors"][0]["code"], code, "{path}");
    }
    caller.get("/api/v1/areas/relation/1").await.refused(404, "area.not_found");
}

#[tokio::test]
async fn categories_carry_labels_and_counts() {
    let service = service().await;
    let caller = service.signed_in(Role::Marketing).await;
    let groups = caller.get("/api/v1/place-categories").await.expect(200);
    let groups = groups["data"].as_array().unwrap();
    let food = groups.iter().find(|group| group["code"] == "amenity").unwrap();
    let cafe = food["categories"].as_array().unwrap();
    let cafe = cafe.iter().find(|category| category["code"] == "amenity.cafe").unwrap();
    assert_eq!(cafe["labels"], json!({"en": "Café", "ko": "카페"}));
    assert!(cafe["count"].as_u64().unwrap() > 50);
}

#[tokio::test]
async fn areas_are_found_and_shown() {
    let service = service().await;
    let caller = service.signed_in(Role::Rep).await;
    let areas = caller.get("/api/v1/areas").await.expect(200);
    let areas: Vec<&Value> = areas["data"].as_array().unwrap().iter().collect();
    assert!(!areas.is_empty());
    let id = areas[0]["id"].as_str().unwrap();
    let shown = caller.get(&format!("/api/v1/areas/{id}")).await.expect(200);
    assert_eq!(shown["geometry"]["type"], "MultiPolygon");
    let inside = json!({"area": {"type": "admin", "area_id": id}, "limit": 1000});
    let places = caller.post("/api/v1/places/search", &inside).await.expect(200);
    assert!(places["page"]["total"].is_u64());
}

/// Imports and waits for the end of the job; its result.
async fn import(caller: &Caller, order: &Value) -> Value {
    let job = caller.post("/api/v1/places/import", order).await.expect(202);
    let path = format!("/api/v1/jobs/{}", job["id"].as_str().unwrap());
    for _ in 0..600 {
        let status = caller.get(&path).await.expect(200);
        match status["state"].as_str().unwrap() {
            "running" => tokio::time::sleep(std::time::Duration::from_millis(50)).await,
            "done" => return status["result"].clone(),
            other => panic!("{other}: {status}"),
        }
    }
    panic!("the import does not end");
}

fn cafes() -> Value {
    let area = json!({"type": "circle", "center": [24.945, 60.169], "radius_m": 400});
    json!({"area": area, "categories": ["amenity.cafe"]})
}

#[tokio::test]
async fn cafes_become_prospects_once() {
    let service = service().await;
    let admin = service.signed_in(Role::Admin).await;
    let first = import(&admin, &cafes()).await;
    let n = first["created"].as_u64().unwrap();
    assert!(n > 10, "{first}");
    assert_eq!(import(&admin, &cafes()).await, json!({"created": 0, "skipped": n}));

    let mut question = cafes();
    question["limit"] = json!(1000);
    let all = admin.post("/api/v1/places/search", &question).await.expect(200);
    let places = all["data"].as_array().unwrap();
    assert!(places.iter().all(|place| place["account_id"].is_string()));
    question["exclude_imported"] = json!(true);
    let rest = admin.post("/api/v1/places/search", &question).await.expect(200);
    assert_eq!(rest["page"]["total"], 0);

    let id = places[0]["account_id"].as_str().unwrap();
    let account = admin.get(&format!("/api/v1/accounts/{id}")).await.expect(200);
    assert_eq!(account["external_ids"]["osm"], places[0]["id"]);
    assert_eq!(account["lifecycle"], "prospect");
    assert_eq!(account["source"], "osm");
    assert_eq!(account["site"]["time_zone"], "Europe/Helsinki");
}

#[tokio::test]
async fn two_imports_at_once_make_each_account_once() {
    let service = service().await;
    let (admin, manager) =
        (service.signed_in(Role::Admin).await, service.signed_in(Role::Manager).await);
    let order = cafes();
    let (one, other) = tokio::join!(import(&admin, &order), import(&manager, &order));
    let sum = |key: &str| one[key].as_u64().unwrap() + other[key].as_u64().unwrap();
    let again = import(&admin, &order).await;
    assert_eq!(sum("created"), again["skipped"].as_u64().unwrap());
    assert_eq!(sum("created"), sum("skipped"));
}

#[tokio::test]
async fn a_rep_imports_for_themselves_and_marketing_not_at_all() {
    let service = service().await;
    let rep = service.signed_in(Role::Rep).await;
    let mut order = cafes();
    order["owner_id"] = json!(service.user_id(Role::Manager));
    rep.post("/api/v1/places/import", &order).await.refused(400, "input.invalid");
    assert!(import(&rep, &cafes()).await["created"].as_u64().unwrap() > 0);
    let marketing = service.signed_in(Role::Marketing).await;
    marketing.post("/api/v1/places/import", &cafes()).await.refused(403, "right.missing");
}

#[tokio::test]
async fn addresses_are_found_both_ways() {
    let service = service().await;
    let caller = service.signed_in(Role::Rep).await;
    let hits = caller.get("/api/v1/geocode?q=Aleksanterinkatu%2052&near=24.94,60.17").await;
    let hits = hits.expect(200);
    let hit = &hits["data"][0];
    assert_eq!((&hit["kind"], &hit["precision"]), (&json!("address"), &json!("rooftop")), "{hit}");
    assert_eq!(hit["address"]["street"], "Aleksanterinkatu");
    let [lng, lat] = [0, 1].map(|axis| hit["location"][axis].as_f64().unwrap());
    let back = caller.get(&format!("/api/v1/geocode/reverse?at={lng},{lat}")).await.expect(200);
    assert_eq!(back["data"][0]["kind"], "address");
    let far = caller.get("/api/v1/geocode/reverse?at=0,0").await.expect(200);
    assert_eq!(far["data"], json!([]));
    caller.get("/api/v1/geocode?q=").await.refused(400, "input.invalid");
}
