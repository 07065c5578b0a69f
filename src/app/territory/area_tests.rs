use geo::Area as _;
use serde_json::json;

use super::*;

fn square(x: f64) -> Value {
    json!({"type": "bbox", "bbox": [x, 0.0, x + 2.0, 2.0]})
}

fn size(area: &Value) -> f64 {
    drawn(&Area::parse(area, "/area").unwrap(), &Outlines::new()).unwrap().unsigned_area()
}

#[test]
fn areas_are_joined_and_cut() {
    let parts = json!([square(0.0), square(1.0)]);
    assert!((size(&json!({"type": "union", "areas": parts})) - 6.0).abs() < 1e-9);
    assert!((size(&json!({"type": "intersection", "areas": parts})) - 2.0).abs() < 1e-9);
    let rest = json!({"type": "difference", "area": square(0.0), "without": square(1.0)});
    assert!((size(&rest) - 2.0).abs() < 1e-9);
}

#[test]
fn a_hole_is_not_inside() {
    let ring = |a: f64, b: f64| json!([[a, a], [b, a], [b, b], [a, b], [a, a]]);
    let area = json!({"type": "polygon", "geometry":
        {"type": "Polygon", "coordinates": [ring(0.0, 4.0), ring(1.0, 2.0)]}});
    assert!((size(&area) - 15.0).abs() < 1e-9);
}

#[test]
fn the_antimeridian_is_not_crossed() {
    let area = json!({"type": "bbox", "bbox": [179.0, 0.0, -179.0, 2.0]});
    assert!(drawn(&Area::parse(&area, "/area").unwrap(), &Outlines::new()).is_none());
}
