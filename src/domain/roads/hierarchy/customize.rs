//! From a metric to the costs of all shortcuts.

use super::super::atlas::{NONE, index};
use super::super::cost::{self, Cost, NO_WAY};
use super::super::graph::Graph;
use super::super::metric::{CLOSED_MS, Metric};
use super::prune::prune;
use super::{Arcs, Topology, Weights};

/// Costs of all shortcuts, those on no cheapest path left out.
pub fn customize(graph: &Graph, metric: &Metric, topology: &Topology) -> Weights {
    let [out, into] = customized(graph, metric, topology);
    prune([&out, &into])
}

/// Costs of all shortcuts, ready in half the time. A tenth of them is on no cheapest path, which
/// searches pay for.
pub fn customize_unpruned(graph: &Graph, metric: &Metric, topology: &Topology) -> Weights {
    let [out, into] = customized(graph, metric, topology);
    let (out_cost, out_via) = (out.cost.into(), out.via.into());
    let (in_cost, in_via) = (into.cost.into(), into.via.into());
    Weights {
        out: Arcs {
            first: topology.out_first.clone(),
            upper: topology.out.clone(),
            cost: out_cost,
            via: out_via,
        },
        into: Arcs {
            first: topology.in_first.clone(),
            upper: topology.into.clone(),
            cost: in_cost,
            via: in_via,
        },
    }
}

fn customized<'a>(graph: &Graph, metric: &Metric, topology: &'a Topology) -> [Side<'a>; 2] {
    let mut out = Side::new(&topology.out_first, &topology.out);
    let mut into = Side::new(&topology.in_first, &topology.into);
    real_turns(graph, metric, &mut out, &mut into);
    relax_triangles(&mut out, &mut into);
    [out, into]
}

/// The arcs of a [`Topology`] in one direction, with their costs.
pub struct Side<'a> {
    pub first: &'a [u32],
    /// The upper end of every arc.
    pub upper: &'a [u32],
    pub cost: Vec<Cost>,
    /// The state a shortcut passes, or [`NONE`] for a real turn.
    pub via: Vec<u32>,
    /// Lower states that have an arc with each state next.
    waiting: Vec<u32>,
    rest: Vec<Rest>,
    /// Among the arcs of the state at work, the one to each other state.
    place: Vec<u32>,
}

/// The arcs of a state to states that were not worked off yet.
#[derive(Clone, Copy)]
struct Rest {
    at: u32,
    end: u32,
    /// The next in the list in which the state waits.
    next: u32,
}

impl<'a> Side<'a> {
    fn new(first: &'a [u32], upper: &'a [u32]) -> Self {
        let n = first.len() - 1;
        let (cost, via) = (vec![NO_WAY; upper.len()], vec![NONE; upper.len()]);
        let rest = |ends: &[u32]| Rest { at: ends[0], end: ends[1], next: NONE };
        Self {
            first,
            upper,
            cost,
            via,
            waiting: vec![NONE; n],
            rest: first.windows(2).map(rest).collect(),
            place: vec![0; n],
        }
    }

    fn arcs(&self, state: usize) -> std::ops::Range<usize> {
        self.first[state] as usize..self.first[state + 1] as usize
    }

    /// A real turn between two states; the cheapest counts.
    fn lower(&mut self, lower: usize, upper: usize, cost: Cost) {
        let range = self.arcs(lower);
        let arcs = &self.upper[range.clone()];
        // There are three on average: looking at one after the other is the fastest.
        if let Some(i) = arcs.iter().position(|&head| head as usize == upper) {
            let slot = &mut self.cost[range.start + i];
            *slot = (*slot).min(cost);
        }
    }

    /// Notes where the arcs of a state are.
    fn open(&mut self, state: usize) {
        for (place, &upper) in self.upper[self.arcs(state)].iter().enumerate() {
            self.place[upper as usize] = index(place);
        }
    }

    /// Puts a state in the list of the next one that it has an arc with.
    fn wait(&mut self, state: u32) {
        let rest = &mut self.rest[state as usize];
        if rest.at < rest.end {
            let first = &mut self.waiting[self.upper[rest.at as usize] as usize];
            rest.next = std::mem::replace(first, state);
        }
    }

    /// The cost of the arc between a lower state and the one at work, which it waited for. It
    /// waits for the next one from now on.
    fn pass(&mut self, lower: u32) -> Cost {
        let at = self.rest[lower as usize].at;
        self.rest[lower as usize].at += 1;
        self.wait(lower);
        self.cost[at as usize]
    }

    /// Compares the arcs of the state at work with the ways over a lower one, which costs `there`
    /// to reach.
    fn relax(&mut self, state: usize, lower: u32, there: Cost) {
        let Rest { at, end, .. } = self.rest[lower as usize];
        let mut more = at as usize..end as usize;
        if more.is_empty() || there >= NO_WAY {
            return;
        }
        // Back to the state at work is no way on.
        more.start += usize::from(self.upper[more.start] as usize == state);
        let own = self.arcs(state);
        let (below, here) = self.cost.split_at_mut(own.start);
        let (here, via) = (&mut here[..own.len()], &mut self.via[own]);
        for (&upper, &onward) in self.upper[more.clone()].iter().zip(&below[more]) {
            let place = self.place[upper as usize] as usize;
            if let (Some(slot), Some(via)) = (here.get_mut(place), via.get_mut(place)) {
                let cost = there + onward;
                let is_better = cost < *slot;
                // Both are written in any case: nobody can guess which.
                *slot = if is_better { cost } else { *slot };
                *via = if is_better { lower } else { *via };
            }
        }
    }
}

fn real_turns(graph: &Graph, metric: &Metric, out: &mut Side, into: &mut Side) {
    let (arc_first, arc_head, arc_turn) = (&*graph.arc_first, &*graph.arc_head, &*graph.arc_turn);
    let (state_edge, edge_cost, turn_ms) =
        (&*graph.state_edge, &*metric.edge_cost, &*metric.turn_ms);
    for state in 0..arc_first.len() - 1 {
        for arc in arc_first[state] as usize..arc_first[state + 1] as usize {
            let head = arc_head[arc] as usize;
            let turn = turn_ms[arc_turn[arc] as usize];
            if turn == CLOSED_MS || head == state {
                continue;
            }
            let cost = edge_cost[state_edge[head] as usize] + cost::cost(turn, 0);
            if head > state {
                out.lower(state, head, cost.min(NO_WAY));
            } else {
                into.lower(head, state, cost.min(NO_WAY));
            }
        }
    }
}

/// Every shortcut becomes the cheapest way over states below both its ends. States are worked
/// off from the bottom; a lower state waits in the list of the next state it is joined to, as in
/// a left-looking Cholesky factorisation.
fn relax_triangles(out: &mut Side, into: &mut Side) {
    for state in 0..out.waiting.len() {
        let mut below = out.waiting[state];
        let mut above = into.waiting[state];
        if below != NONE {
            into.open(state);
        }
        while below != NONE {
            let next = out.rest[below as usize].next;
            let up = out.pass(below);
            into.relax(state, below, up);
            below = next;
        }
        if above != NONE {
            out.open(state);
        }
        while above != NONE {
            let next = into.rest[above as usize].next;
            let down = into.pass(above);
            out.relax(state, above, down);
            above = next;
        }
        out.wait(index(state));
        into.wait(index(state));
    }
}
