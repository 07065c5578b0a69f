//! The plan under change: routes as linked lists with everything the oracle reads beside the node.
//!
//! A move first touches the routes it will change; rolling back copies exactly those.

use super::lanes::{self, Lanes};
use super::model::{Model, NEVER, NONE};
use super::schedule::{end_lanes, serve, serve_by, start_lanes, work_cost};
use super::segment::Segment;

/// A visit, or the start or end of a route, in its place. 32 bytes: half a cache line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node {
    /// Earliest departure.
    pub depart: i32,
    /// Latest arrival that keeps the rest of the route feasible.
    pub latest: i32,
    pub prev: u32,
    pub next: u32,
    /// [`NONE`] for a visit in no route.
    pub route: u32,
    pub position: u32,
    /// Cost of the arc to `next`.
    pub next_cost: i64,
}

/// Sums over one route; the route of rep `r` has index `r`.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct RouteData {
    pub len: u32,
    /// Visits with more than one window.
    pub n_split: u32,
    pub cost: i64,
    pub work_cost: i64,
    pub travel: i64,
    pub distance: i64,
}

#[derive(Debug, Clone, Copy)]
struct Saved {
    route: u32,
    data: RouteData,
}

/// The route of an order of visits no longer keeps a constraint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Infeasible;

pub(super) struct Plan<'m> {
    pub model: &'m Model,
    pub nodes: Vec<Node>,
    pub routes: Vec<RouteData>,
    /// Routes and unserved prizes.
    pub cost: i64,
    /// Routes with visits, in no particular order.
    pub active: Vec<u32>,
    active_at: Vec<u32>,
    /// For each kind no rep before this position of its list is idle.
    first_idle: Vec<usize>,
    /// Sum of deliveries and pickups, `n_reps * n_dims`; counts when loads go one way.
    pub loads: Vec<i64>,
    /// Largest load up to and from each node, `n_nodes * n_dims`; counts when they do not.
    pub load_before: Vec<i64>,
    pub load_after: Vec<i64>,
    /// By node, for kinds with breaks: earliest departures, latest arrivals.
    pub lane_departs: Vec<Lanes>,
    pub lane_latest: Vec<Lanes>,
    /// By node, for timed kinds: the stretch up to and from the node.
    pub head: Vec<Segment>,
    pub tail: Vec<Segment>,
    saved: Vec<Saved>,
    saved_nodes: Vec<(u32, Node)>,
    is_saved: Vec<bool>,
    scratch: Vec<u32>,
}

impl<'m> Plan<'m> {
    /// Nobody visits anything.
    pub fn empty(model: &'m Model) -> Self {
        let n_nodes = model.n + 2 * model.n_reps;
        let blank = Node {
            depart: 0,
            latest: 0,
            prev: NONE,
            next: NONE,
            route: NONE,
            position: 0,
            next_cost: 0,
        };
        let n_loads = if model.is_one_way { 0 } else { n_nodes * model.n_dims };
        let n_lanes = if model.n_lanes > 1 { n_nodes } else { 0 };
        let n_segments = if model.any_timed { n_nodes } else { 0 };
        let mut plan = Self {
            model,
            nodes: vec![blank; n_nodes],
            routes: vec![RouteData::default(); model.n_reps],
            cost: model.prize.iter().sum(),
            active: Vec::new(),
            active_at: vec![NONE; model.n_reps],
            first_idle: vec![0; model.kinds.len()],
            loads: vec![0; model.n_reps * model.n_dims],
            load_before: vec![0; n_loads],
            load_after: vec![0; n_loads],
            lane_departs: vec![lanes::CLOSED; n_lanes],
            lane_latest: vec![lanes::TOO_LATE; n_lanes],
            head: vec![Segment::default(); n_segments],
            tail: vec![Segment::default(); n_segments],
            saved: Vec::new(),
            saved_nodes: Vec::new(),
            is_saved: vec![false; model.n_reps],
            scratch: Vec::new(),
        };
        for rep in 0..model.n_reps {
            plan.reset_route(u32::try_from(rep).unwrap_or(NONE));
        }
        plan
    }

    fn reset_route(&mut self, rep: u32) {
        let (start, end) = (self.model.start_node(rep), self.model.end_node(rep));
        for (node, prev, next) in [(start, NONE, end), (end, start, NONE)] {
            let node = &mut self.nodes[node as usize];
            (node.prev, node.next, node.route) = (prev, next, rep);
        }
        // an idle rep breaks no constraint
        let _ = self.refresh(rep);
    }

    pub fn is_served(&self, visit: u32) -> bool {
        self.nodes[visit as usize].route != NONE
    }

    /// Appends the visits of the route in order.
    pub fn order_into(&self, route: u32, order: &mut Vec<u32>) {
        let mut at = self.nodes[self.model.start_node(route) as usize].next;
        while self.model.is_visit(at) {
            order.push(at);
            at = self.nodes[at as usize].next;
        }
    }

    /// The first rep of the kind without a visit.
    pub fn idle_rep(&mut self, kind: usize) -> Option<u32> {
        let reps = &self.model.kinds[kind].reps;
        let mut at = self.first_idle[kind];
        while at < reps.len() && self.routes[reps[at] as usize].len > 0 {
            at += 1;
        }
        self.first_idle[kind] = at;
        reps.get(at).copied()
    }

    /// Remembers the route as it is, once until the next commit or rollback.
    pub fn touch(&mut self, route: u32) {
        if self.is_saved[route as usize] {
            return;
        }
        self.is_saved[route as usize] = true;
        let data = self.routes[route as usize];
        self.saved.push(Saved { route, data });
        let mut at = self.model.start_node(route);
        while at != NONE {
            let node = self.nodes[at as usize];
            self.saved_nodes.push((at, node));
            at = node.next;
        }
    }

    /// Routes touched since the last commit or rollback.
    pub fn touched(&self) -> impl Iterator<Item = u32> + '_ {
        self.saved.iter().map(|saved| saved.route)
    }

    /// Keeps all changes.
    pub fn commit(&mut self) {
        for saved in self.saved.drain(..) {
            self.is_saved[saved.route as usize] = false;
        }
        self.saved_nodes.clear();
    }

    /// Undoes all changes since the last commit.
    pub fn rollback(&mut self, cost: i64) {
        for index in 0..self.saved.len() {
            let mut at = self.nodes[self.model.start_node(self.saved[index].route) as usize].next;
            while self.model.is_visit(at) {
                self.nodes[at as usize].route = NONE;
                at = self.nodes[at as usize].next;
            }
        }
        for (at, node) in self.saved_nodes.drain(..) {
            self.nodes[at as usize] = node;
        }
        let mut saved = std::mem::take(&mut self.saved);
        for old in saved.drain(..) {
            self.is_saved[old.route as usize] = false;
            self.restore_sums(old.route, old.data);
        }
        self.saved = saved;
        self.cost = cost;
    }

    fn restore_sums(&mut self, route: u32, data: RouteData) {
        self.routes[route as usize] = data;
        self.mark_active(route);
        self.refresh_loads(route);
        if !self.model.kind(route).breaks.is_empty() || self.model.kind(route).is_timed {
            // the order was feasible before
            let _ = self.refresh_extras(route);
        }
    }

    /// Takes the visit out; the route's sums are stale until [`Self::refresh`].
    pub fn unlink(&mut self, visit: u32) {
        let Node { prev, next, route, .. } = self.nodes[visit as usize];
        self.nodes[prev as usize].next = next;
        self.nodes[next as usize].prev = prev;
        self.nodes[visit as usize].route = NONE;
        self.routes[route as usize].len -= 1;
        self.cost += self.model.prize[visit as usize];
    }

    /// Puts the visit behind the node; the route's sums are stale until [`Self::refresh`].
    pub fn link(&mut self, visit: u32, after: u32) {
        let Node { next, route, .. } = self.nodes[after as usize];
        let node = &mut self.nodes[visit as usize];
        (node.prev, node.next, node.route) = (after, next, route);
        self.nodes[after as usize].next = visit;
        self.nodes[next as usize].prev = visit;
        self.routes[route as usize].len += 1;
        self.cost -= self.model.prize[visit as usize];
    }

    /// Calculates everything about the route anew and adjusts the plan's cost.
    pub fn refresh(&mut self, route: u32) -> Result<(), Infeasible> {
        let before = self.routes[route as usize].cost;
        self.mark_active(route);
        let arcs = self.refresh_forward(route)?;
        self.refresh_backward(route);
        self.refresh_loads(route);
        let kind = self.model.kind(route);
        let data = &self.routes[route as usize];
        let is_over = kind.has_limits
            && (data.travel > kind.max_travel
                || data.distance > kind.max_distance
                || data.len > kind.max_visits);
        if is_over {
            return Err(Infeasible);
        }
        let work =
            if kind.breaks.is_empty() && !kind.is_timed { 0 } else { self.refresh_extras(route)? };
        let data = &mut self.routes[route as usize];
        data.work_cost = work;
        data.cost = if data.len == 0 { 0 } else { kind.per_use + arcs + work };
        self.cost += data.cost - before;
        Ok(())
    }

    /// Earliest departures and sums along the route; gives the cost of its arcs.
    fn refresh_forward(&mut self, route: u32) -> Result<i64, Infeasible> {
        let model = self.model;
        let kind = model.kind(route);
        let mut at = model.start_node(route);
        let is_idle = self.routes[route as usize].len == 0;
        let (mut travel, mut distance, mut cost, mut n_split) = (0, 0, 0, 0);
        let mut position = 0;
        self.nodes[at as usize].depart = kind.from;
        self.nodes[at as usize].position = 0;
        loop {
            let Node { depart, next, .. } = self.nodes[at as usize];
            let arc = model.arc(kind.matrix, at, next);
            let arc_cost = if is_idle { 0 } else { kind.arc_cost(arc) };
            self.nodes[at as usize].next_cost = arc_cost;
            (travel, distance) = (travel + i64::from(arc.time), distance + i64::from(arc.dist));
            cost += arc_cost;
            position += 1;
            let arrival = depart + arc.time;
            let node = &mut self.nodes[next as usize];
            node.position = position;
            if !model.is_visit(next) {
                node.depart = arrival;
                let is_late = !is_idle && arrival > kind.to_max;
                let data = &mut self.routes[route as usize];
                (data.travel, data.distance, data.n_split) = (travel, distance, n_split);
                return if is_late { Err(Infeasible) } else { Ok(cost) };
            }
            let start = model.opens(next, arrival);
            if start == NEVER {
                return Err(Infeasible);
            }
            node.depart = start + model.service(next, route);
            n_split += u32::from(model.visits[next as usize].n_windows > 1);
            at = next;
        }
    }

    fn refresh_backward(&mut self, route: u32) {
        let model = self.model;
        let kind = model.kind(route);
        let mut at = model.end_node(route);
        self.nodes[at as usize].latest = kind.to_max;
        loop {
            let Node { latest, prev, .. } = self.nodes[at as usize];
            if prev == NONE {
                return;
            }
            let depart = latest - model.arc(kind.matrix, prev, at).time;
            self.nodes[prev as usize].latest = if model.is_visit(prev) {
                model.closes(prev, depart - model.service(prev, route))
            } else {
                depart
            };
            at = prev;
        }
    }

    fn refresh_loads(&mut self, route: u32) {
        let model = self.model;
        if model.n_dims == 0 {
            return;
        }
        if !model.is_one_way {
            return self.refresh_load_profile(route);
        }
        let loads = &mut self.loads[route as usize * model.n_dims..][..model.n_dims];
        loads.fill(0);
        let mut at = self.nodes[model.start_node(route) as usize].next;
        while model.is_visit(at) {
            let (delivery, pickup) = (model.delivery_of(at), model.pickup_of(at));
            for (dim, load) in loads.iter_mut().enumerate() {
                *load += delivery[dim] + pickup[dim];
            }
            at = self.nodes[at as usize].next;
        }
    }

    fn refresh_load_profile(&mut self, route: u32) {
        let (model, n_dims) = (self.model, self.model.n_dims);
        let start = model.start_node(route);
        for dim in 0..n_dims {
            let mut load = 0;
            let mut at = self.nodes[start as usize].next;
            while model.is_visit(at) {
                load += model.delivery_of(at)[dim];
                at = self.nodes[at as usize].next;
            }
            let (mut at, mut most) = (start, load);
            while at != NONE {
                if model.is_visit(at) {
                    load += model.pickup_of(at)[dim] - model.delivery_of(at)[dim];
                }
                most = most.max(load);
                self.load_before[at as usize * n_dims + dim] = most;
                self.load_after[at as usize * n_dims + dim] = load;
                at = self.nodes[at as usize].next;
            }
            let mut at = model.end_node(route);
            let mut most = 0;
            while at != NONE {
                most = most.max(self.load_after[at as usize * n_dims + dim]);
                self.load_after[at as usize * n_dims + dim] = most;
                at = self.nodes[at as usize].prev;
            }
        }
    }

    /// Lanes and segments, and the price of the work time.
    fn refresh_extras(&mut self, route: u32) -> Result<i64, Infeasible> {
        if self.routes[route as usize].len == 0 {
            self.refresh_lanes(route);
            self.refresh_segments(route);
            return Ok(0);
        }
        let kind = self.model.kind(route);
        self.refresh_lanes(route);
        if kind.breaks.is_empty() && self.routes[route as usize].n_split == 0 {
            return self.refresh_segments(route).ok_or(Infeasible);
        }
        let mut order = std::mem::take(&mut self.scratch);
        order.clear();
        self.order_into(route, &mut order);
        let cost = work_cost(self.model, route, &order);
        self.scratch = order;
        cost.ok_or(Infeasible)
    }

    fn refresh_lanes(&mut self, route: u32) {
        let model = self.model;
        let kind = model.kind(route);
        if kind.breaks.is_empty() {
            return;
        }
        let mut at = model.start_node(route);
        self.lane_departs[at as usize] = start_lanes(kind.from);
        let mut next = self.nodes[at as usize].next;
        while model.is_visit(next) {
            let travel = model.arc(kind.matrix, at, next).time;
            let arrives = lanes::forward(&kind.breaks, &self.lane_departs[at as usize], travel);
            self.lane_departs[next as usize] = serve(model, next, route, &arrives);
            (at, next) = (next, self.nodes[next as usize].next);
        }
        let mut at = model.end_node(route);
        self.lane_latest[at as usize] = end_lanes(kind, kind.to_max);
        let mut prev = self.nodes[at as usize].prev;
        while model.is_visit(prev) {
            let travel = model.arc(kind.matrix, prev, at).time;
            let departs = lanes::backward(&kind.breaks, &self.lane_latest[at as usize], travel);
            self.lane_latest[prev as usize] = serve_by(model, prev, route, &departs);
            (at, prev) = (prev, self.nodes[prev as usize].prev);
        }
    }

    /// None when the work time is over its limit.
    fn refresh_segments(&mut self, route: u32) -> Option<i64> {
        let model = self.model;
        let kind = model.kind(route);
        if !kind.is_timed {
            return Some(0);
        }
        let (start, end) = (model.start_node(route), model.end_node(route));
        self.tail[end as usize] = self.node_segment(end, route);
        self.head[start as usize] = Segment::new(0, kind.from, kind.to_max);
        let mut at = start;
        while at != end {
            let next = self.nodes[at as usize].next;
            let travel = model.arc(kind.matrix, at, next).time;
            let stretch = self.node_segment(next, route);
            self.head[next as usize] = self.head[at as usize].join(travel, stretch)?;
            at = next;
        }
        let mut at = end;
        while at != start {
            let prev = self.nodes[at as usize].prev;
            let travel = model.arc(kind.matrix, prev, at).time;
            let stretch = self.node_segment(prev, route);
            self.tail[prev as usize] = stretch.join(travel, self.tail[at as usize])?;
            at = prev;
        }
        let day = self.head[end as usize];
        let is_allowed = i64::from(day.duration) <= kind.max_work;
        is_allowed.then(|| kind.work_cost(day.early, day.end()))
    }

    fn node_segment(&self, node: u32, route: u32) -> Segment {
        if self.model.is_visit(node) {
            let data = &self.model.visits[node as usize];
            return Segment::new(self.model.service(node, route), data.from, data.to);
        }
        let kind = self.model.kind(route);
        Segment::new(0, kind.from, kind.to_max)
    }

    fn mark_active(&mut self, route: u32) {
        let at = self.active_at[route as usize];
        let is_used = self.routes[route as usize].len > 0;
        if is_used && at == NONE {
            self.active_at[route as usize] = u32::try_from(self.active.len()).unwrap_or(NONE);
            self.active.push(route);
        }
        if !is_used && at != NONE {
            self.active.swap_remove(at as usize);
            self.active_at[route as usize] = NONE;
            if let Some(&moved) = self.active.get(at as usize) {
                self.active_at[moved as usize] = at;
            }
            let kind = self.model.kind_of_rep[route as usize] as usize;
            let reps = &self.model.kinds[kind].reps;
            let rank = reps.binary_search(&route).unwrap_or(0);
            self.first_idle[kind] = self.first_idle[kind].min(rank);
        }
    }

    /// The segments around a new visit, for a kind without breaks and visits with one window.
    pub fn segment_of(&self, visit: u32, route: u32) -> Segment {
        self.node_segment(visit, route)
    }
}
