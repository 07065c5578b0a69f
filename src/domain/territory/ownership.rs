//! Whose territory a point lies in, with an exact rule for borders: a point on a common border belongs to
//! the territory to its east (north of a level one), so that every point has one owner at most.

use geo::kernels::{Kernel, Orientation, RobustKernel};
use geo::{BoundingRect, Coord, LinesIter, MultiPolygon, Rect};

use crate::domain::units::LngLat;

/// Territories made ready for many questions.
#[derive(Debug, Clone)]
pub struct Ownership {
    outlines: Vec<Outline>,
}

#[derive(Debug, Clone)]
struct Outline {
    bbox: Option<Rect>,
    /// Lower end first, so that both neighbours of a border compute the same.
    edges: Vec<[Coord; 2]>,
}

impl Ownership {
    #[must_use]
    pub fn new<'a>(territories: impl IntoIterator<Item = &'a MultiPolygon>) -> Self {
        Self { outlines: territories.into_iter().map(Outline::new).collect() }
    }

    /// The territory a point lies in; the first of several where they overlap.
    #[must_use]
    pub fn owner_of(&self, point: LngLat) -> Option<usize> {
        let at = Coord::from(point);
        self.outlines.iter().position(|outline| outline.holds(at))
    }
}

impl Outline {
    fn new(polygon: &MultiPolygon) -> Self {
        let upward = |line: geo::Line| {
            if line.start.y <= line.end.y { [line.start, line.end] } else { [line.end, line.start] }
        };
        Self {
            bbox: polygon.bounding_rect(),
            edges: polygon
                .lines_iter()
                .filter(|l| l.start.y < l.end.y || l.end.y < l.start.y)
                .map(upward)
                .collect(),
        }
    }

    /// Inside when an odd number of edges lies strictly to the east; an edge holds its lower end and not
    /// its upper one.
    fn holds(&self, at: Coord) -> bool {
        let Some(bbox) = self.bbox else { return false };
        if at.x < bbox.min().x || at.x > bbox.max().x || at.y < bbox.min().y || at.y > bbox.max().y
        {
            return false;
        }
        let is_east = |[low, high]: &&[Coord; 2]| {
            low.y <= at.y
                && at.y < high.y
                && RobustKernel::orient2d(*low, *high, at) == Orientation::CounterClockwise
        };
        self.edges.iter().filter(is_east).count() % 2 == 1
    }
}

#[cfg(test)]
#[path = "ownership_tests.rs"]
mod tests;
