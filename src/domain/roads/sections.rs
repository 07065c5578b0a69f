//! The network as sections of a region file.

use bytes::Bytes;

use super::atlas::{Atlas, Grid, Strings};
use super::graph::Graph;
use super::hierarchy::{Arcs, Topology, Weights};
use super::metric::Metric;
use super::overrides::Overrides;
use super::pack::{Block, Packer, Unpacker, check_first, check_len};
use super::profile::Locale;
use crate::domain::flat::FlatError;

/// Raised whenever the layout of any section changes.
pub const ROADS_VERSION: u32 = 3;

pub fn pack_atlas(atlas: &Atlas) -> Block {
    let locale = serde_json::to_vec(&atlas.locale).unwrap_or_default();
    let mut packer = Packer::default();
    packer.add_bytes(locale.into());
    packer.add(&atlas.node_at).add(&atlas.node_sign);
    packer.add(&atlas.link_tail).add(&atlas.link_head).add(&atlas.link_tags).add(&atlas.link_name);
    packer.add(&atlas.link_way).add(&atlas.link_cm);
    packer.add(&atlas.point_first).add(&atlas.point_at).add(&atlas.point_node);
    packer.add(&atlas.sign_first).add(&atlas.sign);
    packer.add_records(&atlas.tag_table.0).add_records(&atlas.sign_table.0);
    packer.add_records(&atlas.name_table.0);
    packer.add(&atlas.grid.key).add(&atlas.grid.first).add(&atlas.grid.piece);
    packer.finish()
}

pub fn open_atlas(block: Bytes) -> Result<Atlas, FlatError> {
    let mut from = Unpacker::new(block)?;
    let locale: Locale = serde_json::from_slice(&from.bytes()?)
        .map_err(|error| FlatError::Inconsistent(format!("locale: {error}")))?;
    let atlas = Atlas {
        locale,
        node_at: from.flat()?,
        node_sign: from.flat()?,
        link_tail: from.flat()?,
        link_head: from.flat()?,
        link_tags: from.flat()?,
        link_name: from.flat()?,
        link_way: from.flat()?,
        link_cm: from.flat()?,
        point_first: from.flat()?,
        point_at: from.flat()?,
        point_node: from.flat()?,
        sign_first: from.flat()?,
        sign: from.flat()?,
        tag_table: Strings(from.records()?),
        sign_table: Strings(from.records()?),
        name_table: Strings(from.records()?),
        grid: Grid { key: from.flat()?, first: from.flat()?, piece: from.flat()? },
    };
    check_atlas(&atlas)?;
    Ok(atlas)
}

fn check_atlas(atlas: &Atlas) -> Result<(), FlatError> {
    let n = atlas.n_links();
    check_len("node_sign", atlas.node_sign.len(), atlas.n_nodes())?;
    for (name, len) in [
        ("link_head", atlas.link_head.len()),
        ("link_tags", atlas.link_tags.len()),
        ("link_name", atlas.link_name.len()),
        ("link_way", atlas.link_way.len()),
        ("link_cm", atlas.link_cm.len()),
    ] {
        check_len(name, len, n)?;
    }
    check_len("point_node", atlas.point_node.len(), atlas.point_at.len())?;
    check_first("point_first", &atlas.point_first, n, atlas.point_at.len())?;
    check_first("sign_first", &atlas.sign_first, n, atlas.sign.len())?;
    check_first("grid", &atlas.grid.first, atlas.grid.key.len(), atlas.grid.piece.len())
}

pub fn pack_mode(graph: &Graph, topology: &Topology) -> Block {
    let mut packer = Packer::default();
    packer.add(&graph.chain_first).add(&graph.chain);
    packer.add(&graph.edge_reverse).add(&graph.edge_flags).add(&graph.link_edge);
    packer.add(&graph.edge_state_first).add(&graph.edge_state).add(&graph.state_edge);
    packer.add(&graph.arc_first).add(&graph.arc_head).add(&graph.arc_turn).add(&graph.turn);
    packer.add(&topology.out_first).add(&topology.out);
    packer.add(&topology.in_first).add(&topology.into).add(&topology.parent);
    packer.add(&topology.out_arc).add(&topology.in_arc).add(&topology.twins);
    packer.finish()
}

pub fn open_mode(block: Bytes, n_links: usize) -> Result<(Graph, Topology), FlatError> {
    let mut from = Unpacker::new(block)?;
    let graph = Graph {
        chain_first: from.flat()?,
        chain: from.flat()?,
        edge_reverse: from.flat()?,
        edge_flags: from.flat()?,
        link_edge: from.flat()?,
        edge_state_first: from.flat()?,
        edge_state: from.flat()?,
        state_edge: from.flat()?,
        arc_first: from.flat()?,
        arc_head: from.flat()?,
        arc_turn: from.flat()?,
        turn: from.flat()?,
    };
    let topology = Topology {
        out_first: from.flat()?,
        out: from.flat()?,
        in_first: from.flat()?,
        into: from.flat()?,
        parent: from.flat()?,
        out_arc: from.flat()?,
        in_arc: from.flat()?,
        twins: from.flat()?,
    };
    check_mode(&graph, &topology, n_links)?;
    Ok((graph, topology))
}

fn check_mode(graph: &Graph, topology: &Topology, n_links: usize) -> Result<(), FlatError> {
    let n = graph.n_edges();
    check_first("chain", &graph.chain_first, n, graph.chain.len())?;
    check_len("edge_flags", graph.edge_flags.len(), n)?;
    check_len("link_edge", graph.link_edge.len(), n_links)?;
    check_first("edge_state", &graph.edge_state_first, n, graph.edge_state.len())?;
    check_len("edge_state", graph.edge_state.len(), graph.n_states())?;
    check_first("arc", &graph.arc_first, graph.n_states(), graph.arc_head.len())?;
    check_len("arc_turn", graph.arc_turn.len(), graph.arc_head.len())?;
    let n_states = graph.n_states();
    check_first("out", &topology.out_first, n_states, topology.out.len())?;
    check_first("in", &topology.in_first, n_states, topology.into.len())?;
    check_len("out_arc", topology.out_arc.len(), topology.out.len())?;
    check_len("in_arc", topology.in_arc.len(), topology.into.len())?;
    check_len("parent", topology.parent.len(), n_states)
}

pub fn pack_profile(metric: &Metric, weights: &Weights) -> Block {
    let mut packer = Packer::default();
    packer.add(&metric.kmh).add(&metric.sign_ms).add(&metric.edge_cost).add(&metric.turn_ms);
    packer.add(&metric.leads);
    for arcs in [&weights.out, &weights.into] {
        packer.add(&arcs.first).add(&arcs.upper).add(&arcs.cost).add(&arcs.parts);
    }
    packer.finish()
}

pub fn open_profile(
    block: Bytes,
    atlas: &Atlas,
    graph: &Graph,
) -> Result<(Metric, Weights), FlatError> {
    let mut from = Unpacker::new(block)?;
    let metric = Metric {
        kmh: from.flat()?,
        sign_ms: from.flat()?,
        edge_cost: from.flat()?,
        turn_ms: from.flat()?,
        leads: from.flat()?,
        overrides: Overrides::default(),
    };
    check_len("kmh", metric.kmh.len(), atlas.tag_table.len())?;
    check_len("sign_ms", metric.sign_ms.len(), atlas.sign_table.len())?;
    check_len("edge_cost", metric.edge_cost.len(), graph.n_edges())?;
    check_len("turn_ms", metric.turn_ms.len(), graph.turn.len())?;
    check_len("leads", metric.leads.len(), graph.n_edges())?;
    let weights = Weights { out: open_arcs(&mut from, graph)?, into: open_arcs(&mut from, graph)? };
    Ok((metric, weights))
}

fn open_arcs(from: &mut Unpacker, graph: &Graph) -> Result<Arcs, FlatError> {
    let arcs =
        Arcs { first: from.flat()?, upper: from.flat()?, cost: from.flat()?, parts: from.flat()? };
    check_first("arcs", &arcs.first, graph.n_states(), arcs.upper.len())?;
    check_len("arc cost", arcs.cost.len(), arcs.upper.len())?;
    check_len("arc parts", arcs.parts.len(), arcs.upper.len())?;
    Ok(arcs)
}
