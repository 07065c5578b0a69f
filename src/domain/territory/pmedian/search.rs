//! Iterated local search: a disturbance, then downhill, then the outcome is kept or taken back under a falling
//! temperature. Capacities have a price that follows how often they are broken, as in hybrid genetic search
//! (Vidal et al. 2012); between cycles the search returns to its best plan or starts afresh.

use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::clusters::Clusters;
use super::descend::{Queue, descend};
use super::disturb::disturb;
use super::start;
use super::{Distances, Median};
use crate::domain::control::{Budget, Cancel};

const CYCLES: u64 = 6;
/// The rest of the budget goes to the lower bound.
const SEARCH_SHARE: f64 = 0.95;
/// Temperatures in shares of a cluster's mean cost.
const HOT: f64 = 0.05;
const COLD: f64 = 0.0005;
const PRICE_EVERY: u64 = 50;
/// A price at which no capacity stays broken for the sake of distance.
const REPAIR: f64 = 1_000.0;
const REPAIR_SHARE: f64 = 0.5;

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
    now: Clusters<'a>,
    best: Best,
    queue: Queue,
    rng: ChaCha8Rng,
    iterations: u64,
    temperature: f64,
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
    search.settle(on_better);
    let spent = |iterations| {
        if cancel.is_cancelled() { 1.0 } else { budget.spent(iterations) / SEARCH_SHARE }
    };
    for cycle in 0..CYCLES {
        let from = spent(search.iterations);
        if from >= 1.0 {
            break;
        }
        let until = from + (1.0 - from) / (CYCLES - cycle) as f64;
        search.cycle(&spent, from, until, on_better);
        search.restart(cycle, on_better);
    }
    Found { best: search.best, iterations: search.iterations }
}

impl<'a> Search<'a> {
    fn new(median: &'a Median, d: &'a Distances, rng: &mut ChaCha8Rng) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(rng.next_u64());
        let now = start::clusters(median, d, &mut rng);
        let demand: f64 = median.points.iter().map(|point| point.demand).sum();
        let price = now.cost.max(f64::MIN_POSITIVE) / demand.max(f64::MIN_POSITIVE);
        let best = snapshot(&now);
        let queue = Queue::new(median.n_medians);
        Self {
            median,
            d,
            now,
            best,
            queue,
            rng,
            iterations: 0,
            temperature: 0.0,
            price,
            least_price: 0.01 * price,
            n_broken: 0,
        }
    }

    fn cycle(
        &mut self,
        spent: &dyn Fn(u64) -> f64,
        from: f64,
        until: f64,
        on_better: &mut dyn FnMut(f64),
    ) {
        let unit = self.best.objective / self.median.n_medians as f64;
        loop {
            let now = spent(self.iterations);
            if now >= until {
                return;
            }
            let progress = ((now - from) / (until - from)).clamp(0.0, 1.0);
            self.temperature = unit * HOT * (COLD / HOT).powf(progress);
            self.iterations += 1;
            self.step(on_better);
            if self.iterations.is_multiple_of(PRICE_EVERY) {
                self.adapt_price();
            }
        }
    }

    fn step(&mut self, on_better: &mut dyn FnMut(f64)) {
        let before = (self.now.cost, self.now.excess);
        self.now.mark();
        disturb(&mut self.now, self.d, self.price, &mut self.rng, &mut self.queue);
        descend(&mut self.now, self.d, self.price, &mut self.queue);
        self.n_broken += u64::from(self.is_broken());
        if self.is_broken() && self.rng.random_bool(REPAIR_SHARE) {
            self.repair();
        }
        let score = self.now.cost - before.0 + self.price * (self.now.excess - before.1);
        self.keep(on_better);
        if score > 0.0 && self.rng.random::<f64>() >= (-score / self.temperature).exp() {
            self.now.undo();
        }
    }

    fn is_broken(&self) -> bool {
        self.now.excess > 1e-9
    }

    fn repair(&mut self) {
        let k = self.median.n_medians;
        (0..k).filter(|&own| self.now.over(own, 0.0) > 0.0).for_each(|own| self.queue.push(own));
        descend(&mut self.now, self.d, REPAIR * self.price, &mut self.queue);
    }

    /// Everything downhill, and what comes of it is noted.
    fn settle(&mut self, on_better: &mut dyn FnMut(f64)) {
        (0..self.median.n_medians).for_each(|own| self.queue.push(own));
        self.now.mark();
        descend(&mut self.now, self.d, REPAIR * self.price, &mut self.queue);
        self.keep(on_better);
    }

    fn adapt_price(&mut self) {
        match std::mem::take(&mut self.n_broken) * 10 / PRICE_EVERY {
            0..=3 => self.price = (self.price * 0.85).max(self.least_price),
            4..=6 => {}
            _ => self.price = (self.price * 1.2).min(self.least_price * 1e8),
        }
    }

    fn keep(&mut self, on_better: &mut dyn FnMut(f64)) {
        let (excess, cost) = (self.now.excess.max(0.0), self.now.cost);
        let is_better = excess < self.best.excess - 1e-9
            || (excess <= self.best.excess + 1e-9 && cost < self.best.objective - 1e-9);
        if is_better {
            self.best = snapshot(&self.now.recounted());
            on_better(self.best.objective);
        }
    }

    /// Where the next cycle starts.
    fn restart(&mut self, cycle: u64, on_better: &mut dyn FnMut(f64)) {
        self.now = if cycle % 3 == 1 {
            start::clusters(self.median, self.d, &mut self.rng)
        } else {
            let (medians, territory) = (self.best.medians.clone(), self.best.territory.clone());
            Clusters::new(self.median, self.d, medians, territory)
        };
        self.settle(on_better);
    }
}

fn snapshot(now: &Clusters<'_>) -> Best {
    Best {
        medians: now.medians.clone(),
        territory: now.territory.clone(),
        objective: now.cost,
        excess: now.excess.max(0.0),
    }
}
