//! Good routes of many plans put together anew (Rochat & Taillard 1995; Subramanian, Uchoa &
//! Ochi 2013): the search remembers the routes it comes across, and from time to time the best
//! choice of them that serves every visit at most once is worked out.

mod choice;
mod dual;
mod pool;

use super::model::Model;
use super::plan::Plan;
use super::search::Orderings;
use choice::Choice;
use dual::Dual;
pub(super) use pool::Pool;

/// Routes kept from one choice to the next.
const KEPT: usize = 4_096;

/// A better plan than one that costs `known`, made of routes of the pool; None when none is found
/// with so much effort, which counts simple steps. Routes that can hardly be part of one are
/// forgotten.
pub(super) fn better(model: &Model, pool: &mut Pool, known: i64, effort: u64) -> Option<Orderings> {
    let dual = Dual::new(model, pool, effort)?;
    let chosen = Choice::new(model, pool, &dual, known, effort / 2).best();
    let orders = chosen.and_then(|chosen| orders(model, pool, &chosen));
    pool.retain_best(&dual.reduced, KEPT);
    orders
}

/// The routes of the columns, each with a rep of its kind.
fn orders(model: &Model, pool: &Pool, columns: &[usize]) -> Option<Orderings> {
    let mut orders = vec![Vec::new(); model.n_reps];
    let mut n_used = vec![0; model.kinds.len()];
    for &column in columns {
        let kind = pool.columns[column].kind as usize;
        let rep = *model.kinds[kind].reps.get(n_used[kind])?;
        n_used[kind] += 1;
        orders[rep as usize] = pool.visits(column).to_vec();
    }
    Some(orders)
}

/// Whether routes may change hands within their kind and nothing else binds them.
pub(super) fn is_possible(plan: &Plan<'_>) -> bool {
    let model = plan.model;
    let is_free = |visit: usize| plan.nodes[visit].route != super::model::NONE;
    model.n_frozen == 0 && (0..model.n).all(|visit| model.is_optional[visit] || is_free(visit))
}

#[cfg(test)]
#[path = "recombine_tests.rs"]
mod tests;
