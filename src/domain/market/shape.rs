//! What the scan tests points and blocks of points against.

use std::sync::Arc;

use h3o::CellIndex;

use super::circle::Circle;
use super::hex;
use super::polygon::{Bands, Cover};
use super::ring::Rings;
use crate::domain::units::Bbox;

/// A shape made ready for many tests.
#[derive(Debug, Clone)]
pub enum Shape {
    Polygon(Arc<Bands>),
    Circle(Circle),
    /// Half-open like polygons: west and south belong to it, east and north do not, except at
    /// the end of the world.
    Box(Bbox),
    /// Ranges of H3 keys, sorted, apart from each other.
    Cells(Arc<Vec<(u64, u64)>>),
    Any(Vec<Shape>),
    All(Vec<Shape>),
    Not(Box<Shape>),
}

/// Where a run of rows lies.
#[derive(Debug, Clone, Copy)]
pub struct Extent<'a> {
    pub bbox: &'a Bbox,
    pub first_hex: u64,
    pub last_hex: u64,
}

impl Shape {
    /// A polygon; where it runs past the antimeridian it is tested a second time, one world over.
    #[must_use]
    pub fn polygon(rings: &Rings) -> Self {
        let bands = Bands::new(rings);
        let bbox = *bands.bbox();
        let mut copies = vec![Self::Polygon(Arc::new(bands))];
        for (needed, shift) in [(bbox.east > 180.0, -360.0), (bbox.west < -180.0, 360.0)] {
            if needed {
                copies.push(Self::Polygon(Arc::new(Bands::new(&shifted(rings, shift)))));
            }
        }
        if copies.len() == 1 { copies.remove(0) } else { Self::Any(copies) }
    }

    #[must_use]
    pub fn bbox(bbox: Bbox) -> Self {
        if bbox.west <= bbox.east {
            return Self::Box(bbox);
        }
        Self::Any(vec![
            Self::Box(Bbox { east: 180.0, ..bbox }),
            Self::Box(Bbox { west: -180.0, ..bbox }),
        ])
    }

    #[must_use]
    pub fn cells(cells: &[CellIndex]) -> Self {
        let mut ranges: Vec<(u64, u64)> = cells.iter().map(|cell| hex::range(*cell)).collect();
        ranges.sort_unstable();
        ranges.dedup_by(|next, kept| {
            let joined = next.0 <= kept.1;
            kept.1 = if joined { kept.1.max(next.1) } else { kept.1 };
            joined
        });
        Self::Cells(Arc::new(ranges))
    }

    #[must_use]
    pub fn contains(&self, lng: f64, lat: f64, hex: u64) -> bool {
        match self {
            Self::Polygon(bands) => bands.contains(lng, lat),
            Self::Circle(circle) => circle.contains(lng, lat),
            Self::Box(bbox) => box_contains(bbox, lng, lat),
            Self::Cells(ranges) => {
                let after = ranges.partition_point(|range| range.0 <= hex);
                after > 0 && hex <= ranges[after - 1].1
            }
            Self::Any(shapes) => shapes.iter().any(|shape| shape.contains(lng, lat, hex)),
            Self::All(shapes) => shapes.iter().all(|shape| shape.contains(lng, lat, hex)),
            Self::Not(shape) => !shape.contains(lng, lat, hex),
        }
    }

    /// Those of the wanted points of a block that are in the shape, as a word.
    #[must_use]
    pub fn mask(&self, points: &Points, wanted: u64) -> u64 {
        match self {
            Self::Polygon(bands) if bands.n_across(points.bbox) < wanted.count_ones() / 4 => {
                let around = bands.around(points.bbox);
                points.mask(wanted, |lng, lat, _| around.contains(lng, lat))
            }
            Self::Any(shapes) => {
                shapes.iter().fold(0, |passed, shape| passed | shape.mask(points, wanted & !passed))
            }
            Self::All(shapes) => {
                shapes.iter().fold(wanted, |passed, shape| shape.mask(points, passed))
            }
            Self::Not(shape) => wanted & !shape.mask(points, wanted),
            _ => points.mask(wanted, |lng, lat, hex| self.contains(lng, lat, hex)),
        }
    }

    /// How a run of rows lies to the shape, judged by its box and its keys.
    #[must_use]
    pub fn cover(&self, extent: &Extent) -> Cover {
        match self {
            Self::Polygon(bands) => bands.cover(extent.bbox),
            Self::Circle(circle) => circle.cover(extent.bbox),
            Self::Box(bbox) => box_cover(bbox, extent.bbox),
            Self::Cells(ranges) => cells_cover(ranges, extent),
            Self::Any(shapes) => fold(shapes, extent, Cover::Outside, Cover::or),
            Self::All(shapes) => fold(shapes, extent, Cover::Inside, Cover::and),
            Self::Not(shape) => shape.cover(extent).inverted(),
        }
    }
}

/// The points of one block and the box around them.
#[derive(Debug, Clone, Copy)]
pub struct Points<'a> {
    pub lng: &'a [f64],
    pub lat: &'a [f64],
    pub hex: &'a [u64],
    pub bbox: &'a Bbox,
}

impl Points<'_> {
    fn mask(&self, wanted: u64, test: impl Fn(f64, f64, u64) -> bool) -> u64 {
        let mut rest = wanted;
        let mut mask = 0;
        while rest != 0 {
            let bit = rest.trailing_zeros();
            let at = bit as usize;
            mask |= u64::from(test(self.lng[at], self.lat[at], self.hex[at])) << bit;
            rest &= rest - 1;
        }
        mask
    }
}

fn fold(
    shapes: &[Shape],
    extent: &Extent,
    start: Cover,
    join: impl Fn(Cover, Cover) -> Cover,
) -> Cover {
    shapes.iter().fold(start, |cover, shape| join(cover, shape.cover(extent)))
}

fn shifted(rings: &Rings, shift: f64) -> Rings {
    let shift_ring = |ring: &Vec<[f64; 2]>| ring.iter().map(|[x, y]| [x + shift, *y]).collect();
    Rings(rings.0.iter().map(shift_ring).collect())
}

fn box_contains(bbox: &Bbox, lng: f64, lat: f64) -> bool {
    let below =
        |value: f64, end: f64, world_end: f64| value < end || (end >= world_end && value <= end);
    lng >= bbox.west
        && lat >= bbox.south
        && below(lng, bbox.east, 180.0)
        && below(lat, bbox.north, 90.0)
}

fn box_cover(bbox: &Bbox, points: &Bbox) -> Cover {
    if points.is_empty() || !bbox.intersects(points) {
        Cover::Outside
    } else if box_contains(bbox, points.west, points.south)
        && box_contains(bbox, points.east, points.north)
    {
        Cover::Inside
    } else {
        Cover::Partly
    }
}

fn cells_cover(ranges: &[(u64, u64)], extent: &Extent) -> Cover {
    let next = ranges.partition_point(|range| range.1 < extent.first_hex);
    match ranges.get(next) {
        Some(range) if range.0 <= extent.first_hex && extent.last_hex <= range.1 => Cover::Inside,
        Some(range) if range.0 <= extent.last_hex => Cover::Partly,
        _ => Cover::Outside,
    }
}
