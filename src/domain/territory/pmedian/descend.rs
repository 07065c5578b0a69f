//! Downhill: each cluster gets its best centre, and clusters near each other exchange points by shifts and
//! swaps, until nothing pays.

use super::Distances;
use super::clusters::Clusters;

/// Clusters nearby that a cluster exchanges points with.
const PARTNERS: usize = 8;
/// Points near the centre that may become it.
const CENTRES: usize = 96;
const STEPS_MAX: usize = 2_000;
const WORTH: f64 = 1e-7;

/// Clusters that changed and have to be looked at again.
pub(super) struct Queue {
    waiting: Vec<usize>,
    is_waiting: Vec<bool>,
}

/// One or two points that change between two clusters, and what that changes in score.
#[derive(Clone, Copy)]
struct Exchange {
    there: Option<usize>,
    back: Option<usize>,
    score: f64,
}

/// A point and what its going over gains in distance.
type Gain = (f64, usize);

impl Queue {
    pub fn new(k: usize) -> Self {
        Self { waiting: Vec::new(), is_waiting: vec![false; k] }
    }

    pub fn push(&mut self, own: usize) {
        if !std::mem::replace(&mut self.is_waiting[own], true) {
            self.waiting.push(own);
        }
    }

    fn pop(&mut self) -> Option<usize> {
        let own = self.waiting.pop()?;
        self.is_waiting[own] = false;
        Some(own)
    }

    fn clear(&mut self) {
        while self.pop().is_some() {}
    }
}

/// Empties the queue. `price` is the cost of a unit of demand above capacity.
pub(super) fn descend(now: &mut Clusters<'_>, d: &Distances, price: f64, queue: &mut Queue) {
    for _ in 0..STEPS_MAX {
        let Some(own) = queue.pop() else { return };
        recentre(now, d, price, own);
        for other in partners(now, d, own) {
            while let Some(exchange) = best_exchange(now, price, own, other) {
                exchange.there.into_iter().for_each(|point| now.shift(point, other));
                exchange.back.into_iter().for_each(|point| now.shift(point, own));
                queue.push(own);
                queue.push(other);
            }
        }
    }
    queue.clear();
}

fn recentre(now: &mut Clusters<'_>, d: &Distances, price: f64, own: usize) {
    let at = now.medians[own];
    let mut candidates: Vec<usize> = now.members[own].iter().map(|&m| m as usize).collect();
    if candidates.len() > CENTRES {
        let near = |a: &usize, b: &usize| d.get(at, *a).total_cmp(&d.get(at, *b)).then(a.cmp(b));
        candidates.select_nth_unstable_by(CENTRES, near);
        candidates.truncate(CENTRES);
    }
    let mut best = (-WORTH, at);
    for to in candidates.into_iter().filter(|&to| !now.is_centre(to)) {
        let delta = now.recentre_delta(own, to);
        let score = delta.cost + price * delta.excess;
        if score < best.0 {
            best = (score, to);
        }
    }
    if best.1 != at {
        now.recentre(own, best.1);
    }
}

fn partners(now: &Clusters<'_>, d: &Distances, own: usize) -> Vec<usize> {
    let at = now.medians[own];
    let others = (0..now.medians.len()).filter(|&other| other != own);
    let mut others: Vec<(f64, usize)> =
        others.map(|other| (d.get(at, now.medians[other]), other)).collect();
    let order = |a: &(f64, usize), b: &(f64, usize)| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1));
    if others.len() > PARTNERS {
        others.select_nth_unstable_by(PARTNERS, order);
        others.truncate(PARTNERS);
    }
    others.sort_by(order);
    others.into_iter().map(|(_, other)| other).collect()
}

fn best_exchange(now: &Clusters<'_>, price: f64, own: usize, other: usize) -> Option<Exchange> {
    let relief = price * (now.over(own, 0.0) + now.over(other, 0.0));
    let mut best = Exchange { there: None, back: None, score: -WORTH };
    let there = gains(now, own, other);
    let back = gains(now, other, own);
    for &(gain, point) in there.iter().take_while(|(gain, _)| gain + relief > 0.0) {
        let score = price * now.excess_delta(own, other, now.demand(point)) - gain;
        best.offer(Some(point), None, score);
    }
    for &(gain, point) in back.iter().take_while(|(gain, _)| gain + relief > 0.0) {
        let score = price * now.excess_delta(other, own, now.demand(point)) - gain;
        best.offer(None, Some(point), score);
    }
    for &(first, a) in &there {
        if back.first().is_none_or(|&(most, _)| first + most + relief <= -best.score) {
            break;
        }
        for &(second, b) in &back {
            // No pair from here on can do better.
            if first + second + relief <= -best.score {
                break;
            }
            let demand = now.demand(a) - now.demand(b);
            let score = price * now.excess_delta(own, other, demand) - first - second;
            best.offer(Some(a), Some(b), score);
        }
    }
    (best.score < -WORTH).then_some(best)
}

impl Exchange {
    fn offer(&mut self, there: Option<usize>, back: Option<usize>, score: f64) {
        if score < self.score {
            *self = Self { there, back, score };
        }
    }
}

/// The cluster's points by what they gain from going over, the best first.
fn gains(now: &Clusters<'_>, own: usize, other: usize) -> Vec<Gain> {
    let members = now.members[own].iter().map(|&member| member as usize);
    let mut gains: Vec<Gain> =
        members.map(|point| (now.way(point, own) - now.way(point, other), point)).collect();
    gains.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    gains
}
