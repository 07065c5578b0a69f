//! The plane cut into units: every border once, with the unit to its left and to its right.
//!
//! Neighbours share vertices to the bit (a grid of 1e-7 degrees), so that adjacency, areas, perimeters
//! and dissolved territories all come out of the same edges and no sliver can arise.

mod cells;
mod clip;
mod dissolve;
mod noding;
mod polygons;

pub use clip::resolution_for;

use std::collections::HashMap;

use super::region::{Border, Region};
use crate::domain::units::{EARTH_RADIUS_M, LngLat};

/// No unit: the outside.
const OUTSIDE: u32 = u32::MAX;
/// Degrees of one step of the grid.
const STEPS_PER_DEGREE: f64 = 1e7;
/// More cells than this over one area are refused.
pub const CELLS_MAX: usize = 100_000;

/// Why no mosaic could be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MosaicError {
    #[error("the area is empty")]
    Empty,
    #[error("{cells} cells are more than the {CELLS_MAX} allowed")]
    TooManyCells { cells: usize },
    #[error("units {first} and {second} overlap")]
    Overlap { first: usize, second: usize },
    #[error("a border crosses the 180th meridian")]
    Antimeridian,
}

/// A vertex on the grid.
type Spot = [i32; 2];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Edge {
    from: u32,
    to: u32,
    left: u32,
    right: u32,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mosaic {
    spots: Vec<Spot>,
    edges: Vec<Edge>,
    n_units: usize,
}

impl Mosaic {
    #[must_use]
    pub fn n_units(&self) -> usize {
        self.n_units
    }

    /// Gives the region's units their areas and perimeters, and the borders between them.
    pub fn enclose(&self, region: &mut Region) {
        for edge in &self.edges {
            let length_m = self.length_m(edge);
            let swept_m2 = self.swept_m2(edge);
            for (side, sign) in [(edge.left, 1.0), (edge.right, -1.0)] {
                if let Some(unit) = region.units.get_mut(side as usize) {
                    unit.area_m2 += sign * swept_m2;
                    unit.perimeter_m += length_m;
                }
            }
            if edge.left != OUTSIDE && edge.right != OUTSIDE {
                let border = Border { length_m, is_bridge: false };
                region.add_border(edge.left as usize, edge.right as usize, border);
            }
        }
    }

    /// The area of each unit in square metres, on the sphere.
    #[must_use]
    pub fn areas_m2(&self) -> Vec<f64> {
        let mut areas = vec![0.0; self.n_units];
        for edge in &self.edges {
            for (side, sign) in [(edge.left, 1.0), (edge.right, -1.0)] {
                if let Some(area) = areas.get_mut(side as usize) {
                    *area += sign * self.swept_m2(edge);
                }
            }
        }
        areas
    }

    fn at(&self, spot: u32) -> LngLat {
        degrees(self.spots[spot as usize])
    }

    fn length_m(&self, edge: &Edge) -> f64 {
        self.at(edge.from).distance(self.at(edge.to)).0
    }

    /// The signed area between an edge and the equator; over a ring they add up to its area.
    fn swept_m2(&self, edge: &Edge) -> f64 {
        let (a, b) = (self.at(edge.from), self.at(edge.to));
        let width = (b.lng() - a.lng()).to_radians();
        let height = f64::midpoint(a.lat().to_radians().sin(), b.lat().to_radians().sin());
        -EARTH_RADIUS_M * EARTH_RADIUS_M * width * height
    }
}

fn degrees([x, y]: Spot) -> LngLat {
    LngLat::new(f64::from(x) / STEPS_PER_DEGREE, f64::from(y) / STEPS_PER_DEGREE)
        .expect("the grid lies within the valid range")
}

fn snapped(lng: f64, lat: f64) -> Spot {
    [(lng * STEPS_PER_DEGREE).round() as i32, (lat * STEPS_PER_DEGREE).round() as i32]
}

/// Numbers spots, the same number for the same spot.
#[derive(Debug, Default)]
struct Spots {
    all: Vec<Spot>,
    index: HashMap<Spot, u32>,
}

impl Spots {
    fn add(&mut self, spot: Spot) -> u32 {
        *self.index.entry(spot).or_insert_with(|| {
            self.all.push(spot);
            self.all.len() as u32 - 1
        })
    }

    fn get(&self, index: u32) -> Spot {
        self.all[index as usize]
    }
}

/// Twice the signed area of a ring of spots; positive is counter-clockwise.
fn turn(ring: &[Spot]) -> i128 {
    let next = ring.iter().cycle().skip(1);
    ring.iter()
        .zip(next)
        .map(|(a, b)| i128::from(a[0]) * i128::from(b[1]) - i128::from(b[0]) * i128::from(a[1]))
        .sum()
}

#[cfg(test)]
#[path = "mosaic_tests.rs"]
mod tests;
