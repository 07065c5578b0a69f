//! How the temperature falls over the budget: once where iterations are few; else in rounds, the
//! first from hot to cold and each next one reheated a little, with the routes of all that went
//! before put together in between, and a short polish at the end.

/// The budget is known well enough after this share of it.
const KNOWN_AFTER: f64 = 0.01;
/// Iterations a visit that a round should have, and the most rounds.
const ROUND: f64 = 1500.0;
const ROUNDS_MAX: f64 = 8.0;
/// Where there are fewer iterations a visit the temperature falls but once.
const ONCE_BELOW: f64 = 600.0;
/// The share of the budget that the first round has at least.
const FIRST_SHARE: f64 = 0.4;
/// Later rounds begin at this share of the first temperature.
const REHEATED: f64 = 0.1;
/// The share of the budget after which the last choice is polished.
const POLISH_FROM: f64 = 0.95;
/// So many times the last temperature a polish begins.
const POLISH: f64 = 3.0;

/// Where the search is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Stage {
    /// Rises by one when routes are to be put together.
    pub round: usize,
    pub temperature: f64,
}

#[derive(Debug)]
pub(super) struct Rounds {
    hot: f64,
    cold: f64,
    n_visits: usize,
    /// None before it is known how many iterations there will be, 0 where the temperature falls
    /// but once.
    planned: Option<usize>,
}

impl Rounds {
    pub fn new(hot: f64, cold: f64, n_visits: usize) -> Self {
        Self { hot, cold, n_visits, planned: None }
    }

    /// Round and temperature when so many iterations have used up a share of the budget.
    pub fn at(&mut self, spent: f64, iteration: u64) -> Stage {
        if self.planned.is_none() && spent >= KNOWN_AFTER {
            self.planned = Some(self.plan(spent, iteration));
        }
        let n_rounds = self.planned.unwrap_or(0);
        if n_rounds == 0 {
            return Stage { round: 0, temperature: self.between(self.hot, spent) };
        }
        if spent >= POLISH_FROM {
            let share = (spent - POLISH_FROM) / (1.0 - POLISH_FROM);
            let temperature = self.between(self.cold * POLISH, share);
            return Stage { round: n_rounds, temperature };
        }
        self.annealed(n_rounds, spent / POLISH_FROM)
    }

    #[expect(clippy::cast_precision_loss, reason = "iterations stay far below 2^52")]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "1 to 8")]
    fn plan(&self, spent: f64, iteration: u64) -> usize {
        let per_visit = iteration as f64 / spent / self.n_visits.max(1) as f64;
        if per_visit < ONCE_BELOW { 0 } else { (per_visit / ROUND).clamp(1.0, ROUNDS_MAX) as usize }
    }

    /// Before the polish.
    #[expect(clippy::cast_precision_loss, reason = "at most eight rounds")]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "1 to 8")]
    fn annealed(&self, n_rounds: usize, done: f64) -> Stage {
        let first = if n_rounds == 1 { 1.0 } else { FIRST_SHARE.max(1.0 / n_rounds as f64) };
        if done < first {
            return Stage { round: 0, temperature: self.between(self.hot, done / first) };
        }
        let later = (done - first) / (1.0 - first) * (n_rounds - 1) as f64;
        let temperature = self.between((self.hot * REHEATED).max(self.cold), later.fract());
        Stage { round: 1 + later as usize, temperature }
    }

    fn between(&self, hot: f64, share: f64) -> f64 {
        hot * (self.cold / hot).powf(share)
    }
}

#[cfg(test)]
#[path = "rounds_tests.rs"]
mod tests;
