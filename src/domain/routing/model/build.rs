//! How the problem becomes arrays.

use super::{Kind, Model, NEVER, VisitData, narrow, time};
use crate::domain::routing::fault::dimensions;
use crate::domain::routing::kinds;
use crate::domain::routing::lateness::Lateness;
use crate::domain::routing::pairs::Pairs;
use crate::domain::routing::places;
use crate::domain::routing::prizes::{self, missing_cost, prize};
use crate::domain::routing::problem::{Problem, Visit};
use crate::domain::routing::ranking::Weights;
use crate::domain::routing::rules::Rules;
use crate::domain::routing::ways;

impl Model {
    /// The problem must be free of faults.
    pub fn new(problem: &Problem) -> Self {
        let base_s = problem.reps.iter().map(|rep| rep.shift.from_s).min().unwrap_or(0);
        let number = places::renumbered(problem.profiles.first());
        // where they do not fit the problem has a fault
        let weights = Weights::new(problem).unwrap_or_default();
        let kinds::Folded { kinds, kind_of_rep, matrices, legs } =
            kinds::fold(problem, base_s, &number, weights);
        let n = problem.visits.len();
        let n_dims = dimensions(problem);
        let missing_cost = weights.all.unwrap_or_else(|| missing_cost(problem, &kinds, &matrices));
        let mut model = Self {
            n,
            n_reps: problem.reps.len(),
            n_dims,
            base_s,
            visits: Vec::with_capacity(n),
            windows: Vec::new(),
            place: Vec::new(),
            n_places: problem.n_places() + 1,
            turned: matrices
                .iter()
                .map(|matrix| ways::turned(matrix, problem.n_places() + 1))
                .collect(),
            least: Vec::new(),
            matrices,
            legs,
            prize: problem
                .visits
                .iter()
                .map(|v| prize(v, missing_cost, weights.prizes, n))
                .collect(),
            weights,
            missing_cost,
            is_optional: problem.visits.iter().map(|v| v.prize.is_some()).collect(),
            delivery: flatten(problem, n_dims, |visit| &visit.delivery),
            pickup: flatten(problem, n_dims, |visit| &visit.pickup),
            pairs: Pairs::new(problem, n_dims),
            lateness: Lateness::new(problem, base_s, weights),
            rules: Rules::new(problem),
            is_one_way: false,
            compatible: Vec::new(),
            all_compatible: false,
            service_by_kind: Vec::new(),
            setup_by_kind: Vec::new(),
            price_by_kind: Vec::new(),
            has_stages: problem.visits.iter().any(|visit| visit.stage > 0),
            is_frozen: vec![false; n],
            n_frozen: problem.frozen.iter().sum(),
            n_lanes: 1 + kinds.iter().map(|kind| kind.breaks.len()).max().unwrap_or(0),
            any_split: false,
            is_timeless: false,
            has_one_price: ways::have_one_price(&kinds),
            any_timed: kinds.iter().any(|kind| kind.is_timed),
            kinds,
            kind_of_rep,
        };
        model.unload_pairs(problem);
        model.add_visits(problem, &number);
        model.finish(problem);
        model
    }

    /// What pairs carry is counted apart.
    fn unload_pairs(&mut self, problem: &Problem) {
        for pair in &problem.pairs {
            self.pickup[pair.pickup * self.n_dims..][..self.n_dims].fill(0);
            self.delivery[pair.delivery * self.n_dims..][..self.n_dims].fill(0);
        }
    }

    fn add_visits(&mut self, problem: &Problem, number: &[u32]) {
        let span_end = self.kinds.iter().map(|kind| kind.to_max).max().unwrap_or(0);
        for (index, visit) in problem.visits.iter().enumerate() {
            let windows_at = self.windows.len();
            self.windows.extend(open(visit, self.base_s, span_end));
            let own = &self.windows[windows_at..];
            let amounts = index * self.n_dims..(index + 1) * self.n_dims;
            self.visits.push(VisitData {
                place: number[visit.place],
                from: own.first().map_or(NEVER, |window| window.0),
                to: own.last().map_or(-1, |window| window.1),
                service: time(visit.service_s),
                windows_at: narrow(windows_at),
                n_windows: u16::try_from(own.len()).unwrap_or(u16::MAX),
                stage: visit.stage,
                is_loaded: self.delivery[amounts.clone()].iter().any(|amount| *amount != 0)
                    || self.pickup[amounts].iter().any(|amount| *amount != 0),
            });
        }
    }

    fn finish(&mut self, problem: &Problem) {
        self.any_split = self.visits.iter().any(|visit| visit.n_windows > 1);
        self.place.extend(self.visits.iter().map(|visit| visit.place));
        let kind_of = |rep: usize| &self.kinds[self.kind_of_rep[rep] as usize];
        self.place.extend((0..self.n_reps).map(|rep| kind_of(rep).start_place));
        self.place.extend((0..self.n_reps).map(|rep| kind_of(rep).end_place));
        self.least =
            (0..self.matrices.len()).map(|matrix| ways::least_arcs(self, matrix)).collect();
        let is_empty = |amounts: &[i64]| amounts.iter().all(|amount| *amount == 0);
        self.is_timeless = self.legs.iter().all(Vec::is_empty) && ways::are_timeless(self);
        self.is_one_way =
            !self.pairs.is_loaded() && (is_empty(&self.delivery) || is_empty(&self.pickup));
        self.compatible = problem
            .visits
            .iter()
            .flat_map(|visit| self.kinds.iter().map(|kind| may_do(problem, visit, kind)))
            .collect();
        self.all_compatible = self.compatible.iter().all(|may| *may);
        if problem.visits.iter().any(|visit| !visit.service_by_rep.is_empty()) {
            let service = |visit, kind: &Kind| {
                kind.reps.first().map_or(0, |rep| time(problem.service_s(visit, *rep as usize)))
            };
            self.service_by_kind = (0..self.n)
                .flat_map(|visit| self.kinds.iter().map(move |kind| service(visit, kind)))
                .collect();
        }
        if kinds::has_setups(problem) {
            let setup = |visit, kind: &Kind| {
                kind.reps.first().map_or(0, |rep| time(problem.setup_s(visit, *rep as usize)))
            };
            self.setup_by_kind = (0..self.n)
                .flat_map(|visit| self.kinds.iter().map(move |kind| setup(visit, kind)))
                .collect();
        }
        if prizes::has_prices(problem) {
            let price = |visit: &Visit, kind: &Kind| {
                let price = |rep: &u32| prizes::price(problem, visit, *rep as usize);
                kind.reps.first().map_or(0, price) * self.weights.cost
            };
            let prices = |visit| self.kinds.iter().map(move |kind| price(visit, kind));
            self.price_by_kind = problem.visits.iter().flat_map(prices).collect();
        }
        for (&frozen, planned) in problem.frozen.iter().zip(&problem.start_plan) {
            for &visit in &planned[..frozen] {
                self.is_frozen[visit] = true;
            }
        }
    }
}

fn may_do(problem: &Problem, visit: &Visit, kind: &Kind) -> bool {
    let Some(&rep) = kind.reps.first() else { return false };
    let rep = rep as usize;
    let has_skills = visit.skills.iter().all(|skill| problem.reps[rep].skills.contains(skill));
    let is_allowed = visit.allowed_reps.as_ref().is_none_or(|allowed| allowed.contains(&rep));
    has_skills && is_allowed && !visit.forbidden_reps.contains(&rep)
}

/// When the service may start, late if need be: from zero to the end of the span, sorted, with
/// touching windows joined.
fn open(visit: &Visit, base_s: i64, span_end: i32) -> Vec<(i32, i32)> {
    let release = visit.release_s.map_or(0, |instant| (instant - base_s).max(0));
    let due = visit.due_s.unwrap_or(i64::MAX).saturating_sub(base_s).min(i64::from(span_end));
    let within = |from: i64, to: i64| Some((from.max(release), to.min(due))).filter(|w| w.0 <= w.1);
    if visit.windows.is_empty() {
        return within(0, due).map(|(from, to)| (time(from), time(to))).into_iter().collect();
    }
    let late = visit.late_max_s;
    let windows = visit.windows.iter();
    let mut sorted: Vec<(i64, i64)> =
        windows.filter_map(|w| within(w.from_s - base_s, w.to_s - base_s + late)).collect();
    sorted.sort_unstable();
    let mut joined: Vec<(i32, i32)> = Vec::with_capacity(sorted.len());
    for (from, to) in sorted {
        let (from, to) = (time(from), time(to));
        match joined.last_mut() {
            Some(last) if from <= last.1 + 1 => last.1 = last.1.max(to),
            _ => joined.push((from, to)),
        }
    }
    joined
}

fn flatten(problem: &Problem, n_dims: usize, of: impl Fn(&Visit) -> &Vec<i64>) -> Vec<i64> {
    let mut flat = Vec::with_capacity(problem.visits.len() * n_dims);
    for visit in &problem.visits {
        let amounts = of(visit);
        flat.extend((0..n_dims).map(|dim| amounts.get(dim).copied().unwrap_or(0)));
    }
    flat
}
