//! Areas: the shapes people ask with. [`Area`] is what was sent, checked; [`Shape`] is what the
//! scan tests, with administrative areas, territories and drive times filled in.

use std::collections::HashMap;

use h3o::CellIndex;
use serde_json::Value;
use uuid::Uuid;

use super::circle::Circle;
use super::ring::{self, Rings};
use super::shape::Shape;
use crate::domain::crm::Fault;
use crate::domain::units::{Bbox, LngLat};

/// Largest circle: half way round the Earth.
pub const RADIUS_MAX_M: f64 = 20_037_508.0;
/// Most cells of a cell set.
pub const CELLS_MAX: usize = 100_000;
/// How deep unions, intersections and differences may be nested, and how many parts one has.
const AREA_DEPTH_MAX: usize = 8;
const AREA_PARTS_MAX: usize = 100;
/// Longest drive.
pub const DRIVE_MINUTES_MAX: u16 = 180;

/// An area as it was asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum Area {
    Polygon(Rings),
    Circle {
        center: LngLat,
        radius_m: f64,
    },
    /// West may be greater than east: then the box crosses the antimeridian.
    Bbox(Bbox),
    Cells(Vec<CellIndex>),
    Named(Named),
    Union(Vec<Area>),
    Intersection(Vec<Area>),
    Difference(Box<Area>, Box<Area>),
}

/// An area whose outline someone else knows.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Named {
    Admin(String),
    Territory(Uuid),
    DriveTime(DriveTime),
}

/// Everything a vehicle reaches in so many minutes; the centre in 1e-7 degrees.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DriveTime {
    pub center_e7: [i32; 2],
    pub minutes: u16,
    pub profile: String,
}

impl Area {
    /// Reads the area form of the API.
    ///
    /// # Errors
    /// The first fault, with the pointer to it.
    pub fn parse(json: &Value, pointer: &str) -> Result<Self, Fault> {
        parse_area(json, pointer, 0)
    }

    /// The areas that must be looked up before [`Area::shape`].
    #[must_use]
    pub fn named(&self) -> Vec<&Named> {
        match self {
            Self::Named(named) => vec![named],
            Self::Union(parts) | Self::Intersection(parts) => {
                parts.iter().flat_map(Self::named).collect()
            }
            Self::Difference(one, other) => [one.named(), other.named()].concat(),
            _ => Vec::new(),
        }
    }

    /// The shape to test, with outlines for the named areas. A named area without an outline
    /// holds nothing.
    #[must_use]
    pub fn shape(&self, outlines: &Outlines) -> Shape {
        let all = |parts: &[Self]| parts.iter().map(|part| part.shape(outlines)).collect();
        match self {
            Self::Polygon(rings) => Shape::polygon(rings),
            Self::Circle { center, radius_m } => Shape::Circle(Circle::new(*center, *radius_m)),
            Self::Bbox(bbox) => Shape::bbox(*bbox),
            Self::Cells(cells) => Shape::cells(cells),
            Self::Named(named) => outlines.get(named).cloned().unwrap_or(Shape::Any(Vec::new())),
            Self::Union(parts) => Shape::Any(all(parts)),
            Self::Intersection(parts) => Shape::All(all(parts)),
            Self::Difference(one, other) => {
                Shape::All(vec![one.shape(outlines), Shape::Not(Box::new(other.shape(outlines)))])
            }
        }
    }
}

/// Looked-up outlines by name.
pub type Outlines = HashMap<Named, Shape>;

fn parse_area(json: &Value, pointer: &str, depth: usize) -> Result<Area, Fault> {
    if depth > AREA_DEPTH_MAX {
        let fault = Fault::new(pointer.to_owned(), "area.too_deep");
        return Err(fault.with("max", AREA_DEPTH_MAX));
    }
    let at = |field: &str| format!("{pointer}/{field}");
    let field = |name: &str| json.get(name).unwrap_or(&Value::Null);
    match field("type").as_str() {
        Some("polygon") => Ok(Area::Polygon(ring::parse(field("geometry"), &at("geometry"))?)),
        Some("Polygon" | "MultiPolygon") => Ok(Area::Polygon(ring::parse(json, pointer)?)),
        Some("circle") => parse_circle(json, pointer),
        Some("bbox") => Ok(Area::Bbox(parse_bbox(field("bbox"), &at("bbox"))?)),
        Some("cells") => Ok(Area::Cells(parse_cells(field("cells"), &at("cells"))?)),
        Some("admin") => {
            let id = text(field("area_id"), &at("area_id"))?;
            Ok(Area::Named(Named::Admin(id.to_owned())))
        }
        Some("territory") => {
            let id = text(field("territory_id"), &at("territory_id"))?;
            let fault = |_| Fault::new(at("territory_id"), "area.bad_value");
            Ok(Area::Named(Named::Territory(id.parse().map_err(fault)?)))
        }
        Some("drive_time") => parse_drive_time(json, pointer),
        Some("union") => Ok(Area::Union(parts(field("areas"), &at("areas"), depth)?)),
        Some("intersection") => Ok(Area::Intersection(parts(field("areas"), &at("areas"), depth)?)),
        Some("difference") => {
            let one = parse_area(field("area"), &at("area"), depth + 1)?;
            let other = parse_area(field("without"), &at("without"), depth + 1)?;
            Ok(Area::Difference(Box::new(one), Box::new(other)))
        }
        _ => Err(Fault::new(at("type"), "area.unknown_type")),
    }
}

fn parts(json: &Value, pointer: &str, depth: usize) -> Result<Vec<Area>, Fault> {
    let areas = json
        .as_array()
        .filter(|areas| !areas.is_empty())
        .ok_or_else(|| Fault::new(pointer.to_owned(), "area.empty"))?;
    if areas.len() > AREA_PARTS_MAX {
        let fault = Fault::new(pointer.to_owned(), "area.too_many_parts");
        return Err(fault.with("max", AREA_PARTS_MAX));
    }
    let parse = |(i, area)| parse_area(area, &format!("{pointer}/{i}"), depth + 1);
    areas.iter().enumerate().map(parse).collect()
}

fn text<'a>(json: &'a Value, pointer: &str) -> Result<&'a str, Fault> {
    json.as_str().ok_or_else(|| Fault::new(pointer.to_owned(), "area.bad_value"))
}

fn number(json: &Value, pointer: &str) -> Result<f64, Fault> {
    json.as_f64().ok_or_else(|| Fault::new(pointer.to_owned(), "area.bad_value"))
}

/// Reads `[lng, lat]`.
pub(super) fn parse_point(json: &Value, pointer: &str) -> Result<LngLat, Fault> {
    let position = json
        .as_array()
        .filter(|p| p.len() == 2)
        .ok_or_else(|| Fault::new(pointer.to_owned(), "area.bad_position"))?;
    let lng = number(&position[0], &format!("{pointer}/0"))?;
    let lat = number(&position[1], &format!("{pointer}/1"))?;
    LngLat::new(lng, lat).map_err(|_| Fault::new(pointer.to_owned(), "area.out_of_range"))
}

pub(super) fn parse_circle(json: &Value, pointer: &str) -> Result<Area, Fault> {
    let field = |name: &str| json.get(name).unwrap_or(&Value::Null);
    let center = parse_point(field("center"), &format!("{pointer}/center"))?;
    let at = format!("{pointer}/radius_m");
    let radius_m = number(field("radius_m"), &at)?;
    if !(radius_m > 0.0 && radius_m <= RADIUS_MAX_M) {
        return Err(Fault::new(at, "area.bad_radius").with("max", RADIUS_MAX_M));
    }
    Ok(Area::Circle { center, radius_m })
}

fn parse_drive_time(json: &Value, pointer: &str) -> Result<Area, Fault> {
    let field = |name: &str| json.get(name).unwrap_or(&Value::Null);
    let center = parse_point(field("center"), &format!("{pointer}/center"))?;
    let minutes = field("minutes")
        .as_u64()
        .and_then(|minutes| u16::try_from(minutes).ok())
        .filter(|minutes| (1..=DRIVE_MINUTES_MAX).contains(minutes))
        .ok_or_else(|| {
            Fault::new(format!("{pointer}/minutes"), "area.bad_minutes")
                .with("max", DRIVE_MINUTES_MAX)
        })?;
    let profile = match field("profile") {
        Value::Null => "car",
        profile => text(profile, &format!("{pointer}/profile"))?,
    };
    let center_e7 = [center.lng(), center.lat()].map(e7);
    let drive = DriveTime { center_e7, minutes, profile: profile.to_owned() };
    Ok(Area::Named(Named::DriveTime(drive)))
}

#[expect(clippy::cast_possible_truncation, reason = "180e7 fits an i32")]
fn e7(degrees: f64) -> i32 {
    (degrees * 1e7).round() as i32
}

/// Reads `[west, south, east, north]`.
///
/// # Errors
/// When it is not four numbers in range, or south lies above north.
pub fn parse_bbox(json: &Value, pointer: &str) -> Result<Bbox, Fault> {
    let sides = json
        .as_array()
        .filter(|sides| sides.len() == 4)
        .ok_or_else(|| Fault::new(pointer.to_owned(), "area.bad_box"))?;
    let side = |i: usize| number(&sides[i], &format!("{pointer}/{i}"));
    bbox_from([side(0)?, side(1)?, side(2)?, side(3)?], pointer)
}

/// A box from its four sides in degrees.
///
/// # Errors
/// When a side is out of range, or south lies above north.
pub fn bbox_from([west, south, east, north]: [f64; 4], pointer: &str) -> Result<Bbox, Fault> {
    let in_range = [west, east].iter().all(|lng| (-180.0..=180.0).contains(lng))
        && [south, north].iter().all(|lat| (-90.0..=90.0).contains(lat));
    if !in_range || south > north {
        return Err(Fault::new(pointer.to_owned(), "area.bad_box"));
    }
    Ok(Bbox { west, south, east, north })
}

fn parse_cells(json: &Value, pointer: &str) -> Result<Vec<CellIndex>, Fault> {
    let cells = json
        .as_array()
        .filter(|cells| !cells.is_empty())
        .ok_or_else(|| Fault::new(pointer.to_owned(), "area.empty"))?;
    if cells.len() > CELLS_MAX {
        let fault = Fault::new(pointer.to_owned(), "area.too_many_parts");
        return Err(fault.with("max", CELLS_MAX));
    }
    let parse = |(i, cell): (usize, &Value)| {
        let at = format!("{pointer}/{i}");
        let fault = |_| Fault::new(at.clone(), "area.bad_value");
        text(cell, &at)?.parse().map_err(fault)
    };
    cells.iter().enumerate().map(parse).collect()
}

#[cfg(test)]
#[path = "area_tests.rs"]
mod tests;
