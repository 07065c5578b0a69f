//! Disturbances: a centre is given up and another opened, or the points around a place choose again.

use rand::{Rng, RngExt};

use super::Distances;
use super::clusters::Clusters;
use super::descend::Queue;

/// Centres of which the least missed is given up.
const DROPS: usize = 3;
/// Chance that the new centre is near the old one.
const NEARBY: f64 = 0.5;
/// Points that choose again at once.
const SHAKEN: usize = 24;
const EXCHANGE_SHARE: f64 = 0.7;

/// Changes something and puts the clusters concerned into the queue.
pub(super) fn disturb(
    now: &mut Clusters<'_>,
    d: &Distances,
    price: f64,
    rng: &mut impl Rng,
    queue: &mut Queue,
) {
    if now.medians.len() > 1 && rng.random_bool(EXCHANGE_SHARE) {
        exchange(now, d, price, rng, queue);
    } else {
        shake(now, d, price, rng, queue);
    }
}

/// One centre is given up, another point becomes a centre.
fn exchange(
    now: &mut Clusters<'_>,
    d: &Distances,
    price: f64,
    rng: &mut impl Rng,
    queue: &mut Queue,
) {
    let n = now.territory.len();
    let to = rng.random_range(0..n);
    if now.is_centre(to) {
        return;
    }
    let own =
        if rng.random_bool(NEARBY) { near_centre(now, d, to, rng) } else { least_missed(now, rng) };
    let orphans: Vec<usize> = now.members[own].iter().map(|&member| member as usize).collect();
    now.recentre(own, to);
    queue.push(own);
    for point in orphans {
        queue.push(choose(now, price, point));
    }
    attract(now, price, own, queue);
}

/// One of the nearest clusters of a point.
fn near_centre(now: &Clusters<'_>, d: &Distances, to: usize, rng: &mut impl Rng) -> usize {
    let mut near: Vec<(f64, usize)> =
        now.medians.iter().enumerate().map(|(own, &at)| (d.get(to, at), own)).collect();
    let n_near = near.len().min(DROPS);
    near.select_nth_unstable_by(n_near - 1, |a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    near[rng.random_range(0..n_near)].1
}

/// Of a few clusters the one whose points have the shortest way to another centre.
fn least_missed(now: &Clusters<'_>, rng: &mut impl Rng) -> usize {
    let k = now.medians.len();
    let drawn: Vec<usize> = (0..DROPS).map(|_| rng.random_range(0..k)).collect();
    let loss = |own: usize| -> f64 {
        let second = |point: usize| {
            let others = (0..k).filter(|&other| other != own);
            others.map(|other| now.way(point, other)).fold(f64::INFINITY, f64::min)
        };
        let members = now.members[own].iter().map(|&member| member as usize);
        members.map(|point| second(point) - now.way(point, own)).sum()
    };
    let losses = drawn.into_iter().map(|own| (loss(own), own));
    losses.min_by(|a, b| a.0.total_cmp(&b.0)).map_or(0, |(_, own)| own)
}

/// The point goes where it costs least now.
fn choose(now: &mut Clusters<'_>, price: f64, point: usize) -> usize {
    let mut best = (0.0, now.territory[point]);
    for to in (0..now.medians.len()).filter(|&to| to != now.territory[point]) {
        let delta = now.shift_delta(point, to);
        let score = delta.cost + price * delta.excess;
        if score < best.0 {
            best = (score, to);
        }
    }
    now.shift(point, best.1);
    best.1
}

/// Points that are nearer to a new centre go over while that pays, the nearest first.
fn attract(now: &mut Clusters<'_>, price: f64, own: usize, queue: &mut Queue) {
    let points = (0..now.territory.len()).filter(|&point| now.territory[point] != own);
    let gain = |point: usize| now.way(point, now.territory[point]) - now.way(point, own);
    let mut nearer: Vec<(f64, usize)> =
        points.map(|point| (gain(point), point)).filter(|(gain, _)| *gain > 0.0).collect();
    nearer.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    for (_, point) in nearer {
        let delta = now.shift_delta(point, own);
        if delta.cost + price * delta.excess < 0.0 {
            queue.push(now.territory[point]);
            now.shift(point, own);
        }
    }
}

/// Points around a place go to random clusters nearby.
fn shake(now: &mut Clusters<'_>, d: &Distances, price: f64, rng: &mut impl Rng, queue: &mut Queue) {
    let n = now.territory.len();
    let at = rng.random_range(0..n);
    let mut around: Vec<usize> = (0..n).collect();
    let n_shaken = rng.random_range(2..=SHAKEN).min(n);
    let near = |a: &usize, b: &usize| d.get(at, *a).total_cmp(&d.get(at, *b)).then(a.cmp(b));
    around.select_nth_unstable_by(n_shaken - 1, near);
    for &point in &around[..n_shaken] {
        queue.push(now.territory[point]);
        let to = near_centre(now, d, point, rng);
        now.shift(point, to);
        queue.push(to);
    }
    for &point in &around[..n_shaken] {
        queue.push(choose(now, price, point));
    }
}
