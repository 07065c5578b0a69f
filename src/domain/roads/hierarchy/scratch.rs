//! Memory of a search, kept by each thread and handed back clean.

use std::cell::RefCell;

use super::super::atlas::NONE;
use super::super::cost::{Cost, NO_WAY};

/// Costs and predecessors by state. Whoever borrows it resets what it touched.
#[derive(Default)]
pub struct Labels {
    pub cost: Vec<Cost>,
    /// The state a label came from, or [`NONE`] where the search began.
    pub from: Vec<u32>,
}

impl Labels {
    fn fit(&mut self, n: usize) {
        if self.cost.len() < n {
            self.cost.resize(n, NO_WAY);
            self.from.resize(n, NONE);
        }
    }

    /// The labels that a search begins with.
    pub fn begin(&mut self, states: &[(u32, Cost)]) {
        for &(state, cost) in states {
            let label = &mut self.cost[state as usize];
            *label = (*label).min(cost);
        }
    }

    pub fn clear(&mut self, touched: &[u32]) {
        for &state in touched {
            self.cost[state as usize] = NO_WAY;
            self.from[state as usize] = NONE;
        }
    }
}

thread_local! {
    static LABELS: RefCell<[Labels; 2]> = RefCell::default();
}

/// Lends two sets of labels for `n` states: forward and backward.
pub fn with<R>(n: usize, work: impl FnOnce(&mut Labels, &mut Labels) -> R) -> R {
    LABELS.with_borrow_mut(|[forward, backward]| {
        forward.fit(n);
        backward.fit(n);
        work(forward, backward)
    })
}
