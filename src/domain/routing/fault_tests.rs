use super::*;
use crate::domain::routing::Follow;
use crate::domain::routing::test_problems::on_a_line;

fn check(change: impl FnOnce(&mut Problem), expected: &[&str]) {
    let mut problem = on_a_line(&[0, 10, 20], 1);
    change(&mut problem);
    let found: Vec<String> = faults(&problem).iter().map(ToString::to_string).collect();
    assert_eq!(found, expected);
}

#[test]
fn a_sound_problem_has_no_faults() {
    check(|_| (), &[]);
}

#[test]
fn all_faults_are_reported_together() {
    check(
        |problem| {
            problem.visits[1].place = 9;
            problem.visits[1].service_s = -5;
            problem.visits[0].windows = vec![Window { from_s: 10, to_s: 0 }];
            problem.reps[0].profile = 3;
        },
        &[
            "/visits/0/windows/0: the window ends before it starts",
            "/visits/1/place: there is no place 9, only 3",
            "/visits/1/service_s: -5 is negative",
            "/reps/0/profile: there is no profile 3, only 1",
        ],
    );
}

#[test]
fn dates_leave_a_window() {
    check(
        |problem| {
            problem.visits[0].release_s = Some(100);
            problem.visits[0].due_s = Some(99);
            problem.visits[1].windows = vec![Window { from_s: 0, to_s: 50 }];
            problem.visits[1].release_s = Some(61);
            (problem.visits[1].late_max_s, problem.visits[1].per_late_s) = (10, -1);
        },
        &[
            "/visits/0/due_s: the window ends before it starts",
            "/visits/1/windows: no window is open between the release and the due date",
            "/visits/1/per_late_s: -1 is negative",
        ],
    );
    // late enough
    check(
        |problem| {
            problem.visits[1].windows = vec![Window { from_s: 0, to_s: 50 }];
            (problem.visits[1].release_s, problem.visits[1].late_max_s) = (Some(60), 10);
        },
        &[],
    );
}

#[test]
fn locks_make_sense() {
    let follow = |visit, after, is_direct| Follow { visit, after, is_direct };
    check(
        |problem| {
            problem.visits[0].position = Some(Position::FromEnd(2));
            problem.follows = vec![follow(0, 1, true), follow(5, 0, false), follow(1, 1, false)];
        },
        &[
            "/visits/0/position: there is no position 2, only 2",
            "/follows/1/visit: there is no visit 5, only 2",
            "/follows: visit 0 is part of or behind a circle of visits that each follow another",
            "/follows: visit 1 is part of or behind a circle of visits that each follow another",
        ],
    );
    check(
        |problem| {
            problem.visits.push(problem.visits[0].clone());
            problem.follows = vec![follow(0, 1, true), follow(0, 2, true)];
        },
        &["/follows/1: visit 0 cannot come directly after two others"],
    );
}

#[test]
fn start_plans_are_looked_through() {
    check(
        |problem| {
            problem.start_plan = vec![vec![0, 0], vec![7]];
            problem.frozen = vec![3];
        },
        &[
            "/start_plan/0: visit 0 appears twice",
            "/start_plan/1: there is no rep 1, only 1",
            "/start_plan/1: there is no visit 7, only 2",
            "/frozen/0: 3 visits are frozen, the start plan has 2",
        ],
    );
}

#[test]
fn amounts_have_the_same_dimensions() {
    check(
        |problem| {
            problem.visits[0].delivery = vec![1, 2];
            problem.reps[0].capacity = vec![1];
        },
        &["/reps/0/capacity: 1 numbers where other amounts have 2"],
    );
}
