//! H3 cells clipped to an area, so that they tile exactly what was drawn.

use std::collections::HashMap;

use geo::MultiPolygon;
use h3o::geom::{ContainmentMode, TilerBuilder};
use h3o::{CellIndex, LatLng, Resolution};
use rstar::AABB;

use super::cells::ring;
use super::noding::{Cuts, Segment, SegmentTree, point, tree};
use super::polygons::add_ring;
use super::{CELLS_MAX, Edge, Mosaic, MosaicError, OUTSIDE, Spot, Spots, degrees};

/// The finest resolution whose cells over an area of this size are not more than so many.
#[must_use]
pub fn resolution_for(area_m2: f64, n_cells: usize) -> Resolution {
    let fits = |resolution: &Resolution| area_m2 / (resolution.area_km2() * 1e6) <= n_cells as f64;
    Resolution::range(Resolution::One, Resolution::Twelve).rfind(fits).unwrap_or(Resolution::One)
}

impl Mosaic {
    /// One unit for each cell that has a part inside of the area, and those cells. Parts outside are cut
    /// off along the area's own border.
    ///
    /// # Errors
    /// When the area is empty, crosses the 180th meridian, or takes too many cells.
    pub fn of_area(
        area: &MultiPolygon,
        resolution: Resolution,
    ) -> Result<(Self, Vec<CellIndex>), MosaicError> {
        let cells = covering(area, resolution)?;
        let mut spots = Spots::default();
        let mut sides = Sides::default();
        let borders = cell_borders(&cells, &mut spots)?;
        let frame = frame(area, &mut spots)?;
        sides.cut(&mut spots, &borders, &frame);
        let frame_tree = tree(&spots, &frame);
        let home = Home::new(&cells);
        let edges = sides.labelled(&spots, &frame, &frame_tree, &home);
        Ok(compact(spots.all, edges, &cells))
    }
}

fn covering(area: &MultiPolygon, resolution: Resolution) -> Result<Vec<CellIndex>, MosaicError> {
    let mut tiler = TilerBuilder::new(resolution).containment_mode(ContainmentMode::Covers).build();
    for polygon in area {
        tiler.add(polygon.clone()).map_err(|_| MosaicError::Empty)?;
    }
    let hint = tiler.coverage_size_hint();
    // The hint is generous: refuse only what is far beyond the limit before counting.
    if hint > 20 * CELLS_MAX {
        return Err(MosaicError::TooManyCells { cells: hint });
    }
    let mut cells: Vec<CellIndex> = tiler.into_coverage().collect();
    cells.sort_unstable();
    cells.dedup();
    match cells.len() {
        0 => Err(MosaicError::Empty),
        1..=CELLS_MAX => Ok(cells),
        n => Err(MosaicError::TooManyCells { cells: n }),
    }
}

/// A cell border with the cells to its left and right.
type CellBorder = (Segment, u32, u32);

fn cell_borders(cells: &[CellIndex], spots: &mut Spots) -> Result<Vec<CellBorder>, MosaicError> {
    let mosaic = Mosaic::of_cells(cells)?;
    let numbers: Vec<u32> = mosaic.spots.iter().map(|&spot| spots.add(spot)).collect();
    let number = |spot: u32| numbers[spot as usize];
    let border = |edge: &Edge| {
        (Segment { from: number(edge.from), to: number(edge.to) }, edge.left, edge.right)
    };
    Ok(mosaic.edges.iter().map(border).collect())
}

/// The area's own border, inside on the left.
fn frame(area: &MultiPolygon, spots: &mut Spots) -> Result<Vec<Segment>, MosaicError> {
    let mut frame = Vec::new();
    for polygon in area {
        add_ring(polygon.exterior(), true, spots, &mut frame)?;
        for hole in polygon.interiors() {
            add_ring(hole, false, spots, &mut frame)?;
        }
    }
    if frame.is_empty() { Err(MosaicError::Empty) } else { Ok(frame) }
}

/// What is known of an edge from its lower to its higher spot number: the cells on both sides, and whether
/// the area is on both sides.
#[derive(Debug, Clone, Copy, Default)]
struct Side {
    cells: Option<(u32, u32)>,
    inside: Option<(bool, bool)>,
}

#[derive(Default)]
struct Sides {
    known: HashMap<(u32, u32), Side>,
    order: Vec<(u32, u32)>,
}

impl Sides {
    /// Cuts cell borders and frame at each other and notes what each piece knows.
    fn cut(&mut self, spots: &mut Spots, borders: &[CellBorder], frame: &[Segment]) {
        let segments: Vec<Segment> =
            borders.iter().map(|border| border.0).chain(frame.iter().copied()).collect();
        let tree = tree(spots, frame);
        let mut cuts = Cuts::new(spots, &segments);
        for one in 0..segments.len() {
            for two in cuts.near(&tree, one) {
                let two = borders.len() + two;
                if one < two {
                    cuts.meet(one, two);
                }
            }
        }
        for (index, pieces) in cuts.pieces().into_iter().enumerate() {
            for piece in pieces {
                let is_up = piece.from < piece.to;
                let side = self.side(piece);
                if let Some(&(_, left, right)) = borders.get(index) {
                    side.cells = Some(if is_up { (left, right) } else { (right, left) });
                } else {
                    side.add_inside(is_up);
                }
            }
        }
    }

    fn side(&mut self, piece: Segment) -> &mut Side {
        let key = (piece.from.min(piece.to), piece.from.max(piece.to));
        let order = &mut self.order;
        self.known.entry(key).or_insert_with(|| {
            order.push(key);
            Side::default()
        })
    }

    /// Edges with the unit on either side; those with the same on both are left out.
    fn labelled(
        &self,
        spots: &Spots,
        frame: &[Segment],
        frame_tree: &SegmentTree,
        home: &Home,
    ) -> Vec<Edge> {
        let mut edges = Vec::new();
        for &(from, to) in &self.order {
            let side = self.known[&(from, to)];
            let middle = middle(spots.get(from), spots.get(to));
            let cells = side.cells.unwrap_or_else(|| {
                let cell = home.of(middle);
                (cell, cell)
            });
            let inside = side.inside.unwrap_or_else(|| {
                let is_inside = contains(spots, frame, frame_tree, middle);
                (is_inside, is_inside)
            });
            let left = if inside.0 { cells.0 } else { OUTSIDE };
            let right = if inside.1 { cells.1 } else { OUTSIDE };
            if left != right {
                edges.push(Edge { from, to, left, right });
            }
        }
        edges
    }
}

impl Side {
    /// Two frame pieces on top of each other (polygons of the area that touch) have the area on both sides.
    fn add_inside(&mut self, is_left: bool) {
        let (left, right) = self.inside.unwrap_or_default();
        self.inside = Some((left || is_left, right || !is_left));
    }
}

fn middle(a: Spot, b: Spot) -> [f64; 2] {
    let (a, b) = (point(a), point(b));
    [f64::midpoint(a[0], b[0]), f64::midpoint(a[1], b[1])]
}

/// Counts the frame segments to the east of a point: odd is inside.
fn contains(spots: &Spots, frame: &[Segment], tree: &SegmentTree, at: [f64; 2]) -> bool {
    let ray = AABB::from_corners(at, [f64::from(i32::MAX), at[1]]);
    let crossed = tree.locate_in_envelope_intersecting(&ray).filter(|found| {
        let segment = frame[found.data];
        let (a, b) = (point(spots.get(segment.from)), point(spots.get(segment.to)));
        is_east(a, b, at)
    });
    crossed.count() % 2 == 1
}

/// Whether a ray to the east from a point meets the half-open segment.
fn is_east(a: [f64; 2], b: [f64; 2], at: [f64; 2]) -> bool {
    (a[1] > at[1]) != (b[1] > at[1])
        && at[0] < a[0] + (at[1] - a[1]) / (b[1] - a[1]) * (b[0] - a[0])
}

/// Finds the cell a point lies in, by the straight-edged cells of the mosaic.
struct Home<'a> {
    cells: &'a [CellIndex],
}

impl<'a> Home<'a> {
    const fn new(cells: &'a [CellIndex]) -> Self {
        Self { cells }
    }

    fn of(&self, at: [f64; 2]) -> u32 {
        let Some(first) = self.cells.first() else { return OUTSIDE };
        let spot = [at[0].round() as i32, at[1].round() as i32];
        let at_degrees = degrees(spot);
        let Ok(place) = LatLng::new(at_degrees.lat(), at_degrees.lng()) else { return OUTSIDE };
        let guess = place.to_cell(first.resolution());
        let around: Vec<CellIndex> = guess.grid_disk(1);
        let found = around.into_iter().find(|&cell| holds(cell, at)).unwrap_or(guess);
        self.cells.binary_search(&found).map_or(OUTSIDE, |index| index as u32)
    }
}

fn holds(cell: CellIndex, at: [f64; 2]) -> bool {
    let Ok(ring) = ring(cell) else { return false };
    let crossed = (0..ring.len())
        .filter(|&index| is_east(point(ring[index]), point(ring[(index + 1) % ring.len()]), at));
    crossed.count() % 2 == 1
}

/// Drops cells without any part inside and numbers the others anew.
fn compact(
    spots: Vec<Spot>,
    mut edges: Vec<Edge>,
    cells: &[CellIndex],
) -> (Mosaic, Vec<CellIndex>) {
    let mut is_used = vec![false; cells.len()];
    for edge in &edges {
        for side in [edge.left, edge.right] {
            if let Some(used) = is_used.get_mut(side as usize) {
                *used = true;
            }
        }
    }
    let mut number = vec![OUTSIDE; cells.len()];
    let mut kept = Vec::new();
    for (index, &cell) in cells.iter().enumerate() {
        if is_used[index] {
            number[index] = kept.len() as u32;
            kept.push(cell);
        }
    }
    for edge in &mut edges {
        for side in [&mut edge.left, &mut edge.right] {
            *side = number.get(*side as usize).copied().unwrap_or(OUTSIDE);
        }
    }
    (Mosaic { spots, edges, n_units: kept.len() }, kept)
}
