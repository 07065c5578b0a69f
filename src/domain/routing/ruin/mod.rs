//! Taking visits out of a plan.

pub(super) mod route;
pub(super) mod strings;

use super::model::Model;
use super::plan::{Infeasible, Node, Plan};

/// Visits taken out in this round.
#[derive(Debug, Default)]
pub(super) struct Removed {
    pub visits: Vec<u32>,
}

impl Removed {
    /// Unlinks the visit; the route must be touched before.
    fn take(&mut self, plan: &mut Plan<'_>, visit: u32) {
        plan.unlink(visit);
        self.visits.push(visit);
    }
}

/// Takes the other halves of removed pairs out as well.
pub(super) fn take_partners(plan: &mut Plan<'_>, removed: &mut Removed) -> Result<(), Infeasible> {
    for index in 0..removed.visits.len() {
        let partner = plan.model.pairs.partner(removed.visits[index]);
        let Some(partner) = partner.filter(|partner| plan.is_served(*partner)) else { continue };
        let Node { prev, next, route, .. } = plan.nodes[partner as usize];
        plan.touch(route);
        removed.take(plan, partner);
        plan.settle(route, prev, next)?;
    }
    Ok(())
}

/// Takes visits out that are no longer where they are locked to.
pub(super) fn take_broken(plan: &mut Plan<'_>, removed: &mut Removed) -> Result<(), Infeasible> {
    if plan.model.rules.is_empty() {
        return Ok(());
    }
    let mut order = Vec::new();
    let touched: Vec<u32> = plan.touched().collect();
    for route in touched {
        order.clear();
        plan.order_into(route, &mut order);
        while let Some(visit) = plan.model.rules.first_broken(&order) {
            if !is_removable(plan.model, visit) {
                return Err(Infeasible);
            }
            removed.take(plan, visit);
            if let Some(partner) = plan.model.pairs.partner(visit) {
                removed.take(plan, partner);
            }
            order.clear();
            plan.order_into(route, &mut order);
        }
        let (start, end) = (plan.model.start_node(route), plan.model.end_node(route));
        plan.settle(route, start, end)?;
    }
    Ok(())
}

fn is_removable(model: &Model, visit: u32) -> bool {
    let is_frozen = |visit: u32| model.is_frozen[visit as usize];
    !is_frozen(visit) && !model.pairs.partner(visit).is_some_and(is_frozen)
}
