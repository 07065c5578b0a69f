//! GeoJSON polygons as they come in: read, bounded, checked for faults, each with its place.

use geo::kernels::{Kernel, Orientation, RobustKernel};
use serde_json::Value;

use super::polygon::{Bands, Edge};
use crate::domain::crm::Fault;

/// Most vertices of one drawn area.
pub const VERTICES_MAX: usize = 20_000;
/// Longitudes may run on past the antimeridian, as a drawing on a panned map does.
const LNG_MAX: f64 = 540.0;
const WORLD_WIDTH: f64 = 360.0;

/// Closed rings of all parts, shells and holes alike: a point is inside when it is within an odd
/// number of them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rings(pub Vec<Vec<[f64; 2]>>);

/// A `GeoJSON` `Polygon` or `MultiPolygon`, or a `Feature` of one.
///
/// # Errors
/// The first fault found, with the pointer to it.
pub fn parse(geometry: &Value, pointer: &str) -> Result<Rings, Fault> {
    let kind = geometry.get("type").and_then(Value::as_str);
    let at = format!("{pointer}/coordinates");
    let coordinates = geometry.get("coordinates").unwrap_or(&Value::Null);
    let mut reader = Reader { rings: Vec::new(), n_vertices: 0 };
    match kind {
        Some("Feature") => {
            let inner = geometry.get("geometry").unwrap_or(&Value::Null);
            return parse(inner, &format!("{pointer}/geometry"));
        }
        Some("Polygon") => reader.polygon(coordinates, &at)?,
        Some("MultiPolygon") => {
            for (index, polygon) in array(coordinates, &at)?.iter().enumerate() {
                reader.polygon(polygon, &format!("{at}/{index}"))?;
            }
        }
        _ => {
            return Err(Fault::new(pointer.to_owned(), "area.not_a_polygon"));
        }
    }
    let rings: Vec<String> = reader.rings.iter().map(|(at, _)| at.clone()).collect();
    let shape = Rings(reader.rings.into_iter().map(|(_, ring)| ring).collect());
    check(&shape, &rings, &at)?;
    Ok(shape)
}

struct Reader {
    rings: Vec<(String, Vec<[f64; 2]>)>,
    n_vertices: usize,
}

impl Reader {
    fn polygon(&mut self, coordinates: &Value, pointer: &str) -> Result<(), Fault> {
        for (index, ring) in array(coordinates, pointer)?.iter().enumerate() {
            let at = format!("{pointer}/{index}");
            let ring = self.ring(ring, &at)?;
            self.rings.push((at, ring));
        }
        Ok(())
    }

    fn ring(&mut self, ring: &Value, pointer: &str) -> Result<Vec<[f64; 2]>, Fault> {
        let positions = array(ring, pointer)?;
        self.n_vertices += positions.len();
        if self.n_vertices > VERTICES_MAX {
            let fault = Fault::new(pointer.to_owned(), "area.too_many_vertices");
            return Err(fault.with("max", VERTICES_MAX));
        }
        let mut points: Vec<[f64; 2]> = Vec::with_capacity(positions.len());
        for (index, value) in positions.iter().enumerate() {
            points.push(position(value, &format!("{pointer}/{index}"))?);
        }
        closed(points, pointer)
    }
}

fn closed(mut points: Vec<[f64; 2]>, pointer: &str) -> Result<Vec<[f64; 2]>, Fault> {
    if points.len() > 1 && points.first() != points.last() {
        return Err(Fault::new(pointer.to_owned(), "area.ring_not_closed"));
    }
    points.dedup();
    if points.len() < 4 {
        return Err(Fault::new(pointer.to_owned(), "area.empty"));
    }
    Ok(points)
}

fn array<'a>(value: &'a Value, pointer: &str) -> Result<&'a [Value], Fault> {
    match value.as_array() {
        Some(items) if !items.is_empty() => Ok(items),
        Some(_) => Err(Fault::new(pointer.to_owned(), "area.empty")),
        None => Err(Fault::new(pointer.to_owned(), "area.not_a_polygon")),
    }
}

fn position(value: &Value, pointer: &str) -> Result<[f64; 2], Fault> {
    let number = |index: usize| value.get(index).and_then(Value::as_f64);
    let (Some(lng), Some(lat)) = (number(0), number(1)) else {
        return Err(Fault::new(pointer.to_owned(), "area.bad_position"));
    };
    if !(-LNG_MAX..=LNG_MAX).contains(&lng) || !(-90.0..=90.0).contains(&lat) {
        return Err(Fault::new(pointer.to_owned(), "area.out_of_range"));
    }
    Ok([lng, lat])
}

fn check(rings: &Rings, pointers: &[String], pointer: &str) -> Result<(), Fault> {
    for (ring, at) in rings.0.iter().zip(pointers) {
        if ring.windows(3).all(|w| orientation(w[0], w[1], w[2]) == Orientation::Collinear) {
            return Err(Fault::new(at.clone(), "area.empty"));
        }
    }
    let lngs = || rings.0.iter().flatten().map(|p| p[0]);
    let width = lngs().fold(f64::MIN, f64::max) - lngs().fold(f64::MAX, f64::min);
    if width > WORLD_WIDTH {
        return Err(Fault::new(pointer.to_owned(), "area.too_large"));
    }
    match first_crossing(rings) {
        Some(((ring, index), [lng, lat])) => {
            let fault = Fault::new(format!("{}/{index}", pointers[ring]), "area.self_crossing");
            Err(fault.with("near", format!("[{lng:.6}, {lat:.6}]")))
        }
        None => Ok(()),
    }
}

/// The first two edges that properly cross: where the first of them starts (ring, position) and
/// about where they meet. Rings that only touch are fine.
fn first_crossing(rings: &Rings) -> Option<((usize, usize), [f64; 2])> {
    let bands = Bands::new(rings);
    let found = (0..bands.len()).find_map(|band| crossing_in(bands.edges(band)))?;
    let (one, other) = found;
    Some((start_of(rings, &one)?, meeting_point(&one, &other)))
}

fn crossing_in(edges: &[Edge]) -> Option<(Edge, Edge)> {
    let mut sorted = edges.to_vec();
    sorted.sort_by(|a, b| a.min_x().total_cmp(&b.min_x()));
    for (index, one) in sorted.iter().enumerate() {
        let reach = one.max_x();
        for other in sorted[index + 1..].iter().take_while(|other| other.min_x() <= reach) {
            if other.a[1] <= one.b[1] && one.a[1] <= other.b[1] && cross(one, other) {
                return Some((*one, *other));
            }
        }
    }
    None
}

fn cross(one: &Edge, other: &Edge) -> bool {
    apart(orientation(one.a, one.b, other.a), orientation(one.a, one.b, other.b))
        && apart(orientation(other.a, other.b, one.a), orientation(other.a, other.b, one.b))
}

fn apart(one: Orientation, other: Orientation) -> bool {
    one != Orientation::Collinear && other != Orientation::Collinear && one != other
}

/// Which side of the line from `a` to `b` the point is on, without rounding error.
#[must_use]
pub fn orientation(a: [f64; 2], b: [f64; 2], point: [f64; 2]) -> Orientation {
    RobustKernel::orient2d(a.into(), b.into(), point.into())
}

fn start_of(rings: &Rings, edge: &Edge) -> Option<(usize, usize)> {
    rings.0.iter().enumerate().find_map(|(index, ring)| {
        let matches = |w: &[[f64; 2]]| Edge::new(w[0], w[1]) == *edge;
        ring.windows(2).position(matches).map(|at| (index, at))
    })
}

fn meeting_point(one: &Edge, other: &Edge) -> [f64; 2] {
    let (d1, d2) = (one.direction(), other.direction());
    let denominator = d1[0] * d2[1] - d1[1] * d2[0];
    let offset = [other.a[0] - one.a[0], other.a[1] - one.a[1]];
    let t = (offset[0] * d2[1] - offset[1] * d2[0]) / denominator;
    [one.a[0] + t * d1[0], one.a[1] + t * d1[1]]
}

#[cfg(test)]
#[path = "ring_tests.rs"]
mod tests;
