//! The one judge of insertions: what a visit costs at a position, under the whole model.

use super::lanes;
use super::model::{Arc, Kind, Model, NEVER, NONE, VisitData};
use super::neighbours::Likely;
use super::plan::Plan;
use super::schedule::{serve, work_cost};

/// Where to put a visit, and what that adds to the plan's cost (its prize not counted).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Slot {
    pub delta: i64,
    pub after: u32,
}

/// Judges positions of one visit, in the route last entered.
pub(super) struct Inserter<'p, 'm> {
    plan: &'p Plan<'m>,
    model: &'m Model,
    visit: u32,
    data: &'m VisitData,
    /// Nothing about the visit or the problem asks for more than times.
    is_plain: bool,
    route: u32,
    kind: &'m Kind,
    kind_index: u32,
    service: i32,
    is_simple: bool,
    /// Of the rep, if idle, and of the visit with this rep.
    use_cost: i64,
    /// Ways to the visit and from it, by place.
    to: &'m [Arc],
    from: &'m [Arc],
    /// Looks away from what visits are locked to.
    is_free: bool,
    /// At least so much the way to the visit costs, and from it.
    least_to: i64,
    least_from: i64,
}

impl<'p, 'm> Inserter<'p, 'm> {
    pub fn new(plan: &'p Plan<'m>, visit: u32) -> Self {
        let model = plan.model;
        let data = &model.visits[visit as usize];
        let kind = &model.kinds[0];
        let (to, from) = model.least(kind.matrix, data.place);
        Self {
            plan,
            model,
            visit,
            data,
            is_plain: (model.is_one_way || !data.is_loaded)
                && !model.has_stages
                && model.rules.is_empty()
                && model.n_frozen == 0,
            route: NONE,
            kind,
            kind_index: NONE,
            service: 0,
            is_simple: false,
            use_cost: 0,
            to: &[],
            from: &[],
            is_free: false,
            least_to: kind.arc_cost(to),
            least_from: kind.arc_cost(from),
        }
    }

    /// The inserter for one route; None when the rep may not do the visit or it is too much.
    pub fn within(plan: &'p Plan<'m>, visit: u32, route: u32) -> Option<Self> {
        let mut inserter = Self::new(plan, visit);
        inserter.enter(route).then_some(inserter)
    }

    /// The inserter as if no visit were locked to a place in its route.
    pub fn freed(self) -> Self {
        Self { is_free: true, ..self }
    }

    /// Turns to a route. False when the rep may not do the visit, or no position can change that
    /// it is too much.
    #[inline]
    pub fn enter(&mut self, route: u32) -> bool {
        if self.route == route {
            return true;
        }
        self.route = NONE;
        let kind = self.model.kind_of_rep[route as usize];
        if kind != self.kind_index && !self.enter_kind(route, kind) {
            return false;
        }
        let data = &self.plan.routes[route as usize];
        if data.len >= self.kind.max_visits || !self.loads_fit(route) {
            return false;
        }
        self.use_cost =
            self.model.price(self.visit, route) + if data.len == 0 { self.kind.per_use } else { 0 };
        self.route = route;
        true
    }

    fn enter_kind(&mut self, route: u32, index: u32) -> bool {
        if !self.model.may_serve(self.visit, route) {
            return false;
        }
        let kind = &self.model.kinds[index as usize];
        let has_same_ways = self.kind_index != NONE && self.model.has_one_price;
        self.kind = kind;
        self.kind_index = index;
        self.service = self.model.service(self.visit, route);
        self.is_simple =
            self.is_plain && !kind.is_timed && !kind.has_limits && kind.breaks.is_empty();
        if has_same_ways {
            return true;
        }
        self.to = self.model.arcs_to(kind.matrix, self.data.place);
        self.from = self.model.arcs_from(kind.matrix, self.data.place);
        let (to, from) = self.model.least(kind.matrix, self.data.place);
        (self.least_to, self.least_from) = (kind.arc_cost(to), kind.arc_cost(from));
        true
    }

    #[inline]
    fn loads_fit(&self, route: u32) -> bool {
        let model = self.model;
        if !model.is_one_way || !self.data.is_loaded {
            return true;
        }
        let at = self.visit as usize * model.n_dims;
        let loads = &self.plan.loads[route as usize * model.n_dims..];
        let mut dims = self.kind.capacity.iter().enumerate();
        dims.all(|(dim, capacity)| {
            loads[dim] + model.delivery[at + dim] + model.pickup[at + dim] <= *capacity
        })
    }

    /// The added cost of the visit behind `after`, if that is feasible and below `bound`.
    #[inline]
    pub fn judge(&self, after: u32, bound: i64) -> Option<i64> {
        let (plan, model) = (self.plan, self.model);
        let here = &plan.nodes[after as usize];
        let next = &plan.nodes[here.next as usize];
        let (to, from) = (self.to[here.place as usize], self.from[next.place as usize]);
        let delta = self.kind.arc_cost(to) + self.kind.arc_cost(from) - here.next_cost;
        let delta = delta + self.use_cost;
        if delta >= bound {
            return None;
        }
        let start = model.opens(self.visit, here.depart + to.time);
        let arrival = start + self.service + from.time;
        if start == NEVER || arrival > next.latest {
            return None;
        }
        if self.is_simple {
            return Some(delta);
        }
        self.judge_rest(after, here.next, delta).filter(|delta| *delta < bound)
    }

    /// False when no position beside the neighbour costs less than the bound, whoever goes there.
    /// Most can be passed over so, before anything is read about their route.
    #[inline]
    pub fn may_pay(&self, likely: &Likely, bound: i64) -> bool {
        if !self.model.has_one_price {
            return true;
        }
        let here = &self.plan.nodes[likely.other as usize];
        let prev = &self.plan.nodes[here.prev as usize];
        self.kind.arc_cost(likely.to) + self.least_from - here.next_cost < bound
            || self.kind.arc_cost(likely.from) + self.least_to - prev.next_cost < bound
    }

    /// The better of the positions before and behind a likely neighbour, in its route. What can
    /// be known without the matrix comes first: its cells are far from each other in memory.
    #[inline]
    pub fn judge_beside(&self, likely: &Likely, bound: i64) -> Option<Slot> {
        let (to, from) = if self.kind.matrix == 0 {
            (likely.to, likely.from)
        } else {
            let place = self.plan.nodes[likely.other as usize].place as usize;
            (self.to[place], self.from[place])
        };
        let behind = self.judge_behind(likely.other, to, bound);
        let bound = behind.map_or(bound, |slot| slot.delta);
        self.judge_before(likely.other, from, bound).or(behind)
    }

    #[inline]
    fn judge_behind(&self, other: u32, to: Arc, bound: i64) -> Option<Slot> {
        let here = &self.plan.nodes[other as usize];
        let floor = self.kind.arc_cost(to) + self.least_from - here.next_cost;
        if floor >= bound || here.depart + to.time > self.data.to {
            return None;
        }
        self.judge(other, bound).map(|delta| Slot { delta, after: other })
    }

    #[inline]
    fn judge_before(&self, other: u32, from: Arc, bound: i64) -> Option<Slot> {
        let here = &self.plan.nodes[other as usize];
        let prev = &self.plan.nodes[here.prev as usize];
        let floor = self.kind.arc_cost(from) + self.least_to - prev.next_cost;
        if floor >= bound || self.data.from + self.service + from.time > here.latest {
            return None;
        }
        self.judge(here.prev, bound).map(|delta| Slot { delta, after: here.prev })
    }

    /// Everything that not every problem has.
    #[inline(never)]
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
        is_after && is_before && !is_frozen && (self.is_free || self.rules_allow(after))
    }

    /// Every visit is still where it is locked to, and so is this one.
    fn rules_allow(&self, after: u32) -> bool {
        self.model.rules.is_empty() || self.model.rules.hold(&self.order_with(after))
    }

    fn limits_allow(&self, after: u32, before: u32) -> bool {
        if !self.kind.has_limits {
            return true;
        }
        let arc = |from, to| self.model.leg(self.kind.matrix, from, to);
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
        let departs = serve(self.model, self.visit, self.service, &arrives);
        let arrives = lanes::forward(breaks, &departs, travel(self.visit, before));
        lanes::meets(&arrives, &self.plan.lane_latest[before as usize], breaks.len())
    }

    /// The price of the work time with the visit, None over the limit.
    fn timed_cost(&self, after: u32, before: u32) -> Option<i64> {
        let is_split = self.model.visits[self.visit as usize].n_windows > 1
            || self.plan.routes[self.route as usize].n_split > 0;
        if is_split || self.kind.is_whole || !self.kind.breaks.is_empty() {
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
        work_cost(self.model, self.route, &self.order_with(after))
    }

    /// The route with the visit behind `after`.
    fn order_with(&self, after: u32) -> Vec<u32> {
        let len = self.plan.routes[self.route as usize].len as usize;
        let mut order = Vec::with_capacity(len + 1);
        self.plan.order_into(self.route, &mut order);
        let at = order.iter().position(|visit| *visit == after).map_or(0, |index| index + 1);
        order.insert(at, self.visit);
        order
    }

    /// Walks the whole route; `skip` tells which positions to overlook.
    pub fn best(&self, mut bound: i64, mut skip: impl FnMut() -> bool) -> Option<Slot> {
        let mut found = None;
        let mut after = self.model.start_node(self.route);
        let end = self.model.end_node(self.route);
        let closes = self.data.to;
        while after != end && self.plan.nodes[after as usize].depart <= closes {
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
