use super::*;
use crate::domain::routing::test_problems::on_a_line;
use crate::domain::routing::{Costs, Problem, Window};

/// One rep paid by the second, visits of 10 s at 100 and 200 from home.
fn paid(windows: [Vec<Window>; 2]) -> Problem {
    let mut problem = on_a_line(&[0, 100, 200], 1);
    problem.reps[0].costs = Costs { per_work_s: 1, ..Costs::default() };
    for (visit, windows) in problem.visits.iter_mut().zip(windows) {
        visit.windows = windows;
    }
    problem
}

fn check(problem: &Problem, expected: Option<(i32, i32)>) {
    let timing = best_timing(&Model::new(problem), 0, &[0, 1]);
    assert_eq!(timing.map(|timing| (timing.start, timing.end)), expected);
}

#[test]
fn the_day_starts_late_enough_not_to_wait() {
    let second = vec![Window { from_s: 1000, to_s: 2000 }];
    // 200 travel, 10 service before 1000; 10 service and 200 travel after
    check(&paid([vec![], second]), Some((790, 1210)));
}

#[test]
fn a_later_window_can_make_a_shorter_day() {
    let first = vec![Window { from_s: 100, to_s: 150 }, Window { from_s: 900, to_s: 950 }];
    let second = vec![Window { from_s: 1000, to_s: 2000 }];
    // the first visit at 900, ready for the second at 1010: 100 + 10 + 100 + 10 + 200
    check(&paid([first, second]), Some((800, 1220)));
}

#[test]
fn an_impossible_order_has_no_timing() {
    check(
        &paid([vec![Window { from_s: 900, to_s: 950 }], vec![Window { from_s: 0, to_s: 300 }]]),
        None,
    );
}
