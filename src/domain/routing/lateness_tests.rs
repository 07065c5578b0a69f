use super::*;
use crate::domain::control::{Cancel, Iterations};
use crate::domain::routing::check::check;
use crate::domain::routing::rng::Rng;
use crate::domain::routing::test_problems::{on_a_line, rich};
use crate::domain::routing::{Break, Options, Solution, Window, solve};

fn run(problem: &Problem, iterations: u64) -> Solution {
    let budget = Iterations(iterations);
    let solved = solve(problem, Options::default(), &budget, &Cancel::never(), &|_| ()).unwrap();
    assert_eq!(check(problem, &solved), [], "{solved:?}");
    solved
}

/// Visits at 10 and 20, both to begin by 15; the second may be late.
fn two_at_once() -> Problem {
    let mut problem = on_a_line(&[0, 10, 20], 1);
    for visit in &mut problem.visits {
        visit.windows = vec![Window { from_s: 0, to_s: 15 }];
    }
    problem.visits[1].late_max_s = 100;
    problem.visits[1].per_late_s = 3;
    problem
}

#[test]
fn a_visit_is_late_at_its_price() {
    let solution = run(&two_at_once(), 200);
    // 10 s there, 10 s of service, 10 s on: 15 s late
    assert_eq!(solution.cost, 40 + 15 * 3);
    let late: Vec<i64> = solution.routes[0].stops.iter().map(|stop| stop.late_s).collect();
    assert_eq!(late, [0, 15]);
}

#[test]
fn nobody_is_later_than_allowed() {
    let mut problem = two_at_once();
    problem.visits[1].late_max_s = 14;
    assert_eq!(run(&problem, 200).unserved.len(), 1);
    problem.visits[1].late_max_s = 100;
    problem.visits[1].due_s = Some(29);
    assert_eq!(run(&problem, 200).unserved.len(), 1);
}

#[test]
fn lateness_is_dropped_where_leaving_out_costs_less() {
    let mut problem = two_at_once();
    problem.visits[1].prize = Some(60);
    assert_eq!(run(&problem, 200).cost, 20 + 60);
    problem.visits[1].prize = Some(70);
    assert_eq!(run(&problem, 200).cost, 40 + 45);
}

#[test]
fn waiting_for_the_next_window_competes_with_lateness() {
    let mut problem = two_at_once();
    problem.visits[1].windows.push(Window { from_s: 40, to_s: 50 });
    // nothing follows: waiting is free
    assert_eq!(run(&problem, 200).cost, 40);
    // home by 61 only without the wait
    problem.reps[0].shift = Window { from_s: 0, to_s: 61 };
    assert_eq!(run(&problem, 200).cost, 40 + 45);
}

#[test]
fn the_departure_weighs_work_against_lateness() {
    let mut problem = on_a_line(&[0, 10, 20], 1);
    problem.visits[0].windows = vec![Window { from_s: 0, to_s: 12 }];
    (problem.visits[0].late_max_s, problem.visits[0].per_late_s) = (1000, 5);
    problem.visits[1].windows = vec![Window { from_s: 100, to_s: 200 }];
    problem.reps[0].costs.per_work_s = 1;
    // leaves at 2 to be there at 12, and waits at the second
    let solution = run(&problem, 200);
    assert_eq!((solution.routes[0].departs_s, solution.cost), (2, 40 + 128));
    problem.visits[0].per_late_s = 0;
    assert_eq!(run(&problem, 200).cost, 40 + 60);
}

#[test]
fn release_and_due_cut_the_windows() {
    let mut problem = on_a_line(&[0, 10], 1);
    problem.visits[0].windows =
        vec![Window { from_s: 0, to_s: 100 }, Window { from_s: 500, to_s: 600 }];
    problem.visits[0].release_s = Some(50);
    assert_eq!(run(&problem, 100).routes[0].stops[0].starts_s, 50);
    problem.visits[0].release_s = Some(101);
    problem.visits[0].due_s = Some(550);
    assert_eq!(run(&problem, 100).routes[0].stops[0].starts_s, 500);
}

/// The cheapest start times by trying every instant, breaks left out.
fn by_brute_force(model: &Model, order: &[u32], start: i32) -> i64 {
    let mut states = vec![(start, 0_i64)];
    let mut at = model.start_node(0);
    for &visit in order {
        let travel = model.arc(model.kind(0).matrix, at, visit).time;
        let mut next = Vec::new();
        for (now, price) in states {
            for starts in now + travel..=model.kind(0).to_max {
                if model.opens(visit, starts) == starts {
                    let price = price + model.lateness.price(visit, starts);
                    next.push((starts + model.task(at, visit, 0), price));
                }
            }
        }
        next.sort_unstable();
        let mut least = i64::MAX;
        next.retain(|state| {
            state.1 < least && {
                least = state.1;
                true
            }
        });
        (states, at) = (next, visit);
    }
    let travel = model.arc(model.kind(0).matrix, at, model.end_node(0)).time;
    let ends = states.iter().filter(|(now, _)| now + travel <= model.kind(0).to_max);
    ends.map(|(now, price)| model.kind(0).work_cost(start, now + travel) + price).min().unwrap()
}

#[test]
fn no_choice_of_start_times_is_cheaper() {
    let mut rng = Rng::new(5);
    for _ in 0..300 {
        let mut problem = on_a_line(&[0, 7, 13, 20, 24], 1);
        let mut number = |most: usize| i64::try_from(rng.below(most)).unwrap();
        for visit in &mut problem.visits {
            for _ in 0..number(4) {
                let from_s = number(60);
                visit.windows.push(Window { from_s, to_s: from_s + number(20) });
            }
            (visit.late_max_s, visit.per_late_s) = (60 * number(2), number(5));
            visit.service_s = number(10);
        }
        problem.reps[0].shift = Window { from_s: 0, to_s: 150 };
        problem.visits[0].late_max_s = 60;
        problem.reps[0].costs.per_work_s = number(3);
        let model = Model::new(&problem);
        let order = [2, 0, 3, 1];
        let day = Planner::new(&model, 0, &order).day(0);
        let Some(day) = day else { continue };
        assert_eq!(day.cost, by_brute_force(&model, &order, 0), "{problem:?}");
    }
}

#[test]
fn a_lunch_beside_late_visits_is_kept() {
    let mut problem = two_at_once();
    problem.reps[0].breaks = vec![Break {
        windows: vec![Window { from_s: 5, to_s: 45 }],
        duration_s: 20,
        ..Break::default()
    }];
    // lunch after both: the second is no later than without it
    assert_eq!(run(&problem, 200).cost, 40 + 45);
}

#[test]
fn rich_problems_with_lateness_are_sound() {
    for seed in 0..60 {
        let mut problem = rich(seed, 18, 3);
        problem.ranking.clear();
        for visit in &mut problem.visits {
            (visit.late_max_s, visit.per_late_s) = (5_000, 2);
        }
        run(&problem, 150);
    }
}
