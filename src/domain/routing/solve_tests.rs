use super::*;
use crate::domain::control::Iterations;
use crate::domain::routing::check::check;
use crate::domain::routing::test_problems::{on_a_line, rich};
use crate::domain::routing::{Item, Pair, Position, Reason, Window};
use proptest::prelude::*;

fn run(problem: &Problem, iterations: u64) -> Solution {
    let budget = Iterations(iterations);
    let solution = solve(problem, Options::default(), &budget, &Cancel::never(), &|partial| {
        assert_eq!(check(problem, partial), []);
    });
    let solution = solution.unwrap();
    assert_eq!(check(problem, &solution), [], "{solution:?}");
    solution
}

#[test]
fn a_line_is_driven_there_and_back() {
    let solution = run(&on_a_line(&[0, 30, 10, 20], 1), 0);
    assert_eq!(solution.status, Status::Optimal);
    // 30 s out, 30 s back
    assert_eq!(solution.cost, 60);
    assert_eq!(solution.unserved, []);
}

#[test]
fn many_visits_are_searched() {
    let positions: Vec<u32> = (0..40).map(|k| k * 17 % 41).collect();
    let solution = run(&on_a_line(&positions, 1), 20_000);
    assert_eq!(solution.status, Status::Feasible);
    assert_eq!(solution.cost, 80);
}

#[test]
fn an_over_full_day_keeps_the_dear_visits() {
    let mut problem = on_a_line(&[0, 100, 100, 100], 1);
    for (visit, prize) in problem.visits.iter_mut().zip([500, 900, 700]) {
        visit.service_s = 300;
        visit.prize = Some(prize);
    }
    // 100 s there, twice 300 s, 100 s back
    problem.reps[0].shift = Window { from_s: 0, to_s: 800 };
    let solution = run(&problem, 0);
    assert_eq!(solution.unserved, [Unserved { visit: 0, reason: Reason::NoTimeLeft }]);
    assert_eq!(solution.cost, 200 + 500);
}

#[test]
fn an_empty_problem_has_an_empty_answer() {
    let solution = run(&Problem::default(), 10);
    assert_eq!((solution.routes.len(), solution.cost), (0, 0));
    let solution = run(&on_a_line(&[0, 1], 0), 10);
    assert_eq!(solution.unserved, [Unserved { visit: 0, reason: Reason::NoRep }]);
}

#[test]
fn lunch_is_taken_inside_its_window() {
    let mut problem = on_a_line(&[0, 1000, 1100], 1);
    problem.reps[0].breaks = vec![crate::domain::routing::Break {
        windows: vec![Window { from_s: 1_200, to_s: 1_300 }],
        duration_s: 600,
        ..crate::domain::routing::Break::default()
    }];
    let solution = run(&problem, 100);
    let lunch = solution.routes[0].stops.iter().find(|stop| stop.item == Item::Break(0)).unwrap();
    assert!((1_200..=1_300).contains(&lunch.starts_s));
}

#[test]
fn a_break_waits_until_enough_is_handed_over() {
    let mut problem = on_a_line(&[0, 1000, 1100], 1);
    for visit in &mut problem.visits {
        visit.delivery = vec![5];
    }
    problem.reps[0].breaks =
        vec![crate::domain::routing::Break { max_load: vec![5], ..Default::default() }];
    let lunch_at = |problem: &Problem| {
        let solution = run(problem, 100);
        let mut stops = solution.routes[0].stops.iter();
        stops.position(|stop| stop.item == Item::Break(0))
    };
    assert!(lunch_at(&problem) >= Some(1));
    problem.reps[0].breaks[0].max_load = vec![0];
    assert_eq!(lunch_at(&problem), Some(2));
}

#[test]
fn a_frozen_beginning_stays() {
    let mut problem = on_a_line(&[0, 10, 20, 30, 40], 1);
    problem.start_plan = vec![vec![3, 0]];
    problem.frozen = vec![2];
    let solution = run(&problem, 2_000);
    let order: Vec<usize> = solution.routes[0].visits().collect();
    assert_eq!(order[..2], [3, 0]);
    assert_eq!(order.len(), 4);
}

#[test]
fn threads_share_nothing_and_agree() {
    let problem = rich(7, 30, 4);
    let options = Options { seed: 3, threads: 3 };
    let go = || {
        let budget = Iterations(300);
        solve(&problem, options, &budget, &Cancel::never(), &|_| ()).unwrap()
    };
    assert_eq!(go(), go());
}

#[test]
fn a_cancelled_search_answers_what_it_has() {
    let cancel = Cancel::default();
    cancel.cancel();
    let problem = on_a_line(&(0..40).collect::<Vec<_>>(), 1);
    let budget = Iterations(u64::MAX);
    let solution = solve(&problem, Options::default(), &budget, &cancel, &|_| ()).unwrap();
    assert_eq!(check(&problem, &solution), []);
    assert_eq!(solution.iterations, 0);
}

#[test]
fn a_pair_is_picked_up_before_it_is_handed_over() {
    let mut problem = on_a_line(&[0, 10, 20, 30, 40], 2);
    // from 30 to 10, and from 40 to 20, one after the other
    problem.pairs = vec![Pair { pickup: 2, delivery: 0 }, Pair { pickup: 3, delivery: 1 }];
    for (pickup, delivery) in [(2, 0), (3, 1)] {
        problem.visits[pickup].pickup = vec![1];
        problem.visits[delivery].delivery = vec![1];
    }
    for rep in &mut problem.reps {
        rep.capacity = vec![2];
        rep.costs.per_use = 1000;
    }
    let solution = run(&problem, 2_000);
    let order: Vec<usize> = solution.routes[0].visits().collect();
    assert_eq!(order, [2, 3, 1, 0]);
    for rep in &mut problem.reps {
        rep.capacity = vec![1];
    }
    // one at a time in one route: 0 30 10 40 20 0 (or 0 40 20 30 10 0, which is 40 + 20 + 10 + 20 + 10)
    let solution = run(&problem, 2_000);
    assert_eq!(solution.routes[0].visits().collect::<Vec<_>>(), [3, 1, 2, 0]);
    assert_eq!(solution.cost, 1_000 + 100);
}

#[test]
fn half_a_pair_is_not_done() {
    let mut problem = on_a_line(&[0, 10, 20, 30], 1);
    problem.pairs = vec![Pair { pickup: 0, delivery: 1 }];
    problem.visits[1].skills = vec![9];
    let solution = run(&problem, 500);
    let reasons: Vec<_> = solution.unserved.iter().map(|u| (u.visit, u.reason)).collect();
    assert_eq!(reasons, [(0, Reason::PartnerUnserved), (1, Reason::NoSkill)]);
}

#[test]
fn a_setup_is_needed_once_at_a_place() {
    let mut problem = on_a_line(&[0, 50], 1);
    problem.visits = vec![problem.visits[0].clone(); 3];
    problem.visits.iter_mut().for_each(|visit| visit.setup_s = 100);
    let solution = run(&problem, 200);
    // 50 s there, one setup of 100 s, three services of 10 s, 50 s back
    assert_eq!(solution.routes[0].returns_s - solution.routes[0].departs_s, 230);
}

#[test]
fn one_visit_of_high_priority_outweighs_many() {
    let mut problem = on_a_line(&[0, 100, 10, 11, 12], 1);
    problem.visits[0].priority = 1;
    problem.reps[0].shift = Window { from_s: 0, to_s: 212 };
    problem.start_plan = vec![vec![1, 2, 3]];
    problem.visits.iter_mut().skip(1).for_each(|visit| visit.service_s = 60);
    let solution = run(&problem, 2_000);
    assert_eq!(solution.routes[0].visits().collect::<Vec<_>>(), [0]);
}

#[test]
fn legs_may_have_prices_of_their_own() {
    let mut problem = on_a_line(&[0, 10, 20], 1);
    let mut prices = problem.profiles[0].clone();
    // the way out to 20 and back costs little, the rest much
    prices.duration_s = vec![0, 90, 1, 1, 0, 90, 90, 1, 0];
    problem.profiles.push(prices);
    problem.reps[0].price_profile = Some(1);
    let solution = run(&problem, 200);
    assert_eq!(solution.routes[0].visits().collect::<Vec<_>>(), [1, 0]);
    assert_eq!((solution.cost, solution.routes[0].travel_s()), (3, 40));
}

#[test]
fn a_change_from_the_agreed_plan_has_its_price() {
    let mut problem = on_a_line(&[0, 10, 20, 30, 40], 2);
    // one rep alone would drive no further than both
    problem.visits[1].price_by_rep = vec![(0, 25)];
    problem.visits[2].price_by_rep = vec![(0, 25), (1, 3)];
    let solution = run(&problem, 2_000);
    assert_eq!(solution.routes.len(), 1);
    assert_eq!((solution.routes[0].rep, solution.cost), (1, 80 + 3));
    // now the way back to the first rep pays
    problem.visits[0].price_by_rep = vec![(1, 500)];
    let solution = run(&problem, 2_000);
    let of_first = solution.routes.iter().find(|route| route.rep == 0).unwrap();
    assert_eq!(of_first.visits().collect::<Vec<_>>(), [0]);
    assert_eq!(solution.cost, 80 + 20 + 3);
}

#[test]
fn squared_hours_share_the_work_out() {
    let mut problem = on_a_line(&[0, 10, 11, 12, 13], 2);
    problem.visits.iter_mut().for_each(|visit| visit.service_s = 3_600);
    // one rep alone saves a way
    assert_eq!(run(&problem, 500).routes.len(), 1);
    problem.reps.iter_mut().for_each(|rep| rep.costs.per_squared_work_h = 100);
    let solution = run(&problem, 500);
    let counts: Vec<usize> = solution.routes.iter().map(|route| route.visits().count()).collect();
    assert_eq!(counts, [2, 2]);
    // twice two hours and what is driven
    let hours = |way: i64| (7_200 + way) * (7_200 + way) * 100 / (3_600 * 3_600);
    assert_eq!(solution.cost, 22 + 26 + hours(22) + hours(26));
}

#[test]
fn visits_gather_around_the_centres() {
    let mut problem = on_a_line(&[0, 10, 20, 30, 40], 2);
    for (rep, centre) in problem.reps.iter_mut().zip([1, 4]) {
        (rep.centre, rep.costs.per_centre_m) = (Some(centre), 1);
    }
    let solution = run(&problem, 500);
    let of = |rep: usize| solution.routes.iter().find(|route| route.rep == rep);
    let visits = |rep| of(rep).map(|r| r.visits().collect::<std::collections::BTreeSet<_>>());
    // 10 s are 100 m: 0 and 1 lie at or near place 1, 2 and 3 near place 4
    assert_eq!(visits(0), Some([0, 1].into()));
    assert_eq!(visits(1), Some([2, 3].into()));
    assert_eq!(solution.cost, 40 + 80 + 100 + 100);
}

#[test]
fn a_visit_may_be_locked_to_come_after_another() {
    let mut problem = on_a_line(&[0, 10, 20, 30, 40], 2);
    // one window makes 40 the last, and 10 is to come after it
    problem.pairs = vec![Pair { pickup: 3, delivery: 0 }, Pair { pickup: 0, delivery: 1 }];
    assert!(
        solve(&problem, Options::default(), &Iterations(9), &Cancel::never(), &|_| ()).is_err()
    );
    problem.pairs = vec![Pair { pickup: 3, delivery: 0 }];
    let solution = run(&problem, 2_000);
    let order: Vec<usize> =
        solution.routes.iter().find(|r| r.visits().any(|v| v == 0)).unwrap().visits().collect();
    let at = |visit: usize| order.iter().position(|other| *other == visit);
    assert!(at(3).is_some() && at(3) < at(0), "{order:?}");
}

/// The visit and all that cannot be served without it.
fn with_it(problem: &Problem, visit: usize) -> Vec<usize> {
    let mut gone = vec![visit];
    let mut at = 0;
    while let Some(&visit) = gone.get(at) {
        at += 1;
        let halves = |pair: &Pair| [(pair.pickup, pair.delivery), (pair.delivery, pair.pickup)];
        let partners = problem.pairs.iter().flat_map(halves);
        let others = partners.chain(problem.follows.iter().map(|f| (f.after, f.visit)));
        let bound = others.filter(|(one, other)| *one == visit && !gone.contains(other));
        let bound: Vec<usize> = bound.map(|(_, other)| other).collect();
        gone.extend(bound);
    }
    gone
}

/// Without what the proof does not cover.
fn plain(problem: &mut Problem) {
    problem.pairs.clear();
    problem.ranking.clear();
    for visit in &mut problem.visits {
        (visit.setup_s, visit.per_late_s) = (0, 0);
        visit.position.take_if(|position| matches!(position, Position::FromEnd(1..)));
        visit.setup_by_rep.clear();
    }
    for rep in &mut problem.reps {
        rep.price_profile = None;
        rep.breaks.iter_mut().for_each(|pause| pause.max_load.clear());
        rep.costs.per_task_s = 0;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_answer_passes_the_checker(seed: u64, n_visits in 1_usize..40, n_reps in 1_usize..5) {
        run(&rich(seed, n_visits, n_reps), 400);
    }

    #[test]
    fn the_same_seed_gives_the_same_bytes(seed: u64) {
        let problem = rich(seed, 25, 3);
        prop_assert_eq!(format!("{:?}", run(&problem, 200)), format!("{:?}", run(&problem, 200)));
    }

    #[test]
    fn a_higher_prize_never_lowers_the_optimal_total(seed: u64, raise in 1_i64..5_000) {
        let mut problem = rich(seed, 7, 1);
        plain(&mut problem);
        for visit in &mut problem.visits {
            visit.prize = Some(visit.prize.unwrap_or(4_000));
            visit.delivery.clear();
            visit.pickup.clear();
        }
        problem.reps[0].capacity.clear();
        let kept = |problem: &Problem| {
            let solution = run(problem, 0);
            prop_assert_eq!(solution.status, Status::Optimal);
            let all: i64 = problem.visits.iter().filter_map(|visit| visit.prize).sum();
            Ok(all - solution.cost)
        };
        let before = kept(&problem)?;
        problem.visits[3].prize = problem.visits[3].prize.map(|prize| prize + raise);
        prop_assert!(kept(&problem)? >= before);
    }

    #[test]
    fn the_search_never_beats_the_proof(seed: u64) {
        let mut problem = rich(seed, 6, 1);
        plain(&mut problem);
        for visit in &mut problem.visits { visit.delivery.clear(); visit.pickup.clear(); visit.prize.get_or_insert(50_000); }
        problem.reps[0].capacity.clear();
        let proven = run(&problem, 0);
        // a start plan sends it to the search
        problem.start_plan = vec![Vec::new()];
        let searched = run(&problem, 2_000);
        prop_assert!(searched.cost >= proven.cost);
        prop_assert_eq!(proven.status, Status::Optimal);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn without_one_visit_a_plan_stays_feasible(seed: u64, gone: prop::sample::Index) {
        let mut problem = rich(seed, 20, 3);
        // shares of a second could make two short ways shorter than one
        problem.reps.iter_mut().for_each(|rep| rep.travel_percent = 100);
        // and the next one at a place needs the setup
        problem.visits.iter_mut().for_each(|visit| (visit.setup_s, visit.setup_by_rep) = (0, vec![]));
        // only the ends of a route are always there
        let is_inner =
            |position: &mut Position| !matches!(position, Position::FromStart(0) | Position::FromEnd(0));
        problem.visits.iter_mut().for_each(|visit| { visit.position.take_if(is_inner); });
        let solution = run(&problem, 300);
        let mut orders = vec![Vec::new(); problem.reps.len()];
        for route in &solution.routes {
            orders[route.rep] = route.visits().collect();
        }
        let n_served: usize = orders.iter().map(Vec::len).sum();
        prop_assume!(n_served > 0);
        let gone = *orders.iter().flatten().nth(gone.index(n_served)).unwrap();
        let gone = with_it(&problem, gone);
        problem.visits[gone[0]].forbidden_reps = (0..problem.reps.len()).collect();
        for order in &mut orders {
            order.retain(|visit| !gone.contains(visit));
        }
        problem.start_plan = orders;
        let without = run(&problem, 0);
        let still: usize = without.routes.iter().map(|route| route.visits().count()).sum();
        prop_assert!(still + gone.len() >= n_served);
    }
}
