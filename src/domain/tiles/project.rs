//! Web Mercator in whole numbers: the world is a square of 2^28 units, so that a tile of zoom 16
//! has exactly [`EXTENT`] of them and every lower zoom is a shift. One unit is 15 cm at the
//! equator.

use std::f64::consts::PI;

use super::{EXTENT, TilePoint};
use crate::domain::units::{Bbox, LngLat};

/// The deepest zoom; clients magnify beyond it.
pub const ZOOM_MAX: u8 = 16;

const WORLD: f64 = (1_u32 << 28) as f64;

/// Where Web Mercator ends, north and south.
const LAT_MAX: f64 = 85.051_128_779_806_59;

/// A point of the world square, x east, y south.
pub type WorldPoint = [i32; 2];

#[must_use]
pub fn to_world(point: LngLat) -> WorldPoint {
    let lat = point.lat().clamp(-LAT_MAX, LAT_MAX).to_radians();
    let x = (point.lng() + 180.0) / 360.0;
    let y = (1.0 - lat.tan().asinh() / PI) / 2.0;
    [unit(x), unit(y)]
}

#[expect(clippy::cast_possible_truncation, reason = "between 0 and 2^28")]
fn unit(share: f64) -> i32 {
    (share.clamp(0.0, 1.0) * WORLD).round() as i32
}

/// The place under a point of the world square.
#[must_use]
pub fn to_lng_lat([x, y]: WorldPoint) -> LngLat {
    let lng = (f64::from(x) / WORLD * 360.0 - 180.0).clamp(-180.0, 180.0);
    let lat = (PI * (1.0 - 2.0 * f64::from(y) / WORLD)).sinh().atan().to_degrees();
    LngLat::new(lng, lat.clamp(-90.0, 90.0)).expect("both are clamped to their ranges")
}

/// Not a tile of a zoom up to [`ZOOM_MAX`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{z}/{x}/{y} is not a tile; zooms go from 0 to 16, columns and rows below 2^zoom")]
pub struct TileError {
    pub z: u8,
    pub x: u32,
    pub y: u32,
}

/// One tile of the pyramid, checked when it is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TileId {
    z: u8,
    x: u32,
    y: u32,
}

impl TileId {
    /// # Errors
    /// When there is no such tile.
    pub fn new(z: u8, x: u32, y: u32) -> Result<Self, TileError> {
        if z > ZOOM_MAX || x >> z != 0 || y >> z != 0 {
            return Err(TileError { z, x, y });
        }
        Ok(Self { z, x, y })
    }

    /// The tile that holds a point.
    #[must_use]
    pub fn at(point: LngLat, z: u8) -> Self {
        let z = z.min(ZOOM_MAX);
        let last = (1_i32 << z) - 1;
        let [x, y] = to_world(point).map(|unit| (unit >> Self::world_shift(z)).min(last));
        Self { z, x: x.cast_unsigned(), y: y.cast_unsigned() }
    }

    #[must_use]
    pub const fn z(self) -> u8 {
        self.z
    }

    #[must_use]
    pub const fn x(self) -> u32 {
        self.x
    }

    #[must_use]
    pub const fn y(self) -> u32 {
        self.y
    }

    /// Bits of world units across one tile.
    const fn world_shift(z: u8) -> u32 {
        28 - z as u32
    }

    /// Bits of world units in one tile unit.
    const fn unit_shift(self) -> u32 {
        (ZOOM_MAX - self.z) as u32
    }

    #[expect(clippy::cast_possible_wrap, reason = "at most 2^28")]
    const fn origin(self) -> WorldPoint {
        let shift = Self::world_shift(self.z);
        [(self.x << shift) as i32, (self.y << shift) as i32]
    }

    /// A point of the world in this tile's units, rounded; it may lie outside of the tile.
    #[must_use]
    pub fn to_tile(self, [x, y]: WorldPoint) -> TilePoint {
        let [left, top] = self.origin();
        let half = if self.unit_shift() == 0 { 0 } else { 1 << (self.unit_shift() - 1) };
        [(x - left + half) >> self.unit_shift(), (y - top + half) >> self.unit_shift()]
    }

    /// West, north, east and south edge in world units, widened by so many tile units.
    #[must_use]
    pub fn world_box(self, margin: i32) -> [i32; 4] {
        let [left, top] = self.origin();
        let (side, margin) = (EXTENT << self.unit_shift(), margin << self.unit_shift());
        [left - margin, top - margin, left + side + margin, top + side + margin]
    }

    #[must_use]
    pub fn bbox(self) -> Bbox {
        let [left, top, right, bottom] = self.world_box(0);
        let (north_west, south_east) = (to_lng_lat([left, top]), to_lng_lat([right, bottom]));
        Bbox {
            west: north_west.lng(),
            south: south_east.lat(),
            east: south_east.lng(),
            north: north_west.lat(),
        }
    }
}

#[cfg(test)]
#[path = "project_tests.rs"]
mod tests;
