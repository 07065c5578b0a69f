//! Whose territory a point lies in, with an exact rule for borders: a point on a common border belongs to
//! the territory to its east (north of a level one), so that every point has one owner at most.

use geo::kernels::{Kernel, Orientation, RobustKernel};
use geo::{BoundingRect, Coord, LinesIter, MultiPolygon};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use crate::domain::units::LngLat;

/// How many edges a band of an outline holds, about.
const EDGES_PER_BAND: usize = 8;
/// A border that runs north stands in many bands; more of them would only hold it more often.
const BANDS_MAX: usize = 512;

/// Territories made ready for many questions: found by their boxes, their edges by latitude.
#[derive(Debug, Clone)]
pub struct Ownership {
    outlines: Vec<Outline>,
    boxes: RTree<Numbered>,
}

/// A box in degrees and the number of its territory.
type Numbered = GeomWithData<Rectangle<[f64; 2]>, usize>;

/// The edges of a territory that meet each of equally high bands.
#[derive(Debug, Clone)]
struct Outline {
    south: f64,
    bands_per_degree: f64,
    /// Lower end first, so that both neighbours of a border compute the same.
    bands: Vec<Vec<[Coord; 2]>>,
}

impl Ownership {
    #[must_use]
    pub fn new<'a>(territories: impl IntoIterator<Item = &'a MultiPolygon>) -> Self {
        let mut outlines = Vec::new();
        let mut boxes = Vec::new();
        for (number, polygon) in territories.into_iter().enumerate() {
            outlines.push(Outline::new(polygon));
            let Some(bbox) = polygon.bounding_rect() else { continue };
            let corners = Rectangle::from_corners(bbox.min().into(), bbox.max().into());
            boxes.push(GeomWithData::new(corners, number));
        }
        Self { outlines, boxes: RTree::bulk_load(boxes) }
    }

    /// The territory a point lies in; the first of several where they overlap.
    #[must_use]
    pub fn owner_of(&self, point: LngLat) -> Option<usize> {
        let at = Coord::from(point);
        let here = AABB::from_point([at.x, at.y]);
        let near = self.boxes.locate_in_envelope_intersecting(&here).map(|found| found.data);
        near.filter(|&number| self.outlines[number].holds(at)).min()
    }
}

impl Outline {
    fn new(polygon: &MultiPolygon) -> Self {
        let upward = |line: geo::Line| {
            if line.start.y <= line.end.y { [line.start, line.end] } else { [line.end, line.start] }
        };
        let edges: Vec<[Coord; 2]> =
            polygon.lines_iter().map(upward).filter(|[low, high]| low.y < high.y).collect();
        let south = edges.iter().map(|[low, _]| low.y).fold(f64::INFINITY, f64::min);
        let north = edges.iter().map(|[_, high]| high.y).fold(f64::NEG_INFINITY, f64::max);
        let count = (edges.len() / EDGES_PER_BAND).clamp(1, BANDS_MAX);
        let bands_per_degree = count as f64 / (north - south);
        let mut outline = Self { south, bands_per_degree, bands: vec![Vec::new(); count] };
        for edge in edges {
            let [lowest, highest] = edge.map(|end| outline.band(end.y));
            for band in lowest..=highest {
                outline.bands[band].push(edge);
            }
        }
        outline
    }

    /// The band of a latitude; the first and the last hold what lies beyond. Never falls as the
    /// latitude rises.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "negative becomes 0, the rest is small"
    )]
    fn band(&self, lat: f64) -> usize {
        (((lat - self.south) * self.bands_per_degree) as usize).min(self.bands.len() - 1)
    }

    /// Inside when an odd number of edges lies strictly to the east; an edge holds its lower end and not
    /// its upper one.
    fn holds(&self, at: Coord) -> bool {
        let is_east = |[low, high]: &&[Coord; 2]| {
            low.y <= at.y
                && at.y < high.y
                && RobustKernel::orient2d(*low, *high, at) == Orientation::CounterClockwise
        };
        self.bands[self.band(at.y)].iter().filter(is_east).count() % 2 == 1
    }
}

#[cfg(test)]
#[path = "ownership_tests.rs"]
mod tests;
