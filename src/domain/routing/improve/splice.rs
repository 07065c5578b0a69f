//! The one judge of exchanges: a route whose stretch between two nodes is replaced by other visits.

use crate::domain::routing::model::{Kind, Model, NEVER};
use crate::domain::routing::plan::Plan;
use crate::domain::routing::whole;

/// Two nodes of a route that stay, and what is to stand between them.
#[derive(Debug, Clone, Default)]
pub(super) struct Splice {
    pub route: u32,
    pub before: u32,
    pub after: u32,
    pub middle: Vec<u32>,
}

impl Splice {
    /// Starts anew between two nodes of a route, with nothing between them.
    pub fn set(&mut self, plan: &Plan<'_>, before: u32, after: u32) -> &mut Vec<u32> {
        self.route = plan.nodes[before as usize].route;
        (self.before, self.after) = (before, after);
        self.middle.clear();
        &mut self.middle
    }

    /// What the route comes to cost more than now; None when it would break a constraint.
    pub fn judge(&self, plan: &Plan<'_>, order: &mut Vec<u32>) -> Option<i64> {
        let (model, kind) = (plan.model, plan.model.kind(self.route));
        let is_timed = kind.is_timed && (kind.is_whole || self.has_split(plan));
        if is_timed || !is_plain(model, kind) {
            return self.judge_whole(plan, order);
        }
        let is_allowed = self.middle.iter().all(|visit| model.may_serve(*visit, self.route));
        if !is_allowed || !self.loads_fit(plan) || !self.is_in_time(plan) {
            return None;
        }
        let work = if kind.is_timed { self.added_work(plan)? } else { 0 };
        Some(self.legs(plan) + work)
    }

    /// Some visit has more than one window, before or after.
    fn has_split(&self, plan: &Plan<'_>) -> bool {
        plan.routes[self.route as usize].n_split > 0
            || self.middle.iter().any(|visit| plan.model.visits[*visit as usize].n_windows > 1)
    }

    /// What the work time comes to cost more, None over its limit.
    fn added_work(&self, plan: &Plan<'_>) -> Option<i64> {
        let model = plan.model;
        let kind = model.kind(self.route);
        if self.is_left_idle(plan) {
            return Some(-plan.routes[self.route as usize].work_cost);
        }
        let (mut at, mut head) = (self.before, plan.head[self.before as usize]);
        for &visit in &self.middle {
            let travel = model.arc(kind.matrix, at, visit).time;
            head = head.join(travel, plan.segment_of(visit, self.route))?;
            at = visit;
        }
        let travel = model.arc(kind.matrix, at, self.after).time;
        let day = head.join(travel, plan.tail[self.after as usize])?;
        let is_allowed = i64::from(day.duration) <= kind.max_work;
        let known = plan.routes[self.route as usize].work_cost;
        is_allowed.then(|| kind.work_cost(day.early, day.end()) - known)
    }

    fn is_left_idle(&self, plan: &Plan<'_>) -> bool {
        let model = plan.model;
        self.middle.is_empty() && !model.is_visit(self.before) && !model.is_visit(self.after)
    }

    /// What legs, visits and the use of the rep come to cost more than now.
    pub fn legs(&self, plan: &Plan<'_>) -> i64 {
        self.new_cost(plan) - self.old_cost(plan)
    }

    /// Neither work nor lateness has a price.
    pub fn is_priced_by_legs(&self, plan: &Plan<'_>) -> bool {
        let kind = plan.model.kind(self.route);
        plan.model.lateness.is_empty()
            && kind.per_work == 0
            && kind.per_squared_work == 0
            && kind.per_overtime == 0
            && kind.per_task == 0
    }

    fn is_in_time(&self, plan: &Plan<'_>) -> bool {
        let model = plan.model;
        let matrix = model.kind(self.route).matrix;
        let (mut at, mut depart) = (self.before, plan.nodes[self.before as usize].depart);
        for &visit in &self.middle {
            let start = model.opens(visit, depart + model.arc(matrix, at, visit).time);
            if start == NEVER {
                return false;
            }
            (at, depart) = (visit, start + model.service(visit, self.route));
        }
        let arrival = depart + model.arc(matrix, at, self.after).time;
        arrival <= plan.nodes[self.after as usize].latest
    }

    fn loads_fit(&self, plan: &Plan<'_>) -> bool {
        let (model, n_dims) = (plan.model, plan.model.n_dims);
        let kind = model.kind(self.route);
        let load = |visit: u32, dim: usize| {
            let at = visit as usize * n_dims + dim;
            model.delivery[at] + model.pickup[at]
        };
        kind.capacity.iter().enumerate().all(|(dim, capacity)| {
            let new: i64 = self.middle.iter().map(|visit| load(*visit, dim)).sum();
            let old: i64 = self.old(plan).map(|visit| load(visit, dim)).sum();
            plan.loads[self.route as usize * n_dims + dim] + new - old <= *capacity
        })
    }

    /// The visits between the two nodes as they are.
    pub fn old<'p>(&self, plan: &'p Plan<'_>) -> impl Iterator<Item = u32> + use<'p> {
        let after = self.after;
        let mut at = plan.nodes[self.before as usize].next;
        std::iter::from_fn(move || {
            let visit = at;
            at = plan.nodes[visit as usize].next;
            (visit != after).then_some(visit)
        })
    }

    fn new_cost(&self, plan: &Plan<'_>) -> i64 {
        let model = plan.model;
        let kind = model.kind(self.route);
        if self.is_left_idle(plan) {
            return 0;
        }
        let is_new = plan.routes[self.route as usize].len == 0;
        let mut cost = if is_new { kind.per_use } else { 0 };
        cost += self.middle.iter().map(|visit| model.price(*visit, self.route)).sum::<i64>();
        let mut at = self.before;
        for &next in self.middle.iter().chain(&[self.after]) {
            cost += kind.arc_cost(model.arc(kind.matrix, at, next));
            at = next;
        }
        cost
    }

    fn old_cost(&self, plan: &Plan<'_>) -> i64 {
        if self.is_left_idle(plan) {
            let route = &plan.routes[self.route as usize];
            return route.cost - route.work_cost;
        }
        let first = plan.nodes[self.before as usize].next_cost;
        let of =
            |visit: u32| plan.nodes[visit as usize].next_cost + plan.model.price(visit, self.route);
        first + self.old(plan).map(of).sum::<i64>()
    }

    fn judge_whole(&self, plan: &Plan<'_>, order: &mut Vec<u32>) -> Option<i64> {
        let model = plan.model;
        let is_frozen = |node: u32| model.is_visit(node) && model.is_frozen[node as usize];
        if is_frozen(self.after) || self.old(plan).any(is_frozen) {
            return None;
        }
        order.clear();
        let mut at = plan.nodes[model.start_node(self.route) as usize].next;
        while model.is_visit(at) && plan.nodes[at as usize].prev != self.before {
            order.push(at);
            at = plan.nodes[at as usize].next;
        }
        order.extend(&self.middle);
        at = self.after;
        while model.is_visit(at) {
            order.push(at);
            at = plan.nodes[at as usize].next;
        }
        let known = plan.routes[self.route as usize].cost;
        if order.is_empty() {
            return Some(-known);
        }
        Some(whole::cost(model, self.route, order)? - known)
    }
}

/// Times, one-way loads, the work time and who may do what say it all.
fn is_plain(model: &Model, kind: &Kind) -> bool {
    model.is_one_way
        && !model.has_stages
        && model.rules.is_empty()
        && model.n_frozen == 0
        && model.pairs.is_empty()
        && !kind.has_limits
        && kind.breaks.is_empty()
}
