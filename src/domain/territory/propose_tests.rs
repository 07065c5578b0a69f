use proptest::prelude::*;

use super::*;
use crate::domain::control::Iterations;
use crate::domain::territory::brief::{Activity, Lock, MoveCap, Present, Weights};
use crate::domain::territory::check::violations;
use crate::domain::territory::testing::{brief, even_grid, grid};
use crate::domain::territory::{measures, region::Region};

fn plan(region: &Region, brief: &Brief, iterations: u64) -> Plan {
    propose(region, brief, &Iterations(iterations), &Cancel::never(), &mut |_| {}).unwrap()
}

#[test]
fn a_square_falls_into_feasible_parts() {
    let (region, brief) = (even_grid(20, 20), brief(8, 0.05));
    let plan = plan(&region, &brief, 200_000);
    assert_eq!(plan.status, Status::Feasible);
    assert_eq!(violations(&region, &brief, &plan.territory), []);
    assert!(plan.lower_bound <= plan.objective);
}

#[test]
fn empty_ground_between_accounts_is_shared_out_with_short_borders() {
    let region = grid(30, 30, |x, y| vec![f64::from(u8::from((x * 7 + y * 13) % 41 == 0))]);
    let area_km2 = region.units.iter().map(|unit| unit.area_m2).sum::<f64>() / 1e6;
    let usual = brief(4, 0.1);
    let smooth = usual.clone().with_short_borders(area_km2);
    let roundness = |brief: &Brief| {
        let plan = plan(&region, brief, 300_000);
        assert_eq!(violations(&region, brief, &plan.territory), []);
        let measured = measures::measure(&region, brief, &plan.territory);
        let least = measured.iter().map(|measures| measures.polsby_popper.unwrap());
        least.fold(f64::INFINITY, f64::min)
    };
    assert!(roundness(&smooth) > 1.5 * roundness(&usual));
    assert!(roundness(&smooth) > 0.4);
}

#[test]
fn the_same_seed_gives_the_same_plan() {
    let region = grid(15, 15, |x, y| vec![(x * 7 + y * 3) as f64 % 11.0]);
    let first = plan(&region, &brief(5, 0.05), 100_000);
    assert_eq!(first, plan(&region, &brief(5, 0.05), 100_000));
    let other = Brief { seed: 8, ..brief(5, 0.05) };
    assert_ne!(first.territory, plan(&region, &other, 100_000).territory);
}

#[test]
fn four_activities_are_balanced_at_once() {
    let amounts =
        |x: usize, y: usize| vec![1.0, (x % 4) as f64, (y % 3) as f64, ((x + 2 * y) % 5) as f64];
    let region = grid(24, 24, amounts);
    let mut brief = brief(6, 0.05);
    brief.activities = ["a", "b", "c", "d"].map(|name| Activity::equal(name, 0.05)).to_vec();
    let plan = plan(&region, &brief, 400_000);
    assert_eq!(violations(&region, &brief, &plan.territory), []);
}

#[test]
fn capacities_and_homes_shape_the_territories() {
    let region = even_grid(20, 10);
    let mut brief = brief(2, 0.02);
    brief.activities[0].targets = super::super::Targets::Shares(vec![1.0, 3.0]);
    brief.homes = [(0.0, 0.05), (0.19, 0.05)]
        .map(|(lng, lat)| crate::domain::units::LngLat::new(lng, lat).unwrap())
        .to_vec();
    let plan = plan(&region, &brief, 100_000);
    assert_eq!(violations(&region, &brief, &plan.territory), []);
    let loads = measures::measure(&region, &brief, &plan.territory);
    assert!((loads[0].loads[0].amount - 50.0).abs() <= 1.0);
    assert_eq!(plan.territory[0], 0);
    assert_eq!(plan.territory[199], 1);
}

#[test]
fn locks_hold_even_far_apart() {
    let region = even_grid(12, 12);
    let mut brief = brief(4, 0.1);
    brief.locks = vec![
        Lock::To { unit: 0, territory: 2 },
        Lock::To { unit: 143, territory: 2 },
        Lock::Together { units: vec![11, 132] },
    ];
    let plan = plan(&region, &brief, 200_000);
    assert_eq!(plan.territory[0], 2);
    assert_eq!(plan.territory[143], 2);
    assert_eq!(plan.territory[11], plan.territory[132]);
}

#[test]
fn a_heavy_unit_makes_the_answer_infeasible_with_its_name() {
    let region = grid(5, 5, |x, y| vec![if (x, y) == (2, 2) { 50.0 } else { 1.0 }]);
    let plan = plan(&region, &brief(3, 0.05), 20_000);
    assert_eq!(plan.status, Status::Infeasible);
    assert!(plan.causes[0].to_string().starts_with("unit 2,2 alone holds 67.6 %"));
    assert_eq!(plan.territory.len(), 25, "the nearest plan is still given");
}

#[test]
fn fewer_units_than_territories_is_an_answer() {
    let plan = plan(&even_grid(2, 1), &brief(3, 1.0), 1_000);
    assert_eq!(
        (plan.status, plan.causes[0].code()),
        (Status::Infeasible, "fewer_units_than_territories")
    );
}

#[test]
fn a_disconnected_region_is_divided_part_by_part() {
    let mut region = even_grid(10, 2);
    region.borders.retain_edges(|graph, edge| {
        let (a, b) = graph.edge_endpoints(edge).unwrap();
        (a.index() % 10 < 5) == (b.index() % 10 < 5)
    });
    let brief = brief(2, 0.05);
    let plan = plan(&region, &brief, 50_000);
    assert_eq!(violations(&region, &brief, &plan.territory), []);
}

#[test]
fn a_cancelled_search_still_answers() {
    let cancel = Cancel::default();
    cancel.cancel();
    let (region, brief) = (even_grid(10, 10), brief(4, 0.05));
    let plan = propose(&region, &brief, &Iterations(u64::MAX), &cancel, &mut |_| {}).unwrap();
    assert_eq!(plan.territory.len(), 100);
}

#[test]
fn the_best_so_far_only_gets_better() {
    let region = grid(30, 30, |x, y| vec![(x * 7 + y * y) as f64 % 13.0]);
    let brief = brief(7, 0.05);
    let mut seen: Vec<(f64, f64)> = Vec::new();
    let mut note = |progress: &Progress<'_>| seen.push((progress.excess, progress.objective));
    propose(&region, &brief, &Iterations(300_000), &Cancel::never(), &mut note).unwrap();
    assert!(seen.len() > 1);
    assert!(seen.windows(2).all(|two| two[1].0 < two[0].0 + 1e-9));
}

fn realignment(cap: f64) -> (Region, Brief) {
    // The left of three columns of territories has twice the work of the others.
    let region = grid(15, 10, |x, _| vec![if x < 5 { 2.0 } else { 1.0 }]);
    let mut brief = brief(3, 1.0);
    brief.weights = Weights { balance: 1_000.0, compactness: 0.01, border: 0.0, disruption: 0.0 };
    brief.present = Some(Present {
        territory: (0..150).map(|unit| Some(unit % 15 / 5)).collect(),
        caps: vec![MoveCap { name: "accounts".into(), weight: vec![1.0; 150], max: cap }],
    });
    (region, brief)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Every unit in exactly one territory, all of them connected, caps and hard limits kept, and
    /// the measures equal to a recount, whatever the region.
    #[test]
    fn plans_keep_the_rules(
        width in 4_usize..12,
        height in 4_usize..12,
        k in 2_usize..6,
        seed in 0_u64..1_000,
        weights in prop::collection::vec(0_u32..9, 144),
    ) {
        let region = grid(width, height, |x, y| vec![f64::from(weights[y * 12 + x]) + 1.0]);
        let brief = Brief { seed, ..brief(k, 0.5) };
        let plan = plan(&region, &brief, 20_000);
        let found = violations(&region, &brief, &plan.territory);
        let only_loads = found.iter().all(|violation| violation.code() == "load");
        prop_assert!(only_loads, "{found:?}");
        prop_assert_eq!(found.is_empty(), matches!(plan.status, Status::Feasible | Status::Optimal));
        for (own, measure) in measures::measure(&region, &brief, &plan.territory).iter().enumerate() {
            let members: Vec<_> = (0..region.units.len()).filter(|&u| plan.territory[u] == own).collect();
            let amount: f64 = members.iter().map(|&u| region.units[u].amounts[0]).sum();
            prop_assert_eq!(measure.n_units, members.len());
            prop_assert!((measure.loads[0].amount - amount).abs() < 1e-9);
            prop_assert_eq!(measure.n_components, 1);
        }
    }

    #[test]
    fn a_cap_is_never_exceeded(cap in 0.0_f64..40.0, seed in 0_u64..100) {
        let (region, brief) = realignment(cap);
        let brief = Brief { seed, ..brief };
        let plan = plan(&region, &brief, 20_000);
        prop_assert_eq!(violations(&region, &brief, &plan.territory), []);
    }
}

#[test]
fn a_few_moves_bring_most_of_the_balance() {
    let (region, brief) = realignment(16.0);
    let plan = plan(&region, &brief, 100_000);
    let before: Vec<usize> = (0..150).map(|unit| unit % 15 / 5).collect();
    let imbalance =
        |territory: &[usize]| measures::imbalance(&measures::measure(&region, &brief, territory));
    // loads 100 50 50 of 66.7: mean squared deviation 0.125; 10 units over two borders even it out
    assert!((imbalance(&before) - 0.125).abs() < 1e-9);
    assert!(imbalance(&plan.territory) < 0.05, "{}", imbalance(&plan.territory));
}
