//! Which pieces of road lie near a point: a sparse grid over all straight pieces.

use super::{NONE, index};
use crate::domain::flat::Flat;

/// Cell width and height in 1e-7 degrees; about 220 m high, 220 m wide at 48 degrees north.
const CELL: [i32; 2] = [30_000, 20_000];

/// Non-empty cells in key order, each with the pieces that cross it. A piece is named by the
/// index of its first point in `Atlas::point_at`.
#[derive(Debug, Clone, Default)]
pub struct Grid {
    pub key: Flat<u64>,
    pub first: Flat<u32>,
    pub piece: Flat<u32>,
}

impl Grid {
    /// Indexes the pieces `(i, i + 1)` of every link.
    pub fn build(point_first: &[u32], point_at: &[[i32; 2]]) -> Self {
        let mut entries: Vec<(u64, u32)> = Vec::with_capacity(point_at.len() * 5 / 4);
        for link in point_first.windows(2) {
            for i in link[0]..link[1].saturating_sub(1) {
                let (a, b) = (point_at[i as usize], point_at[i as usize + 1]);
                cells_along(a, b, |key| {
                    if entries.last() != Some(&(key, i)) {
                        entries.push((key, i));
                    }
                });
            }
        }
        entries.sort_unstable();
        entries.dedup();
        let mut grid = (Vec::new(), Vec::new(), Vec::with_capacity(entries.len()));
        for (key, piece) in entries {
            if grid.0.last() != Some(&key) {
                grid.0.push(key);
                grid.1.push(index(grid.2.len()));
            }
            grid.2.push(piece);
        }
        grid.1.push(index(grid.2.len()));
        Self { key: grid.0.into(), first: grid.1.into(), piece: grid.2.into() }
    }

    /// Pieces in the cell that is `[dx, dy]` cells away from a point's own.
    pub fn pieces(&self, at: [i32; 2], offset: [i32; 2]) -> &[u32] {
        let [x, y] = cell(at);
        let key = key([x + offset[0], y + offset[1]]);
        match self.key.binary_search(&key) {
            Ok(i) => &self.piece[self.first[i] as usize..self.first[i + 1] as usize],
            Err(_) => &[],
        }
    }

    /// Height of a cell, and its width at a latitude, in metres.
    pub fn cell_size_m(lat: f64) -> [f64; 2] {
        const UNIT_M: f64 = 0.011_119_5;
        let width = f64::from(CELL[0]) * UNIT_M * lat.to_radians().cos();
        [width.max(1.0), f64::from(CELL[1]) * UNIT_M]
    }
}

fn cell(at: [i32; 2]) -> [i32; 2] {
    [at[0].div_euclid(CELL[0]), at[1].div_euclid(CELL[1])]
}

/// Row by row, so that neighbours in a row are neighbours in memory.
fn key(cell: [i32; 2]) -> u64 {
    let part = |v: i32| u64::from(v.cast_unsigned() ^ 0x8000_0000);
    part(cell[1]) << 32 | part(cell[0])
}

/// Visits every cell that a straight piece touches: row by row, the columns it spans there.
fn cells_along(a: [i32; 2], b: [i32; 2], mut visit: impl FnMut(u64)) {
    let (ca, cb) = (cell(a), cell(b));
    if ca == cb {
        return visit(key(ca));
    }
    let (low, high) = if a[1] <= b[1] { (a, b) } else { (b, a) };
    for row in cell(low)[1]..=cell(high)[1] {
        let south = i64::from(row) * i64::from(CELL[1]);
        let enters = x_at(low, high, south.max(i64::from(low[1]))).unwrap_or(low[0]);
        let leaves = x_at(low, high, (south + i64::from(CELL[1])).min(i64::from(high[1])));
        let leaves = leaves.unwrap_or(high[0]);
        let (west, east) = (enters.min(leaves), enters.max(leaves));
        for column in west.div_euclid(CELL[0])..=east.div_euclid(CELL[0]) {
            visit(key([column, row]));
        }
    }
}

/// Longitude where the piece crosses a latitude; none when it runs level.
#[expect(clippy::cast_possible_truncation, reason = "lies between two values that fit")]
fn x_at(low: [i32; 2], high: [i32; 2], y: i64) -> Option<i32> {
    let dy = i64::from(high[1]) - i64::from(low[1]);
    let dx = i64::from(high[0]) - i64::from(low[0]);
    (dy > 0).then(|| (i64::from(low[0]) + dx * (y - i64::from(low[1])) / dy) as i32)
}

/// The link a piece belongs to.
pub fn link_of_piece(point_first: &[u32], piece: u32) -> u32 {
    let after = point_first.partition_point(|&first| first <= piece);
    after.checked_sub(1).map_or(NONE, index)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_is_found_in_every_cell_it_crosses() {
        for end in
            [[95_000, 0], [0, 95_000], [95_000, 70_000], [-95_000, 70_000], [95_000, -70_000]]
        {
            let points = [[100, 100], [end[0] + 100, end[1] + 100]];
            let grid = Grid::build(&[0, 2], &points);
            for i in 0..=100 {
                let at = [points[0][0] + end[0] / 100 * i, points[0][1] + end[1] / 100 * i];
                assert_eq!(grid.pieces(at, [0, 0]), [0], "{end:?} at {at:?}");
            }
        }
    }
}
