//! Small regions for tests.

use super::brief::{Activity, Brief};
use super::region::{Border, Region, Unit};
use crate::domain::units::LngLat;

/// A grid of squares of about a kilometre; `amounts` of column and row.
pub fn grid(width: usize, height: usize, amounts: impl Fn(usize, usize) -> Vec<f64>) -> Region {
    let units = (0..width * height).map(|index| {
        let (x, y) = (index % width, index / width);
        Unit {
            id: format!("{x},{y}"),
            centre: LngLat::new(0.01 * x as f64, 0.01 * y as f64).unwrap(),
            amounts: amounts(x, y),
            area_m2: 1e6,
            perimeter_m: 4_000.0,
        }
    });
    let mut region = Region::new(units.collect());
    let side = Border { length_m: 1_000.0, is_bridge: false };
    for index in 0..width * height {
        if index % width + 1 < width {
            region.add_border(index, index + 1, side);
        }
        if index + width < width * height {
            region.add_border(index, index + width, side);
        }
    }
    region
}

/// Every unit alike.
pub fn even_grid(width: usize, height: usize) -> Region {
    grid(width, height, |_, _| vec![1.0])
}

pub fn brief(n_territories: usize, tolerance: f64) -> Brief {
    Brief::balanced(n_territories, vec![Activity::equal("work", tolerance)], 7)
}
