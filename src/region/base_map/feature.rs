//! A feature as the region file stores it: layer, first zoom, attributes and geometry as runs of
//! small numbers.

use crate::domain::tiles::project::WorldPoint;
use crate::domain::varint;

/// A value; texts by their number in the region's strings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::region) enum Attribute {
    Text(u64),
    Int(i64),
    Bool(bool),
}

/// Rings do not repeat their first point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::region) enum Geometry {
    Point(WorldPoint),
    Lines(Vec<Vec<WorldPoint>>),
    Polygons(Vec<Vec<Vec<WorldPoint>>>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::region) struct Feature {
    pub(in crate::region) layer: u8,
    pub(in crate::region) min_zoom: u8,
    pub(in crate::region) attributes: Vec<(u64, Attribute)>,
    pub(in crate::region) geometry: Geometry,
}

impl Feature {
    pub(in crate::region) fn encode(&self) -> Vec<u8> {
        let mut bytes = vec![self.layer, self.min_zoom];
        varint::put(&mut bytes, self.attributes.len() as u64);
        for (key, value) in &self.attributes {
            varint::put(&mut bytes, *key);
            let (kind, value) = match value {
                Attribute::Text(number) => (0, *number),
                Attribute::Int(value) => (1, varint::zigzag(*value)),
                Attribute::Bool(flag) => (2, u64::from(*flag)),
            };
            bytes.push(kind);
            varint::put(&mut bytes, value);
        }
        put_geometry(&mut bytes, &self.geometry);
        bytes
    }

    /// Nothing when the bytes are damaged.
    pub(in crate::region) fn decode(mut bytes: &[u8]) -> Option<Self> {
        let [layer, min_zoom] = [byte(&mut bytes)?, byte(&mut bytes)?];
        let n_attributes = count(&mut bytes)?;
        let mut attributes = Vec::with_capacity(n_attributes);
        for _ in 0..n_attributes {
            let key = varint::take(&mut bytes)?;
            let kind = byte(&mut bytes)?;
            let value = varint::take(&mut bytes)?;
            let value = match kind {
                0 => Attribute::Text(value),
                1 => Attribute::Int(varint::unzigzag(value)),
                _ => Attribute::Bool(value != 0),
            };
            attributes.push((key, value));
        }
        Some(Self { layer, min_zoom, attributes, geometry: take_geometry(&mut bytes)? })
    }
}

fn put_geometry(bytes: &mut Vec<u8>, geometry: &Geometry) {
    let mut at = [0; 2];
    match geometry {
        Geometry::Point(point) => {
            bytes.push(1);
            put_point(bytes, &mut at, *point);
        }
        Geometry::Lines(parts) => {
            bytes.push(2);
            put_parts(bytes, &mut at, parts);
        }
        Geometry::Polygons(polygons) => {
            bytes.push(3);
            varint::put(bytes, polygons.len() as u64);
            for rings in polygons {
                put_parts(bytes, &mut at, rings);
            }
        }
    }
}

fn put_parts(bytes: &mut Vec<u8>, at: &mut WorldPoint, parts: &[Vec<WorldPoint>]) {
    varint::put(bytes, parts.len() as u64);
    for part in parts {
        varint::put(bytes, part.len() as u64);
        for point in part {
            put_point(bytes, at, *point);
        }
    }
}

fn put_point(bytes: &mut Vec<u8>, at: &mut WorldPoint, point: WorldPoint) {
    for axis in 0..2 {
        varint::put_signed(bytes, i64::from(point[axis]) - i64::from(at[axis]));
    }
    *at = point;
}

fn take_geometry(bytes: &mut &[u8]) -> Option<Geometry> {
    let mut at = [0; 2];
    match byte(bytes)? {
        1 => Some(Geometry::Point(take_point(bytes, &mut at)?)),
        2 => Some(Geometry::Lines(take_parts(bytes, &mut at)?)),
        3 => {
            let n_polygons = count(bytes)?;
            let polygons = (0..n_polygons).map(|_| take_parts(bytes, &mut at));
            Some(Geometry::Polygons(polygons.collect::<Option<_>>()?))
        }
        _ => None,
    }
}

fn take_parts(bytes: &mut &[u8], at: &mut WorldPoint) -> Option<Vec<Vec<WorldPoint>>> {
    let n_parts = count(bytes)?;
    let mut parts = Vec::with_capacity(n_parts);
    for _ in 0..n_parts {
        let n_points = count(bytes)?;
        let points = (0..n_points).map(|_| take_point(bytes, at));
        parts.push(points.collect::<Option<Vec<_>>>()?);
    }
    Some(parts)
}

fn take_point(bytes: &mut &[u8], at: &mut WorldPoint) -> Option<WorldPoint> {
    for value in at.iter_mut() {
        *value = value.checked_add(i32::try_from(varint::take_signed(bytes)?).ok()?)?;
    }
    Some(*at)
}

fn byte(bytes: &mut &[u8]) -> Option<u8> {
    let (first, rest) = bytes.split_first()?;
    *bytes = rest;
    Some(*first)
}

/// A count of things that take at least a byte each: no damaged number makes a huge vector.
fn count(bytes: &mut &[u8]) -> Option<usize> {
    let count = usize::try_from(varint::take(bytes)?).ok()?;
    (count <= bytes.len()).then_some(count)
}

#[cfg(test)]
#[path = "feature_tests.rs"]
mod tests;
