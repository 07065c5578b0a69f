//! OSRM's API and isochrones on the roads of a village written by hand.

use std::path::Path;
use std::sync::LazyLock;

use gcrm::app::AppSettings;
use gcrm::domain::control::Cancel;
use gcrm::domain::crm::rights::Role;
use gcrm::region::Regions;
use gcrm::region::build::{Order, build};
use serde_json::{Value, json};

use super::places::with_demo_region;
use crate::support::{Caller, TestService};

/// Three streets from west to east and three from north to south, built once for all tests.
static VILLAGE: LazyLock<(tempfile::TempDir, Regions)> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let order = Order {
        osm: Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/api/village.osm"),
        regions_dir: folder.path().to_owned(),
        name: "village".to_owned(),
        time_zone: None,
    };
    build(&order, &Cancel::never(), &|_, _| {}).unwrap();
    let regions = Regions::open(folder.path()).unwrap();
    (folder, regions)
});

/// The corners of the village and its middle.
const NW: &str = "10.0000,50.0040";
const NE: &str = "10.0060,50.0040";
const SE: &str = "10.0060,50.0000";
const MIDDLE: &str = "10.0030,50.0020";
/// In the region, kilometres from its roads.
const WOODS: &str = "10.0800,50.0800";

/// Settings with the village installed.
pub fn with_village(settings: &mut AppSettings) {
    settings.regions = VILLAGE.1.clone();
}

async fn village() -> (TestService, Caller) {
    let service = TestService::start_with(with_village).await;
    let caller = service.signed_in(Role::Rep).await;
    (service, caller)
}

async fn ask(caller: &Caller, path: &str) -> Value {
    let found = caller.get(&format!("/osrm/{path}")).await.expect(200);
    assert_eq!(found["code"], "Ok", "{path}");
    found
}

fn count(value: &Value) -> usize {
    value.as_array().map_or(0, Vec::len)
}

#[tokio::test]
async fn a_route_has_legs_steps_and_annotations() {
    let (_service, caller) = village().await;
    let options = "steps=true&annotations=true&overview=full&geometries=geojson";
    // From the middle of West Street's northern half to that of East Street.
    let ends = "10.0000,50.0030;10.0060,50.0010";
    let found = ask(&caller, &format!("route/v1/driving/{ends}?{options}")).await;
    assert_eq!(count(&found["waypoints"]), 2);
    let route = &found["routes"][0];
    // 111 m to the south, 429 m to the east, 111 m to the south.
    let metres = route["distance"].as_f64().unwrap();
    assert!((648.0..656.0).contains(&metres), "{metres}");
    assert_eq!(route["geometry"]["type"], "LineString");
    assert_eq!(route["geometry"]["coordinates"][0], json!([10.0, 50.003]));
    let leg = &route["legs"][0];
    let names: Vec<&Value> =
        leg["steps"].as_array().unwrap().iter().map(|step| &step["name"]).collect();
    assert_eq!(names, ["West Street", "Main Street", "East Street", "East Street"]);
    assert_eq!(leg["steps"][0]["maneuver"]["type"], "depart");
    let of = |name: &str| count(&leg["annotation"][name]);
    assert_eq!(of("nodes"), of("distance") + 1, "nodes stand between distances");
    assert_eq!(of("speed"), of("duration"));
}

#[tokio::test]
async fn one_way_streets_and_classes_to_avoid_change_the_route() {
    let (_service, caller) = village().await;
    let metres =
        async |path: &str| ask(&caller, path).await["routes"][0]["distance"].as_f64().unwrap();
    let south = metres(&format!("route/v1/driving/10.003,50.004;{MIDDLE}")).await;
    let north = metres(&format!("route/v1/driving/{MIDDLE};10.003,50.004")).await;
    let walked = metres(&format!("route/v1/foot/{MIDDLE};10.003,50.004")).await;
    assert!(north > 2.0 * south && (walked - south).abs() < 1.0, "{north} {south} {walked}");
    let east = "10.006,50.0039;10.006,50.0021";
    let direct = metres(&format!("route/v1/driving/{east}")).await;
    let avoiding = metres(&format!("route/v1/driving/{east}?exclude=toll")).await;
    assert!(avoiding > direct + 100.0, "{avoiding} {direct}");
}

#[tokio::test]
async fn a_table_agrees_with_routes() {
    let (_service, caller) = village().await;
    let places = format!("{NW};{NE};{MIDDLE}");
    let table = ask(
        &caller,
        &format!("table/v1/driving/{places}?annotations=duration,distance&sources=0;2"),
    )
    .await;
    assert_eq!((count(&table["durations"]), count(&table["durations"][0])), (2, 3));
    assert_eq!((count(&table["sources"]), count(&table["destinations"])), (2, 3));
    assert_eq!(table["durations"][0][0], 0.0);
    let route = ask(&caller, &format!("route/v1/driving/{NW};{NE}")).await;
    assert_eq!(table["durations"][0][1], route["routes"][0]["duration"]);
    assert_eq!(table["distances"][0][1], route["routes"][0]["distance"]);
}

#[tokio::test]
async fn nearest_trips_and_traces_have_the_documented_shape() {
    let (_service, caller) = village().await;
    let nearest = ask(&caller, "nearest/v1/driving/10.0045,50.0021?number=2").await;
    assert_eq!(nearest["waypoints"][0]["name"], "Main Street");
    assert_eq!(count(&nearest["waypoints"]), 2);
    assert_eq!(count(&nearest["waypoints"][0]["nodes"]), 2);

    let trip = ask(&caller, &format!("trip/v1/driving/{NW};{SE};{NE};{MIDDLE}")).await;
    assert_eq!(count(&trip["trips"][0]["legs"]), 4, "a round trip");
    let mut order: Vec<u64> = trip["waypoints"]
        .as_array()
        .unwrap()
        .iter()
        .map(|waypoint| waypoint["waypoint_index"].as_u64().unwrap())
        .collect();
    order.sort_unstable();
    assert_eq!(order, [0, 1, 2, 3]);

    let trace = "10.0002,50.00205;10.0012,50.00197;10.0022,50.00203;10.0041,50.00198";
    let times = "timestamps=0;10;20;40&radiuses=10;10;10;10";
    let matched = ask(&caller, &format!("match/v1/driving/{trace}?{times}")).await;
    assert_eq!((count(&matched["matchings"]), count(&matched["tracepoints"])), (1, 4));
    assert!(matched["matchings"][0]["confidence"].as_f64().unwrap() > 0.0);
    let names: Vec<&Value> =
        matched["tracepoints"].as_array().unwrap().iter().map(|point| &point["name"]).collect();
    assert_eq!(names, ["Main Street"; 4]);
}

#[tokio::test]
async fn whatever_is_wrong_has_its_documented_code() {
    let (service, caller) = village().await;
    let many = vec![NW; 501].join(";");
    let too_many = vec![NW; 1001].join(";");
    for (path, code) in [
        (format!("route/v1/driving/{NW};{WOODS}"), "NoSegment"),
        (format!("table/v1/driving/{NW};{WOODS}"), "NoSegment"),
        (format!("nearest/v1/driving/{WOODS}"), "NoSegment"),
        (format!("trip/v1/driving/{NW};{WOODS}"), "NoSegment"),
        (format!("match/v1/driving/{WOODS};10.0801,50.0801"), "NoMatch"),
        (format!("route/v1/driving/{NW};-30.0,45.0"), "NoSegment"),
        (format!("route/v1/driving/-30.0,45.0;{NW}"), "NoSegment"),
        ("route/v1/driving/50.004,100.0;50.0,100.006".into(), "InvalidValue"),
        ("route/v1/driving/50.004,10.0;50.0,10.006".into(), "NoSegment"),
        (format!("route/v1/driving/{NW};{SE}?radiuses=1;nan"), "InvalidOptions"),
        (format!("route/v1/driving/{NW};{SE}?radiuses=1"), "InvalidOptions"),
        (format!("route/v1/driving/{NW};{SE}?steps=maybe"), "InvalidOptions"),
        (format!("route/v1/driving/{NW};{SE}?exclude=cobbles"), "InvalidValue"),
        (format!("route/v1/driving/{NW}"), "InvalidOptions"),
        (format!("route/v1/boat/{NW};{SE}"), "InvalidUrl"),
        (format!("route/v2/driving/{NW};{SE}"), "InvalidVersion"),
        (format!("fly/v1/driving/{NW};{SE}"), "InvalidService"),
        ("route/v1/driving/nowhere".into(), "InvalidQuery"),
        ("route/v1/driving/".into(), "InvalidQuery"),
        ("route/v1/driving/10,;;,50".into(), "InvalidQuery"),
        ("route/v1/driving/nan,nan;inf,-inf".into(), "InvalidValue"),
        ("route/v1/driving/polyline(%7f%7f)".into(), "InvalidQuery"),
        (format!("route/v1/driving/{many}"), "TooBig"),
        (format!("table/v1/driving/{too_many}"), "TooBig"),
        (format!("table/v1/driving/{NW};{SE}?sources=7"), "InvalidOptions"),
    ] {
        let answer = caller.get(&format!("/osrm/{path}")).await;
        let text: String = path.chars().take(80).collect();
        assert_eq!(answer.expect(400)["code"], code, "{text}");
    }
    let route = format!("/osrm/route/v1/driving/{NW};{SE}");
    service.stranger().get(&route).await.refused(401, "session.required");
}

#[tokio::test]
async fn isochrones_grow_with_the_minutes() {
    let (_service, caller) = village().await;
    let path = format!("/api/v1/isochrones?center={MIDDLE}&minutes=1,3&profile=foot");
    let found = caller.get(&path).await.expect(200);
    assert_eq!(found["attribution"], "© OpenStreetMap contributors");
    let features = found["features"].as_array().unwrap();
    let minutes: Vec<&Value> = features.iter().map(|f| &f["properties"]["minutes"]).collect();
    assert_eq!(minutes, [1, 3]);
    let n_points = |feature: &Value| count(&feature["geometry"]["coordinates"][0][0]);
    assert!(0 < n_points(&features[0]), "{found}");
    assert!(n_points(&features[0]) < n_points(&features[1]), "{found}");
}

#[tokio::test]
async fn isochrones_are_those_of_the_organisations_vehicle() {
    let (service, rep) = village().await;
    let admin = service.signed_in(Role::Admin).await;
    let outline = async |profile: &str| {
        let path = format!("/api/v1/isochrones?center={MIDDLE}&minutes=1&profile={profile}");
        rep.get(&path).await.expect(200)["features"][0]["geometry"]["coordinates"].to_string()
    };
    let before = [outline("bicycle").await, outline("foot").await];
    let slower = json!({"bicycle": {"top_kmh": 6}});
    admin.patch("/api/v1/vehicles", 0, &slower).await.expect(200);
    assert_ne!(outline("bicycle").await, before[0]);
    assert_eq!(outline("foot").await, before[1]);
}

#[tokio::test]
async fn isochrones_say_what_is_wrong() {
    let (_service, caller) = village().await;
    let check = async |query: &str, code: &str, pointer: &str| {
        let problem = caller.get(&format!("/api/v1/isochrones?{query}")).await.expect(400);
        let error = &problem["errors"][0];
        let told = (error["code"].as_str(), error["pointer"].as_str());
        assert_eq!(told, (Some(code), Some(pointer)), "{query}");
    };
    check("center=50.0,124.9&minutes=5", "area.bad_position", "/center").await;
    check("center=here&minutes=5", "area.bad_position", "/center").await;
    check("center=0,0&minutes=5", "roads.no_region", "/center").await;
    check(&format!("center={WOODS}&minutes=5"), "roads.no_road", "/center").await;
    check(&format!("center={NW}&minutes=0"), "roads.bad_minutes", "/minutes").await;
    check(&format!("center={NW}&minutes=900"), "roads.bad_minutes", "/minutes").await;
    check(&format!("center={NW}&minutes=1,2,3,4,5,6,7,8,9"), "roads.bad_minutes", "/minutes").await;
    check(&format!("center={NW}&minutes=soon"), "roads.bad_minutes", "/minutes").await;
    check(&format!("center={NW}&minutes=5&profile=boat"), "roads.unknown_profile", "/profile")
        .await;
}

#[tokio::test]
async fn places_are_found_by_drive_time() {
    let service = TestService::start_with(with_demo_region).await;
    let caller = service.signed_in(Role::Manager).await;
    let search = async |minutes: u32| {
        let area = json!({"type": "drive_time", "center": [24.9384, 60.1699],
            "minutes": minutes, "profile": "foot"});
        let found =
            caller.post("/api/v1/places/search", &json!({"area": area, "limit": 200})).await;
        count(&found.expect(200)["data"])
    };
    assert!(search(2).await < search(10).await);
}

#[tokio::test]
async fn vehicles_are_changed_by_those_who_may() {
    let (service, rep) = village().await;
    let admin = service.signed_in(Role::Admin).await;
    let vehicles = "/api/v1/vehicles";
    assert_eq!(rep.get(vehicles).await.header("etag"), "\"0\"");
    let patch = json!({"van": {"size": {"height_m": 3.2}, "speed": {"motorway": 0.9}}});
    rep.patch(vehicles, 0, &patch).await.refused(403, "right.missing");
    let changed = admin.patch(vehicles, 0, &patch).await.expect(200);
    assert_eq!(changed["van"]["size"], json!({"height_m": 3.2}));
    assert_eq!(changed["car"]["speed"], json!({}));
    admin.patch(vehicles, 0, &patch).await.refused(409, "version.stale");
    let found = rep.get(vehicles).await;
    assert_eq!((found.header("etag"), &found.body), ("\"1\"", &changed));
    let patch = json!({"van": {"speed": {"motorway": null}, "avoid": ["toll"]}});
    let now = admin.patch(vehicles, 1, &patch).await.expect(200);
    assert_eq!((&now["van"]["speed"], &now["van"]["avoid"]), (&json!({}), &json!(["toll"])));
}

#[tokio::test]
async fn the_usual_vehicles_say_what_settings_change() {
    let (_service, rep) = village().await;
    let usual = rep.get("/api/v1/vehicles/usual").await.expect(200);
    assert_eq!(usual["van"]["size"]["height_m"], json!(2.7));
    let [town, outside] = ["urban_kmh", "rural_kmh"]
        .map(|key| usual["car"]["speed"]["motorway"][key].as_f64().expect("a speed"));
    assert!(town < outside);
    assert_eq!(usual["bicycle"]["speed"]["motorway"], Value::Null);
}

#[tokio::test]
async fn vehicles_that_cannot_be_are_refused() {
    let (service, _) = village().await;
    let admin = service.signed_in(Role::Admin).await;
    let check = async |patch: Value, code: &str, pointer: &str| {
        let problem = admin.patch("/api/v1/vehicles", 0, &patch).await.expect(400);
        let error = &problem["errors"][0];
        let told = (error["code"].as_str(), error["pointer"].as_str());
        assert_eq!(told, (Some(code), Some(pointer)), "{patch}");
    };
    let high = json!({"van": {"size": {"height_m": 320}}});
    check(high, "number.out_of_range", "/van/size/height_m").await;
    check(json!({"car": {"top_kmh": 0}}), "number.out_of_range", "/car/top_kmh").await;
    let canal = json!({"car": {"speed": {"canal": 1}}});
    check(canal, "vehicle.unknown_class", "/car/speed/canal").await;
    check(json!({"car": {"avoid": ["hills"]}}), "field.malformed", "/car/avoid/0").await;
    check(json!({"car": {"wings": 2}}), "field.malformed", "/car/wings").await;
    check(json!({"boat": {}}), "field.malformed", "/boat").await;
}

#[tokio::test]
async fn the_planner_drives_the_organisations_vehicle() {
    let (service, rep) = village().await;
    let admin = service.signed_in(Role::Admin).await;
    let account = json!({"name": "Mill", "owner_id": rep.user_id, "site": {
        "location": [10.006, 50.0], "country": "DE", "time_zone": "Europe/Berlin"}});
    let id = rep.post("/api/v1/accounts", &account).await.expect(201)["id"].clone();
    let home = [10.0, 50.004];
    let brief = json!({"date": "2026-11-24", "account_ids": [id], "start": home, "end": home,
        "start_time": "09:00:00", "end_time": "17:00:00", "profile": "car",
        "time_limit_s": 0.1});
    let travelled = async || {
        let started = rep.post("/api/v1/routes/plan", &brief).await;
        let location = started.header("location").to_owned();
        started.expect(202);
        loop {
            let job = rep.get(&location).await.expect(200);
            if job["state"] != "running" {
                assert_eq!(job["result"]["travel_source"], "roads", "{job}");
                return job["result"]["travel_s"].as_f64().unwrap();
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    let ordinary = travelled().await;
    let slower = json!({"car": {"top_kmh": 10}});
    admin.patch("/api/v1/vehicles", 0, &slower).await.expect(200);
    let slow = travelled().await;
    assert!(slow > 2.0 * ordinary, "{slow} {ordinary}");
}
