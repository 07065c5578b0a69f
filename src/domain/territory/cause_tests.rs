use super::*;
use crate::domain::territory::testing::{brief, even_grid, grid};

fn check(region: &Region, brief: &Brief, expected: &[&str]) {
    let found = causes(region, brief, &Problem::new(region, brief));
    let codes: Vec<_> = found.iter().map(Cause::code).collect();
    assert_eq!(codes, expected, "{found:?}");
}

#[test]
fn a_possible_brief_has_no_cause() {
    check(&even_grid(4, 4), &brief(4, 0.1), &[]);
}

#[test]
fn fewer_units_than_territories() {
    let heavy = ["fewer_units_than_territories", "unit_too_heavy", "unit_too_heavy"];
    check(&even_grid(2, 1), &brief(3, 0.1), &heavy);
}

#[test]
fn a_unit_that_alone_holds_too_much_is_named() {
    let region = grid(10, 1, |x, _| vec![if x == 3 { 9.0 } else { 1.0 }]);
    let brief = brief(3, 0.05);
    let found = causes(&region, &brief, &Problem::new(&region, &brief));
    // 9 of 18 is half of all; a third and five per cent of it is the most
    let expected = "unit 3,0 alone holds 50.0 % of all work, a territory may hold 35.0 % at most";
    assert_eq!(found[0].to_string(), expected);
}

#[test]
fn hard_limits_that_do_not_add_up() {
    let mut brief = brief(2, 1.0);
    brief.activities[0].min = Some(9.0);
    check(&even_grid(4, 4), &brief, &["too_little"]);
    brief.activities[0].min = None;
    brief.activities[0].max = Some(7.0);
    check(&even_grid(4, 4), &brief, &["too_much"]);
}

#[test]
fn locks_that_contradict_or_cannot_meet() {
    let mut brief = brief(2, 1.0);
    brief.locks = vec![
        Lock::Together { units: vec![0, 1] },
        Lock::To { unit: 0, territory: 0 },
        Lock::To { unit: 1, territory: 1 },
    ];
    check(&even_grid(4, 1), &brief, &["locks_contradict"]);
    brief.locks = vec![
        Lock::To { unit: 0, territory: 0 },
        Lock::To { unit: 1, territory: 1 },
        Lock::To { unit: 2, territory: 0 },
    ];
    check(&even_grid(4, 1), &brief, &["locks_apart"]);
}

#[test]
fn a_region_in_more_parts_than_territories() {
    let mut region = even_grid(3, 1);
    region.borders.clear_edges();
    check(&region, &brief(2, 1.0), &["disconnected"]);
}
