//! Which roads lead anywhere for one metric. A vehicle's own height, weight and width cut off
//! parts of the network that other vehicles use; no place may stand at such a part.

use super::atlas::{NONE, index, span};
use super::cost::{self, Cost, is_way};
use super::graph::components::{LENGTH_MIN_M, SHARE_MIN, SKETCH_EDGES_MAX};
use super::graph::{EDGE_ENDS_ONLY, EDGE_PRIVATE, Graph, strong};
use super::metric::CLOSED_MS;

/// A trip that starts on this edge gets into a main network.
pub const LEADS_OUT: u8 = 1;
/// A trip from a main network can end on this edge.
pub const LEADS_IN: u8 = 2;

/// The flags of every edge.
pub fn of(graph: &Graph, edge_cost: &[Cost], turn_ms: &[u32]) -> Vec<u8> {
    let open = Open::new(graph, edge_cost, turn_ms);
    let Some((part, mains)) = open.mains(edge_cost) else {
        // A sketch or a test: nothing in it is too small to matter.
        let both = |&cost: &Cost| if is_way(cost) { LEADS_OUT | LEADS_IN } else { 0 };
        return edge_cost.iter().map(both).collect();
    };
    let behind = open.arcs.reversed();
    let mut into = Reached::new(graph.n_states());
    let mut out = Reached::new(graph.n_states());
    for seed in mains {
        // A part that leads to a larger one or the other way round is no network of its own.
        if into.all[seed as usize] || out.all[seed as usize] {
            continue;
        }
        // From one state of a strongly connected part all of it is reached, on either side.
        let all = (0..).zip(&part).filter(|(_, p)| **p == part[seed as usize]);
        let members: Vec<u32> = all.map(|(state, _)| state).collect();
        into.spread(&open.arcs, &open.kind, members.clone());
        out.spread(&behind, &open.kind, members);
    }
    let flag = |edge: u32| {
        let starts = out.serves(graph, edge, |edge| &graph.states(edge)[..1]);
        let ends = into.serves(graph, edge, |edge| graph.states(edge));
        (if starts { LEADS_OUT } else { 0 }) | if ends { LEADS_IN } else { 0 }
    };
    (0..index(graph.n_edges())).map(flag).collect()
}

/// What of a graph a metric leaves open.
struct Open<'a> {
    graph: &'a Graph,
    arcs: Arcs,
    /// By state.
    kind: Vec<Kind>,
}

#[derive(Clone, Copy)]
struct Kind {
    is_open: bool,
    is_through: bool,
    is_public: bool,
}

impl<'a> Open<'a> {
    fn new(graph: &'a Graph, edge_cost: &[Cost], turn_ms: &[u32]) -> Self {
        let kind = |&edge: &u32| {
            let is_open = is_way(edge_cost[edge as usize]);
            Kind {
                is_open,
                is_through: is_open && !graph.has_flag(edge, EDGE_ENDS_ONLY),
                is_public: !graph.has_flag(edge, EDGE_PRIVATE),
            }
        };
        let kind: Vec<Kind> = graph.state_edge.iter().map(kind).collect();
        let mut arcs = Arcs { first: Vec::with_capacity(kind.len() + 1), head: Vec::new() };
        let (arc_head, arc_turn) = (&*graph.arc_head, &*graph.arc_turn);
        arcs.head.reserve(arc_head.len());
        arcs.first.push(0);
        for state in 0..index(kind.len()) {
            let all = graph.arcs(state);
            let ways = arc_head[all.clone()].iter().zip(&arc_turn[all]);
            let open = ways.filter(|&(&head, &turn)| {
                kind[head as usize].is_open && turn_ms[turn as usize] != CLOSED_MS
            });
            arcs.head.extend(open.map(|(&head, _)| head));
            arcs.first.push(index(arcs.head.len()));
        }
        Self { graph, arcs, kind }
    }

    /// The strongly connected part of every through state, and a state of every part that is
    /// large enough, the largest first; `None` when even that is a sketch.
    fn mains(&self, edge_cost: &[Cost]) -> Option<(Vec<u32>, Vec<u32>)> {
        let (graph, arcs) = (self.graph, &self.arcs);
        let is_through = |state: u32| self.kind[state as usize].is_through;
        let head = |arc: usize| Some(arcs.head[arc]).filter(|&head| is_through(head));
        let part = strong::parts(self.kind.len(), is_through, |s| span(&arcs.first, s), head);
        let n_parts = part.iter().filter(|&&p| p != NONE).max().map_or(0, |&p| p as usize + 1);
        let mut parts = vec![Part::default(); n_parts];
        for edge in 0..index(graph.n_edges()) {
            let state = graph.start_state(edge);
            if let Some(part) = parts.get_mut(part[state as usize] as usize) {
                part.n_edges += 1;
                part.cm += u64::from(cost::cm(edge_cost[edge as usize]));
                part.state = state;
            }
        }
        parts.sort_by_key(|part| (std::cmp::Reverse(part.cm), part.state));
        let largest = parts.first().filter(|part| part.n_edges >= SKETCH_EDGES_MAX)?.metres();
        let is_main =
            |part: &&Part| part.metres() >= LENGTH_MIN_M || part.metres() >= largest * SHARE_MIN;
        Some((part, parts.iter().take_while(is_main).map(|part| part.state).collect()))
    }
}

#[derive(Clone, Default)]
struct Part {
    n_edges: usize,
    cm: u64,
    state: u32,
}

impl Part {
    #[expect(clippy::cast_precision_loss, reason = "the roads of the Earth are 2^52 cm")]
    fn metres(&self) -> f64 {
        self.cm as f64 / 100.0
    }
}

struct Arcs {
    first: Vec<u32>,
    head: Vec<u32>,
}

impl Arcs {
    fn reversed(&self) -> Self {
        let (first, head) = super::graph::reversed(&self.first, &self.head);
        Self { first, head }
    }
}

/// What is reached from the main networks: over public roads, and over all.
struct Reached {
    public: Vec<bool>,
    all: Vec<bool>,
}

impl Reached {
    fn new(n: usize) -> Self {
        Self { public: vec![false; n], all: vec![false; n] }
    }

    fn spread(&mut self, arcs: &Arcs, kind: &[Kind], seeds: Vec<u32>) {
        let is_public = |state: u32| kind[state as usize].is_public;
        let public = flood(arcs, seeds, &mut self.public, is_public);
        flood(arcs, public, &mut self.all, |_| true);
    }

    /// Whether an edge is reached in one of the states given. A public road that is reached over
    /// public ones in its other direction is not reached over private ones in this.
    fn serves<'a>(&self, graph: &Graph, edge: u32, states: impl Fn(u32) -> &'a [u32]) -> bool {
        let is_in =
            |reached: &[bool], edge: u32| states(edge).iter().any(|&state| reached[state as usize]);
        let reverse = graph.edge_reverse[edge as usize];
        let must_be_public = !graph.has_flag(edge, EDGE_PRIVATE)
            && reverse != NONE
            && !graph.has_flag(reverse, EDGE_PRIVATE)
            && is_in(&self.public, reverse);
        is_in(if must_be_public { &self.public } else { &self.all }, edge)
    }
}

/// Marks what the seeds lead to, and returns it all.
fn flood(
    arcs: &Arcs,
    seeds: Vec<u32>,
    reached: &mut [bool],
    may_enter: impl Fn(u32) -> bool,
) -> Vec<u32> {
    let mut found = seeds;
    for &seed in &found {
        reached[seed as usize] = true;
    }
    let mut done = 0;
    while let Some(&state) = found.get(done) {
        done += 1;
        for &next in &arcs.head[span(&arcs.first, state)] {
            if !reached[next as usize] && may_enter(next) {
                reached[next as usize] = true;
                found.push(next);
            }
        }
    }
    found
}

#[cfg(test)]
#[path = "leads_tests.rs"]
mod tests;
