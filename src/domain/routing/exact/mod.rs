//! Proven optimality for a small day: labels over the sets of visits, dominated ones dropped.
//!
//! After Held & Karp (1962) with time windows: a label is a partial route; of two that served the
//! same visits and stand at the same place only one worse in nothing is kept, and none from which
//! no cheaper plan can come than one already known.

mod bound;

use bound::Bound;

use super::lanes::{self, CLOSED};
use super::model::{Kind, Model, NEVER};
use super::problem::Problem;
use super::search::Best;
use super::segment::Segment;
use crate::domain::control::{Budget, Cancel};

/// The most visits of a problem solved exactly.
pub(super) const EXACT_VISITS_MAX: usize = 12;
/// The most labels kept; a problem that needs more goes to the search.
const LABELS_MAX: usize = 150_000;

#[derive(Debug, Clone, Copy)]
struct Label {
    cost: i64,
    /// Earliest departure.
    ready: i32,
    /// Breaks taken.
    lane: u8,
    last: u8,
    parent: u32,
    /// For timed reps, else zeros.
    duration: i32,
    late: i32,
    /// For limited reps, else zeros.
    travel: i64,
    distance: i64,
}

/// How many sets of visits are gone through between two looks at the budget.
const LOOK_EVERY: usize = 16;

/// Whether the problem is small and asks for no more than labels carry.
pub(super) fn is_eligible(problem: &Problem, model: &Model) -> bool {
    let Some(kind) = model.kinds.first() else { return false };
    model.n_reps == 1
        && model.n <= EXACT_VISITS_MAX
        && model.is_one_way
        && model.n_frozen == 0
        && problem.start_plan.is_empty()
        && problem.pairs.is_empty()
        && model.rules.are_forward()
        && !kind.is_whole
        && !(kind.has_limits && kind.has_prices)
        && (!kind.is_timed || kind.breaks.len() <= 1)
}

/// The optimal plan of an eligible problem, `known` itself if nothing is cheaper. None when it
/// takes too many labels, or the budget runs out on the way.
pub(super) fn solve(
    model: &Model,
    known: &Best,
    budget: &dyn Budget,
    cancel: &Cancel,
) -> Option<Best> {
    let mut exact = Exact::new(model, &model.kinds[0], known.cost);
    let at_start = budget.spent(0);
    for set in 0..1_usize << model.n {
        let is_late = || {
            let spent = budget.spent(0);
            spent >= 1.0 && spent > at_start
        };
        let looks = set % LOOK_EVERY == 0;
        if looks && (cancel.is_cancelled() || is_late()) || exact.labels.len() > LABELS_MAX {
            return None;
        }
        exact.extend(set);
    }
    Some(exact.finish().unwrap_or_else(|| known.clone()))
}

struct Exact<'a> {
    model: &'a Model,
    kind: &'a Kind,
    labels: Vec<Label>,
    /// Labels of each set and last visit.
    at: Vec<Vec<u32>>,
    bound: Bound,
    best_cost: i64,
    best: Option<u32>,
}

impl<'a> Exact<'a> {
    fn new(model: &'a Model, kind: &'a Kind, known_cost: i64) -> Self {
        Self {
            model,
            kind,
            labels: Vec::new(),
            at: vec![Vec::new(); model.n << model.n],
            bound: Bound::new(model, kind),
            best_cost: known_cost,
            best: None,
        }
    }

    fn extend(&mut self, set: usize) {
        if set == 0 {
            let first = Label {
                cost: self.kind.per_use,
                ready: self.kind.from,
                lane: 0,
                last: u8::MAX,
                parent: u32::MAX,
                duration: 0,
                late: self.kind.to_max,
                travel: 0,
                distance: 0,
            };
            return self.go_on(0, first, u32::MAX, self.next_of(0));
        }
        let next = self.next_of(set);
        for last in (0..self.model.n).filter(|last| set >> last & 1 == 1) {
            for index in std::mem::take(&mut self.at[set * self.model.n + last]) {
                let label = self.labels[index as usize];
                if self.is_hopeless(set, &label) {
                    continue;
                }
                self.close(set, index, label);
                self.go_on(set, label, index, next);
            }
        }
    }

    fn go_on(&mut self, set: usize, label: Label, parent: u32, next: usize) {
        for next in (0..self.model.n).filter(|visit| next >> visit & 1 == 1) {
            self.step(set, label, parent, next);
        }
    }

    /// The visits that may come after this set, whatever came last.
    fn next_of(&self, set: usize) -> usize {
        let may = |visit: &usize| {
            set >> visit & 1 == 0 && self.model.may_serve(node(*visit), 0) && self.fits(set, *visit)
        };
        (0..self.model.n).filter(may).fold(0, |chosen, visit| chosen | 1 << visit)
    }

    /// No day that begins so is cheaper than the best one known.
    fn is_hopeless(&self, set: usize, label: &Label) -> bool {
        let left = (1 << self.model.n) - 1 - set;
        let rest = self.bound.rest(left, label.last as usize, label.ready);
        let work = i64::from(label.duration) * self.kind.per_work;
        label.cost + work + rest >= self.best_cost
    }

    /// Ends the day after this label.
    fn close(&mut self, set: usize, index: u32, label: Label) {
        let (model, kind) = (self.model, self.kind);
        let arc = model.arc(kind.matrix, node(label.last as usize), model.end_node(0));
        let arrives = self.arrivals(label, arc.time)[kind.breaks.len()];
        let is_over = arrives > kind.to_max || !self.is_within(&label, arc);
        if is_over {
            return;
        }
        let mut cost = label.cost + kind.arc_cost(arc);
        if kind.is_timed {
            let home = Segment::new(0, kind.from, kind.to_max);
            let ways = self.stretches(&label, arc.time, kind.breaks.len());
            let days = ways.into_iter().filter_map(|way| way.join(0, home));
            let allowed = days.filter(|day| i64::from(day.duration) <= kind.max_work);
            let Some(work) = allowed.map(|day| kind.work_cost(day.early, day.end())).min() else {
                return;
            };
            cost += work;
        }
        cost += self.bound.prizes((1 << model.n) - 1 - set);
        if cost < self.best_cost {
            self.best_cost = cost;
            self.best = Some(index);
        }
    }

    fn is_within(&self, label: &Label, arc: super::model::Arc) -> bool {
        !self.kind.has_limits
            || (label.travel + i64::from(arc.time) <= self.kind.max_travel
                && label.distance + i64::from(arc.dist) <= self.kind.max_distance)
    }

    /// Goes on to another visit, in every lane and every window that can be met.
    fn step(&mut self, set: usize, label: Label, parent: u32, next: usize) {
        let (model, kind) = (self.model, self.kind);
        let is_first = parent == u32::MAX;
        let last = if is_first { u32::MAX } else { u32::from(label.last) };
        let is_allowed = self.is_in_stage(label.last, next)
            && self.model.rules.may_come_next(set, last, node(next));
        if !is_allowed {
            return;
        }
        let from = if is_first { model.start_node(0) } else { node(label.last as usize) };
        let arc = model.arc(kind.matrix, from, node(next));
        if !self.is_within(&label, arc) {
            return;
        }
        let arrives = self.arrivals(label, arc.time);
        for (lane, arrival) in arrives.into_iter().enumerate() {
            if arrival >= NEVER {
                continue;
            }
            let moved = Label {
                cost: label.cost + kind.arc_cost(arc) + model.price(node(next), 0),
                lane: u8::try_from(lane).unwrap_or(u8::MAX),
                last: u8::try_from(next).unwrap_or(u8::MAX),
                parent,
                travel: if kind.has_limits { label.travel + i64::from(arc.time) } else { 0 },
                distance: if kind.has_limits { label.distance + i64::from(arc.dist) } else { 0 },
                ..label
            };
            self.arrive(set | 1 << next, &label, moved, arc.time, arrival);
        }
    }

    fn arrive(&mut self, set: usize, before: &Label, label: Label, travel: i32, arrival: i32) {
        let model = self.model;
        let visit = node(label.last as usize);
        let service = model.service(visit, 0);
        if !self.kind.is_timed {
            let start = model.opens(visit, arrival);
            if start != NEVER {
                let label = Label { ready: start + service, duration: 0, late: 0, ..label };
                self.keep(set, label);
            }
            return;
        }
        for way in self.stretches(before, travel, label.lane as usize) {
            for &(opens, closes) in model.windows_of(visit) {
                let own = Segment::new(service, opens, closes);
                if let Some(joined) = way.join(0, own) {
                    let (duration, late) = (joined.duration, joined.late);
                    self.keep(set, Label { ready: joined.end(), duration, late, ..label });
                }
            }
        }
    }

    /// The label's stretch with the way to the next stop, for each window of the break that may
    /// be taken on it. A break from `a` to `b` on a way of `travel` is one of `a` to `b + travel`
    /// at its end.
    fn stretches(&self, label: &Label, travel: i32, lane: usize) -> Vec<Segment> {
        let (from, own) = (label.lane as usize, segment(label));
        if from == lane {
            let here = Segment::new(0, 0, NEVER);
            return own.join(travel, here).into_iter().collect();
        }
        let pause = &self.kind.breaks[from];
        let ends = pause.windows.iter().filter_map(|(opens, closes)| {
            own.join(travel, Segment::new(pause.duration, *opens, closes + travel))
        });
        ends.collect()
    }

    fn is_in_stage(&self, last: u8, next: usize) -> bool {
        let visits = &self.model.visits;
        visits.get(last as usize).is_none_or(|last| last.stage <= visits[next].stage)
    }

    fn fits(&self, set: usize, next: usize) -> bool {
        let (model, kind) = (self.model, self.kind);
        let chosen = || (0..model.n).filter(|visit| (set | 1 << next) >> visit & 1 == 1);
        set.count_ones() < kind.max_visits
            && kind.capacity.iter().enumerate().all(|(dim, capacity)| {
                let load =
                    |v: usize| model.delivery_of(node(v))[dim] + model.pickup_of(node(v))[dim];
                chosen().map(load).sum::<i64>() <= *capacity
            })
    }

    fn arrivals(&self, label: Label, travel: i32) -> lanes::Lanes {
        let mut departs = CLOSED;
        departs[label.lane as usize] = label.ready;
        lanes::forward(&self.kind.breaks, &departs, travel)
    }

    fn keep(&mut self, set: usize, label: Label) {
        if self.is_hopeless(set, &label) {
            return;
        }
        let cell = &mut self.at[set * self.model.n + label.last as usize];
        let labels = &self.labels;
        if cell.iter().any(|known| labels[*known as usize].dominates(&label)) {
            return;
        }
        cell.retain(|known| !label.dominates(&labels[*known as usize]));
        cell.push(u32::try_from(self.labels.len()).unwrap_or(u32::MAX));
        self.labels.push(label);
    }

    /// The cheapest plan found, if it is cheaper than the one known before.
    fn finish(self) -> Option<Best> {
        let mut order = Vec::new();
        let mut at = self.best?;
        while let Some(label) = self.labels.get(at as usize) {
            order.push(u32::from(label.last));
            at = label.parent;
        }
        order.reverse();
        Some(Best { cost: self.best_cost, orders: vec![order], iteration: 0 })
    }
}

impl Label {
    fn dominates(&self, other: &Self) -> bool {
        self.cost <= other.cost
            && self.ready <= other.ready
            && self.lane == other.lane
            && self.duration <= other.duration
            && self.late >= other.late
            && self.travel <= other.travel
            && self.distance <= other.distance
    }
}

fn segment(label: &Label) -> Segment {
    Segment::new(label.duration, label.ready - label.duration, label.late)
}

fn node(visit: usize) -> u32 {
    u32::try_from(visit).unwrap_or(u32::MAX)
}

#[cfg(test)]
#[path = "exact_tests.rs"]
mod tests;
