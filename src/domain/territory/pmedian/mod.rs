//! Capacitated p-median: every point belongs to one of p points that serve as centres, no centre serves more
//! than its capacity, and the sum of distances is small. Territories of single accounts without contiguity.

mod bound;
mod clusters;
mod descend;
mod disturb;
mod exact;
mod search;
mod start;

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::plan::Status;
use crate::domain::control::{Budget, Cancel};

pub use bound::lower_bound;

/// Distances between all pairs are kept.
pub const POINTS_MAX: usize = 6_000;

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    pub x: f64,
    pub y: f64,
    /// What it could serve as a centre.
    pub capacity: f64,
    pub demand: f64,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Median {
    pub points: Vec<Point>,
    pub n_medians: usize,
    /// Distances are cut to whole numbers, as the OR-Library does.
    pub is_truncated: bool,
}

impl Median {
    #[must_use]
    pub fn distance(&self, a: usize, b: usize) -> f64 {
        let (a, b) = (&self.points[a], &self.points[b]);
        let distance = (a.x - b.x).hypot(a.y - b.y);
        if self.is_truncated { distance.floor() } else { distance }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct MedianPlan {
    pub status: Status,
    /// The points that are centres.
    pub medians: Vec<usize>,
    /// For every point the position of its centre in `medians`.
    pub territory: Vec<usize>,
    pub objective: f64,
    /// Demand above capacity, summed; zero for a feasible plan.
    pub excess: f64,
    pub lower_bound: f64,
    pub iterations: u64,
}

/// Searches until the budget is spent or the plan is proved optimal; `on_better` hears of every new best.
#[must_use]
pub fn solve(
    median: &Median,
    seed: u64,
    budget: &dyn Budget,
    cancel: &Cancel,
    on_better: &mut dyn FnMut(f64),
) -> MedianPlan {
    let distances = Distances::new(median);
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut found = search::search(median, &distances, &mut rng, budget, cancel, on_better);
    let before = found.best.objective;
    let is_proved = exact::search(median, &distances, &mut found.best, cancel);
    if found.best.objective < before {
        on_better(found.best.objective);
    }
    let own = |(point, &own): (usize, &usize)| median.distance(point, found.best.medians[own]);
    let objective: f64 = found.best.territory.iter().enumerate().map(own).sum();
    let bound = if is_proved {
        objective
    } else {
        lower_bound(median, objective, budget, found.iterations)
    };
    let is_feasible = found.best.excess <= 1e-9;
    let status = match (is_feasible, objective <= bound + 1e-6) {
        (true, true) => Status::Optimal,
        (true, false) => Status::Feasible,
        (false, _) => Status::OutOfLimits,
    };
    MedianPlan {
        status,
        medians: found.best.medians,
        territory: found.best.territory,
        objective,
        excess: found.best.excess,
        lower_bound: bound,
        iterations: found.iterations,
    }
}

/// What a plan breaks, by a count of its own.
#[must_use]
pub fn violations(median: &Median, plan: &MedianPlan) -> Vec<String> {
    let mut found = Vec::new();
    let mut loads = vec![0.0; plan.medians.len()];
    for (point, &own) in plan.territory.iter().enumerate() {
        match loads.get_mut(own) {
            Some(load) => *load += median.points[point].demand,
            None => found.push(format!("point {point} has no centre")),
        }
    }
    for (load, &centre) in loads.iter().zip(&plan.medians) {
        if *load > median.points[centre].capacity + 1e-9 {
            found.push(format!("centre {centre} serves {load}"));
        }
    }
    let cost = |(point, &own): (usize, &usize)| median.distance(point, plan.medians[own]);
    let cost: f64 = plan.territory.iter().enumerate().map(cost).sum();
    if plan.medians.len() != median.n_medians || (cost - plan.objective).abs() > 1e-6 * cost {
        found.push(format!("{} centres cost {cost}", plan.medians.len()));
    }
    found
}

/// All pairs, row by row.
#[derive(Debug)]
struct Distances {
    n: usize,
    all: Vec<f32>,
}

impl Distances {
    fn new(median: &Median) -> Self {
        let n = median.points.len();
        let mut all = Vec::with_capacity(n * n);
        for a in 0..n {
            all.extend((0..n).map(|b| median.distance(a, b) as f32));
        }
        Self { n, all }
    }

    fn get(&self, a: usize, b: usize) -> f64 {
        f64::from(self.all[a * self.n + b])
    }
}

#[cfg(test)]
#[path = "pmedian_tests.rs"]
mod tests;
