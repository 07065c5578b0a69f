//! Where a pick-up and its delivery cost least: every pair of positions of a route, times and loads
//! carried along from the pick-up.

use crate::domain::routing::aboard;
use crate::domain::routing::model::{Kind, Model, NEVER};
use crate::domain::routing::plan::Plan;
use crate::domain::routing::whole;

/// Where to put the halves, and what that adds to the plan's cost (the prizes not counted).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::domain::routing) struct PairSlot {
    pub delta: i64,
    pub pickup_after: u32,
    /// The pick-up itself where the delivery follows at once.
    pub delivery_after: u32,
}

/// Looks at one route for one pair.
pub(in crate::domain::routing) struct PairInserter<'p, 'm> {
    plan: &'p Plan<'m>,
    model: &'m Model,
    kind: &'m Kind,
    route: u32,
    pickup: u32,
    delivery: u32,
    /// The visits between start and end.
    order: Vec<u32>,
    /// Loads after the start and after each visit, a dimension behind the other.
    loads: Vec<i64>,
}

/// The pick-up is in its place; times and cost up to `at`.
#[derive(Debug, Clone, Copy)]
struct Carried {
    at: u32,
    depart: i32,
    delta: i64,
}

impl<'p, 'm> PairInserter<'p, 'm> {
    /// None when the rep may not do both.
    pub fn within(plan: &'p Plan<'m>, pickup: u32, route: u32) -> Option<Self> {
        let model = plan.model;
        let delivery = model.pairs.partner(pickup)?;
        let kind = model.kind(route);
        let is_allowed = model.may_serve(pickup, route)
            && model.may_serve(delivery, route)
            && plan.routes[route as usize].len + 2 <= kind.max_visits;
        if !is_allowed {
            return None;
        }
        let mut order = Vec::with_capacity(plan.routes[route as usize].len as usize + 2);
        plan.order_into(route, &mut order);
        let loads = aboard::loads(model, &order);
        Some(Self { plan, model, kind, route, pickup, delivery, order, loads })
    }

    /// The best slot below the bound.
    pub fn best(&self, mut bound: i64, mut skip: impl FnMut() -> bool) -> Option<PairSlot> {
        let mut best = None;
        for index in 0..=self.order.len() {
            let next_is_frozen =
                self.order.get(index).is_some_and(|next| self.model.is_frozen[*next as usize]);
            if next_is_frozen || skip() {
                continue;
            }
            if let Some(slot) = self.best_from(index, bound) {
                bound = slot.delta;
                best = Some(slot);
            }
        }
        best
    }

    /// The pick-up comes before the visit at the index, the delivery anywhere behind it.
    fn best_from(&self, index: usize, mut bound: i64) -> Option<PairSlot> {
        let pickup_after = self.node_before(index);
        let mut now = self.picked_up(pickup_after, index)?;
        let mut best = None;
        for next_index in index..=self.order.len() {
            if !self.carries(next_index) {
                break;
            }
            if let Some(delta) = self.delivered(now, next_index, bound)
                && self.is_allowed(index, next_index, delta, bound).is_some_and(|real| {
                    bound = real;
                    true
                })
            {
                let delivery_after = now.at;
                best = Some(PairSlot { delta: bound, pickup_after, delivery_after });
            }
            let Some(further) = self.moved_on(now, next_index) else { break };
            now = further;
        }
        best
    }

    fn node_before(&self, index: usize) -> u32 {
        if index == 0 { self.model.start_node(self.route) } else { self.order[index - 1] }
    }

    fn node_at(&self, index: usize) -> u32 {
        self.order.get(index).copied().unwrap_or(self.model.end_node(self.route))
    }

    fn cost(&self, from: u32, to: u32) -> i64 {
        self.kind.arc_cost(self.model.arc(self.kind.matrix, from, to))
    }

    fn time(&self, from: u32, to: u32) -> i32 {
        self.model.arc(self.kind.matrix, from, to).time
    }

    fn picked_up(&self, after: u32, index: usize) -> Option<Carried> {
        let here = &self.plan.nodes[after as usize];
        let start = self.model.opens(self.pickup, here.depart + self.time(after, self.pickup));
        let is_first = self.order.is_empty();
        let per_use = if is_first { self.kind.per_use } else { 0 };
        let saved = if is_first { 0 } else { self.cost(after, self.node_at(index)) };
        let price = |visit| self.model.price(visit, self.route);
        let prices = price(self.pickup) + price(self.delivery);
        let delta = self.cost(after, self.pickup) - saved + per_use + prices;
        let depart = start.checked_add(self.model.service(self.pickup, self.route))?;
        (start != NEVER).then_some(Carried { at: self.pickup, depart, delta })
    }

    /// What it adds to deliver between `now.at` and the visit at the index.
    fn delivered(&self, now: Carried, next_index: usize, bound: i64) -> Option<i64> {
        let next = self.node_at(next_index);
        let saved = if now.at == self.pickup { 0 } else { self.cost(now.at, next) };
        let added = self.cost(now.at, self.delivery) + self.cost(self.delivery, next);
        let delta = now.delta + added - saved;
        let is_frozen = self.model.is_visit(next) && self.model.is_frozen[next as usize];
        if delta >= bound || is_frozen {
            return None;
        }
        let start = self.model.opens(self.delivery, now.depart + self.time(now.at, self.delivery));
        let depart = start.checked_add(self.model.service(self.delivery, self.route))?;
        let arrival = depart.checked_add(self.time(self.delivery, next))?;
        let is_in_time = start != NEVER && arrival <= self.plan.nodes[next as usize].latest;
        is_in_time.then_some(delta)
    }

    /// Past the visit at the index with the pair's load on board; None past the end or too late.
    fn moved_on(&self, now: Carried, index: usize) -> Option<Carried> {
        let next = *self.order.get(index)?;
        let arrival = now.depart + self.time(now.at, next);
        if arrival > self.plan.nodes[next as usize].latest {
            return None;
        }
        let depart = self.model.opens(next, arrival) + self.model.service(next, self.route);
        let joins = if now.at == self.pickup { self.cost(now.at, next) } else { 0 };
        Some(Carried { at: next, depart, delta: now.delta + joins })
    }

    /// The vehicle can take the pair's load as it is after so many visits.
    fn carries(&self, n_done: usize) -> bool {
        let n_dims = self.model.n_dims;
        self.kind.capacity.iter().enumerate().all(|(dim, capacity)| {
            self.loads[n_done * n_dims + dim] + self.model.pairs.exchange(self.pickup, dim)
                <= *capacity
        })
    }

    /// The delta under the whole model, where times, costs of arcs and loads do not say it all.
    fn is_allowed(&self, index: usize, next_index: usize, delta: i64, bound: i64) -> Option<i64> {
        let kind = self.kind;
        let is_simple = !kind.is_timed
            && !kind.has_limits
            && kind.breaks.is_empty()
            && !self.model.has_stages
            && self.model.rules.is_empty();
        if is_simple {
            return Some(delta);
        }
        let mut order = self.order.clone();
        order.insert(next_index, self.delivery);
        order.insert(index, self.pickup);
        let cost = whole::cost(self.model, self.route, &order)?;
        let delta = cost - self.plan.routes[self.route as usize].cost;
        (delta < bound).then_some(delta)
    }
}
