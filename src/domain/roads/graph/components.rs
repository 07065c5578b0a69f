//! The main network: edges from which one gets everywhere and back without using private roads.

use super::super::atlas::{NONE, span};
use super::chain::Edges;
use super::strong;
use super::turns::{Follow, Turns};

/// A part this long compared with the largest is a network of its own (an island).
pub const SHARE_MIN: f64 = 0.1;
/// And so is one of this length, whatever the largest.
pub const LENGTH_MIN_M: f64 = 20_000.0;
/// Below this the whole extract is a sketch or a test: nothing in it is too small to matter.
pub const SKETCH_EDGES_MAX: usize = 100;

/// Whether each edge is of a strongly connected part over unrestricted turns between through
/// roads, the small parts left out.
pub fn core(edges: &Edges, turns: &Turns) -> Vec<bool> {
    let part = strong::parts(
        edges.len(),
        |edge| !edges.ends_only[edge as usize],
        |edge| span(&turns.first, edge),
        |i| Some(turns.follow[i]).filter(|next| is_through(edges, next)).map(|next| next.edge),
    );
    let n_parts = part.iter().filter(|&&p| p != NONE).max().map_or(0, |&p| p as usize + 1);
    let mut length = vec![0.0; n_parts];
    let mut size = vec![0_usize; n_parts];
    for (edge, &part) in part.iter().enumerate().filter(|(_, part)| **part != NONE) {
        length[part as usize] += edges.length_m[edge];
        size[part as usize] += 1;
    }
    let largest = length.iter().copied().fold(0.0, f64::max);
    let is_sketch = size.iter().max().is_none_or(|&n| n < SKETCH_EDGES_MAX);
    let is_main = |p: u32| {
        let own = length[p as usize];
        own >= largest || (!is_sketch && (own >= LENGTH_MIN_M || own >= largest * SHARE_MIN))
    };
    part.iter().map(|&p| p != NONE && is_main(p)).collect()
}

fn is_through(edges: &Edges, follow: &Follow) -> bool {
    !follow.is_gated && !edges.ends_only[follow.edge as usize]
}
