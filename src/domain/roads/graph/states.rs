//! From edges and turns to states and arcs.

use std::collections::{HashMap, VecDeque};

use super::super::atlas::{NONE, index};
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

/// What an edge is to a trip. All but the first are used at its ends only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Main,
    /// A public road among main ones that the turns cut off from them, one way or the other.
    Stray,
    /// A public road outside of the main networks.
    Pocket,
    Private,
}

type Key = (u32, Phase, Place);

pub fn build(edges: Edges, turns: Turns, forbidden: &Forbidden, is_core: &[bool]) -> Graph {
    let kinds = kinds(&edges, &turns.network, is_core);
    let mut expansion = Expansion::new(edges.len());
    let (arc_first, arc_head, arc_turn) = expansion.run(&turns, forbidden, &kinds);
    let state_edge: Vec<u32> = expansion.keys.iter().map(|key| key.0).collect();
    let flag = |kind: &Kind| match kind {
        Kind::Main => 0,
        Kind::Stray | Kind::Pocket => EDGE_ENDS_ONLY,
        Kind::Private => EDGE_ENDS_ONLY | EDGE_PRIVATE,
    };
    let flags: Vec<u8> = kinds.iter().map(flag).collect();
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

/// `network` is that of [`Turns::network`].
fn kinds(edges: &Edges, network: &[u32], is_core: &[bool]) -> Vec<Kind> {
    let is_public_main = |&edge: &usize| is_core[edge] && network[edge] != NONE;
    let mut is_main = vec![false; edges.n_nodes];
    for edge in (0..edges.len()).filter(is_public_main) {
        is_main[network[edge] as usize] = true;
    }
    let kind = |edge: usize| match (edges.ends_only[edge], is_core[edge]) {
        (true, _) => Kind::Private,
        (false, true) => Kind::Main,
        (false, false) if is_main.get(network[edge] as usize) == Some(&true) => Kind::Stray,
        (false, false) => Kind::Pocket,
    };
    (0..edges.len()).map(kind).collect()
}

struct Expansion {
    keys: Vec<Key>,
    /// States other than the first of an edge; that one has the edge's own number.
    other: HashMap<Key, u32>,
    queue: VecDeque<u32>,
}

impl Expansion {
    fn new(n_edges: usize) -> Self {
        let keys: Vec<Key> = (0..index(n_edges)).map(|edge| (edge, Phase::Open, ROOT)).collect();
        let queue = (0..index(keys.len())).collect();
        Self { keys, other: HashMap::new(), queue }
    }

    fn run(
        &mut self,
        turns: &Turns,
        forbidden: &Forbidden,
        kinds: &[Kind],
    ) -> (Vec<u32>, Vec<u32>, Vec<u32>) {
        let (mut first, mut head, mut turn) = (vec![0], Vec::new(), Vec::new());
        while let Some(state) = self.queue.pop_front() {
            let (edge, phase, place) = self.keys[state as usize];
            for follow in turns.of(edge) {
                let pair = [edge, follow.edge].map(|edge| kinds[edge as usize]);
                let Some(next) = next_phase(phase, pair, follow.is_gated) else { continue };
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

/// Nothing private and no private gate lies between two roads of the main networks, nor between
/// one of them and a stray among them.
fn next_phase(phase: Phase, [from, to]: [Kind; 2], is_gated: bool) -> Option<Phase> {
    use Kind::{Main, Pocket, Private, Stray};
    match (from, to) {
        (Main, Main) => (!is_gated).then_some(Phase::Open),
        (Main, Stray) => (!is_gated).then_some(Phase::Closing),
        (Stray, Main) => (!is_gated && phase == Phase::Open).then_some(Phase::Open),
        (Stray, Stray) => (!is_gated).then_some(phase),
        (Main | Stray, Pocket | Private) => Some(Phase::Closing),
        (Pocket | Private, Main | Stray) => (phase == Phase::Open).then_some(Phase::Open),
        (Pocket | Private, Pocket | Private) => Some(phase),
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
