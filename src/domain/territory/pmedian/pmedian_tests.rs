use proptest::prelude::*;

use super::*;
use crate::domain::control::Iterations;

fn point(x: f64, y: f64) -> Point {
    Point { x, y, capacity: 3.0, demand: 1.0 }
}

fn run(median: &Median) -> MedianPlan {
    solve(median, 1, &Iterations(400), &Cancel::never(), &mut |_| {})
}

#[test]
fn two_groups_get_a_centre_each() {
    let places = [(0., 0.), (1., 0.), (2., 0.), (50., 0.), (51., 0.), (52., 0.)];
    let points = places.iter().map(|&(x, y)| point(x, y)).collect();
    let median = Median { points, n_medians: 2, is_truncated: false };
    let plan = run(&median);
    assert!((plan.objective - 4.0).abs() < 1e-9);
    assert_eq!(violations(&median, &plan), Vec::<String>::new());
    let mut medians = plan.medians.clone();
    medians.sort_unstable();
    assert_eq!(medians, [1, 4]);
    assert!(plan.lower_bound <= plan.objective + 1e-9);
}

#[test]
fn more_than_the_capacities_is_said() {
    let points = (0..7).map(|x| point(f64::from(x), 0.0)).collect();
    let plan = run(&Median { points, n_medians: 2, is_truncated: false });
    assert_eq!(plan.status, Status::OutOfLimits);
    assert!((plan.excess - 1.0).abs() < 1e-9);
}

#[test]
fn the_same_seed_gives_the_same_plan() {
    let place = |at: u32| point(f64::from(at * 37 % 101), f64::from(at * 53 % 97));
    let median =
        Median { points: (0..60).map(place).collect(), n_medians: 24, is_truncated: false };
    let plan = run(&median);
    assert_eq!(plan, run(&median));
    assert_eq!(violations(&median, &plan), Vec::<String>::new());
}

/// All choices of centres and all assignments.
fn brute_force(median: &Median) -> f64 {
    let n = median.points.len();
    let mut best = f64::INFINITY;
    for a in 0..n {
        for b in a + 1..n {
            for bits in 0..1_u32 << n {
                let side = |point: usize| if bits >> point & 1 == 1 { b } else { a };
                let load = |centre: usize| -> f64 {
                    (0..n).filter(|&p| side(p) == centre).map(|p| median.points[p].demand).sum()
                };
                if load(a) <= median.points[a].capacity && load(b) <= median.points[b].capacity {
                    best = best.min((0..n).map(|p| median.distance(p, side(p))).sum());
                }
            }
        }
    }
    best
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn few_points_are_settled_for_good(
        places in prop::collection::vec((0_u8..100, 0_u8..100, 1_u8..4), 7),
    ) {
        let points = places
            .iter()
            .map(|&(x, y, demand)| Point {
                x: f64::from(x), y: f64::from(y), capacity: 10.0, demand: f64::from(demand),
            })
            .collect();
        let median = Median { points, n_medians: 2, is_truncated: false };
        let (plan, expected) = (run(&median), brute_force(&median));
        prop_assert!(plan.lower_bound <= plan.objective + 1e-6);
        if expected.is_finite() {
            prop_assert!((plan.objective - expected).abs() < 1e-3, "{} {expected}", plan.objective);
            prop_assert_eq!(plan.status, Status::Optimal);
            prop_assert_eq!(violations(&median, &plan), Vec::<String>::new());
        }
    }
}
