use crate::domain::control::{Cancel, Iterations};
use crate::domain::territory::testing::{brief, even_grid, grid};
use crate::domain::territory::{Region, Status, Weights, propose};

fn cut_edges(region: &Region, k: usize, tolerance: f64) -> (Status, f64) {
    let mut brief = brief(k, tolerance);
    brief.weights = Weights { balance: 0.0, compactness: 0.0, border: 0.001, disruption: 0.0 };
    let plan =
        propose(region, &brief, &Iterations(2_000_000), &Cancel::never(), &mut |_| {}).unwrap();
    (plan.status, plan.objective)
}

#[test]
fn a_grid_is_best_halved_across_its_short_side() {
    // 4 x 6: a cut of 4 borders halves it
    let (status, objective) = cut_edges(&even_grid(4, 6), 2, 0.0);
    assert_eq!((status, objective.round()), (Status::Optimal, 4.0));
}

#[test]
fn quarters_of_a_square_need_eight_borders() {
    let (status, objective) = cut_edges(&even_grid(4, 4), 4, 0.0);
    assert_eq!((status, objective.round()), (Status::Optimal, 8.0));
}

#[test]
fn infeasibility_is_proved() {
    // a row of 2 5 2: whichever way it is cut, one side has 2 and the other 7 of 9
    let region = grid(3, 1, |x, _| vec![[2.0, 3.5, 2.0][x]]);
    let (status, _) = cut_edges(&region, 2, 0.2);
    assert_eq!(status, Status::Infeasible);
}

#[test]
fn the_only_feasible_plan_is_found() {
    // 1 2 3 4 5 6 7 | 8 9 11: 28 on both sides
    let region = grid(10, 1, |x, _| vec![[1., 2., 3., 4., 5., 6., 7., 8., 9., 11.][x]]);
    let (status, objective) = cut_edges(&region, 2, 0.0);
    assert_eq!((status, objective.round()), (Status::Optimal, 1.0));
}
