//! Nested dissection: cut the network in two, order the halves, put the cut on top.

use super::super::atlas::{Atlas, NONE, index};
use super::super::geometry::offset_m;
use super::super::graph::Graph;
use super::flow::{Cell, CellEdge, DIRECTIONS, Workspace};
use super::reduce::reduce;

/// Cells of this many edges are not cut any further.
const LEAF_EDGES: usize = 3;
/// Cells above this are worth another thread.
const PARALLEL_EDGES_MIN: usize = 5_000;

/// How much each of the links in use matters to trips across the network: its place among them,
/// the least important first. The others have none.
pub fn rank(atlas: &Atlas, is_used: impl Fn(u32) -> bool) -> Vec<u32> {
    let mut links = Vec::with_capacity(atlas.n_links());
    let cell = whole(atlas, is_used, &mut links);
    dissect(cell, &mut Workspace::default(), &mut links);
    let mut ranks = vec![NONE; atlas.n_links()];
    for (place, link) in (0..).zip(links) {
        ranks[link as usize] = place;
    }
    ranks
}

/// All states of a graph by the ranks of its links, the least important first. An edge matters as
/// its most important link does. The states of an edge and of its reverse stay together: both are
/// cut by the same cut.
pub fn order(graph: &Graph, ranks: &[u32]) -> Vec<u32> {
    let rank = |edge: u32| graph.links(edge).map(|(link, _)| ranks[link as usize]).max();
    let edges =
        (0..index(graph.n_edges())).filter(|&edge| graph.edge_reverse[edge as usize] >= edge);
    let mut edges: Vec<(Option<u32>, u32)> = edges.map(|edge| (rank(edge), edge)).collect();
    edges.sort_unstable();
    let mut states = Vec::with_capacity(graph.n_states());
    for (_, edge) in edges {
        let reverse = graph.edge_reverse[edge as usize];
        for edge in [edge, reverse].into_iter().filter(|&edge| edge != NONE) {
            states.extend(graph.states(edge).iter().rev());
        }
    }
    states
}

/// The links in use between their junctions, without those that need no cut.
fn whole(atlas: &Atlas, is_used: impl Fn(u32) -> bool, ranked: &mut Vec<u32>) -> Cell {
    let ends = |link: u32| [atlas.link_tail[link as usize], atlas.link_head[link as usize]];
    let links = (0..index(atlas.n_links())).filter(|&link| is_used(link));
    let links = links.map(|id| CellEdge { ends: ends(id), id }).collect();
    let mut edges = reduce(atlas.n_nodes(), links, ranked);
    let mut local = vec![NONE; atlas.n_nodes()];
    let mut at: Vec<[f32; 2]> = Vec::new();
    for end in edges.iter_mut().flat_map(|road| &mut road.ends) {
        let known = &mut local[*end as usize];
        if *known == NONE {
            *known = index(at.len());
            at.push(plane(atlas, *end));
        }
        *end = *known;
    }
    let along = DIRECTIONS.map(|direction| sorted_along(&at, direction));
    Cell { n_nodes: at.len(), along, edges }
}

fn sorted_along(at: &[[f32; 2]], direction: [f32; 2]) -> Vec<u32> {
    let place = |[x, y]: &[f32; 2]| x * direction[0] + y * direction[1];
    let mut nodes: Vec<(f32, u32)> = at.iter().map(place).zip(0..).collect();
    nodes.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    nodes.into_iter().map(|(_, node)| node).collect()
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
