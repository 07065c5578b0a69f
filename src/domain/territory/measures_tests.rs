use super::*;
use crate::domain::territory::testing::{brief, even_grid};
use crate::domain::travel::GreatCircle;

#[test]
fn halves_of_a_grid_are_counted_up() {
    let (region, brief) = (even_grid(4, 2), brief(2, 0.1));
    let territory = [0, 0, 0, 1, 0, 0, 0, 1];
    let measures = measure(&region, &brief, &territory);
    assert_eq!((measures[0].n_units, measures[1].n_units), (6, 2));
    assert!((measures[0].loads[0].deviation - 0.5).abs() < 1e-12);
    assert!((measures[1].loads[0].deviation + 0.5).abs() < 1e-12);
    // 3 x 2 squares of 1 km: 10 km around, 4 pi 6 / 100
    assert!((measures[0].perimeter_m - 10_000.0).abs() < 1e-6);
    assert!((measures[0].polsby_popper.unwrap() - 0.753_98).abs() < 1e-4);
    assert!((imbalance(&measures) - 0.25).abs() < 1e-12);
    assert_eq!((measures[0].n_components, measures[1].n_components), (1, 1));
}

#[test]
fn parts_are_counted() {
    let (region, brief) = (even_grid(5, 1), brief(2, 0.1));
    let measures = measure(&region, &brief, &[0, 1, 0, 1, 0]);
    assert_eq!((measures[0].n_components, measures[1].n_components), (3, 2));
}

#[test]
fn travel_goes_from_the_centre_to_the_units() {
    let (region, brief) = (even_grid(3, 1), brief(1, 0.1));
    let times = GreatCircle { speed_mps: 10.0, detour: 1.0 };
    let travel = travel(&region, &brief, &[0, 0, 0], &times, &Cancel::never()).unwrap();
    // 0.01 degree = 1111.95 m = 111 s to either side, none to the middle
    assert_eq!((travel[0].mean_s, travel[0].worst_s), (74, 111));
}
