//! From edges and turns to states and arcs.

use std::collections::{HashMap, VecDeque};

use super::super::atlas::index;
use super::chain::Edges;
use super::sequence::{Forbidden, Place, ROOT};
use super::turns::Turns;
use super::{EDGE_ENDS_ONLY, EDGE_PRIVATE, Graph};

/// Where in a trip an ends-only road is used. On through roads there is only [`Phase::Open`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Phase {
    /// A through road, or an ends-only road before the first through road.
    Open,
    /// An ends-only road after a through road: no way back to through roads.
    Closing,
}

type Key = (u32, Phase, Place);

pub fn build(edges: Edges, turns: Turns, forbidden: &Forbidden, is_core: &[bool]) -> Graph {
    // What lies outside the main network can only be where a trip starts or ends.
    let ends_only: Vec<bool> =
        edges.ends_only.iter().zip(is_core).map(|(&tagged, &core)| tagged || !core).collect();
    let mut expansion = Expansion::new(&ends_only);
    let (arc_first, arc_head, arc_turn) = expansion.run(&turns, forbidden, &ends_only);
    let state_edge: Vec<u32> = expansion.keys.iter().map(|key| key.0).collect();
    let flag = |edge: usize| {
        let private = if edges.ends_only[edge] { EDGE_PRIVATE } else { 0 };
        private | if ends_only[edge] { EDGE_ENDS_ONLY } else { 0 }
    };
    let flags: Vec<u8> = (0..edges.len()).map(flag).collect();
    let (edge_state_first, edge_state) = by_edge(&state_edge, edges.len());
    Graph {
        chain_first: edges.chain_first.into(),
        chain: edges.chain.into(),
        edge_reverse: edges.reverse.into(),
        edge_flags: flags.into(),
        link_edge: edges.link_edge.into(),
        edge_state_first: edge_state_first.into(),
        edge_state: edge_state.into(),
        state_edge: state_edge.into(),
        arc_first: arc_first.into(),
        arc_head: arc_head.into(),
        arc_turn: arc_turn.into(),
        turn: turns.table.into(),
    }
}

struct Expansion {
    keys: Vec<Key>,
    /// States other than the first of an edge; that one has the edge's own number.
    other: HashMap<Key, u32>,
    queue: VecDeque<u32>,
}

impl Expansion {
    fn new(ends_only: &[bool]) -> Self {
        let keys: Vec<Key> =
            (0..index(ends_only.len())).map(|edge| (edge, Phase::Open, ROOT)).collect();
        let queue = (0..index(keys.len())).collect();
        Self { keys, other: HashMap::new(), queue }
    }

    fn run(
        &mut self,
        turns: &Turns,
        forbidden: &Forbidden,
        ends_only: &[bool],
    ) -> (Vec<u32>, Vec<u32>, Vec<u32>) {
        let (mut first, mut head, mut turn) = (vec![0], Vec::new(), Vec::new());
        while let Some(state) = self.queue.pop_front() {
            let (edge, phase, place) = self.keys[state as usize];
            for follow in turns.of(edge) {
                let Some(next) = next_phase(phase, ends_only, edge, follow.edge, follow.is_gated)
                else {
                    continue;
                };
                let Ok(place) = forbidden.advance(place, edge, follow.edge) else { continue };
                head.push(self.state((follow.edge, next, place)));
                turn.push(follow.turn);
            }
            first.push(index(head.len()));
        }
        (first, head, turn)
    }

    fn state(&mut self, key: Key) -> u32 {
        if key.1 == Phase::Open && key.2 == ROOT {
            return key.0;
        }
        *self.other.entry(key).or_insert_with(|| {
            let new = index(self.keys.len());
            self.keys.push(key);
            self.queue.push_back(new);
            new
        })
    }
}

fn next_phase(
    phase: Phase,
    ends_only: &[bool],
    from: u32,
    to: u32,
    is_gated: bool,
) -> Option<Phase> {
    match (ends_only[from as usize], ends_only[to as usize]) {
        (false, false) => (!is_gated).then_some(Phase::Open),
        (false, true) => Some(Phase::Closing),
        (true, true) => Some(phase),
        (true, false) => (phase == Phase::Open).then_some(Phase::Open),
    }
}

pub fn reversed(first: &[u32], head: &[u32]) -> (Vec<u32>, Vec<u32>) {
    let n = first.len() - 1;
    let mut back_first = vec![0_u32; n + 1];
    for &h in head {
        back_first[h as usize + 1] += 1;
    }
    for i in 0..n {
        back_first[i + 1] += back_first[i];
    }
    let mut next = back_first.clone();
    let mut tail = vec![0; head.len()];
    for state in 0..n {
        for &h in &head[first[state] as usize..first[state + 1] as usize] {
            tail[next[h as usize] as usize] = index(state);
            next[h as usize] += 1;
        }
    }
    (back_first, tail)
}

/// Groups states by edge; within an edge the first state comes first.
fn by_edge(state_edge: &[u32], n_edges: usize) -> (Vec<u32>, Vec<u32>) {
    let mut first = vec![0_u32; n_edges + 1];
    for &edge in state_edge {
        first[edge as usize + 1] += 1;
    }
    for i in 0..n_edges {
        first[i + 1] += first[i];
    }
    let mut next = first.clone();
    let mut states = vec![0; state_edge.len()];
    for (state, &edge) in state_edge.iter().enumerate() {
        states[next[edge as usize] as usize] = index(state);
        next[edge as usize] += 1;
    }
    (first, states)
}
