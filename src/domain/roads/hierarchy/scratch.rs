//! Memory of a search, kept by each thread and handed back clean.

use std::cell::RefCell;

use super::super::atlas::NONE;
use super::super::cost::{Cost, NO_WAY};

/// What a search knows of a state.
#[derive(Clone, Copy)]
pub struct Label {
    pub cost: Cost,
    /// The state the label came from, or [`NONE`] where the search began.
    pub from: u32,
    /// The arc it came over.
    pub arc: u32,
}

impl Label {
    const UNKNOWN: Self = Self { cost: NO_WAY, from: NONE, arc: NONE };
}

/// Labels by state. Whoever borrows them resets what it touched.
#[derive(Default)]
pub struct Labels(Vec<Label>);

impl Labels {
    fn fit(&mut self, n: usize) {
        if self.0.len() < n {
            self.0.resize(n, Label::UNKNOWN);
        }
    }

    pub fn of(&self, state: u32) -> Label {
        self.0[state as usize]
    }

    #[inline]
    pub fn all(&mut self) -> &mut [Label] {
        &mut self.0
    }

    /// The labels that a search begins with.
    pub fn begin(&mut self, states: &[(u32, Cost)]) {
        for &(state, cost) in states {
            let label = &mut self.0[state as usize];
            label.cost = label.cost.min(cost);
        }
    }

    pub fn clear(&mut self, touched: &[u32]) {
        for &state in touched {
            self.0[state as usize] = Label::UNKNOWN;
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
