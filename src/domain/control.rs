//! How a long computation is stopped and watched without touching clock, threads or network.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A flag that anyone may raise and the computation looks at often (at least every few
/// milliseconds). Clones share the flag.
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// A flag nobody else holds.
    #[must_use]
    pub fn never() -> Self {
        Self::default()
    }

    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// When an anytime search ends. The domain has no clock, so whoever calls brings one.
pub trait Budget: Sync {
    /// The share of the budget that is used up after so many iterations: 0 at the start, 1 or more
    /// means stop. Annealing reads its temperature from it.
    fn spent(&self, iterations: u64) -> f64;
}

/// So many iterations and no more: repeatable to the byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Iterations(pub u64);

impl Budget for Iterations {
    #[expect(clippy::cast_precision_loss, reason = "iteration counts stay far below 2^52")]
    fn spent(&self, iterations: u64) -> f64 {
        if self.0 == 0 { 1.0 } else { iterations as f64 / self.0 as f64 }
    }
}
