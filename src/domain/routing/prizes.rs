//! What it costs the search to leave a visit out.

use super::lateness;
use super::model::{Arc, Kind};
use super::problem::{CENTRE_MAX_M, Problem, Rep, Visit};
use super::ways;

/// More than any plan can cost, so that one mandatory visit outweighs everything else.
pub(super) fn missing_cost(problem: &Problem, kinds: &[Kind], matrices: &[Vec<Arc>]) -> i64 {
    let longest: Vec<Arc> = matrices.iter().map(|matrix| ways::longest(matrix)).collect();
    let mut worst_arc = 0;
    let mut worst_route = 0;
    for kind in kinds {
        worst_arc = worst_arc.max(kind.arc_cost(longest[kind.matrix]));
        let tasks = i64::from(kind.to_max - kind.from) * kind.per_task;
        worst_route =
            worst_route.max(kind.per_use + kind.work_cost(kind.from, kind.to_max) + tasks);
    }
    let n_visits = i64::try_from(problem.visits.len()).unwrap_or(i64::MAX);
    let n_routes = n_visits.min(i64::try_from(problem.reps.len()).unwrap_or(i64::MAX));
    let prizes: i64 = problem.visits.iter().filter_map(|visit| visit.prize).sum();
    let reps = kinds.iter().filter_map(|kind| kind.reps.first().map(|rep| *rep as usize));
    let reps: Vec<usize> = reps.filter(|_| has_prices(problem)).collect();
    let dearest = |visit| reps.iter().map(|rep| price(problem, visit, *rep)).max();
    let prizes = prizes.saturating_add(problem.visits.iter().filter_map(dearest).sum());
    let prizes = prizes.saturating_add(lateness::most(problem));
    let routes = worst_route.saturating_mul(n_routes);
    let arcs = worst_arc.saturating_mul(n_visits + n_routes);
    let heaviest = problem.visits.iter().map(|visit| visit.priority).max().unwrap_or(0);
    let most = i64::MAX / 4 / (n_visits + 1) / (1 + i64::from(heaviest) * (n_visits + 1));
    routes.saturating_add(arcs).saturating_add(prizes).saturating_add(1).min(most)
}

/// Whether some visit has a price that depends on who does it.
pub(super) fn has_prices(problem: &Problem) -> bool {
    let is_centred = |rep: &Rep| rep.centre.is_some() && rep.costs.per_centre_m > 0;
    problem.visits.iter().any(|visit| !visit.price_by_rep.is_empty())
        || problem.reps.iter().any(is_centred)
}

/// What the visit costs besides when this rep does it.
pub(super) fn price(problem: &Problem, visit: &Visit, rep: usize) -> i64 {
    let own = &problem.reps[rep];
    let way = own.centre.map_or(0, |centre| {
        let distance = problem.profiles[own.profile].distance_m(centre, visit.place);
        i64::from(distance.min(CENTRE_MAX_M)) * own.costs.per_centre_m
    });
    visit.price(rep) + way
}

/// What leaving the visit out costs: one of a higher priority more than all of a lower one.
pub(super) fn prize(visit: &Visit, missing_cost: i64, weight: i64, n_visits: usize) -> i64 {
    let steps = i64::from(visit.priority) * (1 + i64::try_from(n_visits).unwrap_or(i64::MAX));
    visit.prize.map_or(missing_cost * (1 + steps), |prize| prize * weight)
}
