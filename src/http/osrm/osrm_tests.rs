use super::*;
use crate::domain::roads::sketch::Sketch;
use crate::domain::units::LngLat;

fn sketch() -> Sketch {
    Sketch::new("a    b    c\n\n\n\nd    e    f")
        .way("abc", "")
        .way("def", "")
        .way("ad", "")
        .way("be", "highway=motorway oneway=no")
        .way("cf", "")
}

fn text(at: LngLat) -> String {
    format!("{:.6},{:.6}", at.lng(), at.lat())
}

/// The answer to `service`, its coordinates named by letters, and options.
fn ask(service: &str, places: &str, options: &str) -> Value {
    let sketch = sketch();
    let coordinates: Vec<String> = places.chars().map(|c| text(sketch.at(c))).collect();
    ask_raw(service, "v1", "driving", &coordinates.join(";"), options)
}

fn ask_raw(service: &str, version: &str, profile: &str, coordinates: &str, options: &str) -> Value {
    let options: Vec<(String, String)> = options
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .collect();
    let engine = Engine::new(sketch().build());
    Request::parse(service, version, profile, coordinates, options)
        .and_then(|request| answer(&engine, &request, &Cancel::never()))
        .unwrap_or_else(|error| error.to_json())
}

fn check_code(answer: &Value, code: &str) {
    assert_eq!(answer["code"], code, "{answer}");
}

#[test]
fn a_route_has_the_documented_shape() {
    let answer = ask("route", "af", "steps=true&annotations=true&geometries=geojson&overview=full");
    check_code(&answer, "Ok");
    let route = &answer["routes"][0];
    assert_eq!(route["weight_name"], "duration");
    assert_eq!(route["geometry"]["type"], "LineString");
    let leg = &route["legs"][0];
    let steps = leg["steps"].as_array().unwrap();
    assert_eq!(steps[0]["maneuver"]["type"], "depart");
    assert_eq!(steps[steps.len() - 1]["maneuver"]["type"], "arrive");
    let sum = |key: &str| steps.iter().map(|step| step[key].as_f64().unwrap()).sum::<f64>();
    assert!((sum("distance") - route["distance"].as_f64().unwrap()).abs() < 1.0);
    assert!((sum("duration") - route["duration"].as_f64().unwrap()).abs() < 1.0);
    let annotation = &leg["annotation"];
    let n = annotation["distance"].as_array().unwrap().len();
    assert_eq!(annotation["speed"].as_array().unwrap().len(), n);
    assert_eq!(answer["waypoints"].as_array().unwrap().len(), 2);
    let encoded = ask("route", "af", "");
    assert!(encoded["routes"][0]["geometry"].is_string());
    assert!(ask("route", "af", "overview=false")["routes"][0]["geometry"].is_null());
}

#[test]
fn classes_can_be_excluded() {
    let with = ask("route", "be", "");
    let without = ask("route", "be", "exclude=motorway");
    check_code(&without, "Ok");
    let duration = |answer: &Value| answer["routes"][0]["duration"].as_f64().unwrap();
    assert!(duration(&without) > duration(&with));
    check_code(&ask("route", "be", "exclude=cobbles"), "InvalidValue");
}

#[test]
fn silent_places_join_their_legs() {
    let answer = ask("route", "abf", "waypoints=0;2&steps=true");
    assert_eq!(answer["routes"][0]["legs"].as_array().unwrap().len(), 1);
    assert_eq!(answer["waypoints"].as_array().unwrap().len(), 2);
    check_code(&ask("route", "abf", "waypoints=1;2"), "InvalidOptions");
}

#[test]
fn a_table_has_rows_and_columns_as_asked() {
    let answer =
        ask("table", "acdf", "sources=0;1&destinations=1;2;3&annotations=duration,distance");
    check_code(&answer, "Ok");
    assert_eq!(answer["durations"].as_array().unwrap().len(), 2);
    assert_eq!(answer["distances"][0].as_array().unwrap().len(), 3);
    assert_eq!(answer["durations"][1][0], 0.0);
    assert_eq!(answer["sources"].as_array().unwrap().len(), 2);
    let route = ask("route", "ad", "");
    assert_eq!(answer["durations"][0][1], route["routes"][0]["duration"]);
    check_code(&ask("table", "ac", "sources=7"), "InvalidOptions");
    check_code(&ask("table", "ac", "annotations=beauty"), "InvalidOptions");
}

#[test]
fn nearest_names_the_road_and_its_nodes() {
    let answer = ask("nearest", "a", "number=2");
    check_code(&answer, "Ok");
    let waypoints = answer["waypoints"].as_array().unwrap();
    assert_eq!(waypoints.len(), 2);
    assert_eq!(waypoints[0]["nodes"].as_array().unwrap().len(), 2);
    check_code(&ask("nearest", "a", "number=0"), "InvalidOptions");
    check_code(&ask("nearest", "ab", ""), "InvalidQuery");
}

#[test]
fn a_trip_visits_everything_once() {
    let answer = ask("trip", "afcd", "");
    check_code(&answer, "Ok");
    let mut order: Vec<u64> = answer["waypoints"]
        .as_array()
        .unwrap()
        .iter()
        .map(|w| w["waypoint_index"].as_u64().unwrap())
        .collect();
    order.sort_unstable();
    assert_eq!(order, [0, 1, 2, 3]);
    assert_eq!(answer["trips"][0]["legs"].as_array().unwrap().len(), 4);
    check_code(&ask("trip", "afcd", "roundtrip=false"), "NotImplemented");
    let open = ask("trip", "afcd", "roundtrip=false&source=first&destination=last");
    assert_eq!(open["trips"][0]["legs"].as_array().unwrap().len(), 3);
}

#[test]
fn a_trace_is_matched() {
    let answer = ask("match", "abc", "timestamps=0;30;60&geometries=geojson");
    check_code(&answer, "Ok");
    assert_eq!(answer["tracepoints"].as_array().unwrap().len(), 3);
    assert!(answer["matchings"][0]["confidence"].is_number());
    check_code(&ask("match", "abc", "timestamps=0;60;30"), "InvalidOptions");
    check_code(&ask_raw("match", "v1", "car", "50,50;50,51", ""), "NoMatch");
}

#[test]
fn what_is_wrong_is_said_with_its_code() {
    let check = |service, version, profile, coordinates, options, code| {
        check_code(&ask_raw(service, version, profile, coordinates, options), code);
    };
    check("walk", "v1", "car", "0,0;0,1", "", "InvalidService");
    check("route", "v9", "car", "0,0;0,1", "", "InvalidVersion");
    check("route", "v1", "hovercraft", "0,0;0,1", "", "InvalidUrl");
    check("route", "v1", "car", "", "", "InvalidQuery");
    check("route", "v1", "car", "0;0", "", "InvalidQuery");
    check("route", "v1", "car", "a,b;c,d", "", "InvalidQuery");
    check("route", "v1", "car", "0,0", "", "InvalidOptions");
    check("route", "v1", "car", "37.5,127.0;37.6,127.1", "", "InvalidValue");
    check("route", "v1", "car", "nan,0;0,0", "", "InvalidValue");
    check("route", "v1", "car", "50,50;50.1,50", "", "NoSegment");
    check("route", "v1", "car", "polyline(~~~)", "", "InvalidQuery");
    check("route", "v1", "car", "0,0;0.001,0", "steps=perhaps", "InvalidOptions");
    check("route", "v1", "car", "0,0;0.001,0", "radiuses=5", "InvalidOptions");
    check("route", "v1", "car", "0,0;0.001,0", "radiuses=x;5", "InvalidOptions");
    check("route", "v1", "car", "0,0;0.001,0", "bearings=400,10;", "InvalidOptions");
    let many = vec!["0,0"; COORDINATES_MAX + 1].join(";");
    check("route", "v1", "car", &many, "", "TooBig");
    let table = vec!["0,0"; 1001].join(";");
    check("table", "v1", "car", &table, "", "TooBig");
}
