use super::{LayerName, Shown};
use crate::domain::osm::Tags;
use crate::domain::places::category;

/// Landmarks that are no businesses but help to find one's way: key, value, first zoom.
const LANDMARKS: &[(&str, &str, u8)] = &[
    ("railway", "station", 12),
    ("railway", "subway_entrance", 16),
    ("railway", "tram_stop", 15),
    ("amenity", "bus_station", 14),
    ("amenity", "ferry_terminal", 13),
    ("aeroway", "aerodrome", 10),
    ("tourism", "attraction", 14),
    ("tourism", "viewpoint", 15),
    ("historic", "monument", 14),
    ("historic", "castle", 13),
    ("leisure", "park", 14),
    ("amenity", "parking", 16),
    ("highway", "bus_stop", 16),
];

/// Large or public things first.
const EARLY: &[&str] = &[
    "amenity.university",
    "amenity.hospital",
    "amenity.townhall",
    "amenity.theatre",
    "shop.mall",
    "shop.department_store",
    "tourism.museum",
    "leisure.stadium",
];

pub(super) fn point(tags: &Tags) -> Option<Shown> {
    tags.get("name")?;
    let (code, min_zoom) = business(tags).or_else(|| landmark(tags))?;
    Some(Shown::point(LayerName::Pois, min_zoom).text("category", &code).names(tags))
}

fn business(tags: &Tags) -> Option<(String, u8)> {
    let code = category::of(tags)?;
    let min_zoom = if EARLY.contains(&&*code) { 14 } else { 15 };
    Some((code, min_zoom))
}

fn landmark(tags: &Tags) -> Option<(String, u8)> {
    let (key, value, min_zoom) = LANDMARKS.iter().find(|(key, value, _)| tags.is(key, value))?;
    Some((format!("{key}.{value}"), *min_zoom))
}
