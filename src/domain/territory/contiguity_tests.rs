use super::*;
use crate::domain::territory::testing::{brief, even_grid};

/// Territories drawn as digits, row by row.
fn check(rows: &[&str], atom: usize, expected: bool) {
    let width = rows[0].len();
    let region = even_grid(width, rows.len());
    let p = Problem::new(&region, &brief(2, 0.5));
    let territory = rows.concat().bytes().map(|digit| u32::from(digit - b'0')).collect();
    let state = State::new(&p, territory);
    assert_eq!(Contiguity::new(&p).may_leave(&p, &state, atom), expected, "{rows:?} {atom}");
}

#[test]
fn an_end_may_leave_a_middle_may_not() {
    check(&["0001"], 0, true);
    check(&["0001"], 1, false);
    check(&["0001"], 2, true);
}

#[test]
fn a_way_around_keeps_a_territory_together() {
    check(&["000", "010", "000"], 1, true);
    check(&["000", "010", "011"], 1, false);
}

#[test]
fn the_last_atom_stays() {
    check(&["0111"], 0, false);
}

#[test]
fn a_stray_part_may_leave() {
    check(&["01110"], 4, true);
}
