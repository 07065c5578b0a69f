//! The same graph with its states in another order.

use super::super::atlas::index;
use super::Graph;

/// Gives the states the numbers of their places in `order`.
pub fn renumber(graph: Graph, order: &[u32]) -> Graph {
    let mut rank = vec![0_u32; order.len()];
    for (place, &state) in order.iter().enumerate() {
        rank[state as usize] = index(place);
    }
    let (mut first, mut head, mut turn) = (vec![0], Vec::new(), Vec::new());
    for &state in order {
        for arc in graph.arcs(state) {
            head.push(rank[graph.arc_head[arc] as usize]);
            turn.push(graph.arc_turn[arc]);
        }
        first.push(index(head.len()));
    }
    let state_edge: Vec<u32> =
        order.iter().map(|&state| graph.state_edge[state as usize]).collect();
    let edge_state: Vec<u32> = graph.edge_state.iter().map(|&state| rank[state as usize]).collect();
    Graph {
        edge_state: edge_state.into(),
        state_edge: state_edge.into(),
        arc_first: first.into(),
        arc_head: head.into(),
        arc_turn: turn.into(),
        ..graph
    }
}
