//! Vector tiles: projection, clipping, simplifying and the Mapbox Vector Tile encoding, version
//! 2.1 (<https://github.com/mapbox/vector-tile-spec/tree/master/2.1>). `base` says what of
//! OpenStreetMap the base map shows.

pub mod base;
pub mod clip;
pub mod mvt;
pub mod project;
pub mod simplify;

/// Units across a tile.
pub const EXTENT: i32 = 4096;

/// How far geometry reaches over the edge of its tile, so that strokes meet.
pub const BUFFER: i32 = 64;

/// A point in the units of its tile, y downwards.
pub type TilePoint = [i32; 2];
