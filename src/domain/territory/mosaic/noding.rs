//! Cuts segments where they meet, so that afterwards they share ends only.

use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::{Spot, Spots};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Segment {
    pub from: u32,
    pub to: u32,
}

pub(super) type SegmentTree = RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>;

/// Segments by their boxes.
pub(super) fn tree(spots: &Spots, segments: &[Segment]) -> SegmentTree {
    let boxed = |(index, segment): (usize, &Segment)| {
        let (a, b) = (point(spots.get(segment.from)), point(spots.get(segment.to)));
        GeomWithData::new(Rectangle::from_corners(a, b), index)
    };
    RTree::bulk_load(segments.iter().enumerate().map(boxed).collect())
}

pub(super) fn point(spot: Spot) -> [f64; 2] {
    spot.map(f64::from)
}

/// Where each segment is to be cut.
pub(super) struct Cuts<'a> {
    pub spots: &'a mut Spots,
    segments: &'a [Segment],
    stations: Vec<Vec<u32>>,
}

impl<'a> Cuts<'a> {
    pub fn new(spots: &'a mut Spots, segments: &'a [Segment]) -> Self {
        Self { spots, segments, stations: vec![Vec::new(); segments.len()] }
    }

    /// The segments whose boxes touch this one's, grown by a step for rounding.
    pub fn near(&self, tree: &SegmentTree, index: usize) -> Vec<usize> {
        let (a, b) = self.ends(index);
        let (a, b) = (point(a), point(b));
        let low = [a[0].min(b[0]) - 1.0, a[1].min(b[1]) - 1.0];
        let high = [a[0].max(b[0]) + 1.0, a[1].max(b[1]) + 1.0];
        let mut near: Vec<usize> = tree
            .locate_in_envelope_intersecting(&AABB::from_corners(low, high))
            .map(|found| found.data)
            .collect();
        near.sort_unstable();
        near
    }

    /// Cuts two segments where one ends on the other, or else where they cross. True if they cross.
    pub fn meet(&mut self, one: usize, two: usize) -> bool {
        let touched = self.end_on(one, two) | self.end_on(two, one);
        if touched {
            return false;
        }
        let ((a, b), (c, d)) = (self.ends(one), self.ends(two));
        let Some(spot) = crossing(a, b, c, d) else { return false };
        let spot = self.spots.add(spot);
        self.stations[one].push(spot);
        self.stations[two].push(spot);
        true
    }

    /// Cuts `one` at the ends of `two` that lie on it; true if they touch anywhere, ends included.
    fn end_on(&mut self, one: usize, two: usize) -> bool {
        let (a, b) = self.ends(one);
        let mut touches = false;
        for end in [self.segments[two].from, self.segments[two].to] {
            let own = self.segments[one];
            if end == own.from || end == own.to {
                touches = true;
            } else if lies_on(a, b, self.spots.get(end)) {
                touches = true;
                self.stations[one].push(end);
            }
        }
        touches
    }

    fn ends(&self, index: usize) -> (Spot, Spot) {
        let segment = self.segments[index];
        (self.spots.get(segment.from), self.spots.get(segment.to))
    }

    /// The pieces of every segment in order, from its start to its end.
    pub fn pieces(&self) -> Vec<Vec<Segment>> {
        let pieces = |(segment, inner): (&Segment, &Vec<u32>)| {
            let start = self.spots.get(segment.from);
            let mut stations = inner.clone();
            stations.sort_by_key(|&spot| squared(start, self.spots.get(spot)));
            stations.insert(0, segment.from);
            stations.push(segment.to);
            stations.dedup();
            stations.windows(2).map(|two| Segment { from: two[0], to: two[1] }).collect()
        };
        self.segments.iter().zip(&self.stations).map(pieces).collect()
    }
}

fn minus(a: Spot, b: Spot) -> [i128; 2] {
    [i128::from(a[0]) - i128::from(b[0]), i128::from(a[1]) - i128::from(b[1])]
}

fn cross(a: [i128; 2], b: [i128; 2]) -> i128 {
    a[0] * b[1] - a[1] * b[0]
}

fn squared(a: Spot, b: Spot) -> i128 {
    let [x, y] = minus(a, b);
    x * x + y * y
}

/// Whether a spot is within one step of the inside of a segment.
fn lies_on(a: Spot, b: Spot, spot: Spot) -> bool {
    let (along, to) = (minus(b, a), minus(spot, a));
    let length_2 = squared(a, b);
    let forward = along[0] * to[0] + along[1] * to[1];
    let aside = cross(along, to);
    forward > 0 && forward < length_2 && aside * aside <= length_2
}

/// Where the insides of two segments cross, rounded to the grid.
#[expect(clippy::cast_precision_loss, reason = "only the share along the segment is rounded")]
fn crossing(a: Spot, b: Spot, c: Spot, d: Spot) -> Option<Spot> {
    let side = |p: Spot, q: Spot, r: Spot| cross(minus(q, p), minus(r, p));
    let (c_side, d_side) = (side(a, b, c), side(a, b, d));
    let (a_side, b_side) = (side(c, d, a), side(c, d, b));
    if c_side.signum() * d_side.signum() >= 0 || a_side.signum() * b_side.signum() >= 0 {
        return None;
    }
    let share = a_side as f64 / (a_side - b_side) as f64;
    let between =
        |axis: usize| f64::from(a[axis]) + share * (f64::from(b[axis]) - f64::from(a[axis]));
    Some([between(0).round() as i32, between(1).round() as i32])
}
