//! H3 cells as sort keys: the lower 52 bits of a resolution-15 cell (base cell, then 15 digits of
//! three bits), so that every cell of every resolution is one run of the sorted rows.

use h3o::{CellIndex, LatLng, Resolution};

use crate::domain::units::LngLat;

const KEY_BITS: u64 = (1 << 52) - 1;
const FINEST: u64 = 15;

/// The key of a row without a place; sorts last.
pub const NO_HEX: u64 = u64::MAX;

/// The finest cell around a point, as a sort key.
#[must_use]
pub fn key(point: LngLat) -> u64 {
    let Ok(at) = LatLng::new(point.lat(), point.lng()) else { return NO_HEX };
    u64::from(at.to_cell(Resolution::Fifteen)) & KEY_BITS
}

/// How far a key is shifted right so that equal numbers mean the same cell of this resolution.
#[must_use]
pub fn shift(resolution: Resolution) -> u32 {
    3 * (15 - u32::from(u8::from(resolution)))
}

/// The cell behind a shifted key.
#[must_use]
pub fn cell(prefix: u64, resolution: Resolution) -> Option<CellIndex> {
    let shift = shift(resolution);
    let unused_digits = (1 << shift) - 1;
    let header = (1 << 59) | (u64::from(u8::from(resolution)) << 52);
    CellIndex::try_from(header | (prefix << shift) | unused_digits).ok()
}

/// The keys a cell covers, from the first to the last.
#[must_use]
pub fn range(cell: CellIndex) -> (u64, u64) {
    let unused_digits = (1 << (3 * (FINEST - u64::from(u8::from(cell.resolution()))))) - 1;
    let key = u64::from(cell) & KEY_BITS;
    (key & !unused_digits, key)
}

#[cfg(test)]
#[path = "hex_tests.rs"]
mod tests;
