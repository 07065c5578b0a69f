use super::*;
use crate::domain::control::{Cancel, Iterations};
use crate::domain::routing::check::check;
use crate::domain::routing::test_problems::{on_a_line, rich};
use crate::domain::routing::{Options, Solution, Window, solve};

fn run(problem: &Problem, iterations: u64) -> Solution {
    let budget = Iterations(iterations);
    let solved = solve(problem, Options::default(), &budget, &Cancel::never(), &|_| ()).unwrap();
    assert_eq!(check(problem, &solved), [], "{solved:?}");
    solved
}

/// A visit far off for a little prize, and one next door; two reps, one of them far from home.
fn two_ways() -> Problem {
    let mut problem = on_a_line(&[0, 1_000, 10], 2);
    problem.visits[0].prize = Some(1);
    problem
}

#[test]
fn prizes_come_before_any_cost() {
    let mut problem = two_ways();
    let weighed = run(&problem, 500);
    assert_eq!((weighed.cost, weighed.unserved.len(), weighed.ranks), (21, 1, vec![]));
    problem.ranking = vec![Objective::Prizes, Objective::Cost];
    let ranked = run(&problem, 500);
    assert_eq!((ranked.cost, ranked.ranks), (2_000, vec![0, 2_000]));
    problem.ranking = vec![Objective::Cost];
    // a mandatory visit is left out for nothing
    assert_eq!(run(&problem, 500).ranks, [20]);
}

#[test]
fn what_comes_second_decides_between_equals() {
    let mut problem = on_a_line(&[0, 10, 10], 2);
    // the same cost for one rep or two, one of whom waits
    problem.visits[1].windows = vec![Window { from_s: 500, to_s: 600 }];
    problem.reps.iter_mut().for_each(|rep| rep.costs.per_use = 0);
    problem.ranking = vec![Objective::Reps, Objective::Work];
    assert_eq!(run(&problem, 500).ranks, [1, 500 + 10 + 10 - (500 - 10 - 10)]);
    problem.ranking = vec![Objective::Work, Objective::Reps];
    let by_work = run(&problem, 500);
    assert_eq!(by_work.ranks[1], 1);
    assert_eq!(by_work.ranks[0], 40);
}

#[test]
fn lateness_may_come_before_all() {
    let mut problem = on_a_line(&[0, 10, 20], 2);
    for visit in &mut problem.visits {
        visit.windows = vec![Window { from_s: 0, to_s: 20 }];
        visit.late_max_s = 500;
    }
    problem.reps.iter_mut().for_each(|rep| rep.costs.per_use = 1_000);
    assert_eq!(run(&problem, 500).routes.len(), 1);
    problem.ranking = vec![Objective::Lateness];
    let punctual = run(&problem, 500);
    assert_eq!((punctual.ranks, punctual.routes.len()), (vec![0], 2));
}

#[test]
fn the_weights_follow_from_the_bounds() {
    let mut problem = two_ways();
    problem.reps.iter_mut().for_each(|rep| rep.shift = Window { from_s: 0, to_s: 5_000 });
    problem.ranking = vec![Objective::Prizes, Objective::Reps, Objective::Work];
    problem.visits[0].prize = Some(600);
    problem.visits[1].prize = Some(400);
    let weights = Weights::new(&problem).unwrap();
    // costs: two days of at most 5000 s
    assert_eq!((weights.cost, weights.work), (1, 10_001));
    let by_work = 10_000 + 10_001 * 10_000;
    assert_eq!(weights.reps, by_work + 1);
    // prizes differ by 200 at least
    assert_eq!(weights.prizes, (by_work + 2 * weights.reps) / 200 + 1);
}

#[test]
fn what_does_not_fit_is_a_fault() {
    let mut problem = two_ways();
    problem.ranking = vec![Objective::Prizes, Objective::Distance, Objective::Work];
    problem.reps.iter_mut().for_each(|rep| rep.costs.per_meter = 1 << 24);
    let faults = crate::domain::routing::faults(&problem);
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert_eq!(faults[0].path, "/ranking");
    problem.ranking = vec![Objective::Work, Objective::Work];
    let faults = crate::domain::routing::faults(&problem);
    assert!(faults.iter().any(|fault| fault.path == "/ranking/1"));
}

/// No plan is better in an objective and equal in those before it.
#[test]
fn a_ranked_plan_beats_the_weighed_one() {
    use Objective::{Cost, Lateness, Prizes, Reps, Travel, Work};
    let rankings = [
        vec![Prizes, Cost, Work],
        vec![Reps, Prizes],
        vec![Prizes, Lateness, Cost],
        vec![Travel],
        vec![Cost, Prizes],
    ];
    let (mut n_run, mut n_worse) = (0, 0);
    for seed in 0..60 {
        let mut problem = rich(seed, 9, 2);
        problem.visits.iter_mut().for_each(|visit| visit.prize = visit.prize.or(Some(4_000)));
        problem.ranking.clear();
        let weighed = run(&problem, 1_500);
        problem.ranking.clone_from(&rankings[usize::try_from(seed).unwrap() % rankings.len()]);
        if !crate::domain::routing::faults(&problem).is_empty() {
            continue;
        }
        let ranked = run(&problem, 1_500);
        n_run += 1;
        let before = values(&problem, &weighed.routes, &weighed.unserved);
        n_worse += usize::from(before < ranked.ranks);
    }
    assert!(n_run > 40, "{n_run} could be ranked");
    assert!(n_worse <= 1, "{n_worse} of {n_run} were worse");
}
