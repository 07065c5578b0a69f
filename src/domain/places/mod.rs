//! Places: the named shops, offices and services of a map extract, before they become accounts.

pub mod category;

use serde::{Deserialize, Serialize};

use crate::domain::units::LngLat;

/// Something a business could sell to, as OpenStreetMap knows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// `node/123`, `way/5` or `relation/7`.
    pub id: String,
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_en: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_ko: Option<String>,
    /// Key and value, `amenity.cafe`.
    pub category: String,
    pub location: LngLat,
    /// The building's door for this place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entrance: Option<LngLat>,
    #[serde(default, skip_serializing_if = "Address::is_empty")]
    pub address: Address,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub website: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// In OpenStreetMap's syntax, not checked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opening_hours: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brand: Option<String>,
}

/// A postal address, as far as it is known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub housenumber: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub street: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub district: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postcode: Option<String>,
    /// ISO 3166-1, two capitals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
}

impl Address {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Takes what is still unknown from another address of the same spot.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            housenumber: self.housenumber.or(other.housenumber),
            street: self.street.or(other.street),
            unit: self.unit.or(other.unit),
            city: self.city.or(other.city),
            district: self.district.or(other.district),
            postcode: self.postcode.or(other.postcode),
            country: self.country.or(other.country),
        }
    }

    /// Street and number on one line, in the order of the country.
    #[must_use]
    pub fn line1(&self) -> Option<String> {
        let street = self.street.as_deref()?;
        let Some(number) = self.housenumber.as_deref() else { return Some(street.to_owned()) };
        let number_first = matches!(
            self.country.as_deref(),
            Some("US" | "CA" | "GB" | "IE" | "AU" | "NZ" | "FR" | "MC" | "LU")
        );
        Some(if number_first { format!("{number} {street}") } else { format!("{street} {number}") })
    }
}

#[cfg(test)]
#[path = "places_tests.rs"]
mod tests;
