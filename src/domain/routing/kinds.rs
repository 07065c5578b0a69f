//! Folds identical reps into kinds and profiles with speed factors into matrices.

use super::lateness;
use super::model::{Arc, BreakData, FAR, Kind, narrow, time};
use super::problem::{Break, Problem, Rep, SPAN_MAX_S};
use super::ranking::Weights;
use crate::domain::travel::{TravelMatrix, UNREACHABLE};

/// The kinds, the kind of each rep, and the matrices the kinds refer to.
pub(super) struct Folded {
    pub kinds: Vec<Kind>,
    pub kind_of_rep: Vec<u32>,
    pub matrices: Vec<Vec<Arc>>,
    /// Of each matrix with prices of its own the times and distances.
    pub legs: Vec<Vec<Arc>>,
}

/// Places are told by their new numbers.
pub(super) fn fold(problem: &Problem, base_s: i64, number: &[u32], weights: Weights) -> Folded {
    Builder::new(problem, base_s, number, weights).finish()
}

/// Whether some visit takes longer for those who come from elsewhere.
pub(super) fn has_setups(problem: &Problem) -> bool {
    problem.visits.iter().any(|visit| visit.setup_s > 0 || !visit.setup_by_rep.is_empty())
}

struct Builder<'a> {
    problem: &'a Problem,
    base_s: i64,
    number: &'a [u32],
    kinds: Vec<Kind>,
    kind_of_rep: Vec<u32>,
    /// Profile, percentage and profile of prices of each matrix.
    matrix_keys: Vec<(usize, u32, Option<usize>)>,
    has_setups: bool,
    has_lateness: bool,
    weights: Weights,
}

impl<'a> Builder<'a> {
    fn new(problem: &'a Problem, base_s: i64, number: &'a [u32], weights: Weights) -> Self {
        Self {
            problem,
            base_s,
            number,
            kinds: Vec::new(),
            kind_of_rep: Vec::new(),
            matrix_keys: Vec::new(),
            has_setups: has_setups(problem),
            has_lateness: lateness::is_any(problem, weights),
            weights,
        }
    }

    fn finish(mut self) -> Folded {
        for (index, rep) in self.problem.reps.iter().enumerate() {
            let same = (0..self.kinds.len()).find(|kind| self.is_like(rep, index, *kind));
            let kind = same.unwrap_or_else(|| self.add_kind(rep));
            self.kinds[kind].reps.push(narrow(index));
            self.kind_of_rep.push(narrow(kind));
        }
        let (matrices, legs) = self.matrix_keys.iter().map(|key| self.arcs(*key)).unzip();
        Folded { kinds: self.kinds, kind_of_rep: self.kind_of_rep, matrices, legs }
    }

    /// What the search counts by, and times and distances if that is something else.
    fn arcs(
        &self,
        (profile, percent, prices): (usize, u32, Option<usize>),
    ) -> (Vec<Arc>, Vec<Arc>) {
        let legs = arcs(&self.problem.profiles[profile], percent, self.number);
        let Some(prices) = prices else { return (legs, Vec::new()) };
        let prices = arcs(&self.problem.profiles[prices], 100, self.number);
        let both = legs.iter().zip(&prices);
        (both.map(|(leg, price)| Arc { time: leg.time, dist: price.time }).collect(), legs)
    }

    /// Reps are alike when every visit treats them alike and they are equal themselves.
    fn is_like(&self, rep: &Rep, index: usize, kind: usize) -> bool {
        let other = self.kinds[kind].reps[0] as usize;
        self.problem.reps[other] == *rep
            && self.problem.visits.iter().enumerate().all(|(number, visit)| {
                let allowed = visit.allowed_reps.as_ref();
                allowed.is_none_or(|list| list.contains(&index) == list.contains(&other))
                    && visit.forbidden_reps.contains(&index)
                        == visit.forbidden_reps.contains(&other)
                    && visit.price(index) == visit.price(other)
                    && self.takes_as_long(number, index, other)
            })
    }

    fn takes_as_long(&self, visit: usize, one: usize, other: usize) -> bool {
        let problem = self.problem;
        let own = &problem.visits[visit];
        (own.service_by_rep.is_empty() && own.setup_by_rep.is_empty())
            || (problem.service_s(visit, one) == problem.service_s(visit, other)
                && problem.setup_s(visit, one) == problem.setup_s(visit, other))
    }

    fn add_kind(&mut self, rep: &Rep) -> usize {
        let nowhere = narrow(self.problem.n_places());
        let number = |place: Option<usize>| place.map_or(nowhere, |place| self.number[place]);
        let (start_place, end_place) = (number(rep.start), number(rep.end));
        let matrix = self.matrix(rep);
        let to = rep.shift.to_s - self.base_s;
        let is_whole = self.has_setups
            || self.has_lateness
            || rep.costs.per_task_s > 0
            || rep.breaks.iter().any(|pause| !pause.max_load.is_empty());
        let picks_departure = rep.max_work_s.is_some()
            || rep.costs.per_work_s > 0
            || self.weights.work > 0
            || rep.costs.per_squared_work_h > 0
            || (rep.overtime_max_s > 0 && rep.costs.per_overtime_s > 0);
        let has_prices = rep.price_profile.is_some();
        let per_travel = if has_prices { 0 } else { rep.costs.per_travel_s };
        let per_meter = if has_prices { 1 } else { rep.costs.per_meter };
        let weights = self.weights;
        self.kinds.push(Kind {
            matrix,
            start_place,
            end_place,
            from: time(rep.shift.from_s - self.base_s),
            to: time(to),
            to_max: time(to + rep.overtime_max_s),
            breaks: rep.breaks.iter().map(|pause| break_data(pause, self.base_s)).collect(),
            capacity: rep.capacity.clone(),
            max_travel: rep.max_travel_s.unwrap_or(i64::MAX),
            max_distance: rep.max_distance_m.unwrap_or(i64::MAX),
            max_work: rep.max_work_s.unwrap_or(i64::MAX),
            max_visits: rep.max_visits.map_or(u32::MAX, narrow),
            per_use: rep.costs.per_use * weights.cost + weights.reps,
            per_travel: per_travel * weights.cost + weights.travel,
            per_meter: per_meter * weights.cost + weights.distance,
            per_work: rep.costs.per_work_s * weights.cost + weights.work,
            per_squared_work: rep.costs.per_squared_work_h,
            squared_weight: weights.cost,
            per_overtime: rep.costs.per_overtime_s * weights.cost,
            per_task: rep.costs.per_task_s * weights.cost,
            is_timed: is_whole || picks_departure,
            picks_departure,
            is_whole,
            has_prices,
            has_limits: rep.max_travel_s.is_some()
                || rep.max_distance_m.is_some()
                || rep.max_visits.is_some(),
            reps: Vec::new(),
        });
        self.kinds.len() - 1
    }

    fn matrix(&mut self, rep: &Rep) -> usize {
        let key = (rep.profile, rep.travel_percent, rep.price_profile);
        if let Some(known) = self.matrix_keys.iter().position(|other| *other == key) {
            return known;
        }
        self.matrix_keys.push(key);
        self.matrix_keys.len() - 1
    }
}

fn break_data(pause: &Break, base_s: i64) -> BreakData {
    let clamp = |instant: i64| time((instant - base_s).clamp(-1, SPAN_MAX_S));
    let windows = pause.windows.iter().map(|w| (clamp(w.from_s).max(0), clamp(w.to_s)));
    let windows: Vec<_> = windows.filter(|w| w.0 <= w.1).collect();
    // a break without any window may be taken at any time
    let windows = if pause.windows.is_empty() { vec![(0, time(SPAN_MAX_S))] } else { windows };
    BreakData { windows, duration: time(pause.duration_s), max_load: pause.max_load.clone() }
}

/// The matrix with one more place, nowhere, that is no way from anywhere.
fn arcs(matrix: &TravelMatrix, percent: u32, number: &[u32]) -> Vec<Arc> {
    let n = matrix.n_sources;
    let mut arcs = vec![Arc::default(); (n + 1) * (n + 1)];
    for from in 0..n {
        for to in 0..n {
            let (time, dist) = (matrix.duration_s(from, to), matrix.distance_m(from, to));
            let cell = number[from] as usize * (n + 1) + number[to] as usize;
            arcs[cell] = Arc { time: scaled(time, percent), dist: capped(dist) };
        }
    }
    arcs
}

fn scaled(duration: u32, percent: u32) -> i32 {
    if duration == UNREACHABLE {
        return FAR;
    }
    let scaled = u64::from(duration) * u64::from(percent) / 100;
    i32::try_from(scaled).unwrap_or(FAR).min(FAR)
}

fn capped(distance: u32) -> i32 {
    i32::try_from(distance).unwrap_or(FAR).min(FAR)
}
