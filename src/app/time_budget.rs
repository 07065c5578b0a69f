//! Wall-clock time as a search's budget.

use std::time::{Duration, Instant};

use crate::domain::control::Budget;

/// From its making on, so long.
#[derive(Debug, Clone, Copy)]
pub(super) struct TimeBudget {
    started: Instant,
    limit: Duration,
}

impl TimeBudget {
    pub fn new(limit: Duration) -> Self {
        Self { started: Instant::now(), limit }
    }
}

impl Budget for TimeBudget {
    fn spent(&self, _iterations: u64) -> f64 {
        self.started.elapsed().as_secs_f64() / self.limit.as_secs_f64().max(1e-6)
    }
}
