//! A whole route taken out: what no stretch of it shows is that it could do without.

use super::{Removed, is_removable};
use crate::domain::routing::plan::{Infeasible, Plan};

/// Longer routes stay: too much would have to be put back.
const LEN_MAX: u32 = 64;

/// Takes all visits of the route that serves `seed` out of the plan, if there are not too many.
pub(in crate::domain::routing) fn run(
    plan: &mut Plan<'_>,
    seed: u32,
    removed: &mut Removed,
) -> Result<(), Infeasible> {
    let route = plan.nodes[seed as usize].route;
    if !plan.is_served(seed) || plan.routes[route as usize].len > LEN_MAX {
        return Ok(());
    }
    plan.touch(route);
    let mut at = plan.nodes[plan.model.start_node(route) as usize].next;
    while plan.model.is_visit(at) {
        let next = plan.nodes[at as usize].next;
        if is_removable(plan.model, at) {
            removed.take(plan, at);
        }
        at = next;
    }
    let (start, end) = (plan.model.start_node(route), plan.model.end_node(route));
    plan.settle(route, start, end)
}
