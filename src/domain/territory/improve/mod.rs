//! Anytime improvement of an alignment: annealed moves of border atoms, with the limits as penalties whose
//! price follows how well they are kept.
//!
//! One operator per file; each proposes moves on a [`Walk`] and takes them back when they are not accepted.

mod chain;
mod flip;
mod resplit;
mod swap;
mod walk;

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::initial;
use super::plan::Progress;
use super::problem::Problem;
use super::state::State;
use crate::domain::control::{Budget, Cancel};
use walk::Walk;

/// Iterations between two looks at budget, flag and prices.
const CHECK_EVERY: u64 = 256;
/// Share of the budget for the first cycle, which also measures how fast the search is.
const FIRST_CYCLE: f64 = 0.02;
/// Chances to move that every atom has in one cycle.
const VISITS_PER_CYCLE: f64 = 40_000.0;
/// So many are needed after a hot beginning; with fewer a cycle begins cooler.
const VISITS_TO_SETTLE: f64 = 1_500.0;
/// With so many a hot beginning finds better places than a search in larger pieces did.
const VISITS_TO_MOVE_ON: f64 = 3_000.0;
const CYCLES_MAX: f64 = 48.0;
/// Regions up to this size are also tried from fresh starts.
const FRESH_STARTS_UP_TO: usize = 600;
/// Temperatures, in mean changes of the objective by a single move.
const HOT: f64 = 8.0;
const WARM: f64 = 0.35;
const PLACED: f64 = 0.8;
const COLD: f64 = 0.08;

/// The best assignment so far, and who is told about it.
pub(super) struct Best<'a> {
    pub territory: Vec<u32>,
    pub objective: f64,
    pub excess: f64,
    on_better: &'a mut dyn FnMut(&Progress<'_>),
}

impl<'a> Best<'a> {
    pub fn new(state: &State, on_better: &'a mut dyn FnMut(&Progress<'_>)) -> Self {
        let territory = state.territory.clone();
        Self { territory, objective: state.objective, excess: state.excess, on_better }
    }

    /// Fewer broken limits first, then the objective.
    pub fn is_worse_than(&self, state: &State) -> bool {
        const SAME: f64 = 1e-9;
        if state.excess.max(0.0) < self.excess - SAME {
            return true;
        }
        state.excess <= self.excess.max(0.0) + SAME
            && state.objective < self.objective - SAME * self.objective.abs().max(1.0)
    }

    pub fn keep(&mut self, state: &State) {
        self.territory.clone_from(&state.territory);
        self.objective = state.objective;
        self.excess = state.excess.max(0.0);
    }

    pub fn tell(&mut self, p: &Problem, iterations: u64) {
        let territory = p.by_unit(&self.territory);
        (self.on_better)(&Progress {
            territory: &territory,
            objective: self.objective,
            excess: self.excess,
            iterations,
        });
    }

    /// Hands on what another search has found, if it is better.
    pub fn tell_as(&mut self, progress: &Progress<'_>) {
        let (excess, objective) = (progress.excess, progress.objective);
        if (excess, objective) < (self.excess, self.objective) {
            (self.on_better)(progress);
        }
    }
}

/// When to stop, and how far along the search is.
pub(super) struct Stop<'a> {
    pub budget: &'a dyn Budget,
    pub cancel: &'a Cancel,
    /// Share of the budget at which this search ends.
    pub until: f64,
    /// Whether the territories have found their places on the map.
    pub is_placed: bool,
}

impl Stop<'_> {
    fn spent(&self, iterations: u64) -> f64 {
        if self.cancel.is_cancelled() { f64::INFINITY } else { self.budget.spent(iterations) }
    }

    pub fn is_over(&self, iterations: u64) -> bool {
        self.spent(iterations) >= self.until
    }
}

/// Improves `best` until the stop, counting iterations on from `so_far`; returns how many it took.
pub(super) fn improve(
    p: &Problem,
    best: &mut Best<'_>,
    stop: &Stop<'_>,
    rng: &mut ChaCha8Rng,
    so_far: u64,
) -> u64 {
    let state = State::new(p, best.territory.clone());
    if p.k < 2 || state.boundary().is_empty() {
        return 0;
    }
    let mut walk = Walk::new(p, state, rng, so_far);
    let start = stop.spent(so_far);
    let first = start + FIRST_CYCLE * (stop.until - start).max(0.0);
    walk.cycle(best, stop, first, WARM);
    let visits = (walk.iterations - so_far) as f64 / FIRST_CYCLE / p.n as f64;
    let n_cycles = n_cycles(visits);
    let heat = heat(p, visits / n_cycles as f64, stop.is_placed);
    for cycle in 0..n_cycles {
        let from = stop.spent(walk.iterations);
        if from >= stop.until {
            break;
        }
        let until = from + (stop.until - from) / (n_cycles - cycle) as f64;
        walk.restart(best, cycle);
        walk.cycle(best, stop, until, heat);
    }
    walk.iterations - so_far
}

/// Whether the plan must stay near the alignment in force.
fn is_bound(p: &Problem) -> bool {
    !p.caps.is_empty()
}

/// How many cycles, when the whole budget lets every atom move so often.
fn n_cycles(visits: f64) -> u64 {
    #[expect(clippy::cast_sign_loss, reason = "clamped to a small positive range")]
    let cycles = (visits / VISITS_PER_CYCLE).clamp(1.0, CYCLES_MAX) as u64;
    cycles
}

/// How hot a cycle begins in which every atom may move so often: territories wander only where there is
/// time to settle again, and an alignment in force should not be lost. Territories that have found their
/// places leave them only where there is far more time than that.
fn heat(p: &Problem, visits: f64, is_placed: bool) -> f64 {
    if is_bound(p) {
        return WARM;
    }
    if is_placed && visits < VISITS_TO_MOVE_ON {
        return PLACED;
    }
    (HOT * visits / VISITS_TO_SETTLE).clamp(WARM, HOT)
}

impl Walk<'_> {
    /// Where the next cycle starts.
    fn restart(&mut self, best: &Best<'_>, cycle: u64) {
        let p = self.p;
        let is_fresh = p.n <= FRESH_STARTS_UP_TO && !is_bound(p) && cycle % 2 == 1;
        let start =
            if is_fresh { initial::alignment(p, &mut self.rng) } else { best.territory.clone() };
        self.state = State::new(p, start);
    }

    /// One annealing cycle, from now to a share of the budget.
    fn cycle(&mut self, best: &mut Best<'_>, stop: &Stop<'_>, until: f64, heat: f64) {
        let from = stop.spent(self.iterations);
        let (hot, cold) = (heat * self.scale, COLD * self.scale);
        self.reset_price();
        let mut has_news = false;
        loop {
            let spent = stop.spent(self.iterations);
            if spent >= until {
                break;
            }
            let progress = ((spent - from) / (until - from)).clamp(0.0, 1.0);
            self.temperature = hot * (cold / hot).powf(progress);
            has_news |= self.burst(best);
            self.adapt_price(CHECK_EVERY, progress);
            if has_news && self.iterations.is_multiple_of(CHECK_EVERY * 64) {
                best.tell(self.p, self.iterations);
                has_news = false;
            }
        }
        self.state.recount(self.p);
        if has_news | self.keep_if_better(best) {
            best.tell(self.p, self.iterations);
        }
    }

    /// A few hundred moves. True if a new best was among them.
    fn burst(&mut self, best: &mut Best<'_>) -> bool {
        // Copying a large assignment at every new best would cost more than the search.
        let stride = 1 + self.p.n as u64 / 1_000;
        let mut has_news = false;
        for _ in 0..CHECK_EVERY {
            self.iterations += 1;
            if self.step() && self.iterations.is_multiple_of(stride) {
                has_news |= self.keep_if_better(best);
            }
            if self.state.excess > walk::FEASIBLE {
                self.n_broken += 1;
            }
        }
        has_news | self.keep_if_better(best)
    }

    fn keep_if_better(&mut self, best: &mut Best<'_>) -> bool {
        let is_better = best.is_worse_than(&self.state);
        if is_better {
            best.keep(&self.state);
        }
        is_better
    }

    /// One proposal of one operator; true if it was accepted.
    fn step(&mut self) -> bool {
        let dice: f64 = self.rng.random();
        if dice < self.resplit_share {
            resplit::propose(self)
        } else if dice < 0.04 {
            chain::propose(self)
        } else if dice < 0.14 {
            swap::propose(self)
        } else {
            flip::propose(self)
        }
    }
}

#[cfg(test)]
#[path = "improve_tests.rs"]
mod tests;
