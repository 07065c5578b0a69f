//! Regions, areas, places and the base map over the demo extract.

use std::path::Path;
use std::sync::LazyLock;

use gcrm::app::AppSettings;
use gcrm::domain::control::Cancel;
use gcrm::domain::crm::rights::Role;
use gcrm::region::Regions;
use gcrm::region::build::{Order, build};
use serde_json::{Value, json};

use crate::support::TestService;

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

const AREA: &str = "24.94,60.166,24.95,60.172";

#[tokio::test]
async fn regions_are_listed_with_their_attribution() {
    let caller = service().await.signed_in(Role::Rep).await;
    let regions = caller.get("/api/v1/regions").await.expect(200);
    let region = &regions["data"][0];
    assert_eq!(region["name"], "helsinki");
    assert_eq!(region["attribution"], "© OpenStreetMap contributors");
    assert_eq!(region["time_zone"], "Europe/Helsinki");
}

#[tokio::test]
async fn the_map_needs_a_session() {
    let stranger = service().await.stranger();
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
async fn collect_pages(caller: &crate::support::Caller, url: &str) -> Vec<String> {
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
