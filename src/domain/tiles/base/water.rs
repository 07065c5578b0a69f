use super::{LayerName, Shown, is_set};
use crate::domain::osm::Tags;

/// Value of `waterway` and first zoom.
const LINES: &[(&str, u8)] =
    &[("river", 8), ("canal", 10), ("stream", 13), ("ditch", 14), ("drain", 14)];

pub(super) fn line(tags: &Tags) -> Option<Shown> {
    let waterway = tags.get("waterway")?;
    let (kind, min_zoom) = LINES.iter().find(|(kind, _)| *kind == waterway)?;
    if is_set(tags, "tunnel") {
        return None;
    }
    Some(Shown::new(LayerName::Water, *min_zoom).text("kind", kind).names(tags))
}

pub(super) fn area(tags: &Tags) -> Option<Shown> {
    let (kind, min_zoom) = area_kind(tags)?;
    Some(Shown::new(LayerName::Water, min_zoom).text("kind", kind).names(tags))
}

fn area_kind(tags: &Tags) -> Option<(&'static str, u8)> {
    let is = |key, value| tags.is(key, value);
    if is("natural", "water") {
        let is_river = matches!(tags.get("water"), Some("river" | "canal" | "stream"));
        Some((if is_river { "river" } else { "lake" }, 6))
    } else if is("waterway", "riverbank") {
        Some(("river", 6))
    } else if is("waterway", "dock") || is("landuse", "harbour") {
        Some(("dock", 10))
    } else if is("landuse", "reservoir") || is("landuse", "basin") {
        Some(("lake", 8))
    } else if is("leisure", "swimming_pool") || is("amenity", "fountain") {
        Some(("pool", 15))
    } else if is("natural", "bay") && is_set(tags, "water") {
        Some(("ocean", 6))
    } else {
        None
    }
}

pub(super) fn sea() -> Shown {
    Shown::new(LayerName::Water, 0).text("kind", "ocean")
}
