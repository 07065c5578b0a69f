//! Judges a whole order at once, under the whole model, in time linear in its length.

use super::model::{Kind, Model, NONE};
use super::schedule::{before, work_cost};

/// What the rep's day in this order costs, its use included; None when it breaks a constraint.
pub(super) fn cost(model: &Model, rep: u32, order: &[u32]) -> Option<i64> {
    let kind = model.kind(rep);
    let is_allowed = order.len() <= kind.max_visits as usize
        && order.iter().all(|visit| model.may_serve(*visit, rep))
        && stages_rise(model, order)
        && model.rules.hold(order)
        && pairs_are_whole(model, order)
        && loads_fit(model, kind, order)
        && limits_hold(model, rep, order);
    if !is_allowed {
        return None;
    }
    let arcs =
        legs(model, rep, order).map(|(from, to)| kind.arc_cost(model.arc(kind.matrix, from, to)));
    let prices = order.iter().map(|visit| model.price(*visit, rep)).sum::<i64>();
    Some(kind.per_use + arcs.sum::<i64>() + prices + work_cost(model, rep, order)?)
}

fn legs<'a>(model: &'a Model, rep: u32, order: &'a [u32]) -> impl Iterator<Item = (u32, u32)> + 'a {
    let leg = move |index: usize| {
        let to = order.get(index).copied().unwrap_or(model.end_node(rep));
        (before(model, rep, order, index), to)
    };
    (0..=order.len()).map(leg)
}

fn stages_rise(model: &Model, order: &[u32]) -> bool {
    let stage = |visit: &u32| model.visits[*visit as usize].stage;
    order.is_sorted_by_key(stage)
}

/// Both halves are there, the pick-up first.
fn pairs_are_whole(model: &Model, order: &[u32]) -> bool {
    if model.pairs.is_empty() {
        return true;
    }
    let at = |visit: u32| order.iter().position(|other| *other == visit);
    order.iter().all(|visit| {
        let Some(partner) = model.pairs.partner(*visit) else { return true };
        let is_first = model.pairs.is_leader(*visit);
        at(partner).is_some_and(|partner| (at(*visit) < Some(partner)) == is_first)
    })
}

fn loads_fit(model: &Model, kind: &Kind, order: &[u32]) -> bool {
    kind.capacity.iter().enumerate().all(|(dim, capacity)| {
        let mut load: i64 = order.iter().map(|visit| model.delivery_of(*visit)[dim]).sum();
        load <= *capacity
            && order.iter().all(|visit| {
                load += load_change(model, *visit, dim);
                load <= *capacity
            })
    })
}

/// What the visit adds to the load.
pub(super) fn load_change(model: &Model, visit: u32, dim: usize) -> i64 {
    model.pickup_of(visit)[dim] - model.delivery_of(visit)[dim] + model.pairs.exchange(visit, dim)
}

fn limits_hold(model: &Model, rep: u32, order: &[u32]) -> bool {
    let kind = model.kind(rep);
    if !kind.has_limits {
        return true;
    }
    let (mut travel, mut distance) = (0, 0);
    for (from, to) in legs(model, rep, order) {
        let leg = model.leg(kind.matrix, from, to);
        travel += i64::from(leg.time);
        distance += i64::from(leg.dist);
    }
    travel <= kind.max_travel && distance <= kind.max_distance
}

/// The units of an order that can be kept: visits alone, and pairs under their pick-up.
pub(super) fn adopted(model: &Model, rep: u32, order: &[u32]) -> Vec<u32> {
    if cost(model, rep, order).is_some() {
        return order.to_vec();
    }
    let mut kept = vec![NONE; order.len()];
    let fill =
        |kept: &[u32]| kept.iter().copied().filter(|visit| *visit != NONE).collect::<Vec<_>>();
    for unit in order.iter().filter(|visit| model.pairs.is_leader(**visit)) {
        let before = kept.clone();
        for (at, visit) in order.iter().enumerate() {
            if model.pairs.leader(*visit) == *unit {
                kept[at] = *visit;
            }
        }
        if cost(model, rep, &fill(&kept)).is_none() {
            kept = before;
        }
    }
    fill(&kept)
}
