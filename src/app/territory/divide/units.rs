//! What a division puts together: cells, administrative areas, or polygons that were sent along.

use std::collections::BTreeMap;

use geo::{BoundingRect, InteriorPoint, MultiPolygon};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::app::Error;
use crate::app::territory::geometry;
use crate::domain::crm::{Fault, Faults};
use crate::domain::territory::Ownership;
use crate::domain::units::{Bbox, LngLat};
use crate::region::Regions;
use crate::region::areas::AreaQuery;

/// Polygons one division puts together.
const SHAPES_MAX: usize = 5_000;
/// Properties that may name a polygon, the first that is there.
const NAMES: [&str; 4] = ["id", "code", "postal_code", "name"];

/// The smallest pieces, none of which is ever split.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Units {
    /// Cells as small as the number of territories asks for.
    #[default]
    Grid,
    /// Administrative areas of one of OpenStreetMap's levels, those whose middle lies in the area.
    Areas {
        #[schema(minimum = 2, maximum = 11)]
        level: u8,
    },
    /// Polygons of a `GeoJSON` `FeatureCollection`, such as postcodes; without an area all of them.
    Polygons {
        #[schema(value_type = Object)]
        collection: Value,
    },
}

/// Named shapes.
pub type Shapes = Vec<(String, MultiPolygon)>;

impl Units {
    pub const fn needs_area(&self) -> bool {
        !matches!(self, Self::Polygons { .. })
    }

    /// How territories made of them are marked.
    pub const fn built_from(&self) -> &'static str {
        match self {
            Self::Grid => "grid",
            Self::Areas { .. } => "admin_units",
            Self::Polygons { .. } => "postcodes",
        }
    }

    /// The shapes inside of the area; `None` for cells, which are made to measure.
    ///
    /// # Errors
    /// What is wrong with the polygons, each with its place; none or too many of them.
    pub fn shapes(
        &self,
        regions: &Regions,
        area: Option<&MultiPolygon>,
    ) -> Result<Option<Shapes>, Error> {
        let (mut shapes, pointer) = match self {
            Self::Grid => return Ok(None),
            Self::Areas { level } => (areas(regions, *level, area), "/units/level"),
            Self::Polygons { collection } => (polygons(collection)?, "/units/collection"),
        };
        if let Some(area) = area {
            let inside = Ownership::new([area]);
            shapes
                .retain(|(_, shape)| middle(shape).is_some_and(|at| inside.owner_of(at).is_some()));
        }
        match shapes.len() {
            0 => Err(Fault::new(pointer, "territory.no_units").into()),
            1..=SHAPES_MAX => Ok(Some(shapes)),
            _ => Err(Fault::new(pointer, "list.too_long").with("max", SHAPES_MAX).into()),
        }
    }
}

fn middle(shape: &MultiPolygon) -> Option<LngLat> {
    let at = shape.interior_point()?;
    LngLat::new(at.x(), at.y()).ok()
}

fn areas(regions: &Regions, level: u8, area: Option<&MultiPolygon>) -> Shapes {
    let bbox = area.and_then(BoundingRect::bounding_rect).map(|b| Bbox {
        west: b.min().x,
        south: b.min().y,
        east: b.max().x,
        north: b.max().y,
    });
    let query = AreaQuery { admin_level: Some(level), bbox, ..AreaQuery::default() };
    let found = regions.iter().flat_map(|region| {
        let areas = region.areas();
        areas.search(&query).into_iter().filter_map(|area| areas.get(&area.id))
    });
    // One that two regions hold counts once; the order is that of the ids.
    let by_id: BTreeMap<String, MultiPolygon> =
        found.map(|(area, shape)| (area.id, shape)).collect();
    by_id.into_iter().collect()
}

fn polygons(collection: &Value) -> Result<Shapes, Error> {
    let features = collection.get("features").and_then(Value::as_array);
    let features =
        features.ok_or_else(|| Fault::new("/units/collection", "territory.not_a_collection"))?;
    if features.len() > SHAPES_MAX {
        return Err(Fault::new("/units/collection", "list.too_long")
            .with("max", SHAPES_MAX)
            .into());
    }
    let mut faults = Faults::default();
    let shapes = features.iter().enumerate().filter_map(|(index, feature)| {
        let pointer = format!("/units/collection/features/{index}");
        let shape = faults.note(geometry::parse(feature, &pointer))?;
        Some((name(feature).unwrap_or_else(|| (index + 1).to_string()), shape))
    });
    let shapes = shapes.collect();
    faults.none()?;
    Ok(shapes)
}

fn name(feature: &Value) -> Option<String> {
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let property = |key: &&str| feature.pointer(&format!("/properties/{key}")).and_then(text);
    feature.get("id").and_then(text).or_else(|| NAMES.iter().find_map(property))
}

#[cfg(test)]
#[path = "units_tests.rs"]
mod tests;
