//! Physical limits: heights, widths, lengths in metres, weights in tonnes.

use super::VehicleSize;
use crate::domain::osm::Tags;

const FOOT_M: f32 = 0.3048;
const INCH_M: f32 = 0.0254;
const POUND_T: f32 = 0.000_453_592;
const SHORT_TON_T: f32 = 0.907_185;
const LONG_TON_T: f32 = 1.016_047;

/// Whether a vehicle of this size fits under, between and over what the tags post.
pub fn fits(size: &VehicleSize, tags: &Tags) -> bool {
    let length = |key: &str| tags.get(key).and_then(metres);
    let weight = |key: &str| tags.get(key).and_then(tonnes);
    let within = |own: Option<f32>, limit: Option<f32>| match (own, limit) {
        (Some(own), Some(limit)) => own <= limit,
        _ => true,
    };
    within(size.height_m, length("maxheight"))
        && within(size.height_m, length("maxheight:physical"))
        && within(size.width_m, length("maxwidth"))
        && within(size.width_m, length("maxwidth:physical"))
        && within(size.length_m, length("maxlength"))
        && within(size.weight_t, weight("maxweight"))
        && within(size.axle_load_t, weight("maxaxleload"))
}

/// `2.5`, `2.5 m`, `2,5`, `7'6"`, `7 ft 6 in`, `250 cm`.
pub fn metres(value: &str) -> Option<f32> {
    let value = value.trim().replace(',', ".");
    let lower = value.to_ascii_lowercase().replace("ft", "'").replace("in", "\"");
    if let Some((feet, inches)) = lower.split_once('\'') {
        let feet: f32 = feet.trim().parse().ok()?;
        let inches = inches.trim().trim_end_matches('"').trim();
        let inches: f32 = if inches.is_empty() { 0.0 } else { inches.parse().ok()? };
        return Some(feet * FOOT_M + inches * INCH_M);
    }
    scaled(&value, &[("", 1.0), ("m", 1.0), ("metres", 1.0), ("meters", 1.0), ("cm", 0.01)])
}

/// `3.5`, `3.5 t`, `3500 kg`, `8000 lbs`, `5 st`.
pub fn tonnes(value: &str) -> Option<f32> {
    let units = [
        ("", 1.0),
        ("t", 1.0),
        ("kg", 0.001),
        ("lbs", POUND_T),
        ("lb", POUND_T),
        ("st", SHORT_TON_T),
        ("lt", LONG_TON_T),
    ];
    scaled(&value.trim().replace(',', "."), &units)
}

fn scaled(value: &str, units: &[(&str, f32)]) -> Option<f32> {
    let digits = value.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(value.len());
    let (number, unit) = value.split_at(digits);
    let unit = unit.trim().to_ascii_lowercase();
    let factor = units.iter().find(|(name, _)| *name == unit)?.1;
    Some(number.parse::<f32>().ok()? * factor)
}

#[cfg(test)]
#[path = "limits_tests.rs"]
mod tests;
