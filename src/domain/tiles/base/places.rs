use super::{LayerName, Shown};
use crate::domain::osm::Tags;

/// Class, first zoom, rank (1 is most important).
const CLASSES: &[(&str, u8, i64)] = &[
    ("country", 1, 1),
    ("state", 4, 2),
    ("city", 4, 3),
    ("town", 7, 5),
    ("island", 9, 6),
    ("village", 10, 7),
    ("suburb", 11, 8),
    ("quarter", 12, 9),
    ("borough", 11, 8),
    ("hamlet", 12, 10),
    ("neighbourhood", 13, 10),
    ("locality", 14, 11),
    ("islet", 13, 12),
    ("square", 15, 12),
];

/// A city of a million is more important than one of a hundred thousand.
const LARGE_POPULATION: u64 = 500_000;

pub(super) fn point(tags: &Tags) -> Option<Shown> {
    let place = tags.get("place")?;
    tags.get("name")?;
    let (class, min_zoom, rank) = CLASSES.iter().find(|(class, ..)| *class == place)?;
    let population: Option<u64> = tags.get("population").and_then(|text| text.parse().ok());
    let is_large = population.is_some_and(|people| people >= LARGE_POPULATION);
    let rank = rank - i64::from(is_large && *class == "city");
    Some(
        Shown::point(LayerName::Places, *min_zoom)
            .text("class", class)
            .int("rank", rank)
            .names(tags),
    )
}
