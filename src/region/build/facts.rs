//! Where in the world an extract lies: country, time zone, side of the road.

use std::collections::HashMap;
use std::sync::LazyLock;

use chrono_tz::Tz;
use geo::{Contains, Point};

use super::outlines::Outlines;
use crate::domain::osm::{Extract, Tags};
use crate::domain::units::LngLat;

/// Countries that drive on the left.
const LEFT: &str = "AG AI AU BB BD BM BN BS BT BW CC CK CX CY DM FJ FK GB GD GG GY HK ID IE IM IN \
                    JE JM JP KE KI KN KY LC LK LS MO MS MT MU MV MW MY MZ NA NF NP NR NU NZ PG PK \
                    PN SB SC SG SH SR SZ TC TH TK TL TO TT TV TZ UG VC VG VI WS ZA ZM ZW";

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Facts {
    /// ISO 3166-1, two capitals.
    pub(super) country: Option<String>,
    pub(super) time_zone: Tz,
    pub(super) drives_on_left: bool,
}

/// The time zone of the bundled boundaries unless one was given; the country by what addresses
/// say, else by the country's own area, else by the time zone.
pub(super) fn find(
    extract: &Extract,
    outlines: &Outlines,
    centre: LngLat,
    time_zone: Option<Tz>,
) -> Facts {
    let time_zone = time_zone.unwrap_or_else(|| time_zone_of(extract, centre));
    let country = country_of_addresses(extract)
        .or_else(|| country_of_area(extract, outlines, centre))
        .or_else(|| country_of_zone(time_zone));
    let drives_on_left =
        country.as_deref().is_some_and(|code| LEFT.split(' ').any(|left| left == code));
    Facts { country, time_zone, drives_on_left }
}

/// Read once, from 4 MB inside of the program.
static ZONES: LazyLock<tzf_rs::EmbeddedFinder> = LazyLock::new(tzf_rs::EmbeddedFinder::new);

/// Nodes that are asked for their zone. Most nodes are where people live; the middle of the box
/// may lie in the sea or across a border.
const SAMPLES: usize = 101;

fn time_zone_of(extract: &Extract, centre: LngLat) -> Tz {
    let step = extract.n_nodes().div_ceil(SAMPLES).max(1);
    let sampled = (0..extract.n_nodes()).step_by(step).map(|index| extract.node_at(index));
    let mut counts: HashMap<Tz, usize> = HashMap::new();
    let covered = extract.covered();
    for point in sampled.filter(|point| covered.contains(*point)) {
        *counts.entry(time_zone_at(point)).or_default() += 1;
    }
    let most = counts.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.name().cmp(a.0.name())));
    most.map_or_else(|| time_zone_at(centre), |(zone, _)| zone)
}

fn time_zone_at(point: LngLat) -> Tz {
    ZONES.get_tz_name(point.lng(), point.lat()).parse().unwrap_or(Tz::UTC)
}

/// What most addresses say, if enough of them do.
fn country_of_addresses(extract: &Extract) -> Option<String> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    let tags = extract.tagged_nodes.iter().map(|node| &node.tags);
    for tags in tags.chain(extract.ways.iter().map(|way| &way.tags)) {
        if let Some(code) = tags.get("addr:country").and_then(two_letters) {
            *counts.entry(code).or_default() += 1;
        }
    }
    let (code, count) = counts.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)))?;
    (count >= ADDRESSES_MIN).then_some(code)
}

/// Fewer may be mistakes, or belong across the border.
const ADDRESSES_MIN: usize = 10;

fn country_of_area(extract: &Extract, outlines: &Outlines, centre: LngLat) -> Option<String> {
    let tagged = outlines.areas.iter().filter(|outline| outline.is_complete);
    tagged
        .filter_map(|outline| Some((outline, country_tag(outline.tags(extract)?)?)))
        .find(|(outline, _)| outline.polygons.contains(&Point::from(centre)))
        .map(|(_, code)| code)
}

fn country_tag(tags: &Tags) -> Option<String> {
    let keys = ["ISO3166-1:alpha2", "ISO3166-1"];
    keys.iter().find_map(|key| tags.get(key)).and_then(two_letters)
}

fn two_letters(text: &str) -> Option<String> {
    let code = text.trim().to_ascii_uppercase();
    (code.len() == 2 && code.bytes().all(|letter| letter.is_ascii_uppercase())).then_some(code)
}

/// Zones and countries of the time zone database (public domain).
fn country_of_zone(zone: Tz) -> Option<String> {
    let rows = include_str!("zone_countries.csv").lines().filter_map(|row| row.split_once(','));
    rows.into_iter().find(|(name, _)| *name == zone.name()).map(|(_, code)| code.to_owned())
}

#[cfg(test)]
#[path = "facts_tests.rs"]
mod tests;
