use proptest::prelude::*;

use super::*;

#[test]
fn the_rim_belongs_to_the_circle() {
    let center = LngLat::new(24.94, 60.17).unwrap();
    let rim = LngLat::new(24.95, 60.18).unwrap();
    let circle = Circle::new(center, center.distance(rim).0);
    assert!(circle.contains(24.95, 60.18));
    assert!(!circle.contains(24.950_001, 60.18));
}

#[test]
fn reaches_across_the_antimeridian_and_over_the_pole() {
    let fiji = Circle::new(LngLat::new(179.9, -17.0).unwrap(), 50_000.0);
    assert!(fiji.contains(-179.9, -17.0));
    let bbox = Bbox { west: -179.95, south: -17.1, east: -179.85, north: -16.9 };
    assert_eq!(fiji.cover(&bbox), Cover::Partly);
    let pole = Circle::new(LngLat::new(0.0, 89.9).unwrap(), 50_000.0);
    assert!(pole.contains(180.0, 89.9));
    assert_ne!(
        pole.cover(&Bbox { west: 170.0, south: 89.85, east: 180.0, north: 89.95 }),
        Cover::Outside
    );
}

proptest! {
    #[test]
    fn boxes_are_never_called_wrongly(
        lng in -180.0..180.0f64, lat in -90.0..90.0f64, radius in 1.0..9_000_000.0f64,
        west in -180.0..170.0f64, south in -90.0..80.0f64, width in 0.0..10.0f64, height in 0.0..10.0f64,
    ) {
        let circle = Circle::new(LngLat::new(lng, lat).unwrap(), radius);
        let bbox = Bbox { west, south, east: west + width, north: south + height };
        let cover = circle.cover(&bbox);
        for i in 0..=10 {
            for j in 0..=10 {
                let x = west + width * f64::from(i) / 10.0;
                let y = south + height * f64::from(j) / 10.0;
                let inside = circle.contains(x, y);
                prop_assert!(cover == Cover::Partly || inside == (cover == Cover::Inside));
            }
        }
    }
}
