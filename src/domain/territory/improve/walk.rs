//! The annealing walk: the current state, its temperature, the price of broken limits, and moves that can
//! be taken back.

use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::domain::territory::contiguity::Contiguity;
use crate::domain::territory::problem::{Arc, NONE, Problem};
use crate::domain::territory::state::{Delta, State};

/// Excess below this is rounding.
pub(super) const FEASIBLE: f64 = 1e-9;
/// Single moves sampled to learn how large changes usually are.
const SAMPLES: usize = 400;
/// Work of the re-split operator relative to single moves.
const RESPLIT_WORK: f64 = 0.1;
/// The first price, in least prices.
const PRICE_FIRST: f64 = 10.0;
/// Share of moves at the end of a cycle that must keep the limits.
const KEPT_AT_END: f64 = 0.9;

pub(super) struct Walk<'a> {
    pub p: &'a Problem,
    pub state: State,
    pub rng: ChaCha8Rng,
    pub contiguity: Contiguity,
    pub iterations: u64,
    pub temperature: f64,
    /// Mean change of the objective by one move.
    pub scale: f64,
    /// How often a re-split is tried.
    pub resplit_share: f64,
    /// Steps of the current burst that broke a limit.
    pub n_broken: u32,
    price: f64,
    least_price: f64,
    /// What has been tried and not yet accepted: atom and where it came from.
    trail: Vec<(u32, u32)>,
    trial: Delta,
}

impl<'a> Walk<'a> {
    pub fn new(p: &'a Problem, state: State, rng: &mut ChaCha8Rng, so_far: u64) -> Self {
        let rng = ChaCha8Rng::seed_from_u64(rng.next_u64());
        let mut walk = Self {
            p,
            state,
            rng,
            contiguity: Contiguity::new(p),
            iterations: so_far,
            temperature: 0.0,
            scale: 1.0,
            resplit_share: RESPLIT_WORK * p.k as f64 / (2 * p.n) as f64,
            n_broken: 0,
            price: 1.0,
            least_price: 1.0,
            trail: Vec::new(),
            trial: Delta::default(),
        };
        walk.measure();
        walk
    }

    /// Learns the usual size of changes from random moves that are not made.
    fn measure(&mut self) {
        let mut sum = Delta::default();
        let mut count = Delta::default();
        for _ in 0..SAMPLES {
            let Some((atom, to)) = self.pick() else { continue };
            let delta = self.state.delta(self.p, atom, to);
            sum.objective += delta.objective.abs();
            count.objective += 1.0;
            let load: f64 = self
                .p
                .amounts(atom)
                .iter()
                .zip(self.p.limits(to))
                .map(|(amount, limit)| amount * limit.scale)
                .sum();
            sum.excess += load;
            count.excess += f64::from(load > 0.0);
        }
        let mean = |sum: f64, count: f64| if sum > 0.0 { sum / count } else { 1.0 };
        self.scale = mean(sum.objective, count.objective);
        self.least_price = 0.2 * self.scale / mean(sum.excess, count.excess);
        self.reset_price();
    }

    /// The price as it is at the beginning of a cycle.
    pub fn reset_price(&mut self) {
        self.price = self.least_price * PRICE_FIRST;
    }

    /// Raises the price of broken limits where they are broken too often, lowers it where they are mostly
    /// kept. How often is too often depends on how far the cycle is.
    pub fn adapt_price(&mut self, steps: u64, progress: f64) {
        let share = f64::from(std::mem::take(&mut self.n_broken)) / steps as f64;
        let most = 1.0 - KEPT_AT_END * progress;
        if share > most {
            self.price = (self.price * 1.02).min(self.least_price * 1e6);
        } else if share < 0.25 * most {
            self.price = (self.price * 0.98).max(self.least_price);
        }
    }

    /// A random atom at a border and a random territory next to it.
    pub fn pick(&mut self) -> Option<(usize, usize)> {
        let boundary = self.state.boundary();
        if boundary.is_empty() {
            return None;
        }
        let index = self.rng.random_range(0..boundary.len());
        let atom = boundary[index] as usize;
        let to = self.foreign_neighbour(atom)?;
        Some((atom, self.state.territory[to] as usize))
    }

    /// A random neighbour of the atom in another territory.
    pub fn foreign_neighbour(&mut self, atom: usize) -> Option<usize> {
        let own = self.state.territory[atom];
        let arcs = self.p.arcs(atom);
        let start = self.rng.random_range(0..arcs.len().max(1));
        let is_foreign = |arc: &&Arc| self.state.territory[arc.head as usize] != own;
        let found =
            arcs[start..].iter().find(is_foreign).or_else(|| arcs[..start].iter().find(is_foreign));
        found.map(|arc| arc.head as usize)
    }

    pub fn is_locked(&self, atom: usize) -> bool {
        self.p.locked[atom] != NONE
    }

    /// Metropolis: better always, worse now and then.
    pub fn accepts(&mut self, delta: Delta) -> bool {
        let score = delta.objective + self.price * delta.excess;
        score <= 0.0 || self.rng.random::<f64>() < (-score / self.temperature).exp()
    }

    /// Tries one more move of the current trial. False if it is not allowed, whatever it brings.
    pub fn try_move(&mut self, atom: usize, to: usize) -> bool {
        let is_allowed = !self.is_locked(atom)
            && self.state.within_caps(self.p, atom, to)
            && self.contiguity.may_leave(self.p, &self.state, atom);
        if is_allowed {
            self.force_move(atom, to);
        }
        is_allowed
    }

    /// Moves without asking; for operators that keep the rules in their own way.
    pub fn force_move(&mut self, atom: usize, to: usize) {
        let delta = self.state.delta(self.p, atom, to);
        let from = self.state.territory[atom];
        self.state.apply(self.p, atom, to, delta);
        self.trail.push((atom as u32, from));
        self.trial.objective += delta.objective;
        self.trial.excess += delta.excess;
    }

    /// Keeps the trial if it is good enough, otherwise takes it back.
    pub fn finish(&mut self, is_allowed: bool) -> bool {
        let trial = std::mem::take(&mut self.trial);
        let is_kept = is_allowed && !self.trail.is_empty() && self.accepts(trial);
        if is_kept {
            self.trail.clear();
        }
        while let Some((atom, from)) = self.trail.pop() {
            let delta = self.state.delta(self.p, atom as usize, from as usize);
            self.state.apply(self.p, atom as usize, from as usize, delta);
        }
        is_kept
    }
}
