//! What kind of business a place is: OpenStreetMap's key and value as one code, with labels in
//! English and Korean. The catalogue is data (`categories.csv`).

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::domain::osm::Tags;

/// One row of the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Category {
    /// `amenity.cafe`, or `amenity` for the group.
    pub code: &'static str,
    pub en: &'static str,
    pub ko: &'static str,
}

/// Of these keys every value is a business, of the others only those of the catalogue: a bench is
/// an amenity, too.
const ANY_VALUE: [&str; 4] = ["shop", "office", "craft", "healthcare"];

/// Keys in the order in which they decide: a shop that also repairs is a shop.
const ORDER: [&str; 7] = ["shop", "amenity", "office", "craft", "healthcare", "tourism", "leisure"];

const NOT_A_BUSINESS: [&str; 4] = ["no", "vacant", "disused", "closed"];

static CATALOGUE: LazyLock<Vec<Category>> = LazyLock::new(|| {
    let rows = include_str!("categories.csv").lines().skip(1);
    rows.filter_map(|row| {
        let mut cells = row.splitn(3, ',');
        Some(Category { code: cells.next()?, en: cells.next()?, ko: cells.next()? })
    })
    .collect()
});

static BY_CODE: LazyLock<HashMap<&'static str, Category>> =
    LazyLock::new(|| CATALOGUE.iter().map(|category| (category.code, *category)).collect());

/// All rows, each group in front of its members.
#[must_use]
pub fn catalogue() -> &'static [Category] {
    &CATALOGUE
}

#[must_use]
pub fn find(code: &str) -> Option<Category> {
    BY_CODE.get(code).copied()
}

/// The part in front of the dot.
#[must_use]
pub fn group(code: &str) -> &str {
    code.split_once('.').map_or(code, |(group, _)| group)
}

/// Labels in English and Korean. A value that the catalogue does not know shows as itself in
/// English and under its group's name in Korean.
#[must_use]
pub fn labels(code: &str) -> (String, String) {
    if let Some(category) = find(code) {
        return (category.en.to_owned(), category.ko.to_owned());
    }
    let group_ko = find(group(code)).map_or("기타", |category| category.ko);
    let value = code.split_once('.').map_or(code, |(_, value)| value).replace('_', " ");
    (capitalized(&value), format!("{group_ko} ({value})"))
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    })
}

/// The category of an element, if its tags name a business.
#[must_use]
pub fn of(tags: &Tags) -> Option<String> {
    ORDER.iter().find_map(|key| {
        let value = tags.get(key)?.split(';').next()?.trim();
        let code = format!("{key}.{value}");
        let is_business = !value.is_empty()
            && !NOT_A_BUSINESS.contains(&value)
            && value.len() <= VALUE_BYTES_MAX
            && (ANY_VALUE.contains(key) || find(&code).is_some());
        is_business.then_some(code)
    })
}

/// Longer values are remarks, not categories.
const VALUE_BYTES_MAX: usize = 60;

#[cfg(test)]
#[path = "category_tests.rs"]
mod tests;
