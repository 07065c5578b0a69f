//! Where a coordinate met the road.

use serde_json::{Value, json};

use crate::domain::roads::View;
use crate::domain::roads::atlas::to_lnglat;
use crate::domain::roads::snap::Snap;
use crate::domain::units::LngLat;

pub fn waypoint(view: &View, snap: &Snap) -> Value {
    json!({
        "name": view.atlas.name(snap.link).name,
        "location": lnglat(to_lnglat(snap.at)),
        "distance": tenth(snap.distance_m),
        "hint": hint(snap),
    })
}

/// OSRM's clients hand this back unread.
fn hint(snap: &Snap) -> String {
    format!("{:08x}{:08x}", snap.link, snap.offset_cm)
}

pub fn lnglat(at: LngLat) -> [f64; 2] {
    [at.lng(), at.lat()].map(|degrees| (degrees * 1e6).round() / 1e6)
}

/// Rounded as OSRM rounds seconds and metres.
pub fn tenth(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}
