//! Administrative areas, postcodes and uploaded polygons as units.

use std::collections::HashMap;

use geo::{LineString, MultiPolygon};

use super::noding::{Cuts, Segment, tree};
use super::{Edge, Mosaic, MosaicError, OUTSIDE, Spot, Spots, snapped, turn};

impl Mosaic {
    /// One unit for each polygon. Borders may be cut at different points on their two sides; where one
    /// polygon has a corner on the other's border, the border is cut there.
    ///
    /// # Errors
    /// When two polygons overlap, one crosses the 180th meridian, or there is nothing.
    pub fn of_polygons(polygons: &[MultiPolygon]) -> Result<Self, MosaicError> {
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
