//! Encoding of vector tiles. A hand-written protobuf writer of a few dozen lines: the `mvt` crate
//! takes floating-point geometry and owned tags, which doubles the time of a full tile.

use std::collections::HashMap;

use super::TilePoint;
use crate::domain::varint;

/// A tag's value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value<'a> {
    Text(&'a str),
    Int(i64),
    Double(f64),
    Bool(bool),
}

/// One layer of a tile. Features are encoded as they are added.
#[derive(Debug, Default)]
pub struct Layer {
    name: String,
    features: Vec<u8>,
    n_features: usize,
    keys: HashMap<String, u32>,
    key_bytes: Vec<u8>,
    /// Encoded values and their numbers.
    values: HashMap<Vec<u8>, u32>,
    value_bytes: Vec<u8>,
}

#[derive(Clone, Copy)]
enum Shape {
    Point = 1,
    Line = 2,
    Polygon = 3,
}

const MOVE_TO: u32 = 1;
const LINE_TO: u32 = 2;
const CLOSE_PATH: u32 = 7;

impl Layer {
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }

    #[must_use]
    pub const fn len(&self) -> usize {
        self.n_features
    }

    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.n_features == 0
    }

    pub fn add_point(&mut self, id: Option<u64>, tags: &[(&str, Value<'_>)], at: TilePoint) {
        let mut path = Path::default();
        path.move_to(at);
        self.add(Shape::Point, id, tags, &path.commands);
    }

    /// Parts of fewer than two points are left out.
    pub fn add_lines(
        &mut self,
        id: Option<u64>,
        tags: &[(&str, Value<'_>)],
        parts: &[Vec<TilePoint>],
    ) {
        let mut path = Path::default();
        for part in parts.iter().filter(|part| part.len() > 1) {
            path.line(part);
        }
        self.add(Shape::Line, id, tags, &path.commands);
    }

    /// Polygons, each an outer ring and its holes; the winding that the format asks for is made
    /// here. Rings without an area are left out, and a polygon whose outer ring is one.
    pub fn add_polygons(
        &mut self,
        id: Option<u64>,
        tags: &[(&str, Value<'_>)],
        polygons: &[Vec<Vec<TilePoint>>],
    ) {
        let mut path = Path::default();
        for rings in polygons {
            let Some((outer, holes)) = rings.split_first() else { continue };
            if path.ring(outer, true) {
                for hole in holes {
                    path.ring(hole, false);
                }
            }
        }
        self.add(Shape::Polygon, id, tags, &path.commands);
    }

    fn add(&mut self, shape: Shape, id: Option<u64>, tags: &[(&str, Value<'_>)], path: &[u32]) {
        if path.is_empty() {
            return;
        }
        let mut feature = Vec::with_capacity(path.len() + 32);
        if let Some(id) = id {
            put_number(&mut feature, 1, id);
        }
        let numbers: Vec<u32> =
            tags.iter().flat_map(|(key, value)| [self.key(key), self.value(*value)]).collect();
        put_packed(&mut feature, 2, &numbers);
        put_number(&mut feature, 3, shape as u64);
        put_packed(&mut feature, 4, path);
        put_bytes(&mut self.features, 2, &feature);
        self.n_features += 1;
    }

    fn key(&mut self, key: &str) -> u32 {
        if let Some(number) = self.keys.get(key) {
            return *number;
        }
        let number = numbered(self.keys.len());
        put_bytes(&mut self.key_bytes, 3, key.as_bytes());
        self.keys.insert(key.to_owned(), number);
        number
    }

    fn value(&mut self, value: Value<'_>) -> u32 {
        let mut bytes = Vec::new();
        match value {
            Value::Text(text) => put_bytes(&mut bytes, 1, text.as_bytes()),
            Value::Double(number) => {
                varint::put(&mut bytes, 3 << 3 | 1);
                bytes.extend_from_slice(&number.to_le_bytes());
            }
            Value::Int(number) => put_number(&mut bytes, 6, varint::zigzag(number)),
            Value::Bool(flag) => put_number(&mut bytes, 7, u64::from(flag)),
        }
        let next = numbered(self.values.len());
        let value_bytes = &mut self.value_bytes;
        *self.values.entry(bytes).or_insert_with_key(|bytes| {
            put_bytes(value_bytes, 4, bytes);
            next
        })
    }

    fn encode(&self, tile: &mut Vec<u8>) {
        let mut layer = Vec::with_capacity(self.features.len() + self.value_bytes.len() + 256);
        put_number(&mut layer, 15, 2);
        put_bytes(&mut layer, 1, self.name.as_bytes());
        layer.extend_from_slice(&self.features);
        layer.extend_from_slice(&self.key_bytes);
        layer.extend_from_slice(&self.value_bytes);
        put_number(&mut layer, 5, super::EXTENT.unsigned_abs().into());
        put_bytes(tile, 3, &layer);
    }
}

/// The tile's bytes; layers without features are left out, and no features are no bytes.
#[must_use]
pub fn encode(layers: &[Layer]) -> Vec<u8> {
    let mut tile = Vec::new();
    for layer in layers.iter().filter(|layer| !layer.is_empty()) {
        layer.encode(&mut tile);
    }
    tile
}

/// Geometry commands with coordinates relative to the point before.
#[derive(Default)]
struct Path {
    commands: Vec<u32>,
    at: TilePoint,
}

impl Path {
    fn move_to(&mut self, to: TilePoint) {
        self.commands.push(MOVE_TO | 1 << 3);
        self.step(to);
    }

    fn step(&mut self, to: TilePoint) {
        self.commands.extend([0, 1].map(|axis| zigzag32(to[axis] - self.at[axis])));
        self.at = to;
    }

    fn line_to(&mut self, n_points: usize, points: impl Iterator<Item = TilePoint>) {
        self.commands.push(LINE_TO | numbered(n_points) << 3);
        points.for_each(|point| self.step(point));
    }

    fn line(&mut self, points: &[TilePoint]) {
        self.move_to(points[0]);
        self.line_to(points.len() - 1, points[1..].iter().copied());
    }

    /// Returns whether the ring was added.
    fn ring(&mut self, points: &[TilePoint], is_outer: bool) -> bool {
        let area = doubled_area(points);
        if points.len() < 3 || area == 0 {
            return false;
        }
        self.move_to(points[0]);
        let rest = points[1..].iter().copied();
        if (area > 0) == is_outer {
            self.line_to(points.len() - 1, rest);
        } else {
            self.line_to(points.len() - 1, rest.rev());
        }
        self.commands.push(CLOSE_PATH | 1 << 3);
        true
    }
}

/// Twice the signed area; positive runs clockwise on the screen, where y grows downwards.
fn doubled_area(ring: &[TilePoint]) -> i64 {
    let next = ring.iter().cycle().skip(1);
    ring.iter()
        .zip(next)
        .map(|(a, b)| i64::from(a[0]) * i64::from(b[1]) - i64::from(b[0]) * i64::from(a[1]))
        .sum()
}

#[expect(clippy::cast_possible_truncation, reason = "a tile has far fewer than 2^29 of anything")]
const fn numbered(count: usize) -> u32 {
    count as u32
}

const fn zigzag32(value: i32) -> u32 {
    (value << 1 ^ value >> 31).cast_unsigned()
}

fn put_number(bytes: &mut Vec<u8>, field: u64, value: u64) {
    varint::put(bytes, field << 3);
    varint::put(bytes, value);
}

fn put_bytes(bytes: &mut Vec<u8>, field: u64, content: &[u8]) {
    varint::put(bytes, field << 3 | 2);
    varint::put(bytes, content.len() as u64);
    bytes.extend_from_slice(content);
}

fn put_packed(bytes: &mut Vec<u8>, field: u64, numbers: &[u32]) {
    let mut content = Vec::with_capacity(numbers.len() * 2);
    for number in numbers {
        varint::put(&mut content, u64::from(*number));
    }
    put_bytes(bytes, field, &content);
}

#[cfg(test)]
#[path = "mvt_tests.rs"]
mod tests;
