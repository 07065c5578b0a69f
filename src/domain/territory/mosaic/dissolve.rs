//! Territories as polygons: the borders between their units cancel, what is left is chained into rings.

use std::collections::HashMap;

use geo::{Coord, LineString, MultiPolygon, Polygon};

use super::{Mosaic, OUTSIDE, Spot, degrees, turn};

impl Mosaic {
    /// The polygon of each territory. Neighbours share every vertex of their common border; outer rings
    /// run counter-clockwise, holes clockwise.
    ///
    /// # Panics
    /// When `territory` has fewer entries than there are units.
    #[must_use]
    pub fn dissolve(&self, territory: &[usize], n_territories: usize) -> Vec<MultiPolygon> {
        let of = |unit: u32| if unit == OUTSIDE { None } else { Some(territory[unit as usize]) };
        let mut outlines = vec![Vec::new(); n_territories];
        for edge in &self.edges {
            let (left, right) = (of(edge.left), of(edge.right));
            if left == right {
                continue;
            }
            if let Some(left) = left {
                outlines[left].push((edge.from, edge.to));
            }
            if let Some(right) = right {
                outlines[right].push((edge.to, edge.from));
            }
        }
        outlines.iter().map(|outline| self.polygons(outline)).collect()
    }

    fn polygons(&self, outline: &[(u32, u32)]) -> MultiPolygon {
        let rings = Chain::new(self, outline).rings();
        let spots = |ring: &Vec<u32>| -> Vec<Spot> {
            ring.iter().map(|&spot| self.spots[spot as usize]).collect()
        };
        let (outer, holes): (Vec<_>, Vec<_>) =
            rings.iter().map(spots).partition(|ring| turn(ring) > 0);
        nested(&outer, &holes)
    }
}

/// Directed edges waiting to be chained.
struct Chain<'a> {
    mosaic: &'a Mosaic,
    starts: Vec<u32>,
    leaving: HashMap<u32, Vec<u32>>,
}

impl<'a> Chain<'a> {
    fn new(mosaic: &'a Mosaic, outline: &[(u32, u32)]) -> Self {
        let mut leaving: HashMap<u32, Vec<u32>> = HashMap::new();
        for &(from, to) in outline {
            leaving.entry(from).or_default().push(to);
        }
        Self { mosaic, starts: outline.iter().map(|edge| edge.0).collect(), leaving }
    }

    /// Simple rings: wherever the way comes back to one of its own vertices, that loop is a ring.
    fn rings(mut self) -> Vec<Vec<u32>> {
        let mut rings = Vec::new();
        for start in std::mem::take(&mut self.starts) {
            let mut path: Vec<u32> = Vec::new();
            let mut place: HashMap<u32, usize> = HashMap::new();
            let mut at = start;
            loop {
                if let Some(&first) = place.get(&at) {
                    let ring = path.split_off(first);
                    for spot in &ring {
                        place.remove(spot);
                    }
                    rings.push(ring);
                }
                let before = path.last().copied();
                place.insert(at, path.len());
                path.push(at);
                let Some(next) = self.leave(before, at) else { break };
                at = next;
            }
        }
        rings.retain(|ring| ring.len() > 2);
        rings
    }

    /// Takes the edge that bounds the same wedge of the inside: the first one clockwise from where the way
    /// came from.
    fn leave(&mut self, before: Option<u32>, at: u32) -> Option<u32> {
        let bearing = |to: u32| {
            let (a, b) = (self.mosaic.spots[at as usize], self.mosaic.spots[to as usize]);
            let rise = f64::from(b[1]) - f64::from(a[1]);
            rise.atan2(f64::from(b[0]) - f64::from(a[0]))
        };
        let back = before.map_or(0.0, bearing);
        let ways = self.leaving.get(&at)?;
        let clockwise = |to: u32| {
            let angle = (back - bearing(to)).rem_euclid(std::f64::consts::TAU);
            if angle == 0.0 { std::f64::consts::TAU } else { angle }
        };
        let best =
            (0..ways.len()).min_by(|&a, &b| clockwise(ways[a]).total_cmp(&clockwise(ways[b])))?;
        Some(self.leaving.get_mut(&at)?.swap_remove(best))
    }
}

/// Puts every hole into the smallest outer ring around it.
fn nested(outer: &[Vec<Spot>], holes: &[Vec<Spot>]) -> MultiPolygon {
    let mut inner = vec![Vec::new(); outer.len()];
    for hole in holes {
        let around = (0..outer.len())
            .filter(|&index| surrounds(&outer[index], hole))
            .min_by_key(|&index| turn(&outer[index]));
        if let Some(index) = around {
            inner[index].push(line(hole));
        }
    }
    outer.iter().zip(inner).map(|(ring, holes)| Polygon::new(line(ring), holes)).collect()
}

/// Whether the middle of the hole's first edge is inside of the ring; they may touch in vertices.
fn surrounds(ring: &[Spot], hole: &[Spot]) -> bool {
    let half = |axis: usize| f64::midpoint(f64::from(hole[0][axis]), f64::from(hole[1][axis]));
    let (x, y) = (half(0), half(1));
    let mut is_inside = false;
    for (index, a) in ring.iter().enumerate() {
        let b = ring[(index + 1) % ring.len()];
        let (ax, ay, bx, by) = (f64::from(a[0]), f64::from(a[1]), f64::from(b[0]), f64::from(b[1]));
        if (ay > y) != (by > y) && x < ax + (y - ay) / (by - ay) * (bx - ax) {
            is_inside = !is_inside;
        }
    }
    is_inside
}

fn line(ring: &[Spot]) -> LineString {
    let mut coords: Vec<Coord> = ring.iter().map(|&spot| degrees(spot).into()).collect();
    coords.extend(coords.first().copied());
    LineString(coords)
}
