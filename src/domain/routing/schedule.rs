//! Times for a given order: the exact schedule, with all windows and breaks.

use super::aboard::Pauses;
use super::lanes::{self, CLOSED, Lanes, TOO_LATE};
use super::lateness;
use super::model::{Kind, Model, NEVER};

/// The most departures compared for one order; each next one skips past a closed window.
const DEPARTURES_MAX: usize = 64;

/// When the day starts and ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Timing {
    pub start: i32,
    pub end: i32,
}

/// The cheapest feasible timing of the order; among equals the earliest.
pub(super) fn best_timing(model: &Model, rep: u32, order: &[u32]) -> Option<Timing> {
    let kind = model.kind(rep);
    let mut best: Option<Timing> = None;
    for timing in Departures::new(model, rep, order) {
        let is_allowed = i64::from(timing.end - timing.start) <= kind.max_work;
        let price = |timing: Timing| kind.work_cost(timing.start, timing.end);
        if is_allowed && best.is_none_or(|known| price(timing) < price(known)) {
            best = Some(timing);
        }
    }
    best
}

/// The timings worth comparing, each the shortest that ends when it does: one where only the order
/// matters, else later and later ones until there is nothing left to wait for.
pub(super) struct Departures<'a> {
    model: &'a Model,
    rep: u32,
    order: &'a [u32],
    pauses: Pauses<'a>,
    /// The earliest departure to be tried next.
    next: i32,
    left: usize,
    /// No day is shorter.
    shortest: i32,
}

impl<'a> Departures<'a> {
    pub fn new(model: &'a Model, rep: u32, order: &'a [u32]) -> Self {
        let kind = model.kind(rep);
        let (left, shortest) =
            if kind.picks_departure { (DEPARTURES_MAX, busy(model, rep, order)) } else { (1, 0) };
        let pauses = Pauses::new(model, rep, order);
        Self { model, rep, order, pauses, next: kind.from, left, shortest }
    }
}

impl Iterator for Departures<'_> {
    type Item = Timing;

    fn next(&mut self) -> Option<Timing> {
        self.left = self.left.checked_sub(1)?;
        let end = earliest_end(self.model, self.rep, self.order, self.next, &self.pauses)?;
        let start = latest_start(self.model, self.rep, self.order, end, &self.pauses);
        debug_assert!(start >= self.next, "a start that was just tried must be found again");
        self.next = start + 1;
        if end - start <= self.shortest {
            self.left = 0;
        }
        Some(Timing { start, end })
    }
}

/// Travel, tasks and breaks of the day.
fn busy(model: &Model, rep: u32, order: &[u32]) -> i32 {
    let kind = model.kind(rep);
    let mut busy: i32 = kind.breaks.iter().map(|pause| pause.duration).sum();
    let mut at = model.start_node(rep);
    for &visit in order {
        busy = busy.saturating_add(model.arc(kind.matrix, at, visit).time);
        busy = busy.saturating_add(model.task(at, visit, rep));
        at = visit;
    }
    busy.saturating_add(model.arc(kind.matrix, at, model.end_node(rep)).time)
}

/// The price of the best timing, of lateness, and of the time at the sites.
pub(super) fn work_cost(model: &Model, rep: u32, order: &[u32]) -> Option<i64> {
    let work = if model.lateness.concerns(order) {
        lateness::best_day(model, rep, order)?.cost
    } else {
        let timing = best_timing(model, rep, order)?;
        model.kind(rep).work_cost(timing.start, timing.end)
    };
    Some(work + task_cost(model, rep, order))
}

/// The price of setups and services.
pub(super) fn task_cost(model: &Model, rep: u32, order: &[u32]) -> i64 {
    let per_task = model.kind(rep).per_task;
    if per_task == 0 {
        return 0;
    }
    let task = |(index, visit): (usize, &u32)| {
        i64::from(model.task(before(model, rep, order, index), *visit, rep))
    };
    order.iter().enumerate().map(task).sum::<i64>() * per_task
}

/// The node before the visit at the index.
pub(super) fn before(model: &Model, rep: u32, order: &[u32], index: usize) -> u32 {
    if index == 0 { model.start_node(rep) } else { order[index - 1] }
}

/// The lanes in which the day may begin: before any break.
pub(super) fn start_lanes(start: i32) -> Lanes {
    let mut first = CLOSED;
    first[0] = start;
    first
}

/// The lanes in which the day may end: after all breaks.
pub(super) fn end_lanes(kind: &Kind, end: i32) -> Lanes {
    let mut last = TOO_LATE;
    last[kind.breaks.len()] = end;
    last
}

/// Earliest departures from the visit, from earliest arrivals at it.
pub(super) fn serve(model: &Model, visit: u32, service: i32, arrives: &Lanes) -> Lanes {
    arrives.map(|arrival| match model.opens(visit, arrival) {
        NEVER => NEVER,
        start => start + service,
    })
}

/// Latest arrivals at the visit, from latest departures.
pub(super) fn serve_by(model: &Model, visit: u32, service: i32, departs: &Lanes) -> Lanes {
    departs.map(|depart| if depart < service { -1 } else { model.closes(visit, depart - service) })
}

fn earliest_end(
    model: &Model,
    rep: u32,
    order: &[u32],
    start: i32,
    pauses: &Pauses<'_>,
) -> Option<i32> {
    let kind = model.kind(rep);
    let mut departs = start_lanes(start);
    let mut at = model.start_node(rep);
    for (index, &visit) in order.iter().enumerate() {
        let travel = model.arc(kind.matrix, at, visit).time;
        let may = |pause| pauses.may(index, pause);
        let arrives = lanes::forward_where(&kind.breaks, &departs, travel, may);
        departs = serve(model, visit, model.task(at, visit, rep), &arrives);
        at = visit;
    }
    let travel = model.arc(kind.matrix, at, model.end_node(rep)).time;
    let may = |pause| pauses.may(order.len(), pause);
    let end = lanes::forward_where(&kind.breaks, &departs, travel, may)[kind.breaks.len()];
    (end <= kind.to_max).then_some(end)
}

fn latest_start(model: &Model, rep: u32, order: &[u32], end: i32, pauses: &Pauses<'_>) -> i32 {
    let kind = model.kind(rep);
    let mut latest = end_lanes(kind, end);
    let mut next = model.end_node(rep);
    for (index, &visit) in order.iter().enumerate().rev() {
        let travel = model.arc(kind.matrix, visit, next).time;
        let may = |pause| pauses.may(index + 1, pause);
        let departs = lanes::backward_where(&kind.breaks, &latest, travel, may);
        let task = model.task(before(model, rep, order, index), visit, rep);
        latest = serve_by(model, visit, task, &departs);
        next = visit;
    }
    let travel = model.arc(kind.matrix, model.start_node(rep), next).time;
    lanes::backward_where(&kind.breaks, &latest, travel, |pause| pauses.may(0, pause))[0]
}

#[cfg(test)]
#[path = "schedule_tests.rs"]
mod tests;
