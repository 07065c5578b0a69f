//! The exchanges: each puts two visits that are near each other side by side.
//!
//! Between two routes the tails behind them (2-opt*, Potvin & Rousseau 1995) or stretches beside
//! them (Or 1976; cross-exchange, Taillard et al. 1997); within one route a stretch turned round
//! (Croes 1958) or moved. Where reps differ it matters besides who goes on with which tail: then
//! heads change hands as well, and whole routes.

use super::splice::Splice;
use crate::domain::routing::plan::Plan;

/// What is to be done with a visit and a near one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Move {
    /// The near one and all behind it come behind the visit, and the other way round.
    Tails,
    /// The visit and `own - 1` behind it come behind the near one, in exchange for `other` visits
    /// that stand there.
    Cross { own: usize, other: usize },
    /// The visit and `own - 1` before it, turned round, come behind the near one.
    Turned { own: usize },
    /// The visits from behind the visit to the near one are turned round.
    Reverse,
    /// As `Tails`, but the other way about who drives what: the visits up to the visit and those
    /// before the near one change their reps.
    Heads,
}

/// Whether the new leg between the two is shorter than one of those it replaces, or longer by less
/// than the bound.
pub(super) fn may_pay(plan: &Plan<'_>, change: Move, visit: u32, near: u32, bound: i64) -> bool {
    let (here, there) = (&plan.nodes[visit as usize], &plan.nodes[near as usize]);
    let before = |node: u32| plan.nodes[prev(plan, node) as usize].next_cost;
    let (from, to, replaced) = match change {
        Move::Tails | Move::Heads => (visit, near, here.next_cost.max(before(near))),
        Move::Reverse => (visit, near, here.next_cost.max(there.next_cost)),
        Move::Cross { .. } => (near, visit, there.next_cost.max(before(visit))),
        Move::Turned { .. } => (near, visit, there.next_cost.max(here.next_cost)),
    };
    let kind = plan.model.kind(here.route);
    kind.arc_cost(plan.model.arc(kind.matrix, from, to)) < replaced.saturating_add(bound)
}

/// Fills in the splices of a move; how many there are, 0 when it cannot be done here.
pub(super) fn fill(
    plan: &Plan<'_>,
    splices: &mut [Splice; 2],
    change: Move,
    visit: u32,
    near: u32,
) -> usize {
    let is_one_route = plan.nodes[visit as usize].route == plan.nodes[near as usize].route;
    match change {
        Move::Tails if !is_one_route => tails(plan, splices, visit, near),
        Move::Heads if !is_one_route => heads(plan, splices, visit, near),
        Move::Cross { own, other } if !is_one_route => {
            cross(plan, splices, [visit, near], [own, other])
        }
        Move::Cross { own, other: 0 } => shifted(plan, splices, visit, near, own),
        Move::Turned { own } if !is_one_route => turned(plan, splices, visit, near, own),
        Move::Reverse if is_one_route => reversed(plan, splices, visit, near),
        _ => 0,
    }
}

fn next(plan: &Plan<'_>, node: u32) -> u32 {
    plan.nodes[node as usize].next
}

fn prev(plan: &Plan<'_>, node: u32) -> u32 {
    plan.nodes[node as usize].prev
}

/// Appends the visits from `at` on, at most so many; gives the node behind them.
fn walk(plan: &Plan<'_>, mut at: u32, most: usize, into: &mut Vec<u32>) -> u32 {
    for _ in 0..most {
        if !plan.model.is_visit(at) {
            break;
        }
        into.push(at);
        at = next(plan, at);
    }
    at
}

fn tails(plan: &Plan<'_>, splices: &mut [Splice; 2], visit: u32, near: u32) -> usize {
    let model = plan.model;
    let (one, other) = (plan.nodes[visit as usize].route, plan.nodes[near as usize].route);
    let [a, b] = splices;
    walk(plan, near, usize::MAX, a.set(plan, visit, model.end_node(one)));
    let rest = b.set(plan, prev(plan, near), model.end_node(other));
    walk(plan, next(plan, visit), usize::MAX, rest);
    2
}

fn heads(plan: &Plan<'_>, splices: &mut [Splice; 2], visit: u32, near: u32) -> usize {
    let model = plan.model;
    let route = |node: u32| plan.nodes[node as usize].route;
    let (one, other) = (model.start_node(route(visit)), model.start_node(route(near)));
    let [a, b] = splices;
    let behind = next(plan, visit);
    walk_until(plan, next(plan, other), near, a.set(plan, one, behind));
    walk_until(plan, next(plan, one), behind, b.set(plan, other, near));
    2
}

/// All visits of two reps change places; one of them may be idle.
pub(super) fn swapped(plan: &Plan<'_>, splices: &mut [Splice; 2], one: u32, other: u32) {
    let model = plan.model;
    let [a, b] = splices;
    for (splice, own, given) in [(a, one, other), (b, other, one)] {
        let (start, end) = (model.start_node(own), model.end_node(own));
        plan.order_into(given, splice.set(plan, start, end));
    }
}

fn cross(
    plan: &Plan<'_>,
    splices: &mut [Splice; 2],
    [visit, near]: [u32; 2],
    [own, other]: [usize; 2],
) -> usize {
    let [a, b] = splices;
    let after_own = walk(plan, visit, own, b.set(plan, near, near));
    let given = a.set(plan, prev(plan, visit), after_own);
    b.after = walk(plan, next(plan, near), other, given);
    let is_full = b.middle.len() == own && a.middle.len() == other;
    if is_full { 2 } else { 0 }
}

fn turned(plan: &Plan<'_>, splices: &mut [Splice; 2], visit: u32, near: u32, own: usize) -> usize {
    let [a, b] = splices;
    let taken = b.set(plan, near, next(plan, near));
    let mut at = visit;
    while taken.len() < own && plan.model.is_visit(at) {
        taken.push(at);
        at = prev(plan, at);
    }
    let is_full = taken.len() == own;
    a.set(plan, at, next(plan, visit));
    if is_full { 2 } else { 0 }
}

/// Within a route, from the visit to the near one or the other way round.
fn shifted(plan: &Plan<'_>, splices: &mut [Splice; 2], visit: u32, near: u32, own: usize) -> usize {
    let [a, spare] = splices;
    let moved = &mut spare.middle;
    moved.clear();
    let behind = walk(plan, visit, own, moved);
    if moved.len() < own || moved.contains(&near) || prev(plan, visit) == near {
        return 0;
    }
    let is_forward = comes_before(plan, visit, near);
    if is_forward {
        let middle = a.set(plan, prev(plan, visit), next(plan, near));
        walk_until(plan, behind, next(plan, near), middle);
        middle.extend_from_slice(moved);
    } else {
        let middle = a.set(plan, near, behind);
        middle.extend_from_slice(moved);
        walk_until(plan, next(plan, near), visit, middle);
    }
    1
}

fn reversed(plan: &Plan<'_>, splices: &mut [Splice; 2], visit: u32, near: u32) -> usize {
    if !comes_before(plan, visit, near) || next(plan, visit) == near {
        return 0;
    }
    let middle = splices[0].set(plan, visit, next(plan, near));
    walk_until(plan, next(plan, visit), next(plan, near), middle);
    middle.reverse();
    1
}

fn walk_until(plan: &Plan<'_>, mut at: u32, until: u32, into: &mut Vec<u32>) {
    while at != until {
        into.push(at);
        at = next(plan, at);
    }
}

fn comes_before(plan: &Plan<'_>, one: u32, other: u32) -> bool {
    let mut at = one;
    while plan.model.is_visit(at) && at != other {
        at = next(plan, at);
    }
    at == other
}
