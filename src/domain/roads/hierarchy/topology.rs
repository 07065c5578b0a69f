//! The shape of the hierarchy, the same for every metric: which shortcuts there can be.

use super::super::atlas::{NONE, index, span};
use super::super::graph::{Graph, reversed};
use crate::domain::flat::Flat;

/// All arcs of the hierarchy by their lower end.
#[derive(Debug, Clone, Default)]
pub struct Topology {
    pub out_first: Flat<u32>,
    /// Heads of arcs that lead up, ascending.
    pub out: Flat<u32>,
    pub in_first: Flat<u32>,
    /// Tails of arcs that lead down to here, ascending.
    pub into: Flat<u32>,
    /// The turn of the graph that an arc up or down is, too, as an index of `Graph::arc_head`;
    /// [`NONE`] for what is a shortcut only.
    pub out_arc: Flat<u32>,
    pub in_arc: Flat<u32>,
    /// Further turns between the same states: whether it leads up (1) or down (0), the arc here, and
    /// that of the graph. There are hardly any.
    pub twins: Flat<[u32; 3]>,
    /// The elimination tree: all that can be reached upward from a state are its ancestors.
    /// [`NONE`] at a root.
    pub parent: Flat<u32>,
}

impl Topology {
    /// Eliminates the states of a graph, numbered by rank, one by one: a state's in-neighbours
    /// become joined to its out-neighbours, with symmetric pruning (Eisenstat & Liu 1992).
    pub fn build(graph: &Graph) -> Self {
        let n = graph.n_states();
        let (back_first, back) = reversed(&graph.arc_first, &graph.arc_head);
        let (mut out, mut into) = (Side::new(n), Side::new(n));
        for state in 0..index(n) {
            out.gather(state, &graph.arc_head[graph.arcs(state)]);
            into.gather(state, &back[span(&back_first, state)]);
            // The lowest neighbour both ways passes everything on to those above it.
            let last = lowest_common(out.of(state), into.of(state));
            let heads = out.of(state).iter().take_while(|&&head| head <= last);
            heads.for_each(|&head| into.waiting.push(head, state));
            let tails = into.of(state).iter().take_while(|&&tail| tail <= last);
            tails.for_each(|&tail| out.waiting.push(tail, state));
        }
        let parent = elimination_tree(graph, &back_first, &back).into();
        let turns = Turns::of(graph, &out, &into);
        Self {
            out_first: out.first.into(),
            out: out.arcs.into(),
            in_first: into.first.into(),
            into: into.arcs.into(),
            out_arc: turns.up.into(),
            in_arc: turns.down.into(),
            twins: turns.twins.into(),
            parent,
        }
    }

    pub fn n_arcs(&self) -> usize {
        self.out.len() + self.into.len()
    }
}

/// The arcs in one direction, as far as their lower ends were worked off.
struct Side {
    first: Vec<u32>,
    arcs: Vec<u32>,
    /// Lower states whose neighbours become those of a state, too.
    waiting: Waiting,
    /// The last state that each was found to be a neighbour of.
    found_by: Vec<u32>,
}

impl Side {
    fn new(n: usize) -> Self {
        Self { first: vec![0], arcs: Vec::new(), waiting: Waiting::new(n), found_by: vec![NONE; n] }
    }

    /// Adds the neighbours above a state: those of the graph, and those of lower states that it was
    /// found to be a neighbour of.
    fn gather(&mut self, state: u32, real: &[u32]) {
        let start = self.arcs.len();
        for &other in real.iter().filter(|&&other| other > state) {
            if std::mem::replace(&mut self.found_by[other as usize], state) != state {
                self.arcs.push(other);
            }
        }
        let mut next = self.waiting.of(state);
        while let Some((lower, after)) = next {
            // In ascending order, so that those above come last.
            for i in span(&self.first, lower).rev() {
                let other = self.arcs[i];
                if other <= state {
                    break;
                }
                if std::mem::replace(&mut self.found_by[other as usize], state) != state {
                    self.arcs.push(other);
                }
            }
            next = self.waiting.get(after);
        }
        self.arcs[start..].sort_unstable();
        self.first.push(index(self.arcs.len()));
    }

    fn of(&self, state: u32) -> &[u32] {
        &self.arcs[span(&self.first, state)]
    }

    /// The arc between two states.
    fn place(&self, lower: u32, upper: u32) -> Option<usize> {
        let range = span(&self.first, lower);
        // There are three on average: looking at one after the other is the fastest.
        let i = self.arcs[range.clone()].iter().position(|&other| other == upper)?;
        Some(range.start + i)
    }
}

/// Where the turns of the graph are among the arcs.
struct Turns {
    up: Vec<u32>,
    down: Vec<u32>,
    twins: Vec<[u32; 3]>,
}

impl Turns {
    fn of(graph: &Graph, out: &Side, into: &Side) -> Self {
        let [up, down] = [out, into].map(|side| vec![NONE; side.arcs.len()]);
        let mut turns = Self { up, down, twins: Vec::new() };
        for state in 0..index(graph.n_states()) {
            for turn in graph.arcs(state) {
                let head = graph.arc_head[turn];
                if head > state {
                    turns.note(true, out.place(state, head), turn);
                } else if head < state {
                    turns.note(false, into.place(head, state), turn);
                }
            }
        }
        turns
    }

    fn note(&mut self, is_up: bool, arc: Option<usize>, turn: usize) {
        let Some(arc) = arc else { return };
        let known = if is_up { &mut self.up[arc] } else { &mut self.down[arc] };
        if *known == NONE {
            *known = index(turn);
        } else {
            self.twins.push([u32::from(is_up), index(arc), index(turn)]);
        }
    }
}

/// A list of lower states for every state.
struct Waiting {
    first: Vec<u32>,
    /// A lower state, and the place of the next.
    entries: Vec<(u32, u32)>,
}

impl Waiting {
    fn new(n: usize) -> Self {
        Self { first: vec![NONE; n], entries: Vec::new() }
    }

    fn push(&mut self, state: u32, lower: u32) {
        let place = index(self.entries.len());
        let after = std::mem::replace(&mut self.first[state as usize], place);
        self.entries.push((lower, after));
    }

    fn of(&self, state: u32) -> Option<(u32, u32)> {
        self.get(self.first[state as usize])
    }

    fn get(&self, place: u32) -> Option<(u32, u32)> {
        self.entries.get(place as usize).copied()
    }
}

/// The first state in both lists, which ascend; [`NONE`], above all states, without one.
fn lowest_common(one: &[u32], other: &[u32]) -> u32 {
    let (mut i, mut j) = (0, 0);
    while let (Some(&a), Some(&b)) = (one.get(i), other.get(j)) {
        if a == b {
            return a;
        }
        i += usize::from(a < b);
        j += usize::from(b < a);
    }
    NONE
}

/// Without directions, by Liu's algorithm (1986): the roots of the lower neighbours' trees become
/// children. Following arcs one way only, a neighbour above need not be joined to the next, so
/// the tree cannot be read off the arcs kept here.
fn elimination_tree(graph: &Graph, back_first: &[u32], back: &[u32]) -> Vec<u32> {
    let n = graph.n_states();
    let mut parent = vec![NONE; n];
    let mut root = vec![NONE; n];
    for state in 0..index(n) {
        let heads = &graph.arc_head[graph.arcs(state)];
        let tails = &back[span(back_first, state)];
        for &lower in heads.iter().chain(tails).filter(|&&other| other < state) {
            let mut at = lower;
            // Shorten the paths on the way up.
            while at != state {
                let up = std::mem::replace(&mut root[at as usize], state);
                if up == NONE {
                    parent[at as usize] = state;
                    break;
                }
                at = up;
            }
        }
    }
    parent
}
