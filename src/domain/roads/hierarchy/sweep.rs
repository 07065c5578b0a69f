//! From some departures to everywhere: climb, then one sweep from the top down (PHAST, Delling,
//! Goldberg, Nowatzyk, Werneck 2011).

use super::super::cost::{Cost, NO_WAY};
use super::search::climb;
use super::{Weights, scratch};

/// Costs to all states. States that cost more than `limit` may be left at [`NO_WAY`].
pub fn reach(parent: &[u32], weights: &Weights, starts: &[(u32, Cost)], limit: Cost) -> Vec<Cost> {
    let mut reached = vec![NO_WAY; parent.len()];
    scratch::with(parent.len(), |labels, _| {
        let touched = climb(parent, &weights.out, starts, labels);
        for &state in &touched {
            reached[state as usize] = labels.of(state).cost;
        }
        labels.clear(&touched);
    });
    let (first, upper, cost) = (&*weights.into.first, &*weights.into.upper, &*weights.into.cost);
    for state in (0..reached.len()).rev() {
        let mut best = reached[state];
        for i in first[state] as usize..first[state + 1] as usize {
            best = best.min(reached[upper[i] as usize] + cost[i]);
        }
        reached[state] = if best <= limit { best } else { NO_WAY };
    }
    reached
}
