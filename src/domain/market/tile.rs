//! Accounts on a vector tile: exact clusters on a grid at low zooms, single points below.
//!
//! The grid divides the world, not the screen, so every account is in one cell of one tile and a
//! cluster's number is the number of accounts the caller may see there.

use std::f64::consts::PI;

use super::block_sums::PlaceSums;
use super::codes::CodeField;
use super::index::Index;
use super::node::visit_status_of;
use super::record::MONEY_SCALE;
use super::scan::{Hits, Query, QueryError, scan_view};
use super::segment::{BLOCK, Segment};
use super::shape::Shape;
use crate::domain::tiles::mvt::{Layer, Value, encode};
use crate::domain::tiles::project::{TileId, to_world};
use crate::domain::tiles::{EXTENT, TilePoint};
use crate::domain::units::{Bbox, LngLat};

/// Up to this zoom accounts of one grid cell become a cluster.
pub const CLUSTER_ZOOM_MAX: u8 = 13;
/// Clusters are this many to a side of a tile.
const CLUSTERS_PER_SIDE: usize = 8;
/// More single points than this on one tile are clustered on a finer grid after all.
pub const TILE_POINTS_MAX: usize = 5_000;
/// A cell of 32 pixels holds a cluster's circle; on a finer grid they would cover each other and the map.
const FINE_CLUSTERS_PER_SIDE: usize = 16;
const LAYER: &str = "accounts";

/// The encoded tile; `color` gives a territory's colour by its id.
///
/// # Errors
/// When cancelled.
pub fn accounts(
    index: &Index,
    query: &Query,
    tile: TileId,
    color: impl Fn(&str) -> Option<i64>,
) -> Result<Vec<u8>, QueryError> {
    let mut layer = Layer::new(LAYER);
    for mark in marks(index, query, tile)? {
        match mark {
            Mark::Cluster(cell) => add_cluster(&mut layer, tile, &cell),
            Mark::Account(segment, row) => {
                add_account(&mut layer, tile, query, segment, row, &color);
            }
        }
    }
    Ok(encode(&[layer]))
}

/// What is drawn: several accounts as one, or one.
enum Mark<'a> {
    Cluster(Cell<'a>),
    Account(&'a Segment, usize),
}

fn marks<'a>(index: &'a Index, query: &Query, tile: TileId) -> Result<Vec<Mark<'a>>, QueryError> {
    let query = within(query, bbox_of(tile));
    if tile.z() <= CLUSTER_ZOOM_MAX {
        return clusters(index, &query, tile, CLUSTERS_PER_SIDE);
    }
    match points(index, &query)? {
        Some(points) => Ok(points),
        None => clusters(index, &query, tile, FINE_CLUSTERS_PER_SIDE),
    }
}

fn clusters<'a>(
    index: &'a Index,
    query: &Query,
    tile: TileId,
    side: usize,
) -> Result<Vec<Mark<'a>>, QueryError> {
    let mut grid = Grid::new(tile, side);
    for view in index.views() {
        scan_view(view, query, |hits| grid.add(&hits))?;
    }
    let mark = |cell: Cell<'a>| match cell.single {
        Some((segment, row)) if cell.count == 1 => Mark::Account(segment, row),
        _ => Mark::Cluster(cell),
    };
    Ok(grid.cells.into_iter().filter(|cell| cell.count > 0).map(mark).collect())
}

/// Every account by itself; none when there are too many.
fn points<'a>(index: &'a Index, query: &Query) -> Result<Option<Vec<Mark<'a>>>, QueryError> {
    let mut points = Vec::new();
    let mut n_rows = 0;
    for view in index.views() {
        scan_view(view, query, |hits| {
            n_rows += hits.mask.count_ones() as usize;
            if n_rows <= TILE_POINTS_MAX {
                points.extend(hits.rows().map(|row| Mark::Account(hits.segment, row)));
            }
        })?;
    }
    Ok((n_rows <= TILE_POINTS_MAX).then_some(points))
}

/// Tiles are half-open like boxes; the first and last rows of tiles reach to the poles.
fn bbox_of(tile: TileId) -> Bbox {
    Bbox {
        west: lng_edge(tile.z(), 1, tile.x(), 0),
        east: lng_edge(tile.z(), 1, tile.x(), 1),
        north: lat_edge(tile.z(), 1, tile.y(), 0),
        south: lat_edge(tile.z(), 1, tile.y(), 1),
    }
}

/// The query in one box only.
pub(super) fn within(query: &Query, bbox: Bbox) -> Query {
    let mut shapes = vec![Shape::bbox(bbox)];
    shapes.extend(query.area.clone());
    Query { area: Some(Shape::All(shapes)), ..query.clone() }
}

/// Longitude of the `step`-th of `side` grid lines in a column of tiles.
fn lng_edge(z: u8, side: u32, x: u32, step: u32) -> f64 {
    f64::from(x * side + step) / grid_lines(z, side) * 360.0 - 180.0
}

/// Latitude of the `step`-th grid line, counted from the north.
fn lat_edge(z: u8, side: u32, y: u32, step: u32) -> f64 {
    let share = f64::from(y * side + step) / grid_lines(z, side);
    if share <= 0.0 {
        90.0
    } else if share >= 1.0 {
        -90.0
    } else {
        (PI * (1.0 - 2.0 * share)).sinh().atan().to_degrees()
    }
}

fn grid_lines(z: u8, side: u32) -> f64 {
    f64::from(side) * 2f64.powi(z.into())
}

#[derive(Debug, Clone, Copy, Default)]
struct Cell<'a> {
    count: u64,
    sums: PlaceSums,
    single: Option<(&'a Segment, usize)>,
}

impl<'a> Cell<'a> {
    fn add(&mut self, hits: &Hits<'a>, sums: &PlaceSums) {
        self.count += hits.n_rows();
        self.sums.add(sums);
        self.single = hits.rows().next().map(|row| (hits.segment, row));
    }
}

struct Grid<'a> {
    side: usize,
    lngs: Vec<f64>,
    lats: Vec<f64>,
    cells: Vec<Cell<'a>>,
}

impl<'a> Grid<'a> {
    fn new(tile: TileId, side: usize) -> Self {
        let n = u32::try_from(side).unwrap_or(1);
        Self {
            side,
            lngs: (0..=n).map(|step| lng_edge(tile.z(), n, tile.x(), step)).collect(),
            lats: (0..=n).map(|step| lat_edge(tile.z(), n, tile.y(), step)).collect(),
            cells: vec![Cell::default(); side * side],
        }
    }

    fn add(&mut self, hits: &Hits<'a>) {
        let segment = hits.segment;
        let sums = segment.block_sums();
        if let Some(at) = self.cell_of_box(segment.block_box(hits.block)) {
            self.cells[at].add(hits, &sums.picked(hits));
            return;
        }
        let (lng, lat) = (segment.lng(), segment.lat());
        for row in hits.rows() {
            let one = Hits { mask: 1 << (row % BLOCK), ..*hits };
            let at = self.cell_of(lng[row], lat[row]);
            self.cells[at].add(&one, &sums.picked(&one));
        }
    }

    /// The one cell that holds a whole block, if one does.
    fn cell_of_box(&self, bbox: &Bbox) -> Option<usize> {
        let one = self.cell_of(bbox.west, bbox.south);
        (one == self.cell_of(bbox.east, bbox.north)).then_some(one)
    }

    fn cell_of(&self, lng: f64, lat: f64) -> usize {
        let column = self.lngs[1..self.side].partition_point(|edge| *edge <= lng);
        let row = self.lats[1..self.side].partition_point(|edge| *edge > lat);
        row * self.side + column
    }
}

fn add_cluster(layer: &mut Layer, tile: TileId, cell: &Cell) {
    let n = as_f64(cell.count);
    let Ok(mean) = LngLat::new(cell.sums.lng / n, cell.sums.lat / n) else { return };
    let count = i64::try_from(cell.count).unwrap_or(i64::MAX);
    let tags = [
        ("cluster", Value::Bool(true)),
        ("count", Value::Int(count)),
        ("customers", Value::Int(i64::try_from(cell.sums.customers).unwrap_or(i64::MAX))),
        ("value_12m", Value::Double(money(cell.sums.value))),
        ("potential_value", Value::Double(money(cell.sums.potential))),
    ];
    layer.add_point(None, &tags, place(tile, mean));
}

fn add_account(
    layer: &mut Layer,
    tile: TileId,
    query: &Query,
    segment: &Segment,
    row: usize,
    color: &impl Fn(&str) -> Option<i64>,
) {
    let Some(at) = segment.location(row) else { return };
    let id = segment.id(row).to_string();
    let code = |field| segment.code_value(field, row);
    let mut tags = vec![
        ("id", Value::Text(&id)),
        ("name", Value::Text(segment.name(row))),
        ("visit_status", Value::Text(visit_status_of(segment, row, &query.clock).code())),
    ];
    let optional = [
        ("lifecycle", CodeField::Lifecycle),
        ("tier", CodeField::Tier),
        ("category", CodeField::Category),
    ];
    tags.extend(optional.into_iter().filter_map(|(k, field)| Some((k, Value::Text(code(field)?)))));
    let color = code(CodeField::Territory).and_then(color);
    tags.extend(color.map(|color| ("territory_color", Value::Int(color))));
    layer.add_point(None, &tags, place(tile, at));
}

/// The point in the tile's units, kept inside of it: clients drop points on the far edges.
fn place(tile: TileId, at: LngLat) -> TilePoint {
    tile.to_tile(to_world(at)).map(|unit| unit.clamp(0, EXTENT - 1))
}

pub(super) fn money(scaled: i128) -> f64 {
    as_f64_wide(scaled) / as_f64(MONEY_SCALE.unsigned_abs())
}

#[expect(clippy::cast_precision_loss, reason = "a cluster's sum is shown, not added up")]
fn as_f64_wide(n: i128) -> f64 {
    n as f64
}

#[expect(clippy::cast_precision_loss, reason = "counts of accounts stay far below 2^52")]
fn as_f64(n: u64) -> f64 {
    n as f64
}

#[cfg(test)]
#[path = "tile_tests.rs"]
mod tests;
