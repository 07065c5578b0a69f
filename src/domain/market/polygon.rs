//! Which points and boxes lie in a polygon: edges in horizontal bands, exact orientation tests.
//!
//! The rule is half-open: a ray to the right of the point crosses an edge when exactly one end of
//! the edge is at or below the point and the point is strictly left of it. A point on an outline
//! therefore belongs to the area on its right, or above it where the outline is level, and areas
//! that share an outline count it once.

use geo::kernels::Orientation;

use super::ring::{Rings, orientation};
use crate::domain::units::Bbox;

/// Most bands, and about how many times an edge may be listed on average.
const BANDS_MAX: usize = 4096;
const LISTINGS_PER_EDGE: usize = 16;

/// How a box lies to an area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cover {
    Outside,
    Inside,
    /// Some of both, or not known without looking at the points.
    Partly,
}

impl Cover {
    #[must_use]
    pub fn inverted(self) -> Self {
        match self {
            Self::Outside => Self::Inside,
            Self::Inside => Self::Outside,
            Self::Partly => Self::Partly,
        }
    }

    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Outside, _) | (_, Self::Outside) => Self::Outside,
            (Self::Inside, Self::Inside) => Self::Inside,
            _ => Self::Partly,
        }
    }

    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.inverted().and(other.inverted()).inverted()
    }
}

/// An edge of an outline, from its lower end to its upper.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Edge {
    pub a: [f64; 2],
    pub b: [f64; 2],
}

impl Edge {
    #[must_use]
    pub fn new(one: [f64; 2], other: [f64; 2]) -> Self {
        if (one[1], one[0]) <= (other[1], other[0]) {
            Self { a: one, b: other }
        } else {
            Self { a: other, b: one }
        }
    }

    #[must_use]
    pub fn min_x(&self) -> f64 {
        self.a[0].min(self.b[0])
    }

    #[must_use]
    pub fn max_x(&self) -> f64 {
        self.a[0].max(self.b[0])
    }

    #[must_use]
    pub fn direction(&self) -> [f64; 2] {
        [self.b[0] - self.a[0], self.b[1] - self.a[1]]
    }

    /// Whether a ray to the right of the point crosses this edge, by the half-open rule.
    fn crosses_ray(&self, x: f64, y: f64) -> bool {
        if (self.a[1] <= y) == (self.b[1] <= y) {
            return false;
        }
        if x < self.min_x() {
            return true;
        }
        x < self.max_x() && orientation(self.a, self.b, [x, y]) == Orientation::CounterClockwise
    }

    /// Whether any point of the edge is in the closed box.
    fn touches(&self, bbox: &Bbox) -> bool {
        if self.max_x() < bbox.west
            || self.min_x() > bbox.east
            || self.b[1] < bbox.south
            || self.a[1] > bbox.north
        {
            return false;
        }
        // the two corners farthest to either side of an edge that leans this way
        let (left, right) = if self.b[0] >= self.a[0] {
            ([bbox.west, bbox.north], [bbox.east, bbox.south])
        } else {
            ([bbox.west, bbox.south], [bbox.east, bbox.north])
        };
        orientation(self.a, self.b, left) != Orientation::Clockwise
            && orientation(self.a, self.b, right) != Orientation::CounterClockwise
    }
}

/// Edges listed by the horizontal bands they pass through.
#[derive(Debug, Clone)]
pub struct Bands {
    bbox: Bbox,
    per_degree: f64,
    starts: Vec<u32>,
    edges: Vec<Edge>,
}

impl Bands {
    #[must_use]
    pub fn new(rings: &Rings) -> Self {
        let edges: Vec<Edge> = rings
            .0
            .iter()
            .flat_map(|ring| ring.windows(2).map(|w| Edge::new(w[0], w[1])))
            .collect();
        let bbox = bounds(rings);
        let mut bands = Self { bbox, per_degree: 0.0, starts: Vec::new(), edges: Vec::new() };
        bands.choose_height(&edges);
        bands.list(&edges);
        bands
    }

    /// Thin bands make tests fast, but long edges are listed in each of them.
    fn choose_height(&mut self, edges: &[Edge]) {
        let height = (self.bbox.north - self.bbox.south).max(f64::MIN_POSITIVE);
        let total: f64 = edges.iter().map(|e| e.b[1] - e.a[1]).sum();
        let wanted = as_f64(LISTINGS_PER_EDGE * edges.len()) * height / total.max(height);
        self.per_degree = wanted.clamp(1.0, as_f64(BANDS_MAX)).floor() / height;
    }

    fn list(&mut self, edges: &[Edge]) {
        let n_bands = self.band(self.bbox.north) + 1;
        let mut counts = vec![0u32; n_bands + 1];
        for edge in edges {
            for band in self.band(edge.a[1])..=self.band(edge.b[1]) {
                counts[band + 1] += 1;
            }
        }
        for band in 0..n_bands {
            counts[band + 1] += counts[band];
        }
        let mut next = counts.clone();
        let blank = Edge { a: [0.0; 2], b: [0.0; 2] };
        self.edges = vec![blank; counts[n_bands] as usize];
        for edge in edges {
            for next in &mut next[self.band(edge.a[1])..=self.band(edge.b[1])] {
                self.edges[*next as usize] = *edge;
                *next += 1;
            }
        }
        self.starts = counts;
    }

    /// The band of a latitude; never falls as the latitude rises, so that the bands of an edge's
    /// ends enclose those of all its points.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a float cast saturates: below the area is band 0, above it is bounded by callers"
    )]
    fn band(&self, y: f64) -> usize {
        (((y - self.bbox.south) * self.per_degree) as usize).min(BANDS_MAX)
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.edges.is_empty()
    }

    #[must_use]
    pub fn edges(&self, band: usize) -> &[Edge] {
        &self.edges[self.starts[band] as usize..self.starts[band + 1] as usize]
    }

    #[must_use]
    pub fn bbox(&self) -> &Bbox {
        &self.bbox
    }

    /// Whether the point is inside, by the half-open rule.
    #[must_use]
    pub fn contains(&self, x: f64, y: f64) -> bool {
        let bbox = &self.bbox;
        if !(y >= bbox.south && y < bbox.north && x >= bbox.west && x < bbox.east) {
            return false;
        }
        let edges = self.edges(self.band(y));
        edges.iter().filter(|edge| edge.crosses_ray(x, y)).count() % 2 == 1
    }

    fn bands_of(&self, bbox: &Bbox) -> (usize, usize) {
        let last = self.len() - 1;
        (self.band(bbox.south).min(last), self.band(bbox.north).min(last))
    }

    /// How many bands a box lies across.
    #[must_use]
    pub fn n_across(&self, bbox: &Bbox) -> u32 {
        let (low, high) = self.bands_of(bbox);
        u32::try_from(high - low + 1).unwrap_or(u32::MAX)
    }

    /// The edges that decide about points within a box.
    #[must_use]
    pub fn around(&self, bbox: &Bbox) -> Around {
        let (low, high) = self.bands_of(bbox);
        let mut around = Around { is_odd: false, edges: Vec::new() };
        for band in low..=high {
            for edge in self.edges(band) {
                // an edge is listed in several bands and counts in the first of these
                if band == low || self.band(edge.a[1]) == band {
                    around.add(edge, bbox);
                }
            }
        }
        around
    }

    #[must_use]
    pub fn cover(&self, bbox: &Bbox) -> Cover {
        if bbox.is_empty() || !bbox.intersects(&self.bbox) {
            return Cover::Outside;
        }
        let (low, high) = self.bands_of(bbox);
        let touched =
            (low..=high).any(|band| self.edges(band).iter().any(|edge| edge.touches(bbox)));
        match touched {
            true => Cover::Partly,
            false if self.contains(bbox.west, bbox.south) => Cover::Inside,
            false => Cover::Outside,
        }
    }
}

/// What of an area matters to the points of one box: the edges near it, and whether a ray to the
/// right of any of these points crosses an odd number of the others.
#[derive(Debug)]
pub struct Around {
    is_odd: bool,
    edges: Vec<Edge>,
}

impl Around {
    fn add(&mut self, edge: &Edge, bbox: &Bbox) {
        if edge.b[1] <= bbox.south || edge.a[1] > bbox.north || edge.max_x() <= bbox.west {
            return;
        }
        let is_beside = edge.a[1] <= bbox.south && edge.b[1] > bbox.north;
        if is_beside && edge.min_x() > bbox.east {
            self.is_odd = !self.is_odd;
        } else {
            self.edges.push(*edge);
        }
    }

    /// Whether a point of the box is inside, by the half-open rule.
    #[must_use]
    pub fn contains(&self, x: f64, y: f64) -> bool {
        let crossings = self.edges.iter().filter(|edge| edge.crosses_ray(x, y)).count();
        (crossings % 2 == 1) != self.is_odd
    }
}

fn bounds(rings: &Rings) -> Bbox {
    let mut bbox = Bbox::EMPTY;
    for [x, y] in rings.0.iter().flatten() {
        bbox.west = bbox.west.min(*x);
        bbox.east = bbox.east.max(*x);
        bbox.south = bbox.south.min(*y);
        bbox.north = bbox.north.max(*y);
    }
    bbox
}

#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
fn as_f64(n: usize) -> f64 {
    n as f64
}

#[cfg(test)]
#[path = "polygon_tests.rs"]
mod tests;
