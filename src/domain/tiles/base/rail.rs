use super::{LayerName, Shown, is_set};
use crate::domain::osm::Tags;

/// Value of `railway` and first zoom.
const CLASSES: &[(&str, u8)] = &[
    ("rail", 8),
    ("subway", 12),
    ("light_rail", 11),
    ("tram", 13),
    ("narrow_gauge", 11),
    ("monorail", 12),
    ("funicular", 12),
];

pub(super) fn line(tags: &Tags) -> Option<Shown> {
    let railway = tags.get("railway")?;
    let (class, min_zoom) = CLASSES.iter().find(|(class, _)| *class == railway)?;
    let is_siding = tags.has("service");
    let min_zoom = if is_siding { 14 } else { *min_zoom };
    Some(
        Shown::new(LayerName::Rail, min_zoom)
            .text("class", class)
            .flag("tunnel", is_set(tags, "tunnel"))
            .flag("bridge", is_set(tags, "bridge")),
    )
}
