use super::*;
use crate::domain::control::{Cancel, Iterations};
use crate::domain::routing::test_problems::on_a_line;
use crate::domain::routing::{Options, solve};

fn solved() -> (Problem, Solution) {
    let problem = on_a_line(&[0, 10, 20, 30], 1);
    let budget = Iterations(0);
    let solution = solve(&problem, Options::default(), &budget, &Cancel::never(), &|_| ()).unwrap();
    assert_eq!(check(&problem, &solution), []);
    (problem, solution)
}

fn refused(change: impl FnOnce(&mut Problem, &mut Solution)) {
    let (mut problem, mut solution) = solved();
    change(&mut problem, &mut solution);
    assert_ne!(check(&problem, &solution), []);
}

#[test]
fn a_forged_answer_is_refused() {
    refused(|_, solution| solution.cost -= 1);
    refused(|_, solution| solution.routes[0].cost -= 1);
    refused(|_, solution| solution.routes[0].stops[1].arrives_s -= 1);
    refused(|_, solution| solution.routes[0].stops[1].leaves_s -= 1);
    refused(|_, solution| solution.routes[0].returns_s -= 1);
    refused(|_, solution| solution.routes[0].last_leg_m += 1);
    refused(|_, solution| solution.routes[0].stops.truncate(2));
    refused(|_, solution| solution.routes[0].stops.swap(0, 1));
    refused(|_, solution| solution.routes.push(solution.routes[0].clone()));
}

#[test]
fn a_tighter_problem_refuses_the_answer() {
    let none = crate::domain::routing::Window { from_s: 0, to_s: 0 };
    refused(|problem, _| problem.visits[2].windows = vec![none]);
    refused(|problem, _| problem.visits[0].skills = vec![4]);
    refused(|problem, _| problem.visits[0].forbidden_reps = vec![0]);
    refused(|problem, _| problem.reps[0].shift.to_s = 20);
    refused(|problem, _| problem.reps[0].max_travel_s = Some(59));
    refused(|problem, _| problem.reps[0].max_visits = Some(2));
    refused(|problem, _| {
        problem.reps[0].breaks =
            vec![super::super::Break { windows: Vec::new(), duration_s: 5, ..Default::default() }];
    });
    refused(|problem, _| problem.reps[0].costs.per_squared_work_h = 1 << 24);
    refused(|problem, _| {
        (problem.reps[0].centre, problem.reps[0].costs.per_centre_m) = (Some(0), 1);
    });
    refused(|problem, _| {
        problem.visits[0].delivery = vec![8];
        problem.reps[0].capacity = vec![7];
    });
}
