use geo::{Area, polygon};

use super::*;

fn place(lng: f64, lat: f64) -> Place {
    Place {
        at: LngLat::new(lng, lat).unwrap(),
        is_customer: true,
        value: 100.0,
        potential: 0.0,
        visits_per_year: 12.0,
        service_hours: 6.0,
    }
}

#[test]
fn amounts_add_up_to_what_is_inside() {
    let area: MultiPolygon =
        polygon![(x: 24.9, y: 60.15), (x: 24.98, y: 60.15), (x: 24.98, y: 60.19), (x: 24.9, y: 60.19)]
            .into();
    let mut places: Vec<Place> =
        (0..50).map(|i| place(24.901 + f64::from(i) * 0.0015, 60.16)).collect();
    places.push(place(25.5, 60.16));
    let balance = [Balance::Accounts, Balance::Value, Balance::Workload];
    let field = Field::new(&area, &places, 4, &balance).unwrap();
    let sum = |activity: usize| -> f64 {
        field.region.units.iter().map(|unit| unit.amounts[activity]).sum()
    };
    assert_eq!(field.places.len(), 50);
    assert!((sum(0) - 50.0).abs() < 1e-9);
    assert!((sum(1) - 5_000.0).abs() < 1e-9);
    assert!(sum(2) > 300.0, "service hours plus travel");
    assert_eq!(field.region.n_components(), 1);
    let whole = &field.mosaic.dissolve(&vec![0; field.cells.len()], 1)[0];
    assert!((whole.unsigned_area() / area.unsigned_area() - 1.0).abs() < 1e-6);
}
