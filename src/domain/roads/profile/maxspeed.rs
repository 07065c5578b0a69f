//! Posted speed limits in all their spellings, in km/h.

use super::conditional::{self, When};
use super::country::{self, Locale};
use super::joined::joined;
use super::way::Direction;
use crate::domain::osm::Tags;

const MPH_KMH: f32 = 1.609_344;
const KNOT_KMH: f32 = 1.852;
/// `walk`, as German living streets are posted.
pub const WALK_KMH: f32 = 7.0;
/// `none` on a motorway: what people drive where nothing is posted.
pub const UNLIMITED_KMH: f32 = 140.0;

/// The limit for one direction: conditional before plain, directional before general, numbers
/// before zones.
pub fn limit(tags: &Tags, direction: Direction, when: When, locale: &Locale) -> Option<f32> {
    for side in [direction.name(), ""] {
        let conditional = joined(tags, &["maxspeed", side, "conditional"])
            .and_then(|rules| conditional::value_at(rules, when))
            .and_then(|value| parse(value, tags, locale));
        let plain = || joined(tags, &["maxspeed", side]).and_then(|v| parse(v, tags, locale));
        let found = conditional.or_else(plain);
        if found.is_some() {
            return found;
        }
    }
    by_lanes(tags, direction, locale).or_else(|| by_zone(tags, locale))
}

/// The advised speed, a second upper bound (bends, ramps).
pub fn advisory(tags: &Tags, direction: Direction, locale: &Locale) -> Option<f32> {
    [direction.name(), ""].into_iter().find_map(|side| {
        joined(tags, &["maxspeed:advisory", side]).and_then(|value| parse(value, tags, locale))
    })
}

/// The fastest lane is the one a driver in a hurry takes.
fn by_lanes(tags: &Tags, direction: Direction, locale: &Locale) -> Option<f32> {
    let lanes = [direction.name(), ""]
        .into_iter()
        .find_map(|side| joined(tags, &["maxspeed:lanes", side]))?;
    lanes.split('|').filter_map(|lane| parse(lane, tags, locale)).reduce(f32::max)
}

fn by_zone(tags: &Tags, locale: &Locale) -> Option<f32> {
    ["maxspeed:type", "source:maxspeed", "zone:maxspeed", "zone:traffic"]
        .into_iter()
        .filter_map(|key| tags.get(key))
        .filter(|value| value.contains(':'))
        .find_map(|value| parse(value, tags, locale))
}

/// One value. A list means several limits apply in parts or times: the lowest is safe.
pub fn parse(value: &str, tags: &Tags, locale: &Locale) -> Option<f32> {
    let value = value.trim();
    match value {
        "" | "signals" | "variable" | "unposted" | "implicit" | "default" => None,
        "none" | "unlimited" => Some(UNLIMITED_KMH),
        "walk" | "foot" => Some(WALK_KMH),
        "national" => country::limit(locale, tags),
        list if list.contains([';', '|', ',']) => list
            .split([';', '|', ','])
            .filter_map(|part| parse(part, tags, locale))
            .reduce(f32::min),
        zone if zone.contains(':') => country::zone_limit(zone),
        number => measure(number),
    }
}

fn measure(value: &str) -> Option<f32> {
    let digits = value.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(value.len());
    let (number, unit) = value.split_at(digits);
    let number: f32 = number.parse().ok()?;
    let factor = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "km/h" | "kmh" | "kph" | "kmph" => 1.0,
        "mph" => MPH_KMH,
        "knots" => KNOT_KMH,
        _ => return None,
    };
    // Zero and absurd values are mistakes, not limits.
    let kmh = number * factor;
    (1.0..=300.0).contains(&kmh).then_some(kmh)
}

#[cfg(test)]
#[path = "maxspeed_tests.rs"]
mod tests;
