use super::{LayerName, Shown};
use crate::domain::osm::Tags;

pub(super) fn line(tags: &Tags) -> Option<Shown> {
    tags.is("route", "ferry").then(|| Shown::new(LayerName::Ferry, 7).names(tags))
}
