//! Administrative areas, postcodes and uploaded polygons as units.

use std::collections::HashMap;

use geo::{Area, BooleanOps, BoundingRect, LineString, MultiPolygon};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::noding::{Cuts, Segment, tree};
use super::{Edge, Mosaic, MosaicError, OUTSIDE, Spot, Spots, snapped, turn};

/// Overlaps of up to this share of the smaller polygon are careless drawing and go to the first.
const SLIVER_SHARE: f64 = 0.02;
/// Square degrees below which a part is rounding: some hundredths of a square metre.
const SPECK: f64 = 1e-11;

impl Mosaic {
    /// One unit for each polygon. Borders may be cut at different points on their two sides; where one
    /// polygon has a corner on the other's border, the border is cut there. Narrow overlaps, as maps
    /// drawn by many hands have them, belong to the first polygon.
    ///
    /// # Errors
    /// When two polygons really overlap, one crosses the 180th meridian, or there is nothing.
    pub fn of_polygons(polygons: &[MultiPolygon]) -> Result<Self, MosaicError> {
        match Self::of_disjoint(polygons) {
            Err(MosaicError::Overlap { .. }) => Self::of_disjoint(&trimmed(polygons)?),
            made => made,
        }
    }

    fn of_disjoint(polygons: &[MultiPolygon]) -> Result<Self, MosaicError> {
        let mut spots = Spots::default();
        let (segments, units) = segments(polygons, &mut spots)?;
        if segments.is_empty() {
            return Err(MosaicError::Empty);
        }
        let tree = tree(&spots, &segments);
        let mut cuts = Cuts::new(&mut spots, &segments);
        for one in 0..segments.len() {
            for two in cuts.near(&tree, one) {
                if two > one && cuts.meet(one, two) && units[one] != units[two] {
                    let (first, second) = (units[one] as usize, units[two] as usize);
                    return Err(MosaicError::Overlap { first, second });
                }
            }
        }
        let pieces = cuts.pieces();
        let edges = paired(&pieces, &units)?;
        Ok(Self { spots: spots.all, edges, n_units: polygons.len() })
    }
}

/// The polygons without what another one before them has already.
fn trimmed(polygons: &[MultiPolygon]) -> Result<Vec<MultiPolygon>, MosaicError> {
    let boxes = polygons.iter().enumerate().filter_map(|(index, polygon)| {
        let rect = polygon.bounding_rect()?;
        let corners = Rectangle::from_corners(rect.min().into(), rect.max().into());
        Some(GeomWithData::<Rectangle<[f64; 2]>, usize>::new(corners, index))
    });
    let tree = RTree::bulk_load(boxes.collect());
    let mut trimmed = polygons.to_vec();
    for second in 0..polygons.len() {
        let Some(rect) = polygons[second].bounding_rect() else { continue };
        let envelope = AABB::from_corners(rect.min().into(), rect.max().into());
        let near = tree.locate_in_envelope_intersecting(&envelope).map(|found| found.data);
        let mut before: Vec<usize> = near.filter(|&first| first < second).collect();
        before.sort_unstable();
        for first in before {
            let common = trimmed[first].intersection(&trimmed[second]).unsigned_area();
            let smaller = trimmed[first].unsigned_area().min(trimmed[second].unsigned_area());
            if common > SLIVER_SHARE * smaller {
                return Err(MosaicError::Overlap { first, second });
            }
            if common > 0.0 {
                let mut left = trimmed[second].difference(&trimmed[first]);
                left.0.retain(|part| part.unsigned_area() > SPECK);
                trimmed[second] = left;
            }
        }
    }
    Ok(trimmed)
}

/// All borders with their unit on the left, and that unit.
fn segments(
    polygons: &[MultiPolygon],
    spots: &mut Spots,
) -> Result<(Vec<Segment>, Vec<u32>), MosaicError> {
    let (mut segments, mut units) = (Vec::new(), Vec::new());
    for (unit, polygon) in polygons.iter().enumerate() {
        for part in polygon {
            add_ring(part.exterior(), true, spots, &mut segments)?;
            for hole in part.interiors() {
                add_ring(hole, false, spots, &mut segments)?;
            }
        }
        units.resize(segments.len(), unit as u32);
    }
    Ok((segments, units))
}

/// Adds a ring, an outer one counter-clockwise, a hole clockwise, so that the inside is on the left.
pub(super) fn add_ring(
    ring: &LineString,
    is_outer: bool,
    spots: &mut Spots,
    segments: &mut Vec<Segment>,
) -> Result<(), MosaicError> {
    let mut corners: Vec<Spot> = ring.coords().map(|at| snapped(at.x, at.y)).collect();
    corners.dedup();
    if corners.len() > 1 && corners.first() == corners.last() {
        corners.pop();
    }
    if corners.len() < 3 {
        return Ok(());
    }
    if (turn(&corners) > 0) != is_outer {
        corners.reverse();
    }
    for (index, &from) in corners.iter().enumerate() {
        let to = corners[(index + 1) % corners.len()];
        if i64::from(from[0]).abs_diff(i64::from(to[0])) > 1_800_000_000 {
            return Err(MosaicError::Antimeridian);
        }
        segments.push(Segment { from: spots.add(from), to: spots.add(to) });
    }
    Ok(())
}

/// Brings the two sides of every border together.
fn paired(pieces: &[Vec<Segment>], units: &[u32]) -> Result<Vec<Edge>, MosaicError> {
    let mut sides: HashMap<(u32, u32), u32> = HashMap::new();
    let mut order = Vec::new();
    for (pieces, &unit) in pieces.iter().zip(units) {
        for piece in pieces {
            match sides.insert((piece.from, piece.to), unit) {
                None => order.push((piece.from, piece.to)),
                Some(other) if other != unit => {
                    let (first, second) = (other as usize, unit as usize);
                    return Err(MosaicError::Overlap { first, second });
                }
                Some(_) => {}
            }
        }
    }
    let mut edges = Vec::new();
    for (from, to) in order {
        let left = sides[&(from, to)];
        let right = sides.get(&(to, from)).copied();
        if right == Some(left) || (right.is_some() && from > to) {
            continue;
        }
        edges.push(Edge { from, to, left, right: right.unwrap_or(OUTSIDE) });
    }
    Ok(edges)
}
