//! From problem to checked answer.

use std::sync::Mutex;

use super::exact;
use super::fault::{Fault, faults};
use super::model::{Model, NONE};
use super::neighbours::Neighbours;
use super::plan::Plan;
use super::problem::Problem;
use super::ranking;
use super::reasons::Explainer;
use super::rng::Rng;
use super::search::{Best, Search, Watch};
use super::solution::{Route, Solution, Status, Unserved};
use super::timeline;
use crate::domain::control::{Budget, Cancel, Iterations};

/// The most searches side by side.
pub const THREADS_MAX: usize = 64;
/// Better plans are told at most this often, as a share of the budget.
const TELL_EVERY: f64 = 0.01;
/// And after a pause of so many times what telling took.
const TELLING_PAUSE: f64 = 30.0;
/// Iterations of a search that finds what a proof then has to beat.
const WARM_UP: u64 = 256;

/// How to search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    pub seed: u64,
    /// Independent searches side by side; the best answer counts.
    pub threads: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { seed: 1, threads: 1 }
    }
}

/// The best plan found within the budget. Better plans are told on the way. The same problem,
/// seed, number of threads and iterations give the same answer to the byte.
///
/// # Errors
/// All faults of the problem. A visit that cannot be served is not a fault but part of the answer.
pub fn solve(
    problem: &Problem,
    options: Options,
    budget: &dyn Budget,
    cancel: &Cancel,
    on_improvement: &(dyn Fn(&Solution) + Sync),
) -> Result<Solution, Vec<Fault>> {
    let found = faults(problem);
    if !found.is_empty() {
        return Err(found);
    }
    let model = Model::new(problem);
    let neighbours = Neighbours::new(&model);
    let run = |thread: usize, budget: &dyn Budget, watch: &mut dyn Watch| {
        let rng = Rng::stream(options.seed, thread as u64);
        Search::new(problem, &model, &neighbours, rng).run(budget, cancel, watch)
    };
    let mut results = Vec::new();
    if exact::is_eligible(problem, &model) {
        let (known, iterations) = run(0, &Iterations(WARM_UP), &mut Silence);
        if let Some(best) = exact::solve(&model, &known, budget, cancel) {
            return Ok(answer(problem, &model, &best, Status::Optimal, iterations));
        }
        results.push((known, iterations));
    }
    let told = Mutex::new(Told { cost: i64::MAX, again_from: f64::NEG_INFINITY });
    results.extend(side_by_side(options.threads.clamp(1, THREADS_MAX), &|thread| {
        let mut teller = Teller { problem, model: &model, budget, told: &told, on_improvement };
        run(thread, budget, &mut teller)
    }));
    let iterations = results.iter().map(|(_, iterations)| iterations).sum();
    results.sort_by_key(|(best, _)| best.cost);
    let best = &results[0].0;
    Ok(answer(problem, &model, best, Status::Feasible, iterations))
}

fn side_by_side(n_threads: usize, run: &(dyn Fn(usize) -> (Best, u64) + Sync)) -> Vec<(Best, u64)> {
    if n_threads == 1 {
        return vec![run(0)];
    }
    std::thread::scope(|scope| {
        let handles: Vec<_> =
            (0..n_threads).map(|thread| scope.spawn(move || run(thread))).collect();
        handles.into_iter().filter_map(|handle| handle.join().ok()).collect()
    })
}

/// What the listener has heard so far.
struct Told {
    cost: i64,
    /// The share of the budget from which on the next one may be told.
    again_from: f64,
}

/// Tells nobody.
struct Silence;

impl Watch for Silence {
    fn improved(&mut self, _: &Best, _: f64) {}
}

struct Teller<'a> {
    problem: &'a Problem,
    model: &'a Model,
    budget: &'a dyn Budget,
    told: &'a Mutex<Told>,
    on_improvement: &'a (dyn Fn(&Solution) + Sync),
}

impl Watch for Teller<'_> {
    fn improved(&mut self, best: &Best, spent: f64) {
        let Ok(mut told) = self.told.lock() else { return };
        if best.cost >= told.cost || spent < told.again_from {
            return;
        }
        let before = self.budget.spent(best.iteration);
        let solution = answer(self.problem, self.model, best, Status::Feasible, best.iteration);
        (self.on_improvement)(&solution);
        let after = self.budget.spent(best.iteration);
        let again_from = after + TELL_EVERY.max((after - before) * TELLING_PAUSE);
        *told = Told { cost: best.cost, again_from };
    }
}

fn answer(
    problem: &Problem,
    model: &Model,
    best: &Best,
    status: Status,
    iterations: u64,
) -> Solution {
    let used = best.orders.iter().enumerate().filter(|(_, order)| !order.is_empty());
    let mut routes: Vec<Route> = used
        .filter_map(|(rep, order)| timeline::route(model, u32::try_from(rep).ok()?, order))
        .collect();
    let unserved = unserved(problem, model, best);
    let mut cost = best.cost - missing_prizes(model, best);
    if !problem.ranking.is_empty() {
        for route in &mut routes {
            route.cost = ranking::route_cost(problem, route);
        }
        let prizes = unserved.iter().filter_map(|left_out| problem.visits[left_out.visit].prize);
        cost = prizes.sum::<i64>() + routes.iter().map(|route| route.cost).sum::<i64>();
    }
    Solution {
        status,
        ranks: ranking::values(problem, &routes, &unserved),
        routes,
        unserved,
        cost,
        iterations,
        best_iteration: best.iteration,
    }
}

/// Mandatory visits have no price; what the search counted for them is taken off again.
fn missing_prizes(model: &Model, best: &Best) -> i64 {
    let missing = left_out(model, best).filter(|visit| !model.is_optional[*visit]);
    missing.map(|visit| model.prize[visit]).sum()
}

fn left_out(model: &Model, best: &Best) -> impl Iterator<Item = usize> {
    let mut is_served = vec![false; model.n];
    for visit in best.orders.iter().flatten() {
        is_served[*visit as usize] = true;
    }
    (0..model.n).filter(move |visit| !is_served[*visit])
}

fn unserved(problem: &Problem, model: &Model, best: &Best) -> Vec<Unserved> {
    let left: Vec<usize> = left_out(model, best).collect();
    if left.is_empty() {
        return Vec::new();
    }
    let plan = rebuilt(model, best);
    let explainer = Explainer::new(problem, &plan);
    left.into_iter()
        .map(|visit| {
            let node = u32::try_from(visit).unwrap_or(NONE);
            Unserved { visit, reason: explainer.reason(node) }
        })
        .collect()
}

fn rebuilt<'m>(model: &'m Model, best: &Best) -> Plan<'m> {
    let mut plan = Plan::empty(model);
    for (rep, order) in best.orders.iter().enumerate() {
        let rep = u32::try_from(rep).unwrap_or(NONE);
        let mut after = model.start_node(rep);
        plan.touch(rep);
        for &visit in order {
            plan.link(visit, after);
            after = visit;
        }
        // the search kept it feasible
        let _ = plan.settle_all(rep);
    }
    plan
}

#[cfg(test)]
#[path = "solve_tests.rs"]
mod tests;
