//! Polygons as they come in, and what happens where they overlap.

use geo::{BooleanOps, BoundingRect, Intersects, MultiPolygon};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::app::Error;
use crate::domain::crm::Fault;
use crate::domain::market::ring;
use crate::domain::territory::census::area_m2;
use crate::storage::territories::Territory;

/// Overlaps smaller than this are rounding at common borders.
const ROUNDING_M2: f64 = 1.0;

/// What to do with the parts of a new shape that another territory has already.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Overlap {
    /// Cut them off, so that the new territory ends where the others begin.
    #[default]
    Trim,
    /// Refuse the shape and name the other territory.
    Refuse,
}

/// Reads a polygon and checks it.
///
/// # Errors
/// The first fault with its place: not a polygon, empty, out of range, crossing itself.
pub fn parse(geometry: &Value, pointer: &str) -> Result<MultiPolygon, Fault> {
    ring::parse(geometry, pointer)?;
    let geometry = match geometry.get("type").and_then(Value::as_str) {
        Some("Feature") => &geometry["geometry"],
        _ => geometry,
    };
    let unusable = || Fault::new(pointer.to_owned(), "area.not_a_polygon");
    let parsed: geojson::Geometry =
        serde_json::from_value(geometry.clone()).map_err(|_| unusable())?;
    let shape: MultiPolygon = match geo::Geometry::try_from(parsed) {
        Ok(geo::Geometry::Polygon(polygon)) => polygon.into(),
        Ok(geo::Geometry::MultiPolygon(polygons)) => polygons,
        _ => return Err(unusable()),
    };
    let is_in_range =
        shape.bounding_rect().is_some_and(|b| b.min().x >= -180.0 && b.max().x <= 180.0);
    if is_in_range { Ok(shape) } else { Err(Fault::new(pointer.to_owned(), "area.out_of_range")) }
}

/// Keeps a new shape out of the territories that are there.
///
/// # Errors
/// `territory.overlap` when overlaps are refused, `territory.covered` when nothing would be left.
pub fn settle<'a>(
    shape: MultiPolygon,
    others: impl IntoIterator<Item = &'a Territory>,
    overlap: Overlap,
    pointer: &str,
) -> Result<MultiPolygon, Error> {
    let mut shape = shape;
    for other in others {
        if !overlaps(&shape, &other.shape) {
            continue;
        }
        if overlap == Overlap::Refuse {
            let fault = Fault::new(pointer.to_owned(), "territory.overlap");
            return Err(fault.with("name", &other.name).into());
        }
        shape = shape.difference(&other.shape);
    }
    if area_m2(&shape) < ROUNDING_M2 {
        return Err(Fault::new(pointer.to_owned(), "territory.covered").into());
    }
    Ok(shape)
}

/// Whether two shapes have more in common than a border.
pub fn overlaps(one: &MultiPolygon, other: &MultiPolygon) -> bool {
    let (Some(a), Some(b)) = (one.bounding_rect(), other.bounding_rect()) else { return false };
    a.intersects(&b) && area_m2(&one.intersection(other)) > ROUNDING_M2
}
