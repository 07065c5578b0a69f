//! Features as `GeoJSON` in the system that was asked for.

use serde_json::{Value, json};

use crate::app::features::Feature;
use crate::domain::crs::Crs;
use crate::domain::units::LngLat;

/// The feature as it is sent.
pub fn shown(feature: Feature, crs: Crs) -> Value {
    let mut geometry = feature.geometry;
    if crs != Crs::Crs84
        && let Some(coordinates) = geometry.get_mut("coordinates")
    {
        project(coordinates, crs);
    }
    json!({
        "type": "Feature",
        "id": feature.id,
        "geometry": geometry,
        "properties": feature.properties,
    })
}

fn project(coordinates: &mut Value, crs: Crs) {
    let Value::Array(items) = coordinates else { return };
    if let Some(at) = place(items) {
        *coordinates = json!(crs.project(at));
    } else {
        for item in items {
            project(item, crs);
        }
    }
}

fn place(items: &[Value]) -> Option<LngLat> {
    LngLat::new(items.first()?.as_f64()?, items.get(1)?.as_f64()?).ok()
}
