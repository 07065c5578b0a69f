//! What follows from the order of a route: times, load profiles, breaks, the price of work.
//!
//! After a change at one place times are carried on only as far as they differ.

use super::lanes;
use super::model::{NEVER, NONE};
use super::plan::{Infeasible, Node, Plan};
use super::schedule::{end_lanes, serve, serve_by, start_lanes, work_cost};
use super::segment::Segment;

impl Plan<'_> {
    /// Works out the whole route.
    pub fn settle_all(&mut self, route: u32) -> Result<(), Infeasible> {
        let (start, end) = (self.model.start_node(route), self.model.end_node(route));
        let kind = self.model.kind(route);
        self.write(start).depart = kind.from;
        self.write(end).latest = kind.to_max;
        self.settle(route, start, end)
    }

    /// Brings the route up to date after visits between `from` and `to` came or went; these two
    /// are still in it, in this order.
    pub fn settle(&mut self, route: u32, from: u32, to: u32) -> Result<(), Infeasible> {
        let kind = self.model.kind(route);
        let data = &self.routes[route as usize];
        if data.len == 0 {
            self.settle_idle(route);
            return Ok(());
        }
        let is_over = kind.has_limits
            && (data.travel > kind.max_travel
                || data.distance > kind.max_distance
                || data.len > kind.max_visits);
        if is_over {
            return Err(Infeasible);
        }
        if !self.model.is_timeless {
            self.carry_forward(route, from, to)?;
            self.carry_backward(route, from, to);
        }
        if !self.model.is_one_way {
            self.settle_load_profile(route);
        }
        if kind.breaks.is_empty() && !kind.is_timed {
            return Ok(());
        }
        let work = self.settle_extras(route, from, to)?;
        let data = &mut self.routes[route as usize];
        let delta = work - data.work_cost;
        data.work_cost = work;
        data.cost += delta;
        self.cost += delta;
        Ok(())
    }

    fn settle_idle(&mut self, route: u32) {
        let model = self.model;
        let kind = model.kind(route);
        let (start, end) = (model.start_node(route), model.end_node(route));
        let arc = model.arc(kind.matrix, start, end).time;
        self.write(start).latest = kind.to_max - arc;
        self.write(end).depart = kind.from + arc;
        let data = &mut self.routes[route as usize];
        self.cost -= data.cost;
        (data.cost, data.work_cost, data.travel, data.distance) = (0, 0, 0, 0);
        if kind.has_limits {
            let arc = model.leg(kind.matrix, start, end);
            (data.travel, data.distance) = (i64::from(arc.time), i64::from(arc.dist));
        }
        if !model.is_one_way {
            self.settle_load_profile(route);
        }
        self.restore_extras(route);
    }

    /// Earliest departures from `from` on, past `to` only while they change.
    fn carry_forward(&mut self, route: u32, from: u32, to: u32) -> Result<(), Infeasible> {
        let model = self.model;
        let kind = model.kind(route);
        let Node { mut depart, next: mut at, place, .. } = self.nodes[from as usize];
        let mut from_place = place;
        let mut is_past = false;
        loop {
            let Node { depart: known, next, place, .. } = self.nodes[at as usize];
            let arrival = depart + model.arc_between(kind.matrix, from_place, place).time;
            is_past |= at == to;
            if next == NONE {
                if arrival != known {
                    self.write(at).depart = arrival;
                }
                return if arrival > kind.to_max { Err(Infeasible) } else { Ok(()) };
            }
            let start = model.opens(at, arrival);
            if start == NEVER {
                return Err(Infeasible);
            }
            depart = start + model.service(at, route);
            if depart != known {
                self.write(at).depart = depart;
            } else if is_past {
                return Ok(());
            }
            (from_place, at) = (place, next);
        }
    }

    /// Latest arrivals from `to` back, past `from` only while they change.
    fn carry_backward(&mut self, route: u32, from: u32, to: u32) {
        let model = self.model;
        let kind = model.kind(route);
        let Node { mut latest, prev: mut at, place, .. } = self.nodes[to as usize];
        let mut to_place = place;
        let mut is_past = false;
        loop {
            let Node { latest: known, prev, place, .. } = self.nodes[at as usize];
            let depart = latest - model.arc_between(kind.matrix, place, to_place).time;
            is_past |= at == from;
            latest = if prev == NONE {
                depart
            } else {
                model.closes(at, depart - model.service(at, route))
            };
            if latest != known {
                self.write(at).latest = latest;
            } else if is_past {
                return;
            }
            if prev == NONE {
                return;
            }
            (to_place, at) = (place, prev);
        }
    }

    fn settle_load_profile(&mut self, route: u32) {
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
                    load += model.pickup_of(at)[dim] - model.delivery_of(at)[dim]
                        + model.pairs.exchange(at, dim);
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

    /// Lanes and segments; gives the price of the work time.
    fn settle_extras(&mut self, route: u32, from: u32, to: u32) -> Result<i64, Infeasible> {
        let kind = self.model.kind(route);
        self.settle_lanes(route, from, to);
        if !kind.is_timed {
            return if self.breaks_fit(route) { Ok(0) } else { Err(Infeasible) };
        }
        if kind.breaks.is_empty() && !kind.is_whole && self.routes[route as usize].n_split == 0 {
            let (start, end) = (self.model.start_node(route), self.model.end_node(route));
            // with visits of several windows around, the stretches may be older than the order
            let (from, to) = if self.model.any_split { (start, end) } else { (from, to) };
            return self.settle_segments(route, from, to).ok_or(Infeasible);
        }
        let mut order = std::mem::take(&mut self.scratch);
        order.clear();
        self.order_into(route, &mut order);
        let cost = work_cost(self.model, route, &order);
        self.scratch = order;
        cost.ok_or(Infeasible)
    }

    /// Lanes, segments and load profiles of a route that is as it was before.
    pub(super) fn restore_extras(&mut self, route: u32) {
        let kind = self.model.kind(route);
        let (start, end) = (self.model.start_node(route), self.model.end_node(route));
        self.settle_lanes(route, start, end);
        if !self.model.is_one_way {
            self.settle_load_profile(route);
        }
        let has_stretches = kind.is_timed
            && !kind.is_whole
            && kind.breaks.is_empty()
            && self.routes[route as usize].n_split == 0;
        if has_stretches {
            // it kept the limits before, and an idle rep keeps any
            let _ = self.settle_segments(route, start, end);
        }
    }

    /// Lanes after visits between `from` and `to` came or went, past these only while they change.
    fn settle_lanes(&mut self, route: u32, from: u32, to: u32) {
        if !self.model.kind(route).breaks.is_empty() {
            self.carry_lanes_forward(route, from, to);
            self.carry_lanes_backward(route, from, to);
        }
    }

    fn carry_lanes_forward(&mut self, route: u32, from: u32, to: u32) {
        let model = self.model;
        let kind = model.kind(route);
        self.lane_departs[model.start_node(route) as usize] = start_lanes(kind.from);
        let (mut at, mut next) = (from, self.nodes[from as usize].next);
        let mut is_past = false;
        while model.is_visit(next) {
            is_past |= next == to;
            let travel = model.arc(kind.matrix, at, next).time;
            let arrives = lanes::forward(&kind.breaks, &self.lane_departs[at as usize], travel);
            let departs = serve(model, next, model.service(next, route), &arrives);
            let known = &mut self.lane_departs[next as usize];
            if is_past && departs == *known {
                return;
            }
            *known = departs;
            (at, next) = (next, self.nodes[next as usize].next);
        }
    }

    fn carry_lanes_backward(&mut self, route: u32, from: u32, to: u32) {
        let model = self.model;
        let kind = model.kind(route);
        self.lane_latest[model.end_node(route) as usize] = end_lanes(kind, kind.to_max);
        let (mut at, mut prev) = (to, self.nodes[to as usize].prev);
        let mut is_past = false;
        while model.is_visit(prev) {
            is_past |= prev == from;
            let travel = model.arc(kind.matrix, prev, at).time;
            let departs = lanes::backward(&kind.breaks, &self.lane_latest[at as usize], travel);
            let latest = serve_by(model, prev, model.service(prev, route), &departs);
            let known = &mut self.lane_latest[prev as usize];
            if is_past && latest == *known {
                return;
            }
            *known = latest;
            (at, prev) = (prev, self.nodes[prev as usize].prev);
        }
    }

    /// Whether all breaks can be taken in a route whose lanes are up to date.
    fn breaks_fit(&self, route: u32) -> bool {
        let model = self.model;
        let kind = model.kind(route);
        let start = model.start_node(route);
        let first = self.nodes[start as usize].next;
        let travel = model.arc(kind.matrix, start, first).time;
        let arrives = lanes::forward(&kind.breaks, &start_lanes(kind.from), travel);
        lanes::meets(&arrives, &self.lane_latest[first as usize], kind.breaks.len())
    }

    /// None when the work time is over its limit.
    fn settle_segments(&mut self, route: u32, from: u32, to: u32) -> Option<i64> {
        let model = self.model;
        let kind = model.kind(route);
        if !kind.is_timed {
            return Some(0);
        }
        let (start, end) = (model.start_node(route), model.end_node(route));
        self.tail[end as usize] = self.segment_of(end, route);
        self.head[start as usize] = Segment::new(0, kind.from, kind.to_max);
        let mut at = from;
        while at != end {
            let next = self.nodes[at as usize].next;
            let travel = model.arc(kind.matrix, at, next).time;
            let stretch = self.segment_of(next, route);
            self.head[next as usize] = self.head[at as usize].join(travel, stretch)?;
            at = next;
        }
        let mut at = to;
        while at != start {
            let prev = self.nodes[at as usize].prev;
            let travel = model.arc(kind.matrix, prev, at).time;
            let stretch = self.segment_of(prev, route);
            self.tail[prev as usize] = stretch.join(travel, self.tail[at as usize])?;
            at = prev;
        }
        let day = self.head[end as usize];
        let is_allowed = i64::from(day.duration) <= kind.max_work;
        is_allowed.then(|| kind.work_cost(day.early, day.end()))
    }

    /// The node alone, for a kind without breaks and visits with one window.
    pub fn segment_of(&self, node: u32, route: u32) -> Segment {
        if self.model.is_visit(node) {
            let data = &self.model.visits[node as usize];
            return Segment::new(self.model.service(node, route), data.from, data.to);
        }
        let kind = self.model.kind(route);
        Segment::new(0, kind.from, kind.to_max)
    }
}
