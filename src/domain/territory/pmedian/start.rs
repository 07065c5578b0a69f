//! First clusters: spread-out centres, then points by regret, then centres to the middle, and again.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::clusters::Clusters;
use super::{Distances, Median};

const ROUNDS: usize = 8;

pub(super) fn clusters<'a>(
    median: &'a Median,
    d: &'a Distances,
    rng: &mut ChaCha8Rng,
) -> Clusters<'a> {
    let mut medians = spread(median, d, rng);
    let mut best: Option<Clusters> = None;
    for _ in 0..ROUNDS {
        let mut next = Clusters::new(median, d, medians.clone(), assign(median, d, &medians));
        next.settle();
        medians.clone_from(&next.medians);
        let is_better =
            best.as_ref().is_none_or(|best| (next.excess, next.cost) < (best.excess, best.cost));
        if !is_better {
            break;
        }
        best = Some(next);
    }
    best.unwrap_or_else(|| Clusters::new(median, d, medians.clone(), assign(median, d, &medians)))
}

/// k-means++ over the points.
fn spread(median: &Median, d: &Distances, rng: &mut ChaCha8Rng) -> Vec<usize> {
    let n = median.points.len();
    let mut medians = vec![rng.random_range(0..n)];
    let mut nearest: Vec<f64> = (0..n).map(|point| d.get(point, medians[0])).collect();
    while medians.len() < median.n_medians {
        let total: f64 = nearest.iter().sum();
        let mut left = rng.random::<f64>() * total;
        let drawn = (0..n).find(|&point| {
            left -= nearest[point];
            left < 0.0
        });
        let open = || (0..n).find(|point| !medians.contains(point)).unwrap_or(0);
        let chosen = drawn.filter(|point| !medians.contains(point)).unwrap_or_else(open);
        medians.push(chosen);
        for (point, near) in nearest.iter_mut().enumerate() {
            *near = near.min(d.get(point, chosen));
        }
    }
    medians
}

/// Points that lose most by not getting their nearest centre choose first; whoever finds no room goes where
/// least is broken.
fn assign(median: &Median, d: &Distances, medians: &[usize]) -> Vec<usize> {
    let n = median.points.len();
    let mut room: Vec<f64> = medians.iter().map(|&m| median.points[m].capacity).collect();
    let regret = |point: usize| {
        let (mut first, mut second) = (f64::INFINITY, f64::INFINITY);
        for &centre in medians {
            let far = d.get(point, centre);
            if far < first {
                (first, second) = (far, first);
            } else {
                second = second.min(far);
            }
        }
        if second.is_finite() { second - first } else { 0.0 }
    };
    let mut order: Vec<(f64, usize)> = (0..n).map(|point| (regret(point), point)).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut territory = vec![0; n];
    for (_, point) in order {
        let demand = median.points[point].demand;
        let worth = |own: usize| {
            let over = (demand - room[own]).max(0.0);
            (over, d.get(point, medians[own]))
        };
        let best = (0..medians.len()).min_by(|&a, &b| {
            let (a, b) = (worth(a), worth(b));
            a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))
        });
        let own = best.unwrap_or(0);
        territory[point] = own;
        room[own] -= demand;
    }
    territory
}
