use super::{LayerName, NAME, NAME_EN, NAME_KO, Shown, is_set};
use crate::domain::osm::Tags;

pub(super) const FIELDS: &[(&str, &str)] = &[
    ("class", "String"),
    ("link", "Boolean"),
    ("tunnel", "Boolean"),
    ("bridge", "Boolean"),
    ("oneway", "Boolean"),
    ("ref", "String"),
    NAME,
    NAME_EN,
    NAME_KO,
];

/// Value of `highway`, class on the map, first zoom.
const CLASSES: &[(&str, &str, u8)] = &[
    ("motorway", "motorway", 5),
    ("trunk", "trunk", 6),
    ("primary", "primary", 8),
    ("secondary", "secondary", 9),
    ("tertiary", "tertiary", 11),
    ("unclassified", "minor", 12),
    ("residential", "minor", 12),
    ("living_street", "minor", 12),
    ("road", "minor", 12),
    ("busway", "service", 13),
    ("service", "service", 13),
    ("track", "track", 13),
    ("pedestrian", "pedestrian", 13),
    ("cycleway", "path", 14),
    ("footway", "path", 14),
    ("path", "path", 14),
    ("bridleway", "path", 14),
    ("steps", "path", 15),
];

pub(super) fn line(tags: &Tags) -> Option<Shown> {
    let highway = tags.get("highway")?;
    if tags.is("area", "yes") {
        return None;
    }
    let main = highway.strip_suffix("_link");
    let (_, class, min_zoom) =
        CLASSES.iter().find(|(value, ..)| *value == main.unwrap_or(highway))?;
    let later = u8::from(is_lesser(tags, main.is_some()));
    Some(
        Shown::new(LayerName::Roads, min_zoom + later)
            .text("class", class)
            .flag("link", main.is_some())
            .flag("tunnel", is_set(tags, "tunnel"))
            .flag("bridge", is_set(tags, "bridge"))
            .flag("oneway", is_oneway(tags))
            .text("ref", tags.get("ref").unwrap_or_default())
            .names(tags),
    )
}

/// Ramps, driveways, pavements beside a street: one zoom later than their class.
fn is_lesser(tags: &Tags, is_link: bool) -> bool {
    is_link || tags.has("service") || tags.has("footway")
}

fn is_oneway(tags: &Tags) -> bool {
    let implied = tags.is("junction", "roundabout") || tags.is("highway", "motorway");
    matches!(tags.get("oneway"), Some("yes" | "1" | "true" | "-1" | "reverse"))
        || implied && !tags.is("oneway", "no")
}
