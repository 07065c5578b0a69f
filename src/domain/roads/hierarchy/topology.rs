//! The shape of the hierarchy, the same for every metric: which shortcuts there can be.

use super::super::atlas::{NONE, index};
use super::super::graph::Graph;
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
    /// The elimination tree: all that can be reached upward from a state are its ancestors.
    /// [`NONE`] at a root.
    pub parent: Flat<u32>,
}

/// Neighbours above a state while it waits to be eliminated.
#[derive(Default, Clone)]
struct Above {
    states: Vec<u32>,
    n_distinct: usize,
}

impl Above {
    /// Repetitions are dropped now and then, so that they never dominate.
    fn extend(&mut self, more: &[u32]) {
        self.states.extend_from_slice(more);
        if self.states.len() > 2 * self.n_distinct + 16 {
            self.tidy();
        }
    }

    fn tidy(&mut self) {
        self.states.sort_unstable();
        self.states.dedup();
        self.n_distinct = self.states.len();
    }
}

impl Topology {
    /// Eliminates the states of a graph, numbered by rank, one by one: a state's in-neighbours
    /// become joined to its out-neighbours, with symmetric pruning (Eisenstat & Liu 1992).
    pub fn build(graph: &Graph) -> Self {
        let n = graph.n_states();
        let (mut outs, mut ins) = neighbours(graph);
        let (mut out_first, mut out) = (vec![0], Vec::new());
        let (mut in_first, mut into) = (vec![0], Vec::new());
        for state in 0..n {
            let mut above = std::mem::take(&mut outs[state]);
            let mut below = std::mem::take(&mut ins[state]);
            above.tidy();
            below.tidy();
            // The lowest neighbour both ways passes everything on to those above it.
            let last = lowest_common(&above.states, &below.states);
            for &tail in below.states.iter().take_while(|&&tail| tail <= last) {
                let from = above.states.partition_point(|&head| head <= tail);
                outs[tail as usize].extend(&above.states[from..]);
            }
            for &head in above.states.iter().take_while(|&&head| head <= last) {
                let from = below.states.partition_point(|&tail| tail <= head);
                ins[head as usize].extend(&below.states[from..]);
            }
            out.extend_from_slice(&above.states);
            into.extend_from_slice(&below.states);
            out_first.push(index(out.len()));
            in_first.push(index(into.len()));
        }
        Self {
            out_first: out_first.into(),
            out: out.into(),
            in_first: in_first.into(),
            into: into.into(),
            parent: elimination_tree(graph).into(),
        }
    }

    pub fn n_arcs(&self) -> usize {
        self.out.len() + self.into.len()
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
fn elimination_tree(graph: &Graph) -> Vec<u32> {
    let n = graph.n_states();
    let (back_first, back) = super::super::graph::reversed(&graph.arc_first, &graph.arc_head);
    let mut parent = vec![NONE; n];
    let mut root = vec![NONE; n];
    for state in 0..index(n) {
        let heads = &graph.arc_head[graph.arcs(state)];
        let tails = &back[super::super::atlas::span(&back_first, state)];
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

fn neighbours(graph: &Graph) -> (Vec<Above>, Vec<Above>) {
    let n = graph.n_states();
    let (mut outs, mut ins) = (vec![Above::default(); n], vec![Above::default(); n]);
    for state in 0..index(n) {
        for arc in graph.arcs(state) {
            let head = graph.arc_head[arc];
            match head.cmp(&state) {
                std::cmp::Ordering::Greater => outs[state as usize].states.push(head),
                std::cmp::Ordering::Less => ins[head as usize].states.push(state),
                std::cmp::Ordering::Equal => {}
            }
        }
    }
    (outs, ins)
}
