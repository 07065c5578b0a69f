//! From a metric to the costs of all shortcuts.

use super::super::atlas::{NONE, index};
use super::super::cost::{self, Cost, NO_WAY};
use super::super::graph::Graph;
use super::super::metric::{CLOSED_MS, Metric};
use super::parts::{self, Parts};
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
    let (out_cost, out_parts) = (out.cost.into(), out.parts.into());
    let (in_cost, in_parts) = (into.cost.into(), into.parts.into());
    Weights {
        out: Arcs {
            first: topology.out_first.clone(),
            upper: topology.out.clone(),
            cost: out_cost,
            parts: out_parts,
        },
        into: Arcs {
            first: topology.in_first.clone(),
            upper: topology.into.clone(),
            cost: in_cost,
            parts: in_parts,
        },
    }
}

fn customized<'a>(graph: &Graph, metric: &Metric, topology: &'a Topology) -> [Side<'a>; 2] {
    let [mut out, mut into] = real_turns(graph, metric, topology);
    relax_triangles(&mut out, &mut into);
    [out, into]
}

/// The arcs of a [`Topology`] in one direction, with their costs.
pub struct Side<'a> {
    pub first: &'a [u32],
    /// The upper end of every arc.
    pub upper: &'a [u32],
    pub cost: Vec<Cost>,
    pub parts: Vec<Parts>,
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
    /// The next in the list in which the state waits.
    next: u32,
}

impl<'a> Side<'a> {
    fn new(first: &'a [u32], upper: &'a [u32]) -> Self {
        let n = first.len() - 1;
        let (cost, parts) = (Vec::with_capacity(upper.len()), Vec::with_capacity(upper.len()));
        let rest = |&at: &u32| Rest { at, next: NONE };
        Self {
            first,
            upper,
            cost,
            parts,
            waiting: vec![NONE; n],
            rest: first[..n].iter().map(rest).collect(),
            place: vec![0; n],
        }
    }

    pub fn arcs(&self, state: usize) -> std::ops::Range<usize> {
        self.first[state] as usize..self.first[state + 1] as usize
    }

    /// The next arc: a real turn, unless it is [`NONE`].
    #[inline]
    fn push(&mut self, turn: impl FnOnce() -> (Cost, Parts), arc: u32) {
        let (cost, parts) = if arc == NONE { (NO_WAY, 0) } else { turn() };
        self.cost.push(cost);
        self.parts.push(parts);
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
        if rest.at < self.first[state as usize + 1] {
            let first = &mut self.waiting[self.upper[rest.at as usize] as usize];
            rest.next = std::mem::replace(first, state);
        }
    }

    /// The arc between a lower state and the one at work, which it waited for, and its cost. It
    /// waits for the next one from now on.
    fn pass(&mut self, lower: u32) -> (u32, Cost) {
        let at = self.rest[lower as usize].at;
        self.rest[lower as usize].at += 1;
        self.wait(lower);
        (at, self.cost[at as usize])
    }

    /// Compares the arcs of the state at work with the ways over a lower one, which costs `there`
    /// to reach. `parts` of a way are those that it would have with arc 0 of the lower state, and
    /// what each further arc adds.
    fn relax(&mut self, state: usize, lower: u32, there: Cost, [parts, next]: [Parts; 2]) {
        let (at, end) = (self.rest[lower as usize].at, self.first[lower as usize + 1]);
        let mut more = at as usize..end as usize;
        if more.is_empty() || there >= NO_WAY {
            return;
        }
        // Back to the state at work is no way on.
        more.start += usize::from(self.upper[more.start] as usize == state);
        let own = self.arcs(state);
        let (below, here) = self.cost.split_at_mut(own.start);
        let (here, own_parts) = (&mut here[..own.len()], &mut self.parts[own]);
        let mut parts = parts + next * more.start as Parts;
        for (&upper, &onward) in self.upper[more.clone()].iter().zip(&below[more]) {
            let place = self.place[upper as usize] as usize;
            if let (Some(slot), Some(own)) = (here.get_mut(place), own_parts.get_mut(place)) {
                let cost = there + onward;
                let is_better = cost < *slot;
                // Both are written in any case: nobody can guess which.
                *slot = if is_better { cost } else { *slot };
                *own = if is_better { parts } else { *own };
            }
            parts += next;
        }
    }
}

/// What turns of the graph cost with the edge that they lead onto, and that as [`Parts`].
struct Turns<'a> {
    arc_turn: &'a [u32],
    turn_ms: &'a [u32],
    edge_cost: &'a [Cost],
}

impl Turns<'_> {
    /// The cost of a turn of the graph onto an edge, and what that is called as [`Parts`].
    #[inline]
    fn turn(&self, arc: u32, edge: u32) -> (Cost, Parts) {
        let turn = self.arc_turn[arc as usize];
        let ms = self.turn_ms[turn as usize];
        let cost = match ms {
            CLOSED_MS => NO_WAY,
            _ => (self.edge_cost[edge as usize] + cost::cost(ms, 0)).min(NO_WAY),
        };
        (cost, parts::real(turn, edge))
    }
}

fn real_turns<'a>(graph: &Graph, metric: &Metric, topology: &'a Topology) -> [Side<'a>; 2] {
    let turns =
        Turns { arc_turn: &graph.arc_turn, turn_ms: &metric.turn_ms, edge_cost: &metric.edge_cost };
    let state_edge = &*graph.state_edge;
    let mut out = Side::new(&topology.out_first, &topology.out);
    let mut into = Side::new(&topology.in_first, &topology.into);
    for (&arc, &head) in topology.out_arc.iter().zip(&*topology.out) {
        out.push(|| turns.turn(arc, state_edge[head as usize]), arc);
    }
    for (state, range) in topology.in_first.windows(2).enumerate() {
        for &arc in &topology.in_arc[range[0] as usize..range[1] as usize] {
            into.push(|| turns.turn(arc, state_edge[state]), arc);
        }
    }
    for &[is_up, place, arc] in &*topology.twins {
        let side = if is_up == 1 { &mut out } else { &mut into };
        let (cost, parts) = turns.turn(arc, state_edge[graph.arc_head[arc as usize] as usize]);
        let place = place as usize;
        if cost < side.cost[place] {
            (side.cost[place], side.parts[place]) = (cost, parts);
        }
    }
    [out, into]
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
            let (arc, up) = out.pass(below);
            into.relax(state, below, up, [parts::shortcut(0, arc), parts::shortcut(1, 0)]);
            below = next;
        }
        if above != NONE {
            out.open(state);
        }
        while above != NONE {
            let next = into.rest[above as usize].next;
            let (arc, down) = into.pass(above);
            out.relax(state, above, down, [parts::shortcut(arc, 0), parts::shortcut(0, 1)]);
            above = next;
        }
        out.wait(index(state));
        into.wait(index(state));
    }
}
