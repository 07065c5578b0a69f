//! Customizable contraction hierarchy on the graph of turns.
//!
//! After Dibbelt, Strasser, Wagner (2016) with turns as in Buchhold, Wagner, Zeitz, Zündorf
//! (2020): the order comes from edge cuts of the road network, the elimination is directed, a
//! metric is customised bottom-up and pruned top-down by perfect witnesses.
//!
//! States are numbered by their rank: 0 is the least important. All arcs are stored with their
//! lower end: `out` leads up from it, `in` leads down to it.

mod customize;
mod flow;
mod matrix;
mod order;
mod parts;
mod prune;
mod reduce;
mod scratch;
mod search;
mod sweep;
mod topology;

pub use customize::{customize, customize_unpruned};
pub use matrix::{Value, matrix};
pub use order::{order, rank};
pub use parts::{Parts, Stands, stands};
pub use search::{Found, distance, find};
pub use sweep::reach;
pub use topology::Topology;

use super::cost::Cost;
use crate::domain::flat::Flat;

/// Shortcut arcs of one metric, only those that lie on some cheapest path.
#[derive(Debug, Clone, Default)]
pub struct Weights {
    pub out: Arcs,
    pub into: Arcs,
}

/// Arcs by their lower end.
#[derive(Debug, Clone, Default)]
pub struct Arcs {
    pub first: Flat<u32>,
    /// The upper end, ascending.
    pub upper: Flat<u32>,
    pub cost: Flat<Cost>,
    /// What each stands for: a real turn, or two arcs one after the other.
    pub parts: Flat<Parts>,
}

impl Arcs {
    pub fn of(&self, state: u32) -> std::ops::Range<usize> {
        super::atlas::span(&self.first, state)
    }

    pub fn n_states(&self) -> usize {
        self.first.len().saturating_sub(1)
    }

    /// The same, looked up once for many questions.
    fn slices(&self) -> Slices<'_> {
        Slices { first: &self.first, upper: &self.upper, cost: &self.cost, parts: &self.parts }
    }
}

/// [`Arcs`] as plain slices.
#[derive(Clone, Copy)]
struct Slices<'a> {
    first: &'a [u32],
    upper: &'a [u32],
    cost: &'a [Cost],
    parts: &'a [Parts],
}

#[cfg(test)]
#[path = "hierarchy_tests.rs"]
mod tests;
