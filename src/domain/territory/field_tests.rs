use geo::{Area, polygon};

use super::*;

const MODEL: Model = Model {
    visits_per_day: 8.0,
    speed_kmh: 30.0,
    detour: 1.3,
    factor: 1.0,
    mean_error: None,
    n_samples: 0,
};

fn count(n_territories: usize, balance: &[Balance]) -> Count<'_> {
    Count { n_territories, balance, model: &MODEL, homes: &[] }
}

fn place(lng: f64, lat: f64) -> Place {
    Place {
        at: LngLat::new(lng, lat).unwrap(),
        is_customer: true,
        value: 100.0,
        potential: 0.0,
        visits_per_year: 12.0,
        service_hours: 6.0,
        room_km2: 0.5,
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
    let field = Field::of_area(&area, &places, &count(4, &balance)).unwrap();
    let sum = |activity: usize| -> f64 {
        field.region.units.iter().map(|unit| unit.amounts[activity]).sum()
    };
    assert_eq!(field.places.len(), 50);
    assert!((sum(0) - 50.0).abs() < 1e-9);
    assert!((sum(1) - 5_000.0).abs() < 1e-9);
    assert!(sum(2) > 300.0, "service hours plus travel");
    assert_eq!(field.region.n_components(), 1);
    let whole = &field.mosaic.dissolve(&vec![0; field.region.units.len()], 1)[0];
    assert!((whole.unsigned_area() / area.unsigned_area() - 1.0).abs() < 1e-6);
}

fn square(id: &str, x: f64) -> (String, MultiPolygon) {
    let shape =
        polygon![(x: x, y: 0.0), (x: x + 0.1, y: 0.0), (x: x + 0.1, y: 0.1), (x: x, y: 0.1)];
    (id.to_owned(), shape.into())
}

#[test]
fn given_shapes_are_units_with_borders() {
    let units = [square("west", 0.0), square("middle", 0.1), square("east", 0.2)];
    let places = [place(0.05, 0.05), place(0.15, 0.05), place(0.16, 0.05), place(0.5, 0.05)];
    let field = Field::of_shapes(&units, &places, &count(2, &[Balance::Visits])).unwrap();
    let amounts: Vec<f64> = field.region.units.iter().map(|unit| unit.amounts[0]).collect();
    assert_eq!(amounts, [12.0, 24.0, 0.0]);
    assert_eq!(field.region.units[2].id, "east");
    assert_eq!(field.region.borders.edge_count(), 2);
    let found = field.units_of(places.map(|place| place.at));
    assert_eq!(found, [Some(0), Some(1), Some(1), None]);
    let twice = [square("west", 0.0), square("over", 0.05)];
    let refused = Field::of_shapes(&twice, &places, &count(2, &[Balance::Visits]));
    assert_eq!(refused.unwrap_err(), MosaicError::Overlap { first: 0, second: 1 });
}

#[test]
fn the_work_of_all_units_is_what_a_census_of_the_whole_counts() {
    use super::super::census::{Ground, census};
    let units = [square("west", 0.0), square("east", 0.1)];
    let mut places: Vec<Place> =
        (0..40).map(|i| place(0.003 + 0.005 * f64::from(i), 0.05)).collect();
    super::super::workload::give_room(&mut places);
    for homes in [vec![], vec![LngLat::new(0.4, 0.3).unwrap()]] {
        let count = Count { homes: &homes, ..count(2, &[Balance::Workload]) };
        let field = Field::of_shapes(&units, &places, &count).unwrap();
        let grounds =
            units.each_ref().map(|(_, shape)| Ground { shape, base: homes.first().copied() });
        let owned: Vec<(usize, Place)> =
            places.iter().map(|p| (usize::from(p.at.lng() >= 0.1), *p)).collect();
        for (unit, figures) in field.region.units.iter().zip(census(&grounds, &owned, &MODEL)) {
            assert!((unit.amounts[0] - figures.workload_hours).abs() < 1e-9);
        }
    }
}
