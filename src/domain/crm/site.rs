//! Sites: where an account is visited, billed or delivered to.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::codes::codes;
use super::draft::Draft;
use super::opening_hours::OpeningHours;
use super::stamp::Stamp;
use super::{Fault, Faults, text};
use crate::domain::units::LngLat;

codes! {
    #[derive(Default)]
    SitePurpose {
        #[default]
        Visit = "visit",
        Billing = "billing",
        Delivery = "delivery",
        Home = "home",
    }
}

codes! {
    /// How the point of a site came about.
    GeocodeStatus {
        Pending = "pending",
        Ok = "ok",
        Ambiguous = "ambiguous",
        NotFound = "not_found",
        Manual = "manual",
        Failed = "failed",
    }
}

codes! {
    GeocodePrecision {
        Rooftop = "rooftop",
        Parcel = "parcel",
        Street = "street",
        Postcode = "postcode",
        District = "district",
        City = "city",
    }
}

/// A point that was found for a written address.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Geocoded {
    pub at: LngLat,
    pub precision: GeocodePrecision,
}

/// What people write about a site.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SiteDraft {
    pub purpose: SitePurpose,
    pub line1: Option<String>,
    pub line2: Option<String>,
    pub city: Option<String>,
    pub district: Option<String>,
    pub region: Option<String>,
    pub postal_code: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// `[longitude, latitude]`
    #[schema(value_type = Option<Vec<f64>>, min_items = 2, max_items = 2)]
    pub location: Option<LngLat>,
    /// The door, where it is known to lie elsewhere.
    #[schema(value_type = Option<Vec<f64>>, min_items = 2, max_items = 2)]
    pub entrance: Option<LngLat>,
    /// The point was set by a person and is not moved by geocoding.
    pub manual_lock: bool,
    /// `OpenStreetMap` syntax of `opening_hours`, such as `Mo-Fr 09:00-17:00`.
    pub opening_hours: Option<String>,
    /// IANA name; the organisation's when left out.
    pub time_zone: Option<String>,
}

impl Draft for SiteDraft {
    fn tidy(&mut self, at: &str, faults: &mut Faults) {
        let lines = [
            (&mut self.line1, "line1"),
            (&mut self.line2, "line2"),
            (&mut self.city, "city"),
            (&mut self.district, "district"),
            (&mut self.region, "region"),
            (&mut self.postal_code, "postal_code"),
            (&mut self.opening_hours, "opening_hours"),
        ];
        for (value, field) in lines {
            text::optional(value, format!("{at}/{field}"), text::LINE_CHARS_MAX, faults);
        }
        text::country(&mut self.country, format!("{at}/country"), faults);
        text::time_zone(&mut self.time_zone, format!("{at}/time_zone"), faults);
        if let Some(hours) = &self.opening_hours
            && let Err(error) = OpeningHours::parse(hours, self.country.as_deref())
        {
            let fault = Fault::new(format!("{at}/opening_hours"), "opening_hours.malformed");
            faults.push(fault.with("reason", error));
        }
        if self.entrance.is_some() && self.location.is_none() {
            faults.push(Fault::new(format!("{at}/entrance"), "site.entrance_without_location"));
        }
    }
}

impl SiteDraft {
    /// Where navigation leads: the door if it is known, else the point.
    pub fn goal(&self) -> Option<LngLat> {
        self.entrance.or(self.location)
    }
}

/// A site as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Site {
    pub id: Uuid,
    pub account_id: Uuid,
    pub is_primary: bool,
    #[serde(flatten)]
    pub fields: SiteDraft,
    pub geocode_status: GeocodeStatus,
    pub geocode_precision: Option<GeocodePrecision>,
    #[serde(flatten)]
    pub stamp: Stamp,
}

impl Site {
    /// A new site; one that comes with a point needs no geocoding.
    pub fn new(
        id: Uuid,
        account_id: Uuid,
        is_primary: bool,
        fields: SiteDraft,
        stamp: Stamp,
    ) -> Self {
        let geocode_status = status_of(&fields);
        Self { id, account_id, is_primary, fields, geocode_status, geocode_precision: None, stamp }
    }

    /// The site with other fields: a moved point was placed by hand, a changed address without a
    /// point waits for geocoding.
    #[must_use]
    pub fn changed(&self, fields: SiteDraft, stamp: Stamp) -> Self {
        let is_moved = fields.location != self.fields.location;
        let (geocode_status, geocode_precision) = if is_moved {
            (status_of(&fields), None)
        } else {
            (self.geocode_status, self.geocode_precision)
        };
        Self { fields, geocode_status, geocode_precision, stamp, ..self.clone() }
    }
}

const fn status_of(fields: &SiteDraft) -> GeocodeStatus {
    match fields.location {
        Some(_) => GeocodeStatus::Manual,
        None => GeocodeStatus::Pending,
    }
}
