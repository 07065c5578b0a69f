//! The cheapest path between two ends: both climb the elimination tree, the best meeting wins.

use super::super::atlas::NONE;
use super::super::cost::{Cost, NO_WAY};
use super::scratch::{self, Labels};
use super::{Arcs, Weights};

/// Room for the states above a few others; more grow the list.
const ANCESTORS_TYPICAL: usize = 512;

/// A path found: its cost and its states in travel order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub cost: Cost,
    pub states: Vec<u32>,
}

/// The cheapest path from any of the first states to any of the last, each with a cost of its
/// own to add.
pub fn find(
    parent: &[u32],
    weights: &Weights,
    starts: &[(u32, Cost)],
    ends: &[(u32, Cost)],
) -> Option<Found> {
    scratch::with(parent.len(), |forward, backward| {
        let up = climb(parent, &weights.out, starts, forward);
        let down = climb(parent, &weights.into, ends, backward);
        let cost_at = |&state: &u32| forward.cost[state as usize] + backward.cost[state as usize];
        let best = down.iter().map(|state| (cost_at(state), *state)).min();
        let found = best.filter(|best| best.0 < NO_WAY).map(|(cost, meeting)| Found {
            cost,
            states: states(weights, forward, backward, meeting),
        });
        forward.clear(&up);
        backward.clear(&down);
        found
    })
}

/// The cost of the cheapest path alone.
pub fn distance(
    parent: &[u32],
    weights: &Weights,
    starts: &[(u32, Cost)],
    ends: &[(u32, Cost)],
) -> Option<Cost> {
    scratch::with(parent.len(), |forward, backward| {
        let up = climb(parent, &weights.out, starts, forward);
        let down = climb(parent, &weights.into, ends, backward);
        let cost_at = |&state: &u32| forward.cost[state as usize] + backward.cost[state as usize];
        let best = down.iter().map(cost_at).min();
        forward.clear(&up);
        backward.clear(&down);
        best.filter(|&best| best < NO_WAY)
    })
}

/// Labels everything above the given states; returns what was touched, ascending.
pub fn climb(parent: &[u32], arcs: &Arcs, begin: &[(u32, Cost)], labels: &mut Labels) -> Vec<u32> {
    let (first, upper, cost) = (&*arcs.first, &*arcs.upper, &*arcs.cost);
    let touched = ancestors(parent, begin);
    for &(state, cost) in begin {
        let label = &mut labels.cost[state as usize];
        *label = (*label).min(cost);
    }
    for &state in &touched {
        let here = labels.cost[state as usize];
        if here >= NO_WAY {
            continue;
        }
        for i in first[state as usize] as usize..first[state as usize + 1] as usize {
            let next = upper[i] as usize;
            if here + cost[i] < labels.cost[next] {
                labels.cost[next] = here + cost[i];
                labels.from[next] = state;
            }
        }
    }
    touched
}

/// The given states and all above them in the tree, ascending.
fn ancestors(parent: &[u32], begin: &[(u32, Cost)]) -> Vec<u32> {
    let mut tips: Vec<u32> = begin.iter().map(|(state, _)| *state).collect();
    tips.sort_unstable_by(|a, b| b.cmp(a));
    tips.dedup();
    let mut found = Vec::with_capacity(ANCESTORS_TYPICAL);
    // The lowest tip goes up until paths in the tree meet and go on as one.
    while let Some(mut tip) = tips.pop() {
        let Some(&other) = tips.last() else {
            while tip != NONE {
                found.push(tip);
                tip = parent[tip as usize];
            }
            break;
        };
        while tip < other {
            found.push(tip);
            tip = parent[tip as usize];
        }
        if tip != NONE && tip != other {
            let place = tips.partition_point(|&known| known > tip);
            if tips.get(place) != Some(&tip) {
                tips.insert(place, tip);
            }
        }
    }
    found
}

fn states(weights: &Weights, forward: &Labels, backward: &Labels, meeting: u32) -> Vec<u32> {
    let mut up = vec![meeting];
    while let Some(from) =
        Some(forward.from[up[up.len() - 1] as usize]).filter(|&from| from != NONE)
    {
        up.push(from);
    }
    up.reverse();
    let mut states = vec![up[0]];
    for pair in up.windows(2) {
        unpack(weights, pair[0], pair[1], &mut states);
    }
    let mut at = meeting;
    while let Some(to) = Some(backward.from[at as usize]).filter(|&to| to != NONE) {
        unpack(weights, at, to, &mut states);
        at = to;
    }
    states
}

/// Appends the states a shortcut stands for, without the first.
fn unpack(weights: &Weights, from: u32, to: u32, states: &mut Vec<u32>) {
    let mut stack = vec![(from, to)];
    while let Some((from, to)) = stack.pop() {
        match via(weights, from, to) {
            Some(NONE) | None => states.push(to),
            Some(via) => stack.extend([(via, to), (from, via)]),
        }
    }
}

fn via(weights: &Weights, from: u32, to: u32) -> Option<u32> {
    let (arcs, lower, upper) =
        if from < to { (&weights.out, from, to) } else { (&weights.into, to, from) };
    let range = arcs.of(lower);
    let i = arcs.upper[range.clone()].binary_search(&upper).ok()?;
    Some(arcs.via[range.start + i])
}
