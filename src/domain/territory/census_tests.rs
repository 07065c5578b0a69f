use geo::polygon;

use super::*;

fn place(lng: f64, is_customer: bool) -> Place {
    let at = LngLat::new(lng, 0.05).unwrap();
    Place {
        at,
        is_customer,
        value: 10.0,
        potential: 5.0,
        visits_per_year: 12.0,
        service_hours: 6.0,
        room_km2: 2.0,
    }
}

#[test]
fn accounts_are_counted_where_they_belong() {
    let square = |x: f64| -> MultiPolygon {
        polygon![(x: x, y: 0.0), (x: x + 0.1, y: 0.0), (x: x + 0.1, y: 0.1), (x: x, y: 0.1)].into()
    };
    let shapes = [square(0.0), square(0.1)];
    let grounds = shapes.each_ref().map(|shape| Ground { shape, base: None });
    let places = [(0, place(0.05, true)), (0, place(0.05, false)), (1, place(0.15, true))];
    let figures = census(&grounds, &places, &Model::default());
    assert_eq!((figures[0].accounts, figures[0].customers), (2, 1));
    assert!((figures[0].value_12m - 20.0).abs() < 1e-9);
    // 0.1 degree squared at the equator: 11.12 km squared is 123.6 km2; a square has pi / 4
    assert!((figures[0].area_km2 - 123.6).abs() < 0.5, "{}", figures[0].area_km2);
    assert!((figures[0].compactness - 0.785).abs() < 0.001);
    assert!(figures[0].workload_hours > figures[0].service_hours);
    assert!(figures[0].workload_deviation > 0.0 && figures[1].workload_deviation < 0.0);
}

#[test]
fn a_home_far_away_is_more_work() {
    let shape: MultiPolygon =
        polygon![(x: 0.0, y: 0.0), (x: 0.1, y: 0.0), (x: 0.1, y: 0.1), (x: 0.0, y: 0.1)].into();
    let hours = |lng: f64| {
        let base = Some(LngLat::new(lng, 0.05).unwrap());
        let grounds = [Ground { shape: &shape, base }];
        census(&grounds, &[(0, place(0.05, true))], &Model::default())[0].workload_hours
    };
    assert!(hours(0.5) > hours(0.1));
    assert!(hours(0.05) > 6.0, "the way between is there even at home");
}
