//! Annealed shifts, swaps and recentrings in cycles; between cycles a centre moves somewhere else.

use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::clusters::{Clusters, Delta};
use super::start;
use super::{Distances, Median};
use crate::domain::control::{Budget, Cancel};

/// Points near a point, whose clusters are offered to it.
const NEIGHBOURS: usize = 24;
const CHECK_EVERY: u64 = 256;
const FIRST_CYCLE: f64 = 0.06;
const VISITS_PER_CYCLE: f64 = 3_000.0;
const CYCLES_MAX: f64 = 60.0;
/// Temperatures in mean distances to a neighbour.
const HOT: f64 = 1.5;
const WARM: f64 = 0.5;
const COLD: f64 = 0.01;
const RECENTRE_SHARE: f64 = 0.02;
const SWAP_SHARE: f64 = 0.4;
/// Small problems are also tried from fresh starts.
const FRESH_UP_TO: usize = 400;

#[derive(Debug, Clone)]
pub(super) struct Best {
    pub medians: Vec<usize>,
    pub territory: Vec<usize>,
    pub objective: f64,
    pub excess: f64,
}

pub(super) struct Found {
    pub best: Best,
    pub iterations: u64,
}

struct Search<'a> {
    median: &'a Median,
    d: &'a Distances,
    near: Vec<Vec<u32>>,
    now: Clusters,
    best: Best,
    rng: ChaCha8Rng,
    iterations: u64,
    temperature: f64,
    /// Mean distance to a near point.
    scale: f64,
    /// Cost of a unit of demand above capacity.
    price: f64,
    least_price: f64,
    n_broken: u64,
}

pub(super) fn search(
    median: &Median,
    d: &Distances,
    rng: &mut ChaCha8Rng,
    budget: &dyn Budget,
    cancel: &Cancel,
    on_better: &mut dyn FnMut(f64),
) -> Found {
    let mut search = Search::new(median, d, rng);
    on_better(search.best.objective);
    let spent = |iterations| if cancel.is_cancelled() { 1.0 } else { budget.spent(iterations) };
    search.cycle(&spent, FIRST_CYCLE, HOT, on_better);
    let expected = search.iterations as f64 / FIRST_CYCLE;
    let visits = VISITS_PER_CYCLE * median.points.len() as f64;
    #[expect(clippy::cast_sign_loss, reason = "clamped to a small positive range")]
    let n_cycles = (expected / visits).clamp(3.0, CYCLES_MAX) as u64;
    for cycle in 0..n_cycles {
        let from = spent(search.iterations);
        if from >= 1.0 {
            break;
        }
        let until = from + (1.0 - from) / (n_cycles - cycle) as f64;
        let heat = search.restart(cycle);
        search.cycle(&spent, until, heat, on_better);
    }
    Found { best: search.best, iterations: search.iterations }
}

impl<'a> Search<'a> {
    fn new(median: &'a Median, d: &'a Distances, rng: &mut ChaCha8Rng) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(rng.next_u64());
        let now = start::clusters(median, d, &mut rng);
        let near = neighbours(median, d);
        let scale = mean_near(d, &near);
        let demand: f64 = median.points.iter().map(|point| point.demand).sum();
        let least_price =
            0.1 * scale / (demand / median.points.len() as f64).max(f64::MIN_POSITIVE);
        let best = snapshot(&now);
        let price = least_price * 10.0;
        Self {
            median,
            d,
            near,
            now,
            best,
            rng,
            iterations: 0,
            temperature: 0.0,
            scale,
            price,
            least_price,
            n_broken: 0,
        }
    }

    fn cycle(
        &mut self,
        spent: &dyn Fn(u64) -> f64,
        until: f64,
        heat: f64,
        on_better: &mut dyn FnMut(f64),
    ) {
        let from = spent(self.iterations);
        let (hot, cold) = (heat * self.scale, COLD * self.scale);
        loop {
            let now = spent(self.iterations);
            if now >= until {
                break;
            }
            let progress = ((now - from) / (until - from)).clamp(0.0, 1.0);
            self.temperature = hot * (cold / hot).powf(progress);
            for _ in 0..CHECK_EVERY {
                self.iterations += 1;
                self.step();
                self.n_broken += u64::from(self.now.excess > 1e-9);
            }
            self.adapt_price();
            self.keep(on_better);
        }
        self.polish();
        self.keep(on_better);
    }

    fn step(&mut self) {
        let dice: f64 = self.rng.random();
        if dice < RECENTRE_SHARE {
            self.recentre();
        } else if dice < SWAP_SHARE {
            self.swap();
        } else {
            self.shift();
        }
    }

    /// A random point and one of the points near it.
    fn pair(&mut self) -> (usize, usize) {
        let point = self.rng.random_range(0..self.near.len());
        let near = &self.near[point];
        (point, near[self.rng.random_range(0..near.len())] as usize)
    }

    fn shift(&mut self) {
        let (point, near) = self.pair();
        let to = self.now.territory[near];
        if to == self.now.territory[point] {
            return;
        }
        let delta = self.now.shift_delta(self.median, self.d, point, to);
        if self.accepts(delta) {
            self.now.shift(self.median, point, to, delta);
        }
    }

    /// The point changes places with a member of a cluster nearby.
    fn swap(&mut self) {
        let (point, near) = self.pair();
        let other = self.now.territory[near];
        if other == self.now.territory[point] {
            return;
        }
        let members = &self.now.members[other];
        let partner = if self.rng.random_bool(0.5) {
            near
        } else {
            members[self.rng.random_range(0..members.len())] as usize
        };
        let delta = self.now.swap_delta(self.median, self.d, point, partner);
        if self.accepts(delta) {
            self.now.swap(self.median, point, partner, delta);
        }
    }

    /// A point near its centre becomes the centre.
    fn recentre(&mut self) {
        let own = self.rng.random_range(0..self.now.medians.len());
        let near = &self.near[self.now.medians[own]];
        let to = near[self.rng.random_range(0..near.len())] as usize;
        if self.now.is_taken(own, to) {
            return;
        }
        let delta = self.now.recentre_delta(self.median, self.d, own, to);
        if self.accepts(delta) {
            self.now.recentre(own, to, delta);
        }
    }

    fn accepts(&mut self, delta: Delta) -> bool {
        let score = delta.cost + self.price * delta.excess;
        score <= 0.0 || self.rng.random::<f64>() < (-score / self.temperature).exp()
    }

    fn adapt_price(&mut self) {
        match std::mem::take(&mut self.n_broken) {
            0..=64 => self.price = (self.price * 0.99).max(self.least_price),
            65..=192 => {}
            _ => self.price = (self.price * 1.02).min(self.least_price * 1e6),
        }
    }

    fn keep(&mut self, on_better: &mut dyn FnMut(f64)) {
        let now = (self.now.excess.max(0.0), self.now.cost);
        let is_better = now.0 < self.best.excess - 1e-9
            || (now.0 <= self.best.excess + 1e-9 && now.1 < self.best.objective - 1e-9);
        if is_better {
            // Rounding of many moves is dropped before anything is claimed.
            self.now = self.fresh(&self.now);
            self.best = snapshot(&self.now);
            on_better(self.best.objective);
        }
    }

    fn fresh(&self, clusters: &Clusters) -> Clusters {
        let (medians, territory) = (clusters.medians.clone(), clusters.territory.clone());
        Clusters::new(self.median, self.d, medians, territory)
    }

    /// Downhill only, until nothing moves.
    fn polish(&mut self) {
        self.temperature = f64::MIN_POSITIVE;
        self.price = self.price.max(self.least_price * 1e3);
        for _ in 0..self.near.len() * 4 {
            self.shift();
            self.swap();
        }
        self.now.settle(self.median, self.d);
    }

    /// Where the next cycle starts, and how hot.
    fn restart(&mut self, cycle: u64) -> f64 {
        if self.near.len() <= FRESH_UP_TO && cycle % 2 == 1 {
            self.now = start::clusters(self.median, self.d, &mut self.rng);
            return HOT;
        }
        let best = &self.best;
        let (medians, territory) = (best.medians.clone(), best.territory.clone());
        self.now = Clusters::new(self.median, self.d, medians, territory);
        if cycle.is_multiple_of(4) {
            return WARM;
        }
        self.relocate();
        WARM
    }

    /// One centre goes to a random point, and everybody chooses again.
    fn relocate(&mut self) {
        let mut medians = self.now.medians.clone();
        let to = self.rng.random_range(0..self.near.len());
        if medians.contains(&to) {
            return;
        }
        let from = self.rng.random_range(0..medians.len());
        medians[from] = to;
        let territory = start::assign(self.median, self.d, &medians);
        self.now = Clusters::new(self.median, self.d, medians, territory);
        self.now.settle(self.median, self.d);
    }
}

fn snapshot(clusters: &Clusters) -> Best {
    Best {
        medians: clusters.medians.clone(),
        territory: clusters.territory.clone(),
        objective: clusters.cost,
        excess: clusters.excess.max(0.0),
    }
}

fn neighbours(median: &Median, d: &Distances) -> Vec<Vec<u32>> {
    let n = median.points.len();
    let near = |point: usize| {
        let mut others: Vec<u32> = (0..n as u32).filter(|&other| other as usize != point).collect();
        let by_distance =
            |a: &u32, b: &u32| d.get(point, *a as usize).total_cmp(&d.get(point, *b as usize));
        if others.len() > NEIGHBOURS {
            others.select_nth_unstable_by(NEIGHBOURS, by_distance);
            others.truncate(NEIGHBOURS);
        }
        if others.is_empty() { vec![point as u32] } else { others }
    };
    (0..n).map(near).collect()
}

fn mean_near(d: &Distances, near: &[Vec<u32>]) -> f64 {
    let sum: f64 = near
        .iter()
        .enumerate()
        .map(|(point, near)| {
            near.iter().map(|&other| d.get(point, other as usize)).sum::<f64>() / near.len() as f64
        })
        .sum();
    (sum / near.len() as f64).max(f64::MIN_POSITIVE)
}
