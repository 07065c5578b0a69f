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
    let figures = census(&grounds, &places);
    assert_eq!((figures[0].accounts, figures[0].customers), (2, 1));
    assert!((figures[0].value_12m - 20.0).abs() < 1e-9);
    // 0.1 degree squared at the equator: 11.12 km squared is 123.6 km2; a square has pi / 4
    assert!((figures[0].area_km2 - 123.6).abs() < 0.5, "{}", figures[0].area_km2);
    assert!((figures[0].compactness - 0.785).abs() < 0.001);
    assert!(figures[0].workload_hours > figures[0].service_hours);
    assert!(figures[0].workload_deviation > 0.0 && figures[1].workload_deviation < 0.0);
}
