use proptest::prelude::*;

use super::*;

fn place(lng: f64, visits_per_year: f64) -> Place {
    Place {
        at: LngLat::new(lng, 0.0).unwrap(),
        is_customer: true,
        value: 0.0,
        potential: 0.0,
        visits_per_year,
        service_hours: visits_per_year / 2.0,
        room_km2: 4.0,
    }
}

const STRAIGHT: Model = Model {
    visits_per_day: 8.0,
    speed_kmh: 30.0,
    detour: 1.0,
    factor: 1.0,
    mean_error: None,
    n_samples: 0,
};

#[test]
fn travel_is_line_haul_plus_the_way_between() {
    // Once a week everybody has a turn: 52.14 visits, 0.7124 sqrt(4) = 1.4248 km each, at 30 km/h.
    let weekly = place(0.0, YEAR_DAYS / CHOICE_DAYS);
    assert!((STRAIGHT.between_hours(&weekly) - 52.142_857 * 1.4248 / 30.0).abs() < 1e-6);
    // Once in four weeks one of four has: twice as far, a quarter as often.
    let monthly = place(0.0, YEAR_DAYS / CHOICE_DAYS / 4.0);
    assert!(
        (STRAIGHT.between_hours(&monthly) * 2.0 - STRAIGHT.between_hours(&weekly)).abs() < 1e-9
    );
    // 0.1 degree of the equator is 11.12 km; eight visits share 22.24 km.
    let base = LngLat::new(0.1, 0.0).unwrap();
    let hours = STRAIGHT.line_haul_hours(&place(0.0, 8.0), base);
    assert!((hours - 22.24 / 30.0).abs() < 1e-3, "{hours}");
}

#[test]
fn no_visits_no_travel() {
    let never = place(0.0, 0.0);
    let base = LngLat::new(1.0, 1.0).unwrap();
    assert!(STRAIGHT.between_hours(&never) < f64::EPSILON);
    assert!(STRAIGHT.line_haul_hours(&never, base) < f64::EPSILON);
    assert!(STRAIGHT.work_hours(&never, &[], 10.0) < f64::EPSILON);
}

#[test]
fn the_middle_of_a_disc_is_two_thirds_of_its_radius_away() {
    // 25 accounts with 4 km2 each: a disc of 100 km2, radius 5.642 km, mean 3.761 km.
    let hours = STRAIGHT.middle_haul_hours(&place(0.0, 8.0), 25.0);
    assert!((hours * 30.0 - 2.0 * 3.761).abs() < 1e-3, "{}", hours * 30.0);
}

#[test]
fn room_is_what_lies_between_neighbours() {
    let mut grid: Vec<Place> = (0..400)
        .map(|i| Place {
            at: LngLat::new(f64::from(i % 20) * 0.01, f64::from(i / 20) * 0.01).unwrap(),
            room_km2: 0.0,
            ..place(0.0, 12.0)
        })
        .collect();
    grid.push(Place { visits_per_year: 0.0, ..grid[0] });
    give_room(&mut grid);
    // 1.112 km from one to the next: 1.236 km2 each; the eighth neighbour is a diagonal away.
    let inner = grid[210].room_km2;
    assert!((0.8..1.3).contains(&inner), "{inner}");
    assert!(grid[0].room_km2 > inner, "less company in the corner");
    assert!(grid[400].room_km2 < f64::EPSILON, "never visited");
    let mut alone = vec![Place { room_km2: 0.0, ..place(0.0, 12.0) }];
    give_room(&mut alone);
    assert!(alone[0].room_km2 < f64::EPSILON);
}

#[test]
fn calibration_states_its_error() {
    let day = |estimated_h, planned_h| Sample { n_visits: 8, estimated_h, planned_h };
    // estimates 1 2 3 against 2 4 6: factor 2, no error
    let days = [day(1.0, 2.0), day(2.0, 4.0), day(3.0, 6.0), day(0.0, 5.0)];
    let fit = calibrated(&STRAIGHT, &days).unwrap();
    assert_eq!((fit.factor, fit.mean_error, fit.n_samples), (2.0, Some(0.0), 3));
    let fit = calibrated(&STRAIGHT, &[day(1.0, 1.0), day(1.0, 3.0)]).unwrap();
    // factor 2: off by an hour each, two of four planned ones
    assert!((fit.mean_error.unwrap() - 0.5).abs() < 1e-12);
    // A second round starts from the first: the factors multiply.
    let again = calibrated(&fit, &[day(2.0, 2.2)]).unwrap();
    assert!((again.factor - 2.2).abs() < 1e-12);
    assert_eq!(calibrated(&STRAIGHT, &[]), None);
}

#[test]
fn more_work_needs_more_reps() {
    let places = vec![place(0.0, 12.0); 1_000];
    let n = STRAIGHT.reps_needed(&places, 1_600.0, 50).unwrap();
    // 6,000 hours of service alone fill 3.75 reps; the ways come on top.
    assert!((4..=8).contains(&n), "{n}");
    let twice = vec![place(0.0, 24.0); 1_000];
    assert!(STRAIGHT.reps_needed(&twice, 1_600.0, 50).unwrap() > n);
    assert_eq!(STRAIGHT.reps_needed(&places, 1_600.0, 3), None);
}

proptest! {
    #[test]
    fn the_number_found_is_the_fewest(n_places in 1_usize..400, visits in 1.0..60.0_f64, hours in 40.0..3_000.0_f64) {
        let places = vec![place(0.0, visits); n_places];
        let need = |n: usize| {
            let each = n_places as f64 / n as f64;
            let all: f64 = places.iter().map(|p| STRAIGHT.work_hours(p, &[], each)).sum();
            all / n as f64
        };
        match STRAIGHT.reps_needed(&places, hours, 200) {
            None => prop_assert!(need(200) > hours),
            Some(n) => {
                prop_assert!(need(n) <= hours * (1.0 + 1e-9));
                prop_assert!(n == 1 || need(n - 1) > hours * (1.0 - 1e-9));
            }
        }
    }
}
