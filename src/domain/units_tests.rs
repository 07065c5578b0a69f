use super::*;

fn check_rejected(lng: f64, lat: f64) {
    assert!(LngLat::new(lng, lat).is_err(), "{lng},{lat} was accepted");
}

#[test]
fn impossible_coordinates_are_refused() {
    check_rejected(180.1, 0.0);
    check_rejected(0.0, -90.5);
    check_rejected(f64::NAN, 0.0);
    check_rejected(0.0, f64::INFINITY);
}

#[test]
fn a_degree_of_latitude_is_about_111_km() {
    let a = LngLat::new(24.9, 60.0).unwrap();
    let b = LngLat::new(24.9, 61.0).unwrap();
    // 2 * pi * 6371008.8 m / 360 = 111195.08 m
    assert!((a.distance(b).0 - 111_195.08).abs() < 0.1);
}

#[test]
fn points_travel_as_longitude_latitude() {
    let point: LngLat = serde_json::from_str("[24.94, 60.17]").unwrap();
    assert!((point.lng() - 24.94).abs() < f64::EPSILON);
    assert_eq!(serde_json::to_string(&point).unwrap(), "[24.94,60.17]");
    assert!(serde_json::from_str::<LngLat>("[60.17, 240.94]").is_err());
}
