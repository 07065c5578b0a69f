use super::*;
use crate::domain::territory::brief::{MoveCap, Present};
use crate::domain::territory::testing::{brief, even_grid};

fn check(territory: &[usize], change: impl Fn(&mut Brief), expected: &[&str]) {
    let mut brief = brief(2, 0.1);
    change(&mut brief);
    let found = violations(&even_grid(4, 1), &brief, territory);
    let codes: Vec<_> = found.iter().map(Violation::code).collect();
    assert_eq!(codes, expected, "{found:?}");
}

#[test]
fn each_rule_is_judged() {
    check(&[0, 0, 1, 1], |_| {}, &[]);
    check(&[0, 0, 1], |_| {}, &["units"]);
    check(&[0, 0, 1, 2], |_| {}, &["no_such_territory"]);
    check(&[0, 1, 0, 1], |_| {}, &["not_contiguous", "not_contiguous"]);
    check(&[0, 0, 0, 1], |_| {}, &["load", "load"]);
    check(&[0, 0, 0, 0], |_| {}, &["empty", "load", "load"]);
    check(&[0, 0, 1, 1], |b| b.locks = vec![Lock::To { unit: 0, territory: 1 }], &["lock"]);
    check(&[0, 0, 1, 1], |b| b.locks = vec![Lock::Together { units: vec![0, 3] }], &["apart"]);
}

#[test]
fn a_cap_counts_what_leaves() {
    let present = |max| Present {
        territory: vec![Some(0), Some(1), None, Some(1)],
        caps: vec![MoveCap { name: "accounts".into(), weight: vec![1.0, 5.0, 1.0, 1.0], max }],
    };
    check(&[0, 0, 1, 1], |b| b.present = Some(present(5.0)), &[]);
    check(&[0, 0, 1, 1], |b| b.present = Some(present(4.0)), &["cap"]);
}
