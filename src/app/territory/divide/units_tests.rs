use geo::polygon;
use serde_json::json;

use super::*;

fn feature(x: f64, name: &str) -> Value {
    json!({"type": "Feature", "properties": {"postal_code": name},
        "geometry": {"type": "Polygon", "coordinates":
            [[[x, 0.0], [x + 0.1, 0.0], [x + 0.1, 0.1], [x, 0.1], [x, 0.0]]]}})
}

fn units(features: &[Value]) -> Units {
    let collection = json!({"type": "FeatureCollection", "features": features});
    Units::Polygons { collection }
}

fn codes(units: &Units) -> Vec<String> {
    let error = units.shapes(&Regions::none(), None).unwrap_err();
    error.faults.iter().map(|fault| format!("{} {}", fault.pointer, fault.code)).collect()
}

#[test]
fn polygons_have_names_and_may_be_cut_down_to_an_area() {
    let both = units(&[feature(0.0, "100"), feature(0.1, "200")]);
    let shapes = both.shapes(&Regions::none(), None).unwrap().unwrap();
    assert_eq!([&shapes[0].0, &shapes[1].0], ["100", "200"]);
    let west: MultiPolygon =
        polygon![(x: 0.0, y: 0.0), (x: 0.1, y: 0.0), (x: 0.1, y: 0.1), (x: 0.0, y: 0.1)].into();
    let shapes = both.shapes(&Regions::none(), Some(&west)).unwrap().unwrap();
    assert_eq!((shapes.len(), shapes[0].0.as_str()), (1, "100"));
}

#[test]
fn faults_have_their_places() {
    let bow = json!({"type": "Feature", "geometry": {"type": "Polygon", "coordinates":
        [[[0.0, 0.0], [0.1, 0.1], [0.1, 0.0], [0.0, 0.1], [0.0, 0.0]]]}});
    let found = codes(&units(&[feature(0.0, "100"), bow]));
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("/units/collection/features/1"), "{found:?}");
    assert!(found[0].ends_with("area.self_crossing"), "{found:?}");
    assert_eq!(codes(&units(&[])), ["/units/collection territory.no_units"]);
    let nothing = Units::Polygons { collection: json!([]) };
    assert_eq!(codes(&nothing), ["/units/collection territory.not_a_collection"]);
}
