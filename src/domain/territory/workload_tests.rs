use super::*;

#[test]
fn travel_is_line_haul_plus_the_way_between() {
    let work = Work { visits_per_year: 80.0, service_hours: 40.0, area_km2: 32.0, base_km: 12.0 };
    let day = Day { visits_per_day: 8.0, speed_kmh: 30.0, detour: 1.0 };
    // per visit 2 * 12 / 8 = 3 km and 0.7124 * sqrt(32 / 8) = 1.4248 km; 80 * 4.4248 / 30 = 11.80 h
    assert!((travel_hours(&work, &day) - 11.799_5).abs() < 1e-3);
    assert!((hours(&work, &day) - 51.799_5).abs() < 1e-3);
}

#[test]
fn no_visits_no_travel() {
    let work = Work { visits_per_year: 0.0, service_hours: 0.0, area_km2: 32.0, base_km: 12.0 };
    assert!(travel_hours(&work, &Day::default()) < f64::EPSILON);
}

#[test]
fn calibration_states_its_error() {
    // estimates 1 2 3 against 2 4 6: factor 2, no error
    let fit = calibrate(&[(1.0, 2.0), (2.0, 4.0), (3.0, 6.0), (0.0, 5.0)]).unwrap();
    assert_eq!((fit.factor, fit.mean_error, fit.n_samples), (2.0, 0.0, 3));
    let fit = calibrate(&[(1.0, 1.0), (1.0, 3.0)]).unwrap();
    // factor 2: off by 100 % and by a third
    assert!((fit.mean_error - f64::midpoint(1.0, 1.0 / 3.0)).abs() < 1e-12);
    assert_eq!(calibrate(&[]), None);
}

#[test]
fn more_work_needs_more_reps() {
    let whole =
        Work { visits_per_year: 12_000.0, service_hours: 6_000.0, area_km2: 100.0, base_km: 4.0 };
    let day = Day::default();
    let n = reps_needed(&whole, 1_600.0, 50, &day).unwrap();
    // 6,000 hours of service alone fill 3.75 reps; the ways come on top.
    assert!((4..=8).contains(&n), "{n}");
    let twice = Work { visits_per_year: 24_000.0, service_hours: 12_000.0, ..whole };
    assert!(reps_needed(&twice, 1_600.0, 50, &day).unwrap() > n);
    assert_eq!(reps_needed(&whole, 1_600.0, 3, &day), None);
}
