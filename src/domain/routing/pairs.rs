//! Pick-ups and their deliveries as the search sees them: the pick-up stands for both.

use super::model::NONE;
use super::problem::Problem;

#[derive(Debug, Default)]
pub(super) struct Pairs {
    /// The other half of each visit, or [`NONE`]; empty without pairs.
    other: Vec<u32>,
    is_second: Vec<bool>,
    n_dims: usize,
    /// What a half adds to the load from there on, `n * n_dims`; empty without pairs.
    exchange: Vec<i64>,
}

impl Pairs {
    pub fn new(problem: &Problem, n_dims: usize) -> Self {
        if problem.pairs.is_empty() {
            return Self::default();
        }
        let n = problem.visits.len();
        let mut pairs = Self {
            other: vec![NONE; n],
            is_second: vec![false; n],
            n_dims,
            exchange: vec![0; n * n_dims],
        };
        for pair in &problem.pairs {
            let narrow = |visit: usize| u32::try_from(visit).unwrap_or(NONE);
            pairs.other[pair.pickup] = narrow(pair.delivery);
            pairs.other[pair.delivery] = narrow(pair.pickup);
            pairs.is_second[pair.delivery] = true;
            for (dim, amount) in problem.visits[pair.pickup].pickup.iter().enumerate() {
                pairs.exchange[pair.pickup * n_dims + dim] = *amount;
                pairs.exchange[pair.delivery * n_dims + dim] = -amount;
            }
        }
        pairs
    }

    pub fn is_empty(&self) -> bool {
        self.other.is_empty()
    }

    /// The other half of a pair.
    pub fn partner(&self, visit: u32) -> Option<u32> {
        self.other.get(visit as usize).copied().filter(|other| *other != NONE)
    }

    /// The visit itself, or the pick-up if it is a delivery of a pair.
    pub fn leader(&self, visit: u32) -> u32 {
        let is_second = self.is_second.get(visit as usize).copied().unwrap_or(false);
        if is_second { self.other[visit as usize] } else { visit }
    }

    pub fn is_leader(&self, visit: u32) -> bool {
        self.leader(visit) == visit
    }

    /// What the half of a pair adds to the load in a dimension.
    pub fn exchange(&self, visit: u32, dim: usize) -> i64 {
        self.exchange.get(visit as usize * self.n_dims + dim).copied().unwrap_or(0)
    }

    /// Pairs carry something.
    pub fn is_loaded(&self) -> bool {
        self.exchange.iter().any(|amount| *amount != 0)
    }
}
