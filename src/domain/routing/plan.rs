//! The plan under change: routes as linked lists with everything the oracle reads beside the node.
//!
//! A move touches the routes it will change; every node is remembered before it is first written,
//! so that rolling back costs what was changed and not what there is.

use super::lanes::{self, Lanes};
use super::model::{Arc, Model, NONE};
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
    pub place: u32,
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
    pub n_served: usize,
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
    saved_loads: Vec<i64>,
    saved_nodes: Vec<(u32, Node)>,
    /// Equal to `epoch`: remembered since the last commit or rollback.
    route_epoch: Vec<u32>,
    node_epoch: Vec<u32>,
    epoch: u32,
    pub(super) scratch: Vec<u32>,
}

impl<'m> Plan<'m> {
    /// Nobody visits anything.
    pub fn empty(model: &'m Model) -> Self {
        let n_nodes = model.n + 2 * model.n_reps;
        let shift_end = model.kinds.iter().map(|kind| kind.to_max).min().unwrap_or(0);
        let blank = Node {
            depart: 0,
            latest: if model.is_timeless { shift_end } else { 0 },
            prev: NONE,
            next: NONE,
            route: NONE,
            place: 0,
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
            n_served: 0,
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
            saved_loads: Vec::new(),
            route_epoch: vec![0; model.n_reps],
            node_epoch: vec![0; n_nodes],
            epoch: 1,
            scratch: Vec::new(),
        };
        for (node, place) in plan.nodes.iter_mut().zip(&model.place) {
            node.place = *place;
        }
        for rep in 0..model.n_reps {
            plan.reset_route(u32::try_from(rep).unwrap_or(NONE));
        }
        plan.commit();
        plan
    }

    fn reset_route(&mut self, rep: u32) {
        let (start, end) = (self.model.start_node(rep), self.model.end_node(rep));
        for (node, prev, next) in [(start, NONE, end), (end, start, NONE)] {
            let node = &mut self.nodes[node as usize];
            (node.prev, node.next, node.route) = (prev, next, rep);
        }
        // an idle rep breaks no constraint
        let _ = self.settle_all(rep);
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

    /// Remembers the route's sums as they are, once until the next commit or rollback.
    pub fn touch(&mut self, route: u32) {
        if self.route_epoch[route as usize] == self.epoch {
            return;
        }
        self.route_epoch[route as usize] = self.epoch;
        self.saved.push(Saved { route, data: self.routes[route as usize] });
        let n_dims = self.model.n_dims;
        self.saved_loads.extend(&self.loads[route as usize * n_dims..][..n_dims]);
    }

    /// The node, remembered, to be written.
    #[inline]
    pub(super) fn write(&mut self, node: u32) -> &mut Node {
        let known = &mut self.node_epoch[node as usize];
        if *known != self.epoch {
            *known = self.epoch;
            self.saved_nodes.push((node, self.nodes[node as usize]));
        }
        &mut self.nodes[node as usize]
    }

    /// Routes touched since the last commit or rollback.
    pub fn touched(&self) -> impl Iterator<Item = u32> + '_ {
        self.saved.iter().map(|saved| saved.route)
    }

    /// Keeps all changes.
    pub fn commit(&mut self) {
        self.saved.clear();
        self.saved_loads.clear();
        self.saved_nodes.clear();
        self.next_epoch();
    }

    fn next_epoch(&mut self) {
        self.epoch = self.epoch.wrapping_add(1);
        if self.epoch == 0 {
            self.route_epoch.fill(0);
            self.node_epoch.fill(0);
            self.epoch = 1;
        }
    }

    /// Undoes all changes since the last commit; `cost` is what the plan cost then.
    pub fn rollback(&mut self, cost: i64) {
        for (at, node) in self.saved_nodes.drain(..) {
            self.nodes[at as usize] = node;
        }
        let saved = std::mem::take(&mut self.saved);
        let n_dims = self.model.n_dims;
        for (index, old) in saved.iter().enumerate() {
            let now = self.routes[old.route as usize].len as usize;
            self.n_served = self.n_served + old.data.len as usize - now;
            self.routes[old.route as usize] = old.data;
            let loads = &self.saved_loads[index * n_dims..][..n_dims];
            self.loads[old.route as usize * n_dims..][..n_dims].copy_from_slice(loads);
            self.mark_active(old.route);
            self.restore_extras(old.route);
        }
        self.saved = saved;
        self.cost = cost;
        self.commit();
    }

    /// Takes the visit out of a touched route. Times, load profiles and the price of work are
    /// stale until [`Self::settle`].
    pub fn unlink(&mut self, visit: u32) {
        let Node { prev, next, route, next_cost, .. } = self.nodes[visit as usize];
        let is_last = self.routes[route as usize].len == 1;
        let arc = self.arc(route, prev, next);
        let new_cost = if is_last { 0 } else { self.model.kind(route).arc_cost(arc) };
        let delta = new_cost - next_cost - self.nodes[prev as usize].next_cost;
        if self.model.kind(route).has_limits {
            self.add_legs(
                route,
                [self.leg(route, prev, next)],
                [self.leg(route, prev, visit), self.leg(route, visit, next)],
            );
        }
        let node = self.write(prev);
        (node.next, node.next_cost) = (next, new_cost);
        self.write(next).prev = prev;
        self.write(visit).route = NONE;
        self.count(visit, route, -1, delta);
    }

    /// Puts the visit behind the node of a touched route. Times, load profiles and the price of
    /// work are stale until [`Self::settle`].
    pub fn link(&mut self, visit: u32, after: u32) {
        let Node { next, route, next_cost, .. } = self.nodes[after as usize];
        let (to, from) = (self.arc(route, after, visit), self.arc(route, visit, next));
        let kind = self.model.kind(route);
        let (to_cost, from_cost) = (kind.arc_cost(to), kind.arc_cost(from));
        if kind.has_limits {
            let (to, from) = (self.leg(route, after, visit), self.leg(route, visit, next));
            self.add_legs(route, [to, from], [self.leg(route, after, next)]);
        }
        let node = self.write(visit);
        (node.prev, node.next, node.route, node.next_cost) = (after, next, route, from_cost);
        let node = self.write(after);
        (node.next, node.next_cost) = (visit, to_cost);
        self.write(next).prev = visit;
        self.count(visit, route, 1, to_cost + from_cost - next_cost);
    }

    /// Adjusts the sums for a visit that came (1) or went (-1).
    fn count(&mut self, visit: u32, route: u32, sign: i64, arcs: i64) {
        let model = self.model;
        let data = &mut self.routes[route as usize];
        let is_split = model.visits[visit as usize].n_windows > 1;
        let before = data.cost;
        if sign > 0 {
            data.cost += if data.len == 0 { model.kind(route).per_use } else { 0 };
            (data.len, data.n_split) = (data.len + 1, data.n_split + u32::from(is_split));
        } else {
            (data.len, data.n_split) = (data.len - 1, data.n_split - u32::from(is_split));
            data.cost -= if data.len == 0 { model.kind(route).per_use } else { 0 };
        }
        data.cost += arcs + sign * model.price(visit, route);
        self.n_served = self.n_served.saturating_add_signed(if sign > 0 { 1 } else { -1 });
        self.cost += data.cost - before - sign * model.prize[visit as usize];
        if data.len <= 1 {
            self.mark_active(route);
        }
        let (delivery, pickup) = (model.delivery_of(visit), model.pickup_of(visit));
        let loads = &mut self.loads[route as usize * model.n_dims..];
        for dim in 0..model.n_dims {
            loads[dim] += sign * (delivery[dim] + pickup[dim]);
        }
    }

    fn add_legs<const N: usize, const M: usize>(
        &mut self,
        route: u32,
        new: [Arc; N],
        old: [Arc; M],
    ) {
        let sum = |arcs: &[Arc], of: fn(&Arc) -> i32| {
            arcs.iter().map(|arc| i64::from(of(arc))).sum::<i64>()
        };
        let data = &mut self.routes[route as usize];
        data.travel += sum(&new, |arc| arc.time) - sum(&old, |arc| arc.time);
        data.distance += sum(&new, |arc| arc.dist) - sum(&old, |arc| arc.dist);
    }

    #[inline]
    pub(super) fn arc(&self, route: u32, from: u32, to: u32) -> Arc {
        self.model.arc(self.model.kind(route).matrix, from, to)
    }

    fn leg(&self, route: u32, from: u32, to: u32) -> Arc {
        self.model.leg(self.model.kind(route).matrix, from, to)
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
}
