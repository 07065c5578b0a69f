//! The cheapest path between two ends: both climb the elimination tree, the best meeting wins.

use super::super::atlas::NONE;
use super::super::cost::{Cost, NO_WAY};
use super::scratch::{self, Labels};
use super::{Arcs, Slices, Weights};

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
        let (up, down) = (ancestors(parent, starts), ancestors(parent, ends));
        let best = meet(weights, [starts, ends], [&up, &down], [forward, backward]);
        let found = best.map(|(cost, meeting)| Found {
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
        let [there, back] = [&*forward, &*backward].map(|labels| labels.cost[state as usize]);
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
    let here = labels.cost[state as usize];
    if here >= NO_WAY {
        return;
    }
    let range = super::super::atlas::span(arcs.first, state);
    for (&next, &cost) in arcs.upper[range.clone()].iter().zip(&arcs.cost[range]) {
        let label = &mut labels.cost[next as usize];
        if here + cost < *label {
            *label = here + cost;
            labels.from[next as usize] = state;
        }
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

fn states(weights: &Weights, forward: &Labels, backward: &Labels, meeting: u32) -> Vec<u32> {
    let mut up = vec![meeting];
    while let Some(from) =
        Some(forward.from[up[up.len() - 1] as usize]).filter(|&from| from != NONE)
    {
        up.push(from);
    }
    up.reverse();
    let mut at = meeting;
    while let Some(to) = Some(backward.from[at as usize]).filter(|&to| to != NONE) {
        up.push(to);
        at = to;
    }
    unpacked(weights, up)
}

/// Marks a step that stands for itself. There are fewer states than this.
const PLAIN: u32 = 1 << 31;

/// All states along steps of which some are shortcuts. All shortcuts are taken apart once before
/// any is a second time: memory is asked for much at a time, and not for one thing after another.
fn unpacked(weights: &Weights, mut steps: Vec<u32>) -> Vec<u32> {
    let arcs = [weights.out.slices(), weights.into.slices()];
    let mut finer = Vec::with_capacity(4 * steps.len());
    loop {
        finer.push(steps[0]);
        let mut is_done = true;
        for pair in steps.windows(2) {
            let (from, to) = (pair[0] & !PLAIN, pair[1]);
            if to & PLAIN != 0 {
                finer.push(to);
            } else if let Some(via) = via(arcs, from, to) {
                finer.extend([via, to]);
                is_done = false;
            } else {
                finer.push(to | PLAIN);
            }
        }
        std::mem::swap(&mut steps, &mut finer);
        finer.clear();
        if is_done {
            break;
        }
    }
    for state in &mut steps {
        *state &= !PLAIN;
    }
    steps
}

/// The state that a shortcut passes below both its ends; `None` for a real turn.
fn via([out, into]: [Slices; 2], from: u32, to: u32) -> Option<u32> {
    let (arcs, lower, upper) = if from < to { (out, from, to) } else { (into, to, from) };
    let range = super::super::atlas::span(arcs.first, lower);
    // There are three on average: looking at one after the other is the fastest.
    let i = arcs.upper[range.clone()].iter().position(|&known| known == upper)?;
    Some(arcs.via[range.start + i]).filter(|&via| via != NONE)
}
