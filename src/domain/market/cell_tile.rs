//! H3 cells on a vector tile, each with the measures of its accounts.
//!
//! A cell is drawn on every tile that its outline reaches, with the same numbers on each: they are
//! those of the whole cell, and only of accounts that the caller may see.

use h3o::{CellIndex, Resolution};

use super::cells::{CellSums, Cutter, joined};
use super::index::Index;
use super::scan::{Query, QueryError, scan_view};
use super::tile::{money, within};
use crate::domain::tiles::mvt::{Layer, Value, encode};
use crate::domain::tiles::project::{TileId, WorldPoint, to_world};
use crate::domain::tiles::{BUFFER, TilePoint, clip};
use crate::domain::units::{Bbox, LngLat};

const LAYER: &str = "cells";
/// World units once around the Earth.
const WORLD: i32 = 1 << 28;
/// An account of a cell that reaches into a tile is at most so many edge lengths away from the
/// tile: a cell's width is up to 2.5, and its finest cells stick out of it by half an edge.
const REACH_EDGES: f64 = 4.0;
const METERS_PER_DEGREE: f64 = 111_195.0;
/// Beyond this latitude a reach goes all around the Earth.
const LAT_AROUND: f64 = 89.0;

/// The resolution whose cells are a finger wide: some two hundred fill a tile. A zoom has four
/// times as many tiles, a resolution seven times as many cells: log 4 / log 7 is about 5 / 7.
#[must_use]
pub fn resolution_at(zoom: u8) -> Resolution {
    u8::try_from((u16::from(zoom) * 5 + 3) / 7)
        .ok()
        .and_then(|n| Resolution::try_from(n).ok())
        .unwrap_or(Resolution::Fifteen)
}

/// The encoded tile.
///
/// # Errors
/// When cancelled.
pub fn cells(index: &Index, query: &Query, tile: TileId) -> Result<Vec<u8>, QueryError> {
    let mut layer = Layer::new(LAYER);
    for (cell, polygons) in drawn(index, query, tile)? {
        add_cell(&mut layer, &cell, &polygons);
    }
    Ok(encode(&[layer]))
}

type Polygon = Vec<Vec<TilePoint>>;

/// The cells that reach into a tile, and what of them is seen there.
fn drawn(
    index: &Index,
    query: &Query,
    tile: TileId,
) -> Result<Vec<(CellSums, Vec<Polygon>)>, QueryError> {
    let resolution = resolution_at(tile.z());
    let query = within(query, reach(tile, resolution));
    let mut runs = Vec::new();
    for view in index.views() {
        let mut cutter = Cutter::new(view.segment(), resolution);
        scan_view(view, &query, |hits| cutter.add(&hits))?;
        runs.extend(cutter.into_runs());
    }
    let (_, cells) = joined(runs, resolution);
    let seen = cells.into_iter().map(|cell| (cell, outlines(cell.cell, tile)));
    Ok(seen.filter(|(_, polygons)| !polygons.is_empty()).collect())
}

/// Where the accounts of a tile's cells can be.
fn reach(tile: TileId, resolution: Resolution) -> Bbox {
    let bbox = tile.bbox();
    let degrees = REACH_EDGES * resolution.edge_length_m() / METERS_PER_DEGREE;
    let south = (bbox.south - degrees).max(-90.0);
    let north = (bbox.north + degrees).min(90.0);
    let farthest = north.max(-south);
    let aside = degrees / farthest.to_radians().cos();
    if farthest > LAT_AROUND || bbox.east - bbox.west + 2.0 * aside >= 360.0 {
        return Bbox { west: -180.0, south, east: 180.0, north };
    }
    let around = |lng: f64| (lng + 540.0).rem_euclid(360.0) - 180.0;
    Bbox { west: around(bbox.west - aside), south, east: around(bbox.east + aside), north }
}

/// The cell's outline in the units of a tile, cut to it; several where it is seen on both sides of
/// the antimeridian.
fn outlines(cell: CellIndex, tile: TileId) -> Vec<Polygon> {
    let ring = ring(cell);
    let [left, top, right, bottom] = tile.world_box(BUFFER);
    let meets = |shift: i32| {
        ring.iter().any(|[x, _]| x + shift >= left)
            && ring.iter().any(|[x, _]| x + shift <= right)
            && ring.iter().any(|[_, y]| *y >= top)
            && ring.iter().any(|[_, y]| *y <= bottom)
    };
    let cut = |shift: i32| {
        let points: Vec<TilePoint> =
            ring.iter().map(|[x, y]| tile.to_tile([x + shift, *y])).collect();
        vec![clip::ring(&points)]
    };
    let copies = [-WORLD, 0, WORLD].into_iter().filter(|shift| meets(*shift)).map(cut);
    copies.filter(|polygon| polygon[0].len() > 2).collect()
}

/// The corners on the world square, in one piece even across the antimeridian.
fn ring(cell: CellIndex) -> Vec<WorldPoint> {
    let corners = cell.boundary();
    let corners = corners.iter().filter_map(|at| LngLat::new(at.lng(), at.lat()).ok());
    let mut ring: Vec<WorldPoint> = Vec::new();
    for [x, y] in corners.map(to_world) {
        let near = ring.last().map_or(x, |before| nearest_copy(x, before[0]));
        ring.push([near, y]);
    }
    let (Some(first), Some(last)) = (ring.first().copied(), ring.last().copied()) else {
        return ring;
    };
    let end = nearest_copy(first[0], last[0]);
    if end != first[0] {
        // around a pole: closed along the edge of the world
        let edge = if first[1] < WORLD / 2 { 0 } else { WORLD };
        ring.extend([[end, first[1]], [end, edge], [first[0], edge]]);
    }
    ring
}

/// The copy of a place, worlds apart from each other, that is nearest to another.
fn nearest_copy(x: i32, other: i32) -> i32 {
    x - (x - other + WORLD / 2).div_euclid(WORLD) * WORLD
}

fn add_cell(layer: &mut Layer, cell: &CellSums, polygons: &[Polygon]) {
    let name = cell.cell.to_string();
    let int = |n: u64| Value::Int(i64::try_from(n).unwrap_or(i64::MAX));
    let tags = [
        ("cell", Value::Text(&name)),
        ("count", int(cell.count)),
        ("customers", int(cell.customers)),
        ("value_12m", Value::Double(money(cell.value_12m))),
        ("potential_value", Value::Double(money(cell.potential_value))),
    ];
    layer.add_polygons(None, &tags, polygons);
}

#[cfg(test)]
#[path = "cell_tile_tests.rs"]
mod tests;
