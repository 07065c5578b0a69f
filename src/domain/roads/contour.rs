//! Clean polygons around roads with times: a grid of earliest times, grown a little to the sides
//! of the roads, and its contours by marching squares (Lorensen & Cline 1987).

mod rings;

use geo::{Coord, LineString, MultiPolygon, Polygon};

use super::geometry::UNIT_M;
use rings::Rings;

/// Finest grid, in metres.
const CELL_MIN_M: f64 = 40.0;
/// Cells along the longer side at most; beyond that cells grow.
const CELLS_MAX: f64 = 600.0;
/// Corners around the roads that are never reached, for the growth and for closed contours.
const MARGIN: f64 = 4.0;
/// Milliseconds for a metre away from the road, on foot.
const MS_PER_M: f64 = 720.0;
/// Holes and specks of fewer cells than this are noise.
const HOLE_MIN_CELLS: f64 = 6.0;
const SPECK_MAX_CELLS: f64 = 1.0;
/// Cells between two looks along a road.
const STRIDE: f64 = 0.7;
const NEVER: f32 = f32::MAX;

/// When each corner of a grid is reached.
pub struct Raster {
    origin: [f64; 2],
    /// Cells in 1e-7 degrees.
    per_unit: [f64; 2],
    ms_per_cell: f64,
    columns: usize,
    rows: usize,
    ms: Vec<f32>,
}

/// A place on the grid, in cells.
pub type Spot = [f64; 2];

/// Cells from one spot to another.
pub fn away(a: Spot, b: Spot) -> f64 {
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    (dx * dx + dy * dy).sqrt()
}

impl Raster {
    /// For roads within these corners, in 1e-7 degrees.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "grid sizes are bounded by CELLS_MAX"
    )]
    pub fn new(low: [i32; 2], high: [i32; 2]) -> Self {
        let (low, high) = (low.map(f64::from), high.map(f64::from));
        let cos = (f64::midpoint(low[1], high[1]) * 1e-7).to_radians().cos().max(0.01);
        let metres = [(high[0] - low[0]) * UNIT_M * cos, (high[1] - low[1]) * UNIT_M];
        let cell_m = (metres[0].max(metres[1]) / CELLS_MAX).max(CELL_MIN_M);
        let per_unit = [UNIT_M * cos / cell_m, UNIT_M / cell_m];
        let count = |axis: usize| (metres[axis] / cell_m + 2.0 * MARGIN).ceil() as usize + 1;
        let (columns, rows) = (count(0), count(1));
        let origin = [0, 1].map(|axis| low[axis] - MARGIN / per_unit[axis]);
        let ms = vec![NEVER; columns * rows];
        Self { origin, per_unit, ms_per_cell: cell_m * MS_PER_M, columns, rows, ms }
    }

    pub fn spot(&self, at: [i32; 2]) -> Spot {
        [0, 1].map(|axis| (f64::from(at[axis]) - self.origin[axis]) * self.per_unit[axis])
    }

    /// The number of the corner nearest to a spot.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "spots lie inside the grid, and a stray one is left out"
    )]
    pub fn corner(&self, [x, y]: Spot) -> usize {
        (y + 0.5) as usize * self.columns + (x + 0.5) as usize
    }

    /// Draws a straight piece of road that is travelled from one time to another. `last` is the
    /// corner drawn before on the same road, which needs no second look, or `usize::MAX`.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "spots lie inside the grid, and a stray one is left out"
    )]
    pub fn draw(&mut self, [from, to]: [Spot; 2], [from_ms, to_ms]: [f64; 2], last: &mut usize) {
        let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
        let n_steps = f64::from((dx.abs().max(dy.abs()) / STRIDE) as u32 + 1);
        // Where the piece before ended was looked at.
        let mut step = if *last == usize::MAX { 0.0 } else { 1.0 };
        while step <= n_steps {
            let t = step / n_steps;
            let (x, y) = (from[0] + dx * t, from[1] + dy * t);
            let (column, row) = ((x + 0.5) as usize, (y + 0.5) as usize);
            let corner = row * self.columns + column;
            step += 1.0;
            if corner == *last || !self.is_off_the_rim(column, row) {
                continue;
            }
            *last = corner;
            #[expect(clippy::cast_precision_loss, reason = "grid sizes are bounded")]
            let away = away([x, y], [column as f64, row as f64]);
            let ms = (from_ms + (to_ms - from_ms) * t + away * self.ms_per_cell) as f32;
            self.ms[corner] = self.ms[corner].min(ms);
        }
    }

    /// Whether contours around a corner close, also after it has grown by one.
    const fn is_off_the_rim(&self, column: usize, row: usize) -> bool {
        column > 1 && row > 1 && column + 2 < self.columns && row + 2 < self.rows
    }

    /// Lets every reached corner reach those around it on foot.
    #[expect(clippy::cast_possible_truncation, reason = "minutes in milliseconds")]
    pub fn grow(&mut self) {
        let (straight, slant) =
            (self.ms_per_cell as f32, (self.ms_per_cell * std::f64::consts::SQRT_2) as f32);
        let n = self.columns;
        let mut grown = self.ms.clone();
        for row in 1..self.rows - 1 {
            let line = |row: usize| &self.ms[row * n..(row + 1) * n];
            let (below, here, above) = (line(row - 1), line(row), line(row + 1));
            let out = &mut grown[row * n..(row + 1) * n];
            for i in 1..n - 1 {
                let cross = here[i - 1].min(here[i + 1]).min(below[i]).min(above[i]) + straight;
                let corners =
                    below[i - 1].min(below[i + 1]).min(above[i - 1]).min(above[i + 1]) + slant;
                out[i] = here[i].min(cross).min(corners);
            }
        }
        self.ms = grown;
    }

    /// What is reached by then.
    pub fn polygon(&self, limit_ms: u32) -> MultiPolygon {
        let rings = Rings::trace(self, limit_ms);
        let polygons = rings.outer(SPECK_MAX_CELLS).map(|ring| {
            let holes = rings.holes(ring, HOLE_MIN_CELLS).map(|hole| self.line(&hole.line));
            Polygon::new(self.line(&ring.line), holes.collect())
        });
        MultiPolygon(polygons.collect())
    }

    fn line(&self, ring: &[Spot]) -> LineString {
        let coord = |spot: &Spot| {
            let degrees = |axis: usize| {
                let unit = self.origin[axis] + spot[axis] / self.per_unit[axis];
                (unit * 10.0).round() * 1e-8
            };
            Coord { x: degrees(0), y: degrees(1) }
        };
        LineString(ring.iter().map(coord).collect())
    }
}

#[cfg(test)]
#[path = "contour_tests.rs"]
mod tests;
