//! The cheapest path between two ends: both climb the elimination tree, the best meeting wins.

use std::hint::select_unpredictable;

use super::super::atlas::{NONE, index, span};
use super::super::cost::{Cost, NO_WAY};
use super::parts::{self, OUT};
use super::scratch::{self, Label, Labels};
use super::{Arcs, Slices, Weights};

/// Room for the states above a few others; more grow the list.
const ANCESTORS_TYPICAL: usize = 512;

/// Room for the arcs of a path before they are taken apart.
const STEPS_TYPICAL: usize = 64;

/// A path found, in travel order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub cost: Cost,
    /// The first and the last state.
    pub ends: [u32; 2],
    /// After the first state: every turn, and the edge it leads onto.
    pub turns: Vec<[u32; 2]>,
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
        let (up, down) = (ancestors(parent, starts), ancestors(parent, ends));
        let best = meet(weights, [starts, ends], [&up, &down], [forward, backward]);
        let found = best.map(|(cost, meeting)| {
            let (ends, arcs) = path(forward, backward, meeting);
            Found { cost, ends, turns: parts::taken_apart(weights, arcs) }
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
        let (up, down) = (ancestors(parent, starts), ancestors(parent, ends));
        let best = meet(weights, [starts, ends], [&up, &down], [forward, backward]);
        forward.clear(&up);
        backward.clear(&down);
        best.map(|(cost, _)| cost)
    })
}

/// The cheapest cost over all states that both ends reach upward, and the lowest such state. What
/// costs as much already leads to nothing better and goes no further.
fn meet(
    weights: &Weights,
    begin: [&[(u32, Cost)]; 2],
    above: [&[u32]; 2],
    [forward, backward]: [&mut Labels; 2],
) -> Option<(Cost, u32)> {
    forward.begin(begin[0]);
    backward.begin(begin[1]);
    let (out, into) = (weights.out.slices(), weights.into.slices());
    let mut shared = Vec::with_capacity(ANCESTORS_TYPICAL);
    let mut others = above[1].iter().copied().peekable();
    for &state in above[0] {
        while let Some(other) = others.next_if(|&other| other < state) {
            relax(into, other, backward);
        }
        if others.next_if_eq(&state).is_some() {
            shared.push(state);
        } else {
            relax(out, state, forward);
        }
    }
    others.for_each(|other| relax(into, other, backward));
    let mut best = (NO_WAY, NONE);
    for state in shared {
        let [there, back] = [&*forward, &*backward].map(|labels| labels.of(state).cost);
        if there + back < best.0 {
            best = (there + back, state);
        }
        if there < best.0 {
            relax(out, state, forward);
        }
        if back < best.0 {
            relax(into, state, backward);
        }
    }
    (best.0 < NO_WAY).then_some(best)
}

/// Labels everything above the given states; returns what was touched, ascending.
pub fn climb(parent: &[u32], arcs: &Arcs, begin: &[(u32, Cost)], labels: &mut Labels) -> Vec<u32> {
    let touched = ancestors(parent, begin);
    labels.begin(begin);
    let arcs = arcs.slices();
    for &state in &touched {
        relax(arcs, state, labels);
    }
    touched
}

/// Carries the label of a state to those above it.
#[inline]
fn relax(arcs: Slices, state: u32, labels: &mut Labels) {
    let here = labels.of(state).cost;
    if here >= NO_WAY {
        return;
    }
    let range = span(arcs.first, state);
    let labels = labels.all();
    let arcs = (index(range.start)..).zip(&arcs.upper[range.clone()]).zip(&arcs.cost[range]);
    for ((arc, &next), &cost) in arcs {
        let label = &mut labels[next as usize];
        let over = here + cost;
        let is_better = over < label.cost;
        label.cost = select_unpredictable(is_better, over, label.cost);
        label.from = select_unpredictable(is_better, state, label.from);
        label.arc = select_unpredictable(is_better, arc, label.arc);
    }
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

/// The first and the last state of the path behind a meeting of both searches, and its arcs.
fn path(forward: &Labels, backward: &Labels, meeting: u32) -> ([u32; 2], Vec<u32>) {
    let mut arcs = Vec::with_capacity(STEPS_TYPICAL);
    let mut first = meeting;
    while let Label { from, arc, .. } = forward.of(first)
        && from != NONE
    {
        arcs.push(arc | OUT);
        first = from;
    }
    arcs.reverse();
    let mut last = meeting;
    while let Label { from, arc, .. } = backward.of(last)
        && from != NONE
    {
        arcs.push(arc);
        last = from;
    }
    ([first, last], arcs)
}
