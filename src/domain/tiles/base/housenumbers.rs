use super::{LayerName, Shown};
use crate::domain::osm::Tags;

pub(super) fn point(tags: &Tags) -> Option<Shown> {
    let number = tags.get("addr:housenumber")?;
    Some(Shown::point(LayerName::Housenumbers, 16).text("housenumber", number))
}
