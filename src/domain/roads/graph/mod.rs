//! The graph of one mode, with turns as arcs.
//!
//! An *edge* is a directed chain of links between two junctions that matter to the mode. A
//! *state* is an edge together with what the trip so far allows: roads reserved for trip ends
//! have two states (still at the start, already at the end), and an edge inside a forbidden
//! sequence of turns has one more. An *arc* is an allowed turn from state to state. Any path in
//! this graph is a legal trip, so searches need no rules.

mod chain;
pub mod components;
mod renumber;
mod restriction;
pub mod rules;
mod sequence;
mod states;
pub mod strong;
mod turns;

use super::atlas::{Atlas, NONE, span};
use super::profile::{Mode, ProfileId, When};
use crate::domain::control::Cancel;
use crate::domain::flat::Flat;
use crate::domain::osm::Extract;

pub use renumber::renumber;
pub use rules::Rules;
pub use states::reversed;

/// A turn as stored: angle in degrees, flags, and the sign on the junction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct TurnRecord {
    pub angle: i16,
    pub flags: u8,
    /// 1 when the edge that enters runs against its way, for signs that face one direction.
    pub entered_backward: u8,
    pub sign: u32,
}

#[derive(Debug, Clone, Default)]
pub struct Graph {
    /// Links of an edge in travel order, each as `link << 1 | backward`.
    pub chain_first: Flat<u32>,
    pub chain: Flat<u32>,
    /// The edge the other way, or [`NONE`].
    pub edge_reverse: Flat<u32>,
    pub edge_flags: Flat<u8>,
    /// The edges a link is part of, along and against it, or [`NONE`].
    pub link_edge: Flat<[u32; 2]>,
    /// All states of an edge; a trip starts in the first.
    pub edge_state_first: Flat<u32>,
    pub edge_state: Flat<u32>,
    pub state_edge: Flat<u32>,
    pub arc_first: Flat<u32>,
    pub arc_head: Flat<u32>,
    /// Index of `turn`.
    pub arc_turn: Flat<u32>,
    pub turn: Flat<TurnRecord>,
}

/// Only where a trip starts or ends.
pub const EDGE_ENDS_ONLY: u8 = 1;
/// And that because its tags say so, not because it lies outside the main network.
pub const EDGE_PRIVATE: u8 = 2;

impl Graph {
    /// `None` when cancelled.
    pub fn build(atlas: &Atlas, extract: &Extract, mode: Mode, cancel: &Cancel) -> Option<Self> {
        let ids: Vec<ProfileId> =
            ProfileId::ALL.into_iter().filter(|id| id.mode() == mode).collect();
        let rules: Vec<Rules> =
            ids.iter().map(|&id| Rules::builtin(atlas, id, When::ordinary())).collect();
        let access = rules::ModeAccess::new(atlas, &rules);
        let restrictions = restriction::find(atlas, extract, &access, ids[0]);
        if cancel.is_cancelled() {
            return None;
        }
        let edges = chain::build(atlas, &access, &restrictions);
        let forbidden = sequence::Forbidden::new(&edges, &restrictions);
        let turns = turns::Turns::build(atlas, &access, &edges, &forbidden);
        if cancel.is_cancelled() {
            return None;
        }
        let is_core = components::core(&edges, &turns);
        Some(states::build(edges, turns, &forbidden, &is_core))
    }

    pub fn n_edges(&self) -> usize {
        self.edge_reverse.len()
    }

    pub fn n_states(&self) -> usize {
        self.state_edge.len()
    }

    /// Links of an edge in travel order, with whether each is travelled against its direction.
    pub fn links(&self, edge: u32) -> impl DoubleEndedIterator<Item = (u32, bool)> + '_ {
        self.chain[span(&self.chain_first, edge)].iter().map(|&l| (l >> 1, l & 1 == 1))
    }

    pub fn states(&self, edge: u32) -> &[u32] {
        &self.edge_state[span(&self.edge_state_first, edge)]
    }

    /// The state a trip that starts on this edge is in.
    pub fn start_state(&self, edge: u32) -> u32 {
        self.edge_state[self.edge_state_first[edge as usize] as usize]
    }

    pub fn arcs(&self, state: u32) -> std::ops::Range<usize> {
        span(&self.arc_first, state)
    }

    pub fn has_flag(&self, edge: u32, flag: u8) -> bool {
        self.edge_flags[edge as usize] & flag != 0
    }

    /// Whether a link is part of any edge.
    pub fn is_used(&self, link: u32) -> bool {
        self.link_edge[link as usize] != [NONE; 2]
    }

    /// The edge along (`false`) or against (`true`) a link.
    pub fn edge_of(&self, link: u32, backward: bool) -> Option<u32> {
        let edge = self.link_edge[link as usize][usize::from(backward)];
        (edge != NONE).then_some(edge)
    }
}

#[cfg(test)]
#[path = "graph_tests.rs"]
mod tests;
