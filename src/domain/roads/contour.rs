//! Clean polygons around points with times: a grid of earliest times, grown a little to the
//! sides of the roads, and its contours by marching squares (Lorensen & Cline 1987).

use std::collections::HashMap;

use geo::{Coord, LineString, MultiPolygon, Polygon};

use super::geometry::UNIT_M;

/// A place on a road and when it is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sample {
    pub at: [i32; 2],
    pub ms: u32,
}

/// Finest grid, in metres.
const CELL_MIN_M: f64 = 40.0;
/// Cells along the longer side at most; beyond that cells grow.
const CELLS_MAX: f64 = 700.0;
/// Ground beside a road counts as reached with it up to this many cells away.
const GROWTH_CELLS: i32 = 1;
/// Milliseconds to get a cell away from the road, on foot.
const MS_PER_M: f64 = 720.0;
/// Holes and specks of fewer cells than this are noise.
const AREA_MIN_CELLS: f64 = 6.0;
const NEVER: f32 = f32::MAX;

/// One polygon (of possibly several parts) for each limit in milliseconds.
pub fn polygons(samples: &[Sample], limits_ms: &[u32]) -> Vec<MultiPolygon> {
    let Some(grid) = Grid::new(samples) else {
        return limits_ms.iter().map(|_| MultiPolygon(Vec::new())).collect();
    };
    limits_ms.iter().map(|&limit| grid.contour(limit)).collect()
}

struct Grid {
    origin: [i32; 2],
    /// 1e-7 degrees.
    cell: [f64; 2],
    cell_m: f64,
    columns: usize,
    rows: usize,
    /// Earliest time at each corner, with a margin of corners never reached.
    ms: Vec<f32>,
}

const MARGIN: i32 = GROWTH_CELLS + 2;

impl Grid {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "grid sizes are bounded by CELLS_MAX"
    )]
    fn new(samples: &[Sample]) -> Option<Self> {
        let first = samples.first()?.at;
        let (mut low, mut high) = (first, first);
        for sample in samples {
            for axis in 0..2 {
                low[axis] = low[axis].min(sample.at[axis]);
                high[axis] = high[axis].max(sample.at[axis]);
            }
        }
        let middle = f64::midpoint(f64::from(low[1]), f64::from(high[1])) * 1e-7;
        let cos = middle.to_radians().cos().max(0.01);
        let side = |axis: usize| (f64::from(high[axis]) - f64::from(low[axis])) * UNIT_M;
        let cell_m = (side(0) * cos).max(side(1)).max(1.0) / CELLS_MAX;
        let cell_m = cell_m.max(CELL_MIN_M);
        let cell = [cell_m / UNIT_M / cos, cell_m / UNIT_M];
        let count = |axis: usize| {
            ((f64::from(high[axis]) - f64::from(low[axis])) / cell[axis]).ceil() as usize
                + 2 * MARGIN as usize
                + 1
        };
        let (columns, rows) = (count(0), count(1));
        let margin = |axis: usize| (f64::from(MARGIN) * cell[axis]) as i32;
        let origin = [low[0].saturating_sub(margin(0)), low[1].saturating_sub(margin(1))];
        let mut grid =
            Self { origin, cell, cell_m, columns, rows, ms: vec![NEVER; columns * rows] };
        for sample in samples {
            grid.add(sample);
        }
        Some(grid)
    }

    /// Lowers the times of the corners around a sample.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "positions within a bounded grid"
    )]
    fn add(&mut self, sample: &Sample) {
        let place = |axis: usize| {
            (f64::from(sample.at[axis]) - f64::from(self.origin[axis])) / self.cell[axis]
        };
        let (x, y) = (place(0), place(1));
        let (left, bottom) = (x.floor() as i32, y.floor() as i32);
        for row in bottom - GROWTH_CELLS..=bottom + 1 + GROWTH_CELLS {
            for column in left - GROWTH_CELLS..=left + 1 + GROWTH_CELLS {
                let inside = row >= 0
                    && column >= 0
                    && (row as usize) < self.rows
                    && (column as usize) < self.columns;
                if !inside {
                    continue;
                }
                let slot = &mut self.ms[row as usize * self.columns + column as usize];
                // Most samples come too late to matter, which is told without a root.
                if *slot <= sample.ms as f32 {
                    continue;
                }
                let away = ((x - f64::from(column)).powi(2) + (y - f64::from(row)).powi(2)).sqrt();
                if away <= f64::from(GROWTH_CELLS) + 0.5 {
                    *slot = slot.min(sample.ms as f32 + (away * self.cell_m * MS_PER_M) as f32);
                }
            }
        }
    }

    fn contour(&self, limit_ms: u32) -> MultiPolygon {
        let rings = self.rings(limit_ms);
        let smallest = AREA_MIN_CELLS * self.cell[0] * self.cell[1];
        let mut outer: Vec<(Ring, Vec<Ring>)> = Vec::new();
        let mut holes = Vec::new();
        for ring in rings {
            let area = signed_area(&ring);
            if area >= smallest.min(self.cell[0] * self.cell[1]) {
                outer.push((ring, Vec::new()));
            } else if -area >= smallest {
                holes.push(ring);
            }
        }
        // The smallest ring around a hole is the one it is in.
        outer.sort_by(|a, b| signed_area(&a.0).total_cmp(&signed_area(&b.0)));
        for hole in holes {
            if let Some(around) = outer.iter_mut().find(|ring| contains(&ring.0, hole[0])) {
                around.1.push(hole);
            }
        }
        let line = |ring: Ring| LineString(ring.into_iter().map(|at| self.coord(at)).collect());
        let polygons = outer
            .into_iter()
            .map(|(ring, holes)| Polygon::new(line(ring), holes.into_iter().map(line).collect()));
        MultiPolygon(polygons.collect())
    }

    fn coord(&self, [x, y]: [f64; 2]) -> Coord {
        let degrees = |axis: usize, along: f64| {
            ((f64::from(self.origin[axis]) + along) * 10.0).round() * 1e-8
        };
        Coord { x: degrees(0, x), y: degrees(1, y) }
    }

    /// Closed lines around what is below the limit, on their left; corners between cells are
    /// interpolated.
    fn rings(&self, limit_ms: u32) -> Vec<Ring> {
        let mut next: HashMap<Crossing, Crossing> = HashMap::new();
        for row in 0..self.rows - 1 {
            for column in 0..self.columns - 1 {
                for (from, to) in self.segments(row, column, limit_ms) {
                    next.insert(from, to);
                }
            }
        }
        let mut starts: Vec<Crossing> = next.keys().copied().collect();
        starts.sort_unstable();
        let mut rings = Vec::new();
        for start in starts {
            let mut ring = Vec::new();
            let mut at = start;
            while let Some(to) = next.remove(&at) {
                ring.push(self.position(at, limit_ms));
                at = to;
            }
            if ring.len() >= 3 {
                ring.push(ring[0]);
                rings.push(ring);
            }
        }
        rings
    }

    /// The pieces of contour in one cell. Saddles keep the two reached corners apart.
    fn segments(&self, row: usize, column: usize, limit_ms: u32) -> Vec<(Crossing, Crossing)> {
        let corner = |r: usize, c: usize| self.time(r, c) <= f64::from(limit_ms);
        let (sw, se) = (corner(row, column), corner(row, column + 1));
        let (nw, ne) = (corner(row + 1, column), corner(row + 1, column + 1));
        let south = Crossing { row, column, upright: false };
        let north = Crossing { row: row + 1, column, upright: false };
        let west = Crossing { row, column, upright: true };
        let east = Crossing { row, column: column + 1, upright: true };
        match (sw, se, ne, nw) {
            (true, true, true, true) | (false, false, false, false) => Vec::new(),
            (true, false, false, false) => vec![(south, west)],
            (false, true, false, false) => vec![(east, south)],
            (false, false, true, false) => vec![(north, east)],
            (false, false, false, true) => vec![(west, north)],
            (true, true, false, false) => vec![(east, west)],
            (false, true, true, false) => vec![(north, south)],
            (false, false, true, true) => vec![(west, east)],
            (true, false, false, true) => vec![(south, north)],
            (true, true, true, false) => vec![(north, west)],
            (true, true, false, true) => vec![(east, north)],
            (true, false, true, true) => vec![(south, east)],
            (false, true, true, true) => vec![(west, south)],
            (true, false, true, false) => vec![(south, west), (north, east)],
            (false, true, false, true) => vec![(east, south), (west, north)],
        }
    }

    fn time(&self, row: usize, column: usize) -> f64 {
        f64::from(self.ms[row * self.columns + column])
    }

    /// Where the limit is crossed between two corners.
    #[expect(clippy::cast_precision_loss, reason = "grid sizes are bounded by CELLS_MAX")]
    fn position(&self, at: Crossing, limit_ms: u32) -> [f64; 2] {
        let here = self.time(at.row, at.column);
        let (row, column) =
            if at.upright { (at.row + 1, at.column) } else { (at.row, at.column + 1) };
        let there = self.time(row, column);
        let share = crossing_share(here, there, f64::from(limit_ms));
        let (x, y) = (at.column as f64, at.row as f64);
        let (x, y) = if at.upright { (x, y + share) } else { (x + share, y) };
        [x * self.cell[0], y * self.cell[1]]
    }
}

/// A closed line in units of the grid.
type Ring = Vec<[f64; 2]>;

/// A side of a cell: from its corner to the right, or upright.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Crossing {
    row: usize,
    column: usize,
    upright: bool,
}

/// Never at the corners themselves, so that no ring touches itself; halfway to what is never
/// reached.
fn crossing_share(here: f64, there: f64, limit: f64) -> f64 {
    let never = f64::from(NEVER);
    if here >= never || there >= never {
        return 0.5;
    }
    ((limit - here) / (there - here)).clamp(0.05, 0.95)
}

/// Positive for rings that run anticlockwise.
fn signed_area(ring: &[[f64; 2]]) -> f64 {
    ring.windows(2).map(|p| p[0][0] * p[1][1] - p[1][0] * p[0][1]).sum::<f64>() / 2.0
}

fn contains(ring: &[[f64; 2]], [x, y]: [f64; 2]) -> bool {
    let crosses = |p: &&[[f64; 2]]| {
        let ([ax, ay], [bx, by]) = (p[0], p[1]);
        (ay > y) != (by > y) && x < (bx - ax) * (y - ay) / (by - ay) + ax
    };
    ring.windows(2).filter(crosses).count() % 2 == 1
}

#[cfg(test)]
#[path = "contour_tests.rs"]
mod tests;
