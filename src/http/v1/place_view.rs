//! How a place is shown.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::places::FoundPlace;
use crate::domain::places::{Address, category};

/// A shop, office or service of the map.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Place)]
pub(super) struct PlaceView {
    /// Such as `node/123`.
    pub id: String,
    pub name: String,
    pub name_en: Option<String>,
    pub name_ko: Option<String>,
    /// Such as `amenity.cafe`.
    pub category: String,
    pub category_group: String,
    pub location: [f64; 2],
    /// The building's door.
    pub entrance: Option<[f64; 2]>,
    pub address: AddressView,
    pub phone: Option<String>,
    pub website: Option<String>,
    pub email: Option<String>,
    /// In OpenStreetMap's syntax, as mapped.
    pub opening_hours: Option<String>,
    pub brand: Option<String>,
    pub region: String,
    /// The account it has become, if the caller may see it.
    pub account_id: Option<Uuid>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PlaceAddress)]
pub(super) struct AddressView {
    /// Street and number in the order of the country.
    pub line1: Option<String>,
    pub housenumber: Option<String>,
    pub street: Option<String>,
    pub unit: Option<String>,
    pub city: Option<String>,
    pub district: Option<String>,
    pub postal_code: Option<String>,
    pub country: Option<String>,
}

impl From<Address> for AddressView {
    fn from(address: Address) -> Self {
        Self {
            line1: address.line1(),
            housenumber: address.housenumber,
            street: address.street,
            unit: address.unit,
            city: address.city,
            district: address.district,
            postal_code: address.postcode,
            country: address.country,
        }
    }
}

impl From<FoundPlace> for PlaceView {
    fn from(FoundPlace { place, region, account_id }: FoundPlace) -> Self {
        Self {
            id: place.id,
            name: place.name,
            name_en: place.name_en,
            name_ko: place.name_ko,
            category_group: category::group(&place.category).to_owned(),
            category: place.category,
            location: place.location.into(),
            entrance: place.entrance.map(Into::into),
            address: place.address.into(),
            phone: place.phone,
            website: place.website,
            email: place.email,
            opening_hours: place.opening_hours,
            brand: place.brand,
            region,
            account_id,
        }
    }
}
