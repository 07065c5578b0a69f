//! Addresses and names to places on the map, and back.
//!
//! A [`Geocoder`] is built from [`Entry`]s (streets with their house numbers, places, areas) and
//! used where it lies in a region file. Queries are words; the order in which a country writes
//! street, number, town and postcode does not matter.

pub mod index;
pub mod normalize;
mod query;
mod search;
mod typo;

use serde::{Deserialize, Serialize};

use crate::domain::units::LngLat;
pub use index::Geocoder;
pub use search::{Hit, Precision};

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    Area,
    Street,
    Place,
}

/// Something that can be found by name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    pub kind: EntryKind,
    /// `node/123` of a place or an area; streets have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    pub name: String,
    /// Names in other languages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_names: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    pub at: LngLat,
    /// House numbers of a street.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub houses: Vec<House>,
}

/// A house number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct House {
    pub number: String,
    pub at: LngLat,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postcode: Option<String>,
}

#[cfg(test)]
#[path = "geocode_tests.rs"]
mod tests;
