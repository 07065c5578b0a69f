//! The one judge of insertions: what a visit costs at a position, under the whole model.

use super::lanes;
use super::model::{Kind, Model, NEVER};
use super::plan::Plan;
use super::schedule::{serve, work_cost};

/// Where to put a visit, and what that adds to the plan's cost (its prize not counted).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Slot {
    pub delta: i64,
    pub after: u32,
}

/// Judges the positions of one visit in one route; made by [`Inserter::new`] only if the route may
/// take the visit at all.
pub(super) struct Inserter<'p, 'm> {
    plan: &'p Plan<'m>,
    model: &'m Model,
    kind: &'m Kind,
    visit: u32,
    route: u32,
    service: i32,
    is_simple: bool,
    use_cost: i64,
}

impl<'p, 'm> Inserter<'p, 'm> {
    /// None when the rep may not do the visit, or no position can change that it is too much.
    #[inline]
    pub fn new(plan: &'p Plan<'m>, visit: u32, route: u32) -> Option<Self> {
        let model = plan.model;
        if !model.may_serve(visit, route) {
            return None;
        }
        let kind = model.kind(route);
        let data = &plan.routes[route as usize];
        if data.len >= kind.max_visits || !loads_fit(plan, kind, visit, route) {
            return None;
        }
        let is_two_way = !model.is_one_way && model.visits[visit as usize].is_loaded;
        let is_simple = !kind.is_timed
            && !kind.has_limits
            && kind.breaks.is_empty()
            && !is_two_way
            && !model.has_stages
            && model.n_frozen == 0;
        let use_cost = if data.len == 0 { kind.per_use } else { 0 };
        let service = model.service(visit, route);
        Some(Self { plan, model, kind, visit, route, service, is_simple, use_cost })
    }

    /// The added cost of the visit behind `after`, if that is feasible and below `bound`.
    #[inline]
    pub fn judge(&self, after: u32, bound: i64) -> Option<i64> {
        let (plan, model) = (self.plan, self.model);
        let here = &plan.nodes[after as usize];
        let to = model.arc(self.kind.matrix, after, self.visit);
        let from = model.arc(self.kind.matrix, self.visit, here.next);
        let delta = self.kind.arc_cost(to) + self.kind.arc_cost(from) - here.next_cost;
        let delta = delta + self.use_cost;
        if delta >= bound {
            return None;
        }
        let start = model.opens(self.visit, here.depart + to.time);
        let arrival = start + self.service + from.time;
        if start == NEVER || arrival > plan.nodes[here.next as usize].latest {
            return None;
        }
        if self.is_simple {
            return Some(delta);
        }
        self.judge_rest(after, here.next, delta).filter(|delta| *delta < bound)
    }

    /// Everything that not every problem has.
    fn judge_rest(&self, after: u32, before: u32, delta: i64) -> Option<i64> {
        if !self.order_allows(after, before) || !self.limits_allow(after, before) {
            return None;
        }
        if !self.model.is_one_way && !self.load_allows(after, before) {
            return None;
        }
        if !self.kind.breaks.is_empty() && !self.breaks_allow(after, before) {
            return None;
        }
        if !self.kind.is_timed {
            return Some(delta);
        }
        let old = self.plan.routes[self.route as usize].work_cost;
        Some(delta + self.timed_cost(after, before)? - old)
    }

    /// Stages never fall along a route, and nothing comes before a frozen visit.
    fn order_allows(&self, after: u32, before: u32) -> bool {
        let model = self.model;
        let stage = model.visits[self.visit as usize].stage;
        let is_after = !model.is_visit(after) || model.visits[after as usize].stage <= stage;
        let is_before = !model.is_visit(before) || stage <= model.visits[before as usize].stage;
        let is_frozen = model.is_visit(before) && model.is_frozen[before as usize];
        is_after && is_before && !is_frozen
    }

    fn limits_allow(&self, after: u32, before: u32) -> bool {
        if !self.kind.has_limits {
            return true;
        }
        let arc = |from, to| self.model.arc(self.kind.matrix, from, to);
        let (to, from, old) = (arc(after, self.visit), arc(self.visit, before), arc(after, before));
        let data = &self.plan.routes[self.route as usize];
        let added =
            |new: i32, next: i32, old: i32| i64::from(new) + i64::from(next) - i64::from(old);
        data.travel + added(to.time, from.time, old.time) <= self.kind.max_travel
            && data.distance + added(to.dist, from.dist, old.dist) <= self.kind.max_distance
    }

    fn load_allows(&self, after: u32, before: u32) -> bool {
        let n_dims = self.model.n_dims;
        let (delivery, pickup) =
            (self.model.delivery_of(self.visit), self.model.pickup_of(self.visit));
        let (head, tail) = (after as usize * n_dims, before as usize * n_dims);
        self.kind.capacity.iter().enumerate().all(|(dim, capacity)| {
            // behind `after` the load is at most what it is from there on
            let before_it = self.plan.load_before[head + dim] + delivery[dim];
            let from_it = self.plan.load_after[head + dim].max(self.plan.load_after[tail + dim]);
            before_it <= *capacity && from_it + pickup[dim] <= *capacity
        })
    }

    fn breaks_allow(&self, after: u32, before: u32) -> bool {
        let travel = |from, to| self.model.arc(self.kind.matrix, from, to).time;
        let breaks = &self.kind.breaks;
        let departs = &self.plan.lane_departs[after as usize];
        let arrives = lanes::forward(breaks, departs, travel(after, self.visit));
        let departs = serve(self.model, self.visit, self.route, &arrives);
        let arrives = lanes::forward(breaks, &departs, travel(self.visit, before));
        lanes::meets(&arrives, &self.plan.lane_latest[before as usize], breaks.len())
    }

    /// The price of the work time with the visit, None over the limit.
    fn timed_cost(&self, after: u32, before: u32) -> Option<i64> {
        let is_split = self.model.visits[self.visit as usize].n_windows > 1
            || self.plan.routes[self.route as usize].n_split > 0;
        if is_split || !self.kind.breaks.is_empty() {
            return self.exact_cost(after);
        }
        let travel = |from, to| self.model.arc(self.kind.matrix, from, to).time;
        let own = self.plan.segment_of(self.visit, self.route);
        let head = self.plan.head[after as usize].join(travel(after, self.visit), own)?;
        let day = head.join(travel(self.visit, before), self.plan.tail[before as usize])?;
        let is_allowed = i64::from(day.duration) <= self.kind.max_work;
        is_allowed.then(|| self.kind.work_cost(day.early, day.end()))
    }

    fn exact_cost(&self, after: u32) -> Option<i64> {
        let len = self.plan.routes[self.route as usize].len as usize;
        let mut order = Vec::with_capacity(len + 1);
        self.plan.order_into(self.route, &mut order);
        let at = if self.model.is_visit(after) {
            self.plan.nodes[after as usize].position as usize
        } else {
            0
        };
        order.insert(at, self.visit);
        work_cost(self.model, self.route, &order)
    }

    /// Walks the whole route; `skip` tells which positions to overlook.
    pub fn best(&self, mut bound: i64, mut skip: impl FnMut() -> bool) -> Option<Slot> {
        let mut found = None;
        let mut after = self.model.start_node(self.route);
        let end = self.model.end_node(self.route);
        while after != end {
            if !skip()
                && let Some(delta) = self.judge(after, bound)
            {
                bound = delta;
                found = Some(Slot { delta, after });
            }
            after = self.plan.nodes[after as usize].next;
        }
        found
    }
}

#[inline]
fn loads_fit(plan: &Plan<'_>, kind: &Kind, visit: u32, route: u32) -> bool {
    let model = plan.model;
    if !model.is_one_way || !model.visits[visit as usize].is_loaded {
        return true;
    }
    let (delivery, pickup) = (model.delivery_of(visit), model.pickup_of(visit));
    let loads = &plan.loads[route as usize * model.n_dims..];
    let mut dims = kind.capacity.iter().enumerate();
    dims.all(|(dim, capacity)| loads[dim] + delivery[dim] + pickup[dim] <= *capacity)
}
