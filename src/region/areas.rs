//! Administrative areas and named quarters of a region.

use bytes::Bytes;
use geo::{Contains, Coord, LineString, MultiPolygon, Point, Polygon};
use serde::{Deserialize, Serialize};

use super::file::Kind;
use super::table::{Row, Table, e7, e7_box, e7_point, parse_id};
use crate::domain::flat::{FlatError, Records};
use crate::domain::geocode::normalize::fold;
use crate::domain::units::{Bbox, LngLat};
use crate::domain::varint;

pub(super) const KIND: Kind = Kind { name: "areas", version: 1 };

/// An area without its shape.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Area {
    /// `relation/123` or `way/5`.
    pub id: String,
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_en: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_ko: Option<String>,
    /// OpenStreetMap's level, 2 for countries to 11 for the smallest; nothing for quarters that
    /// are no administrative areas.
    pub admin_level: Option<u8>,
    /// `administrative`, or the value of `place`.
    pub kind: String,
    pub bbox: Bbox,
    pub area_m2: f64,
    /// The smallest area of a higher level around this one.
    pub parent: Option<String>,
}

#[derive(Debug, Clone, Default)]
pub struct Areas {
    table: Table,
    shapes: Records,
}

/// Which areas are wanted. Everything that is set must hold.
#[derive(Debug, Clone, Copy, Default)]
pub struct AreaQuery<'a> {
    pub text: Option<&'a str>,
    pub admin_level: Option<u8>,
    pub bbox: Option<Bbox>,
    /// Areas that contain this point.
    pub at: Option<LngLat>,
}

const NAMES: [&str; 2] = ["shape ends", "shapes"];

impl Areas {
    pub(super) fn build(
        rows: &[Row<Area>],
        shapes: &[MultiPolygon],
    ) -> Result<Self, serde_json::Error> {
        let (table, order) = Table::build(rows)?;
        let shapes = order.iter().map(|row| encode(&shapes[*row])).collect();
        Ok(Self { table, shapes })
    }

    pub(super) fn open(
        section: &dyn Fn(&str) -> Result<Bytes, FlatError>,
    ) -> Result<Self, FlatError> {
        let table = Table::open(section)?;
        let shapes = Records::new(section(NAMES[0])?, section(NAMES[1])?)?;
        if shapes.len() != table.len() {
            return Err(FlatError::Inconsistent("shapes do not match their areas".into()));
        }
        Ok(Self { table, shapes })
    }

    pub(super) fn sections(&self) -> Vec<(&'static str, &[u8])> {
        let (ends, shapes) = self.shapes.parts();
        self.table.sections().into_iter().chain(NAMES.into_iter().zip([ends, shapes])).collect()
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.table.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The area with an id such as `relation/123`, and its shape.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<(Area, MultiPolygon)> {
        let row = self.table.find(parse_id(id)?)?;
        Some((self.table.value(row)?, self.shape(row)?))
    }

    /// Areas wanted, the largest first.
    #[must_use]
    pub fn search(&self, query: &AreaQuery<'_>) -> Vec<Area> {
        let everywhere = [i32::MIN, i32::MIN, i32::MAX, i32::MAX];
        let bbox = query.at.map(e7_point).or_else(|| query.bbox.map(e7_box));
        let text = query.text.map(fold).filter(|text| !text.trim().is_empty());
        let mut found: Vec<Area> = self
            .table
            .query(bbox.unwrap_or(everywhere))
            .filter(|row| {
                text.as_ref().is_none_or(|text| self.table.text(*row).contains(text.trim()))
            })
            .filter(|row| query.at.is_none_or(|point| self.contains(*row, point)))
            .filter_map(|row| self.table.value::<Area>(row))
            .filter(|area| query.admin_level.is_none_or(|level| area.admin_level == Some(level)))
            .collect();
        found.sort_by(|a, b| b.area_m2.total_cmp(&a.area_m2).then_with(|| a.id.cmp(&b.id)));
        found
    }

    fn contains(&self, row: usize, point: LngLat) -> bool {
        self.shape(row).is_some_and(|shape| shape.contains(&Point::from(point)))
    }

    fn shape(&self, row: usize) -> Option<MultiPolygon> {
        decode(self.shapes.get(row))
    }
}

pub(super) fn row(key: i64, area: Area) -> Row<Area> {
    let names = [Some(&area.name), area.name_en.as_ref(), area.name_ko.as_ref()];
    let text = names.into_iter().flatten().map(|name| fold(name)).collect::<Vec<_>>().join("\n");
    Row { key, bbox: e7_box(area.bbox), text, value: area }
}

/// Runs of coordinate differences in 1e-7 degrees, as exact as OpenStreetMap itself.
fn encode(shape: &MultiPolygon) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut at = [0_i64; 2];
    varint::put(&mut bytes, shape.0.len() as u64);
    for polygon in shape {
        varint::put(&mut bytes, 1 + polygon.interiors().len() as u64);
        for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
            varint::put(&mut bytes, ring.0.len() as u64);
            for coord in &ring.0 {
                let next = [i64::from(e7(coord.x)), i64::from(e7(coord.y))];
                varint::put_signed(&mut bytes, next[0] - at[0]);
                varint::put_signed(&mut bytes, next[1] - at[1]);
                at = next;
            }
        }
    }
    bytes
}

fn decode(mut bytes: &[u8]) -> Option<MultiPolygon> {
    let mut at = [0_i64; 2];
    let n_polygons = count(&mut bytes)?;
    let mut polygons = Vec::with_capacity(n_polygons);
    for _ in 0..n_polygons {
        let n_rings = count(&mut bytes)?;
        let rings = (0..n_rings).map(|_| decode_ring(&mut bytes, &mut at));
        let mut rings = rings.collect::<Option<Vec<_>>>()?.into_iter();
        polygons.push(Polygon::new(rings.next()?, rings.collect()));
    }
    Some(MultiPolygon(polygons))
}

fn decode_ring(bytes: &mut &[u8], at: &mut [i64; 2]) -> Option<LineString> {
    let n_points = count(bytes)?;
    let mut points = Vec::with_capacity(n_points);
    for _ in 0..n_points {
        for value in at.iter_mut() {
            *value = value.checked_add(varint::take_signed(bytes)?)?;
        }
        let [x, y] = at.map(|value| i32::try_from(value).ok());
        points.push(Coord { x: f64::from(x?) * 1e-7, y: f64::from(y?) * 1e-7 });
    }
    Some(LineString(points))
}

/// A count of things that take at least a byte each.
fn count(bytes: &mut &[u8]) -> Option<usize> {
    let count = usize::try_from(varint::take(bytes)?).ok()?;
    (count <= bytes.len()).then_some(count)
}

#[cfg(test)]
#[path = "areas_tests.rs"]
mod tests;
