//! Whether every number that is used as an index leads somewhere. Opening a network looks at
//! lengths only, so that it takes as long for a country as for a town; this reads everything.

use super::atlas::{Atlas, NONE, index, span};
use super::cost::{self, NO_WAY};
use super::graph::Graph;
use super::hierarchy::{Arcs, Parts, Stands, Topology, Weights, stands};
use super::metric::{CLOSED_MS, Metric};
use super::network::RoadNetwork;
use crate::domain::flat::FlatError;

impl RoadNetwork {
    /// Reads the whole network. What passes can be asked anything without a panic.
    ///
    /// # Errors
    /// Names the first array with a number that leads nowhere.
    pub fn validate(&self) -> Result<(), FlatError> {
        atlas(&self.atlas)?;
        for (mode, topology) in self.shapes() {
            graph(mode, &self.atlas)?;
            shape(topology, mode)?;
        }
        self.profiles().filter_map(|id| self.view(id)).try_for_each(|view| {
            metric(view.metric)?;
            weights(view.weights, view.graph)
        })
    }
}

fn atlas(atlas: &Atlas) -> Result<(), FlatError> {
    let (n_nodes, n_signs) = (atlas.n_nodes(), atlas.sign_table.len());
    firsts("point_first", &atlas.point_first, 2)?;
    firsts("sign_first", &atlas.sign_first, 0)?;
    firsts("grid", &atlas.grid.first, 0)?;
    below("node_sign", &atlas.node_sign, n_signs)?;
    below("sign", &atlas.sign, n_signs)?;
    below("link_tail", &atlas.link_tail, n_nodes)?;
    below("link_head", &atlas.link_head, n_nodes)?;
    below("link_tags", &atlas.link_tags, atlas.tag_table.len())?;
    below("link_name", &atlas.link_name, atlas.name_table.len())?;
    // A piece of road begins at any point of a link but the last.
    let mut begins = vec![true; atlas.point_at.len()];
    for &end in atlas.point_first.iter().skip(1) {
        begins[end as usize - 1] = false;
    }
    let is_piece = |&piece: &u32| begins.get(piece as usize) == Some(&true);
    holds("grid piece", atlas.grid.piece.iter().all(is_piece))
}

fn graph(graph: &Graph, atlas: &Atlas) -> Result<(), FlatError> {
    let (n_edges, n_states) = (graph.n_edges(), graph.n_states());
    firsts("chain_first", &graph.chain_first, 1)?;
    firsts("edge_state_first", &graph.edge_state_first, 1)?;
    firsts("arc_first", &graph.arc_first, 0)?;
    holds("chain", graph.chain.iter().all(|&step| ((step >> 1) as usize) < atlas.n_links()))?;
    below_or_none("edge_reverse", &graph.edge_reverse, n_edges)?;
    below_or_none("link_edge", graph.link_edge.as_flattened(), n_edges)?;
    below("edge_state", &graph.edge_state, n_states)?;
    below("state_edge", &graph.state_edge, n_edges)?;
    below("arc_head", &graph.arc_head, n_states)?;
    below("arc_turn", &graph.arc_turn, graph.turn.len())?;
    let n_signs = atlas.sign_table.len();
    let is_turn = |turn: &super::graph::TurnRecord| {
        (turn.sign as usize) < n_signs && turn.entered_backward <= 1
    };
    holds("turn", graph.turn.iter().all(is_turn))
}

fn shape(topology: &Topology, graph: &Graph) -> Result<(), FlatError> {
    let (n_states, n_turns) = (graph.n_states(), graph.arc_head.len());
    upward("out", &topology.out_first, &topology.out, n_states)?;
    upward("in", &topology.in_first, &topology.into, n_states)?;
    below_or_none("out_arc", &topology.out_arc, n_turns)?;
    below_or_none("in_arc", &topology.in_arc, n_turns)?;
    let (n_out, n_in) = (topology.out.len(), topology.into.len());
    let is_twin = |&[is_up, arc, turn]: &[u32; 3]| {
        (arc as usize) < if is_up == 1 { n_out } else { n_in } && (turn as usize) < n_turns
    };
    holds("twins", topology.twins.iter().all(is_twin))?;
    let parents = (0..).zip(topology.parent.iter());
    let is_above = |(state, &parent): (u32, &u32)| {
        parent == NONE || (parent > state && (parent as usize) < n_states)
    };
    holds("parent", parents.into_iter().all(is_above))
}

/// Costs that can be added.
fn metric(metric: &Metric) -> Result<(), FlatError> {
    let is_turn = |&ms: &u32| ms == CLOSED_MS || ms <= cost::ms(NO_WAY);
    holds("edge_cost", metric.edge_cost.iter().all(|&cost| cost <= NO_WAY))?;
    holds("turn_ms", metric.turn_ms.iter().all(is_turn))?;
    holds("kmh", metric.kmh.as_flattened().iter().all(|kmh| kmh.is_finite()))
}

fn weights(weights: &Weights, graph: &Graph) -> Result<(), FlatError> {
    let (into, out) = (&weights.into, &weights.out);
    for arcs in [into, out] {
        upward("arcs", &arcs.first, &arcs.upper, arcs.n_states())?;
        holds("arc cost", arcs.cost.iter().all(|&cost| cost <= NO_WAY))?;
    }
    let (into, out) = (Ends::of(into), Ends::of(out));
    // A shortcut passes a state below both ends; so taking it apart comes to an end.
    let is_sound = |from: u32, to: u32, parts: Parts| match stands(parts) {
        Stands::Turn { turn, edge } => {
            (turn as usize) < graph.turn.len() && edge == graph.state_edge[to as usize]
        }
        Stands::Arcs { down, up } => {
            let halves = into.get(down).zip(out.get(up));
            halves.is_some_and(|((below, start), (middle, end))| {
                below == middle && below < from.min(to) && (start, end) == (from, to)
            })
        }
    };
    let mut ups = (0..).zip(&*weights.out.parts);
    let mut downs = (0..).zip(&*weights.into.parts);
    let is_up_sound =
        |(arc, &parts)| out.get(arc).is_some_and(|(lower, upper)| is_sound(lower, upper, parts));
    let is_down_sound =
        |(arc, &parts)| into.get(arc).is_some_and(|(lower, upper)| is_sound(upper, lower, parts));
    holds("arc parts", ups.all(is_up_sound) && downs.all(is_down_sound))
}

/// Lower and upper end of arcs.
struct Ends<'a> {
    lower: Vec<u32>,
    upper: &'a [u32],
}

impl<'a> Ends<'a> {
    fn of(arcs: &'a Arcs) -> Self {
        let of_state = |state: u32| arcs.of(state).map(move |_| state);
        Self { lower: (0..index(arcs.n_states())).flat_map(of_state).collect(), upper: &arcs.upper }
    }

    fn get(&self, arc: u32) -> Option<(u32, u32)> {
        self.lower.get(arc as usize).copied().zip(self.upper.get(arc as usize).copied())
    }
}

/// Arcs lead from a state to ones above it.
fn upward(name: &str, first: &[u32], upper: &[u32], n_states: usize) -> Result<(), FlatError> {
    firsts(name, first, 0)?;
    let rises = |state: u32| {
        upper[span(first, state)].iter().all(|&up| up > state && (up as usize) < n_states)
    };
    holds(name, (0..index(first.len().saturating_sub(1))).all(rises))
}

/// Offsets that never go back, each slice with at least so many items. The last one was compared
/// with the length of its array on opening.
fn firsts(name: &str, first: &[u32], items_min: u32) -> Result<(), FlatError> {
    let grows = |pair: &[u32]| pair[0].checked_add(items_min).is_some_and(|least| least <= pair[1]);
    holds(name, first.windows(2).all(grows))
}

fn below(name: &str, values: &[u32], n: usize) -> Result<(), FlatError> {
    holds(name, values.iter().all(|&value| (value as usize) < n))
}

fn below_or_none(name: &str, values: &[u32], n: usize) -> Result<(), FlatError> {
    holds(name, values.iter().all(|&value| value == NONE || (value as usize) < n))
}

fn holds(name: &str, holds: bool) -> Result<(), FlatError> {
    if holds { Ok(()) } else { Err(FlatError::Inconsistent(format!("{name} leads nowhere"))) }
}

#[cfg(test)]
#[path = "validate_tests.rs"]
mod tests;
