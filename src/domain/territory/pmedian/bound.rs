//! Lagrangian lower bound: the rule that every point is served is priced, each point as a centre then fills a
//! (continuous) knapsack with what pays, and the best p of them count (Lorena & Senne 2004).

use super::Median;
use crate::domain::control::Budget;

/// Pairs looked at in all.
const WORK_MAX: usize = 40_000_000;
const STEPS_MIN: usize = 15;
const STEPS_MAX: usize = 400;

/// No plan costs less. `upper` is the cost of a known plan, which sets the step; `iterations` of the budget are
/// used up already, and where it ends the bound so far is given.
#[must_use]
pub fn lower_bound(median: &Median, upper: f64, budget: &dyn Budget, iterations: u64) -> f64 {
    let n = median.points.len();
    let n_steps = (WORK_MAX / (n * n)).clamp(STEPS_MIN, STEPS_MAX);
    let mut prices: Vec<f64> = (0..n).map(|point| near_price(median, point)).collect();
    let mut best = 0.0_f64;
    let mut pace = 1.5;
    let mut n_stuck = 0;
    for _ in 0..n_steps {
        let (bound, served) = relaxed(median, &prices);
        if bound > best + 1e-9 * best.abs() {
            best = bound;
            n_stuck = 0;
        } else {
            n_stuck += 1;
        }
        if n_stuck > 12 {
            (pace, n_stuck) = (pace / 2.0, 0);
        }
        let gaps: Vec<f64> = served.iter().map(|served| 1.0 - served).collect();
        let norm: f64 = gaps.iter().map(|gap| gap * gap).sum();
        if norm < 1e-12 || best >= upper || budget.spent(iterations) >= 1.0 {
            break;
        }
        let step = pace * (1.02 * upper - bound).max(0.0) / norm;
        for (price, gap) in prices.iter_mut().zip(gaps) {
            *price += step * gap;
        }
    }
    let whole = if median.is_truncated { (best - 1e-6).ceil() } else { best };
    whole.min(upper)
}

/// To start with a point pays about what it costs to be served from afar.
fn near_price(median: &Median, point: usize) -> f64 {
    let n = median.points.len();
    let mut far: Vec<f64> = (0..n).map(|other| median.distance(point, other)).collect();
    let place = (n / median.n_medians).min(n - 1);
    *far.select_nth_unstable_by(place, f64::total_cmp).1
}

/// The relaxed optimum at these prices, and how much of each point is served in it.
fn relaxed(median: &Median, prices: &[f64]) -> (f64, Vec<f64>) {
    let n = median.points.len();
    let mut filled: Vec<(f64, Vec<(usize, f64)>)> =
        (0..n).map(|centre| knapsack(median, prices, centre)).collect();
    filled.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut served = vec![0.0; n];
    let mut bound: f64 = prices.iter().sum();
    for (value, points) in filled.iter().take(median.n_medians) {
        bound += value;
        for &(point, share) in points {
            served[point] += share;
        }
    }
    (bound, served)
}

/// What a centre gains at most, filling its capacity with the points that pay best for their demand.
fn knapsack(median: &Median, prices: &[f64], centre: usize) -> (f64, Vec<(usize, f64)>) {
    let mut paying: Vec<(f64, usize)> = prices
        .iter()
        .enumerate()
        .map(|(point, price)| (median.distance(point, centre) - price, point))
        .filter(|(cost, _)| *cost < 0.0)
        .collect();
    let rate = |cost: f64, point: usize| cost / median.points[point].demand.max(1e-12);
    paying.sort_by(|a, b| rate(a.0, a.1).total_cmp(&rate(b.0, b.1)));
    let mut room = median.points[centre].capacity;
    let (mut value, mut points) = (0.0, Vec::new());
    for (cost, point) in paying {
        let demand = median.points[point].demand;
        let share = if demand <= room { 1.0 } else { room / demand };
        if share <= 0.0 {
            break;
        }
        value += share * cost;
        room -= share * demand;
        points.push((point, share));
    }
    (value, points)
}
