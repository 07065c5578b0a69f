//! Lateness at a price: the schedule of an order in which visits may begin after their windows.
//!
//! For a given departure labels of (breaks taken, earliest departure, price so far) are carried
//! along the order, dominated ones dropped: being late now and waiting for the next window compete.

use super::aboard::Pauses;
use super::lanes::{self, CLOSED};
use super::model::{Kind, Model, NEVER};
use super::problem::{Problem, SPAN_MAX_S, Visit};
use super::ranking::Weights;
use super::schedule::{self, Departures, Timing, end_lanes};

/// The most labels kept after one visit, beside the earliest of each lane.
const LABELS_MAX: usize = 16;

/// Windows as they were agreed, of the visits that may be late.
#[derive(Debug, Default)]
pub(super) struct Lateness {
    /// By visit; empty for one that may not be late, and altogether where none may.
    windows: Vec<Vec<(i32, i32)>>,
    /// Zero where lateness is free or impossible.
    prices: Vec<i64>,
}

impl Lateness {
    pub fn new(problem: &Problem, base_s: i64, weights: Weights) -> Self {
        if problem.visits.iter().all(|visit| visit.late_max_s == 0) {
            return Self::default();
        }
        let price = |visit: &Visit| {
            let price = visit.per_late_s * weights.cost + weights.lateness;
            if visit.late_max_s > 0 { price } else { 0 }
        };
        let windows = |visit: &Visit| {
            let mut windows: Vec<(i32, i32)> = visit
                .windows
                .iter()
                .filter(|_| visit.late_max_s > 0)
                .map(|window| (instant(window.from_s - base_s), instant(window.to_s - base_s)))
                .collect();
            windows.sort_unstable();
            windows
        };
        Self {
            windows: problem.visits.iter().map(windows).collect(),
            prices: problem.visits.iter().map(price).collect(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.windows.is_empty()
    }

    /// Some visit of the order may be late at a price.
    pub fn concerns(&self, order: &[u32]) -> bool {
        !self.is_empty() && order.iter().any(|visit| self.prices[*visit as usize] > 0)
    }

    /// How late a service is that starts then.
    pub fn seconds(&self, visit: u32, start: i32) -> i32 {
        let Some(windows) = self.windows.get(visit as usize) else { return 0 };
        let opened = windows.iter().filter(|window| window.0 <= start);
        opened.map(|window| (start - window.1).max(0)).min().unwrap_or(0)
    }

    fn price(&self, visit: u32, start: i32) -> i64 {
        i64::from(self.seconds(visit, start)) * self.prices[visit as usize]
    }

    /// The next instant after `start` at which a window opens.
    fn next_opening(&self, visit: u32, start: i32) -> Option<i32> {
        self.windows[visit as usize].iter().map(|window| window.0).find(|from| *from > start)
    }

    /// Until when a service that starts then may be put off without being later.
    fn deadline(&self, visit: u32, start: i32) -> i32 {
        let opened = self.windows[visit as usize].iter().filter(|window| window.0 <= start);
        opened.map(|window| window.1.max(start)).max().unwrap_or(NEVER)
    }
}

/// Whether some visit may be late at a price.
pub(super) fn is_any(problem: &Problem, weights: Weights) -> bool {
    let is_soft =
        |visit: &Visit| visit.late_max_s > 0 && (visit.per_late_s > 0 || weights.lateness > 0);
    problem.visits.iter().any(is_soft)
}

/// More than all lateness of a plan can cost.
pub(super) fn most(problem: &Problem) -> i64 {
    let visits = problem.visits.iter();
    let prices = visits.map(|visit| visit.late_max_s.saturating_mul(visit.per_late_s));
    prices.fold(0, i64::saturating_add)
}

/// An instant as the search counts it, before its beginning too.
#[expect(clippy::cast_possible_truncation, reason = "clamped to what fits")]
fn instant(seconds: i64) -> i32 {
    seconds.clamp(-2 * SPAN_MAX_S, 2 * SPAN_MAX_S) as i32
}

/// A rep's day with its lateness.
#[derive(Debug, Clone)]
pub(super) struct Day {
    pub timing: Timing,
    /// The price of the work time and of all lateness.
    pub cost: i64,
    /// When each service starts.
    pub starts: Vec<i32>,
    /// How many breaks are taken before the departure from the start and from each visit.
    pub taken: Vec<usize>,
}

/// The cheapest day found in this order, compared over the departures that an order without
/// lateness could have, and the latest one that makes nobody wait longer than the earliest does:
/// the best there is where lateness costs no less than work.
pub(super) fn best_day(model: &Model, rep: u32, order: &[u32]) -> Option<Day> {
    let mut planner = Planner::new(model, rep, order);
    let mut best: Option<Day> = None;
    for (tried, timing) in Departures::new(model, rep, order).enumerate() {
        if tried == 0 {
            let punctual = planner.punctual_start();
            best = punctual.and_then(|start| planner.day(start));
        }
        let bound = best.as_ref().map_or(i64::MAX, |day| day.cost);
        best = planner.day(timing.start).filter(|day| day.cost < bound).or(best);
    }
    best
}

#[derive(Debug, Clone, Copy)]
struct Label {
    /// Breaks taken.
    lane: usize,
    start: i32,
    /// Earliest departure.
    ready: i32,
    price: i64,
    parent: usize,
}

struct Planner<'a> {
    model: &'a Model,
    kind: &'a Kind,
    rep: u32,
    order: &'a [u32],
    pauses: Pauses<'a>,
    /// One layer behind the other; `ends[i]` is where that of the visit `i` ends.
    labels: Vec<Label>,
    ends: Vec<usize>,
}

impl<'a> Planner<'a> {
    fn new(model: &'a Model, rep: u32, order: &'a [u32]) -> Self {
        let pauses = Pauses::new(model, rep, order);
        let (labels, ends) = (Vec::new(), Vec::new());
        Self { model, kind: model.kind(rep), rep, order, pauses, labels, ends }
    }

    /// The cheapest day that begins at `start`.
    fn day(&mut self, start: i32) -> Option<Day> {
        self.carry(start);
        let last = self.order.last().copied().unwrap_or(self.model.start_node(self.rep));
        let travel = self.model.arc(self.kind.matrix, last, self.model.end_node(self.rep)).time;
        let n_breaks = self.kind.breaks.len();
        let mut best: Option<(i64, i32, usize)> = None;
        for index in self.layer(self.order.len()) {
            let label = self.labels[index];
            let end = self.arrivals(&label, self.order.len(), travel)[n_breaks];
            let is_allowed =
                end <= self.kind.to_max && i64::from(end - start) <= self.kind.max_work;
            if is_allowed {
                let cost = self.kind.work_cost(start, end) + label.price;
                if best.is_none_or(|known| (cost, end) < (known.0, known.1)) {
                    best = Some((cost, end, index));
                }
            }
        }
        let (cost, end, last) = best?;
        Some(self.traced(Timing { start, end }, cost, last))
    }

    fn traced(&self, timing: Timing, cost: i64, last: usize) -> Day {
        let mut starts = vec![0; self.order.len()];
        let mut taken = vec![0; self.order.len() + 1];
        let mut at = last;
        for index in (0..self.order.len()).rev() {
            let label = self.labels[at];
            (starts[index], taken[index + 1]) = (label.start, label.lane);
            at = label.parent;
        }
        Day { timing, cost, starts, taken }
    }

    /// The labels after so many visits.
    fn layer(&self, n_done: usize) -> std::ops::Range<usize> {
        let from = if n_done == 0 { 0 } else { self.ends[n_done - 1] };
        from..self.ends[n_done]
    }

    fn carry(&mut self, start: i32) {
        self.labels.clear();
        self.ends.clear();
        self.labels.push(Label { lane: 0, start, ready: start, price: 0, parent: 0 });
        self.ends.push(1);
        let mut at = self.model.start_node(self.rep);
        for (index, &visit) in self.order.iter().enumerate() {
            let travel = self.model.arc(self.kind.matrix, at, visit).time;
            let task = self.model.task(at, visit, self.rep);
            for parent in self.layer(index) {
                let label = self.labels[parent];
                let arrives = self.arrivals(&label, index, travel);
                for (lane, arrival) in arrives.into_iter().enumerate() {
                    self.serve(visit, task, arrival, Label { lane, parent, ..label });
                }
            }
            self.ends.push(self.labels.len());
            at = visit;
        }
    }

    fn arrivals(&self, label: &Label, n_done: usize, travel: i32) -> lanes::Lanes {
        let mut departs = CLOSED;
        departs[label.lane] = label.ready;
        lanes::forward_where(&self.kind.breaks, &departs, travel, |pause| {
            self.pauses.may(n_done, pause)
        })
    }

    /// Serves the visit as soon as it is allowed; if that is late, also when a window opens next.
    fn serve(&mut self, visit: u32, task: i32, arrival: i32, label: Label) {
        let start = if arrival < NEVER { self.model.opens(visit, arrival) } else { NEVER };
        if start == NEVER {
            return;
        }
        let late = self.model.lateness.price(visit, start);
        self.keep(Label { start, ready: start + task, price: label.price + late, ..label });
        if late == 0 {
            return;
        }
        let opening = self.model.lateness.next_opening(visit, start);
        if let Some(start) = opening.filter(|start| self.model.opens(visit, *start) == *start) {
            self.keep(Label { start, ready: start + task, ..label });
        }
    }

    fn keep(&mut self, label: Label) {
        let from = *self.ends.last().unwrap_or(&0);
        let layer = &self.labels[from..];
        let same = || layer.iter().filter(|known| known.lane == label.lane);
        let is_full = layer.len() >= LABELS_MAX && same().any(|known| known.ready <= label.ready);
        let is_dominated =
            same().any(|known| known.ready <= label.ready && known.price <= label.price);
        if !is_full && !is_dominated {
            self.labels.push(label);
        }
    }

    /// The latest departure with which no service is later, and the day no longer, than with the
    /// earliest one.
    fn punctual_start(&mut self) -> Option<i32> {
        let day = self.day_without_limit(self.kind.from)?;
        let model = self.model;
        let mut latest = end_lanes(self.kind, day.timing.end);
        let mut next = model.end_node(self.rep);
        for (index, &visit) in self.order.iter().enumerate().rev() {
            let travel = model.arc(self.kind.matrix, visit, next).time;
            let may = |pause| self.pauses.may(index + 1, pause);
            let departs = lanes::backward_where(&self.kind.breaks, &latest, travel, may);
            let before = schedule::before(model, self.rep, self.order, index);
            let task = model.task(before, visit, self.rep);
            let deadline = model.lateness.deadline(visit, day.starts[index]);
            let departs = departs.map(|depart| depart.min(deadline.saturating_add(task)));
            latest = schedule::serve_by(model, visit, task, &departs);
            next = visit;
        }
        let travel = model.arc(self.kind.matrix, model.start_node(self.rep), next).time;
        let may = |pause| self.pauses.may(0, pause);
        let start = lanes::backward_where(&self.kind.breaks, &latest, travel, may)[0];
        (start >= self.kind.from).then_some(start)
    }

    /// The day with the least lateness that begins at `start`, however long it is.
    fn day_without_limit(&mut self, start: i32) -> Option<Day> {
        self.carry(start);
        let last = self.order.last().copied().unwrap_or(self.model.start_node(self.rep));
        let travel = self.model.arc(self.kind.matrix, last, self.model.end_node(self.rep)).time;
        let n_breaks = self.kind.breaks.len();
        let ends = self.layer(self.order.len()).map(|index| {
            let label = self.labels[index];
            (label.price, self.arrivals(&label, self.order.len(), travel)[n_breaks], index)
        });
        let (price, end, last) = ends.filter(|(_, end, _)| *end <= self.kind.to_max).min()?;
        Some(self.traced(Timing { start, end }, price, last))
    }
}

#[cfg(test)]
#[path = "lateness_tests.rs"]
mod tests;
