use serde_json::json;

use super::*;
use crate::domain::market::hex;

fn shape(json: &Value) -> Shape {
    Area::parse(json, "/area").unwrap().shape(&Outlines::new())
}

fn contains(shape: &Shape, lng: f64, lat: f64) -> bool {
    shape.contains(lng, lat, hex::key(LngLat::new(lng, lat).unwrap()))
}

#[test]
fn a_polygon_may_run_past_the_antimeridian() {
    let ring = json!([[170, -10], [190, -10], [190, 10], [170, 10], [170, -10]]);
    let pacific =
        shape(&json!({"type": "polygon", "geometry": {"type": "Polygon", "coordinates": [ring]}}));
    for (lng, inside) in [
        (169.0, false),
        (175.0, true),
        (180.0, true),
        (-180.0, true),
        (-175.0, true),
        (-170.0, false),
    ] {
        assert_eq!(contains(&pacific, lng, 0.0), inside, "{lng}");
    }
}

#[test]
fn a_box_may_cross_the_antimeridian_and_owns_the_end_of_the_world() {
    let pacific = shape(&json!({"type": "bbox", "bbox": [170, -10, -170, 10]}));
    for (lng, inside) in [(169.0, false), (180.0, true), (-180.0, true), (-170.0, false)] {
        assert_eq!(contains(&pacific, lng, 0.0), inside, "{lng}");
    }
    let world = shape(&json!({"type": "bbox", "bbox": [-180, -90, 180, 90]}));
    assert!(contains(&world, 180.0, 90.0) && contains(&world, -180.0, -90.0));
}

#[test]
fn shapes_combine() {
    let bbox = |w: i32, e: i32| json!({"type": "bbox", "bbox": [w, 0, e, 10]});
    let union = shape(&json!({"type": "union", "areas": [bbox(0, 2), bbox(4, 6)]}));
    let both = shape(&json!({"type": "intersection", "areas": [bbox(0, 4), bbox(2, 6)]}));
    let rest = shape(&json!({"type": "difference", "area": bbox(0, 6), "without": bbox(2, 4)}));
    let at = |shape: &Shape| [1.0, 3.0, 5.0].map(|lng| contains(shape, lng, 5.0));
    assert_eq!(at(&union), [true, false, true]);
    assert_eq!(at(&both), [false, true, false]);
    assert_eq!(at(&rest), [true, false, true]);
}

#[test]
fn cells_hold_the_points_h3_puts_into_them() {
    let point = LngLat::new(24.94, 60.17).unwrap();
    let cell =
        hex::cell(hex::key(point) >> hex::shift(h3o::Resolution::Eight), h3o::Resolution::Eight)
            .unwrap();
    let cells = shape(&json!({"type": "cells", "cells": [cell.to_string()]}));
    assert!(contains(&cells, 24.94, 60.17));
    assert!(!contains(&cells, 24.99, 60.17));
}

#[test]
fn faults_are_placed() {
    let check = |json: &Value, pointer: &str, code: &str| {
        let fault = Area::parse(json, "/area").unwrap_err();
        assert_eq!((fault.pointer.as_str(), fault.code), (pointer, code), "{json}");
    };
    check(&json!({"type": "blob"}), "/area/type", "area.unknown_type");
    check(
        &json!({"type": "circle", "center": [24.9, 60.1], "radius_m": 0}),
        "/area/radius_m",
        "area.bad_radius",
    );
    check(
        &json!({"type": "circle", "center": [60.1, 240], "radius_m": 5}),
        "/area/center",
        "area.out_of_range",
    );
    check(&json!({"type": "bbox", "bbox": [0, 10, 1, 5]}), "/area/bbox", "area.bad_box");
    check(&json!({"type": "bbox", "bbox": [0, 10, 1]}), "/area/bbox", "area.bad_box");
    check(&json!({"type": "cells", "cells": ["nonsense"]}), "/area/cells/0", "area.bad_value");
    check(
        &json!({"type": "territory", "territory_id": "7"}),
        "/area/territory_id",
        "area.bad_value",
    );
    check(
        &json!({"type": "drive_time", "center": [24.9, 60.1], "minutes": 0}),
        "/area/minutes",
        "area.bad_minutes",
    );
    check(
        &json!({"type": "union", "areas": [{"type": "union", "areas": []}]}),
        "/area/areas/0/areas",
        "area.empty",
    );
    let mut deep = json!({"type": "bbox", "bbox": [0, 0, 1, 1]});
    for _ in 0..20 {
        deep = json!({"type": "union", "areas": [deep]});
    }
    assert_eq!(Area::parse(&deep, "/area").unwrap_err().code, "area.too_deep");
}
