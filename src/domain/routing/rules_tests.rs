use super::*;
use crate::domain::control::{Cancel, Iterations};
use crate::domain::routing::check::check;
use crate::domain::routing::test_problems::on_a_line;
use crate::domain::routing::{Follow, Options, Reason, Solution, Status, Window, solve};

fn run(problem: &Problem, iterations: u64) -> Solution {
    let budget = Iterations(iterations);
    let solved = solve(problem, Options::default(), &budget, &Cancel::never(), &|_| ()).unwrap();
    assert_eq!(check(problem, &solved), [], "{solved:?}");
    solved
}

fn order(solution: &Solution) -> Vec<usize> {
    solution.routes[0].visits().collect()
}

fn follow(visit: usize, after: usize, is_direct: bool) -> Follow {
    Follow { visit, after, is_direct }
}

#[test]
fn first_and_last_are_kept_by_proof_and_search() {
    let mut problem = on_a_line(&[0, 10, 20, 30, 40], 1);
    problem.visits[3].position = Some(Position::FromStart(0));
    problem.visits[2].position = Some(Position::FromEnd(0));
    for start_plan in [Vec::new(), vec![vec![0, 1]]] {
        problem.start_plan = start_plan;
        let solution = run(&problem, 2_000);
        // out to 40, back to 10, 20, 30, home
        assert_eq!(order(&solution), [3, 0, 1, 2]);
        assert_eq!(solution.cost, 40 + 30 + 20 + 30);
    }
    problem.start_plan.clear();
    assert_eq!(run(&problem, 0).status, Status::Optimal);
}

#[test]
fn a_position_in_the_middle_is_kept() {
    for start_plan in [Vec::new(), vec![vec![1, 2]]] {
        let mut problem = on_a_line(&[0, 10, 20, 30, 40, 50], 1);
        problem.start_plan = start_plan;
        problem.visits[0].position = Some(Position::FromStart(2));
        let solution = run(&problem, 4_000);
        assert_eq!(order(&solution)[2], 0);
        // out to 30, back to 10, out to 50, home
        assert_eq!(solution.cost, 30 + 20 + 40 + 50);
        problem.visits[0].position = Some(Position::FromEnd(3));
        let solution = run(&problem, 4_000);
        assert_eq!(order(&solution)[1], 0);
    }
}

#[test]
fn chains_are_kept_by_proof_and_search() {
    let mut problem = on_a_line(&[0, 10, 20, 30, 40], 2);
    problem.follows = vec![follow(2, 3, true), follow(0, 2, false), follow(1, 0, false)];
    problem.reps[1].shift.to_s = 1;
    let solution = run(&problem, 2_000);
    assert_eq!(order(&solution), [3, 2, 0, 1]);
    problem.reps.pop();
    let solution = run(&problem, 0);
    assert_eq!((order(&solution), solution.status), (vec![3, 2, 0, 1], Status::Optimal));
}

#[test]
fn what_a_chain_hangs_on_can_stand_alone() {
    let mut problem = on_a_line(&[0, 10, 20, 30], 1);
    problem.follows = vec![follow(1, 0, false), follow(2, 1, true)];
    problem.visits[1].skills = vec![1];
    let solution = run(&problem, 200);
    assert_eq!(order(&solution), [0]);
    let reasons: Vec<_> = solution.unserved.iter().map(|u| (u.visit, u.reason)).collect();
    assert_eq!(reasons, [(1, Reason::NoSkill), (2, Reason::PredecessorUnserved)]);
}

#[test]
fn a_position_that_is_taken_is_the_reason() {
    let mut problem = on_a_line(&[0, 10, 20, 30], 1);
    for visit in &mut problem.visits {
        visit.position = Some(Position::FromStart(0));
    }
    let solution = run(&problem, 200);
    let reasons: Vec<_> = solution.unserved.iter().map(|u| u.reason).collect();
    assert_eq!(reasons, [Reason::NoPosition; 2]);
    // twelve others come before
    let mut problem = on_a_line(&(0..14).collect::<Vec<_>>(), 2);
    problem.visits[0].position = Some(Position::FromStart(12));
    problem.reps[1].shift = Window { from_s: 0, to_s: 1 };
    assert_eq!(run(&problem, 2_000).unserved, []);
}

#[test]
fn circles_and_their_ends_are_told() {
    let mut problem = on_a_line(&[0, 10, 20, 30, 40], 1);
    assert!(circle(&problem).is_empty());
    problem.follows = vec![follow(1, 0, false), follow(2, 1, true), follow(3, 2, false)];
    assert!(circle(&problem).is_empty());
    problem.follows.push(follow(1, 2, false));
    assert_eq!(circle(&problem), [1, 2, 3]);
    problem.follows = vec![follow(1, 1, false)];
    assert_eq!(circle(&problem), [1]);
}

#[test]
fn what_is_needed_is_put_in_before() {
    let mut problem = on_a_line(&[0, 10, 20, 30, 40], 1);
    problem.follows = vec![follow(0, 1, false), follow(1, 3, false)];
    problem.visits[2].position = Some(Position::FromStart(2));
    let mut visits = vec![2, 0, 1, 3];
    Rules::new(&problem).arrange(&mut visits);
    assert_eq!(visits, [3, 1, 0, 2]);
}

#[test]
fn locks_beside_many_visits_are_all_served() {
    let mut problem = on_a_line(&(0..50).map(|k| k * 17 % 51).collect::<Vec<_>>(), 3);
    for rep in &mut problem.reps {
        rep.max_visits = Some(20);
    }
    problem.follows = (0..6).map(|visit| follow(visit, visit + 1, visit % 2 == 0)).collect();
    problem.visits[10].position = Some(Position::FromStart(0));
    problem.visits[11].position = Some(Position::FromStart(0));
    problem.visits[12].position = Some(Position::FromEnd(0));
    problem.visits[13].position = Some(Position::FromStart(5));
    problem.visits[14].position = Some(Position::FromEnd(3));
    assert_eq!(run(&problem, 3_000).unserved, []);
}
