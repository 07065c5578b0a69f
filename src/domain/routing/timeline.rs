//! From an order of visits to stops with times, breaks placed.

use super::aboard::Pauses;
use super::lanes::{self, CLOSED, Lanes};
use super::lateness::{self, Day};
use super::model::{BreakData, Model};
use super::schedule::{best_timing, serve, start_lanes, task_cost};
use super::solution::{Item, Route, Stop};

/// The rep's day in this order, None if no schedule keeps the constraints.
pub(super) fn route(model: &Model, rep: u32, order: &[u32]) -> Option<Route> {
    let soft = model.lateness.concerns(order).then(|| lateness::best_day(model, rep, order));
    let day = match soft {
        Some(day) => day?,
        None => punctual_day(model, rep, order)?,
    };
    let timing = day.timing;
    let mut writer = Writer { model, rep, stops: Vec::new(), now: timing.start };
    writer.write(order, &day);
    let last = order.last().copied().unwrap_or(model.start_node(rep));
    let (last_leg_s, last_leg_m) = writer.leg(last, model.end_node(rep));
    let kind = model.kind(rep);
    let mut cost = kind.per_use + day.cost + task_cost(model, rep, order);
    cost += order.iter().map(|visit| model.price(*visit, rep)).sum::<i64>();
    let mut at = model.start_node(rep);
    for &next in order.iter().chain(&[model.end_node(rep)]) {
        cost += kind.arc_cost(model.arc(kind.matrix, at, next));
        at = next;
    }
    Some(Route {
        rep: rep as usize,
        departs_s: i64::from(timing.start) + model.base_s,
        returns_s: i64::from(timing.end) + model.base_s,
        stops: writer.stops,
        last_leg_s,
        last_leg_m,
        cost,
    })
}

/// The cheapest day in which nobody is late, or lateness has no price: services start as soon as
/// they are allowed.
fn punctual_day(model: &Model, rep: u32, order: &[u32]) -> Option<Day> {
    let timing = best_timing(model, rep, order)?;
    let cost = model.kind(rep).work_cost(timing.start, timing.end);
    let taken = breaks_taken(model, rep, order, timing.start);
    Some(Day { timing, cost, starts: Vec::new(), taken })
}

struct Writer<'a> {
    model: &'a Model,
    rep: u32,
    stops: Vec<Stop>,
    /// When the rep left the last visit.
    now: i32,
}

impl Writer<'_> {
    fn write(&mut self, order: &[u32], day: &Day) {
        let (model, rep) = (self.model, self.rep);
        let taken = &day.taken;
        let mut at = model.start_node(rep);
        for (index, &visit) in order.iter().enumerate() {
            let travel = model.arc(model.kind(rep).matrix, at, visit).time;
            let arrives = self.pause(taken[index], taken[index + 1], travel);
            let starts = day.starts.get(index).copied().unwrap_or(model.opens(visit, arrives));
            self.now = starts + model.task(at, visit, rep);
            let (leg_s, leg_m) = self.leg(at, visit);
            let item = Item::Visit(visit as usize);
            let late = model.lateness.seconds(visit, starts);
            self.push(item, [arrives, starts, self.now], late, (leg_s, leg_m));
            at = visit;
        }
        let travel = model.arc(model.kind(rep).matrix, at, model.end_node(rep)).time;
        self.pause(taken[order.len()], model.kind(rep).breaks.len(), travel);
    }

    /// Writes the breaks `from..to` taken on the way; gives the arrival.
    fn pause(&mut self, from: usize, to: usize, travel: i32) -> i32 {
        let (mut now, mut arrival) = (self.now, self.now + travel);
        let is_only_one = to == from + 1;
        for index in from..to {
            let pause: &BreakData = &self.model.kind(self.rep).breaks[index];
            let Some(window) = pause.windows.iter().find(|window| now <= window.1) else { break };
            // rather at the next site than on the road
            let at_site = arrival.max(window.0).min(window.1);
            let starts = if is_only_one { at_site } else { now.max(window.0) };
            now = starts + pause.duration;
            arrival = arrival.max(window.0) + pause.duration;
            self.push(Item::Break(index), [starts, starts, now], 0, (0, 0));
        }
        arrival
    }

    fn push(&mut self, item: Item, times: [i32; 3], late: i32, (leg_s, leg_m): (i64, i64)) {
        let [arrives_s, starts_s, leaves_s] = times.map(|at| i64::from(at) + self.model.base_s);
        let late_s = i64::from(late);
        self.stops.push(Stop { item, arrives_s, starts_s, leaves_s, late_s, leg_s, leg_m });
    }

    /// Time and distance of a leg as the rep travels it.
    fn leg(&self, from: u32, to: u32) -> (i64, i64) {
        let model = self.model;
        let arc = model.leg(model.kind(self.rep).matrix, from, to);
        (i64::from(arc.time), i64::from(arc.dist))
    }
}

/// How many breaks are taken before the departure from the start and from each visit, so that the
/// day ends as early as it can; entry 0 is the start.
fn breaks_taken(model: &Model, rep: u32, order: &[u32], start: i32) -> Vec<usize> {
    let kind = model.kind(rep);
    let n_breaks = kind.breaks.len();
    let pauses = Pauses::new(model, rep, order);
    let mut departs = vec![start_lanes(start)];
    let mut at = model.start_node(rep);
    for (index, &visit) in order.iter().enumerate() {
        let travel = model.arc(kind.matrix, at, visit).time;
        let may = |pause| pauses.may(index, pause);
        let arrives = lanes::forward_where(&kind.breaks, &departs[index], travel, may);
        departs.push(serve(model, visit, model.task(at, visit, rep), &arrives));
        at = visit;
    }
    let mut taken = vec![0; order.len() + 1];
    let mut lane = n_breaks;
    let mut next = model.end_node(rep);
    for index in (0..=order.len()).rev() {
        let from = if index == 0 { model.start_node(rep) } else { order[index - 1] };
        let travel = model.arc(kind.matrix, from, next).time;
        let may = |pause| pauses.may(index, pause);
        lane = lane_before(&kind.breaks, &departs[index], travel, lane, may);
        taken[index] = lane;
        next = from;
    }
    taken
}

/// The lane whose departure gives the earliest arrival in `lane`; fewer breaks first.
fn lane_before(
    breaks: &[BreakData],
    departs: &Lanes,
    travel: i32,
    lane: usize,
    may: impl Fn(usize) -> bool,
) -> usize {
    let arrives = |from: usize| {
        let mut only = CLOSED;
        only[from] = departs[from];
        lanes::forward_where(breaks, &only, travel, &may)[lane]
    };
    (0..=lane).min_by_key(|from| arrives(*from)).unwrap_or(0)
}

#[cfg(test)]
#[path = "timeline_tests.rs"]
mod tests;
