use super::*;
use crate::domain::territory::brief::Activity;
use crate::domain::territory::testing::{brief, even_grid, grid};

fn check(region: &Region, brief: &Brief, expected: &[&str]) {
    let codes: Vec<_> = faults(region, brief).iter().map(Fault::code).collect();
    assert_eq!(codes, expected);
}

#[test]
fn a_sound_brief_has_no_fault() {
    check(&even_grid(3, 3), &brief(2, 0.5), &[]);
}

#[test]
fn an_empty_region_is_refused() {
    check(&Region::default(), &brief(2, 0.1), &["territory.no_units"]);
}

#[test]
fn negative_missing_and_zero_amounts_are_named() {
    let region = grid(2, 1, |x, _| vec![if x == 0 { -1.0 } else { f64::NAN }]);
    check(&region, &brief(2, 0.1), &["territory.amount", "territory.amount"]);
    let region = grid(2, 1, |_, _| vec![]);
    check(&region, &brief(2, 0.1), &["territory.amounts_missing", "territory.amounts_missing"]);
    let region = grid(2, 1, |_, _| vec![0.0]);
    check(&region, &brief(2, 0.1), &["territory.nothing_to_balance"]);
}

#[test]
fn impossible_limits_are_named_together() {
    let mut brief = brief(0, 1.5);
    brief.activities[0].min = Some(3.0);
    brief.activities[0].max = Some(2.0);
    let expected = ["territory.count", "territory.tolerance", "territory.min_above_max"];
    check(&even_grid(2, 2), &brief, &expected);
}

#[test]
fn targets_and_locks_must_fit() {
    let mut brief = brief(2, 0.1);
    brief.activities =
        vec![Activity { targets: Targets::Shares(vec![1.0]), ..Activity::equal("work", 0.1) }];
    brief.locks = vec![Lock::To { unit: 99, territory: 5 }];
    let expected = ["territory.length", "territory.lock_unit", "territory.lock_territory"];
    check(&even_grid(2, 2), &brief, &expected);
}
