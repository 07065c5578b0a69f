use super::{LayerName, Shown, is_set};
use crate::domain::osm::Tags;

/// Metres of one storey, where only the storeys are known.
const LEVEL_M: f64 = 3.0;

pub(super) fn area(tags: &Tags) -> Option<Shown> {
    let is_building = is_set(tags, "building") && !tags.is("location", "underground");
    is_building.then(|| {
        let shown = Shown::new(LayerName::Buildings, 13);
        match height(tags) {
            Some(height) => shown.int("height", height),
            None => shown,
        }
    })
}

/// In whole metres.
fn height(tags: &Tags) -> Option<i64> {
    let number = |key| -> Option<f64> {
        let text = tags.get(key)?.trim().trim_end_matches('m').trim_end();
        text.parse().ok().filter(|value: &f64| (0.0..=1000.0).contains(value))
    };
    let metres = number("height").or_else(|| Some(number("building:levels")? * LEVEL_M))?;
    #[expect(clippy::cast_possible_truncation, reason = "checked to lie within 3000")]
    Some(metres.round() as i64)
}
