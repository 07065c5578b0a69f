use serde_json::json;

use super::*;

fn fault(geometry: &Value) -> (String, &'static str) {
    let fault = parse(geometry, "/area/geometry").unwrap_err();
    (fault.pointer, fault.code)
}

fn polygon(ring: &Value) -> Value {
    json!({"type": "Polygon", "coordinates": [ring]})
}

#[test]
fn reads_parts_and_holes() {
    let square = |w: f64, e: f64| json!([[w, 0], [e, 0], [e, 1], [w, 1], [w, 0]]);
    let geometry = json!({"type": "MultiPolygon", "coordinates": [[square(0.0, 4.0), square(1.0, 2.0)], [square(6.0, 7.0)]]});
    assert_eq!(parse(&geometry, "").unwrap().0.len(), 3);
    let feature = json!({"type": "Feature", "geometry": polygon(&square(0.0, 1.0))});
    assert_eq!(parse(&feature, "").unwrap().0.len(), 1);
}

#[test]
fn names_the_place_of_every_fault() {
    let at = "/area/geometry/coordinates";
    let check = |geometry: &Value, place: &str, code: &str| {
        let (pointer, found) = fault(geometry);
        assert_eq!((pointer.as_str(), found), (place, code), "{geometry}");
    };
    check(&json!({"type": "Point", "coordinates": [0, 0]}), "/area/geometry", "area.not_a_polygon");
    check(&json!({"type": "Polygon", "coordinates": []}), at, "area.empty");
    check(&polygon(&json!([])), &format!("{at}/0"), "area.empty");
    check(&polygon(&json!([[0, 0], [1, 1], [0, 0]])), &format!("{at}/0"), "area.empty");
    check(&polygon(&json!([[0, 0], [1, 1], [2, 2], [0, 0]])), &format!("{at}/0"), "area.empty");
    check(
        &polygon(&json!([[0, 0], [1, 0], [1, 1], [0, 1]])),
        &format!("{at}/0"),
        "area.ring_not_closed",
    );
    check(
        &polygon(&json!([[0, 0], ["x", 0], [1, 1], [0, 0]])),
        &format!("{at}/0/1"),
        "area.bad_position",
    );
    check(
        &polygon(&json!([[0, 0], [1, 0], [1, 91], [0, 0]])),
        &format!("{at}/0/2"),
        "area.out_of_range",
    );
    check(&polygon(&json!([[-200, 0], [200, 0], [1, 1], [-200, 0]])), at, "area.too_large");
}

#[test]
fn finds_where_a_ring_crosses_itself() {
    let bow_tie = polygon(&json!([[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]));
    let fault = parse(&bow_tie, "").unwrap_err();
    assert_eq!(fault.code, "area.self_crossing");
    assert_eq!(fault.params, [("near", "[1.000000, 1.000000]".to_owned())]);
    let touching = polygon(&json!([[0, 0], [1, 1], [2, 0], [2, 2], [1, 1], [0, 2], [0, 0]]));
    assert!(parse(&touching, "").is_ok(), "touching itself in a corner leaves no doubt");
}

#[test]
fn refuses_a_million_vertices_without_reading_them_all() {
    let ring: Vec<[f64; 2]> = (0..1_000_000).map(|i| [f64::from(i) * 1e-6, 0.0]).collect();
    assert_eq!(fault(&polygon(&json!(ring))).1, "area.too_many_vertices");
}
