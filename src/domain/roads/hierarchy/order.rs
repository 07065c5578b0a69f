//! Nested dissection: cut the network in two, order the halves, put the cut on top.

use super::super::atlas::{Atlas, NONE, index};
use super::super::geometry::offset_m;
use super::super::graph::Graph;
use super::flow::{Cell, CellEdge, DIRECTIONS, Workspace};

/// Cells of this many edges are not cut any further.
const LEAF_EDGES: usize = 3;
/// Cells above this are worth another thread.
const PARALLEL_EDGES_MIN: usize = 5_000;

/// All states of a graph, the least important first. The states of an edge and of its reverse
/// stay together: both are cut by the same cut.
pub fn order(atlas: &Atlas, graph: &Graph) -> Vec<u32> {
    let mut roads = Vec::with_capacity(graph.n_edges());
    dissect(whole(atlas, graph), &mut Workspace::default(), &mut roads);
    let mut states = Vec::with_capacity(graph.n_states());
    for edge in roads {
        let reverse = graph.edge_reverse[edge as usize];
        for edge in [edge, reverse].into_iter().filter(|&edge| edge != NONE) {
            states.extend(graph.states(edge).iter().rev());
        }
    }
    states
}

/// Every road once, between the junctions where it ends.
fn whole(atlas: &Atlas, graph: &Graph) -> Cell {
    let mut local = vec![NONE; atlas.n_nodes()];
    let mut cell = Cell::default();
    let mut at: Vec<[f32; 2]> = Vec::new();
    for edge in 0..index(graph.n_edges()) {
        if graph.edge_reverse[edge as usize] < edge {
            continue;
        }
        let ends = edge_ends(atlas, graph, edge).map(|node| {
            let known = &mut local[node as usize];
            if *known == NONE {
                *known = index(at.len());
                at.push(plane(atlas, node));
            }
            *known
        });
        cell.edges.push(CellEdge { ends, id: edge });
    }
    cell.n_nodes = at.len();
    cell.along = DIRECTIONS.map(|direction| sorted_along(&at, direction));
    cell
}

fn sorted_along(at: &[[f32; 2]], direction: [f32; 2]) -> Vec<u32> {
    let place = |[x, y]: &[f32; 2]| x * direction[0] + y * direction[1];
    let mut nodes: Vec<(f32, u32)> = at.iter().map(place).zip(0..).collect();
    nodes.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    nodes.into_iter().map(|(_, node)| node).collect()
}

pub fn edge_ends(atlas: &Atlas, graph: &Graph, edge: u32) -> [u32; 2] {
    let end = |step: Option<(u32, bool)>, at_head: bool| {
        step.map_or(0, |(link, backward)| {
            let ends = [atlas.link_tail[link as usize], atlas.link_head[link as usize]];
            ends[usize::from(backward != at_head)]
        })
    };
    [end(graph.links(edge).next(), false), end(graph.links(edge).next_back(), true)]
}

#[expect(clippy::cast_possible_truncation, reason = "metres are exact enough")]
fn plane(atlas: &Atlas, node: u32) -> [f32; 2] {
    let origin = [atlas.node_at[0][0], atlas.node_at[0][1]];
    let (x, y) = offset_m(origin, atlas.node_at[node as usize]);
    [x as f32, y as f32]
}

/// Appends the edges of a cell, the least important first.
fn dissect(cell: Cell, workspace: &mut Workspace, roads: &mut Vec<u32>) {
    if cell.edges.len() <= LEAF_EDGES || cell.n_nodes < 3 {
        roads.extend(cell.edges.iter().map(|edge| edge.id));
        return;
    }
    let ([near, far], cut) = split(cell, workspace);
    if near.edges.len() + far.edges.len() > PARALLEL_EDGES_MIN {
        let mut high = Vec::new();
        let mut other = Workspace::default();
        rayon::join(|| dissect(near, workspace, roads), || dissect(far, &mut other, &mut high));
        roads.extend(high);
    } else {
        dissect(near, workspace, roads);
        dissect(far, workspace, roads);
    }
    roads.extend(cut);
}

/// Both sides with their own numbering, and the edges between them.
fn split(cell: Cell, workspace: &mut Workspace) -> ([Cell; 2], Vec<u32>) {
    let side = workspace.bisect(&cell);
    let mut parts = [Cell::default(), Cell::default()];
    let mut local = Vec::with_capacity(cell.n_nodes);
    for &side in side {
        let part = &mut parts[usize::from(side)];
        local.push(index(part.n_nodes));
        part.n_nodes += 1;
    }
    for (direction, along) in cell.along.iter().enumerate() {
        for part in &mut parts {
            part.along[direction].reserve_exact(part.n_nodes);
        }
        for &node in along {
            let part = &mut parts[usize::from(side[node as usize])];
            part.along[direction].push(local[node as usize]);
        }
    }
    let mut cut = Vec::new();
    for edge in cell.edges {
        let [a, b] = edge.ends.map(|end| side[end as usize]);
        if a == b {
            let ends = edge.ends.map(|end| local[end as usize]);
            parts[usize::from(a)].edges.push(CellEdge { ends, id: edge.id });
        } else {
            cut.push(edge.id);
        }
    }
    (parts, cut)
}
