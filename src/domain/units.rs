//! Units and coordinates. Longitude always comes first; WGS84; metres and seconds.

use serde::{Deserialize, Serialize};

/// Mean Earth radius in metres (IUGG R1), as used by great-circle distances.
pub const EARTH_RADIUS_M: f64 = 6_371_008.8;

/// A length in metres.
#[derive(Debug, Clone, Copy, Default, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Meters(pub f64);

/// A duration in seconds.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Seconds(pub u32);

/// Why a pair of numbers is not a place on Earth.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum LngLatError {
    #[error("longitude {0} is not between -180 and 180")]
    Longitude(f64),
    #[error("latitude {0} is not between -90 and 90")]
    Latitude(f64),
}

/// A point in degrees, checked once when it enters: finite, longitude in [-180, 180], latitude in
/// [-90, 90]. Serialises as `[lng, lat]`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "[f64; 2]", into = "[f64; 2]")]
pub struct LngLat {
    lng: f64,
    lat: f64,
}

impl LngLat {
    /// # Errors
    /// When either number is not finite or out of its range.
    pub fn new(lng: f64, lat: f64) -> Result<Self, LngLatError> {
        if !(-180.0..=180.0).contains(&lng) {
            return Err(LngLatError::Longitude(lng));
        }
        if !(-90.0..=90.0).contains(&lat) {
            return Err(LngLatError::Latitude(lat));
        }
        Ok(Self { lng, lat })
    }

    #[must_use]
    pub const fn lng(self) -> f64 {
        self.lng
    }

    #[must_use]
    pub const fn lat(self) -> f64 {
        self.lat
    }

    /// Great-circle distance by the haversine formula; error below 0.5 % of the ellipsoid's.
    #[must_use]
    pub fn distance(self, other: Self) -> Meters {
        let (lat1, lat2) = (self.lat.to_radians(), other.lat.to_radians());
        let half_dlat = (lat2 - lat1) / 2.0;
        let half_dlng = (other.lng - self.lng).to_radians() / 2.0;
        let h = half_dlat.sin().powi(2) + lat1.cos() * lat2.cos() * half_dlng.sin().powi(2);
        Meters(2.0 * EARTH_RADIUS_M * h.sqrt().min(1.0).asin())
    }
}

impl TryFrom<[f64; 2]> for LngLat {
    type Error = LngLatError;

    fn try_from([lng, lat]: [f64; 2]) -> Result<Self, Self::Error> {
        Self::new(lng, lat)
    }
}

impl From<LngLat> for [f64; 2] {
    fn from(point: LngLat) -> Self {
        [point.lng, point.lat]
    }
}

impl From<LngLat> for geo::Point<f64> {
    fn from(point: LngLat) -> Self {
        Self::new(point.lng, point.lat)
    }
}

impl From<LngLat> for geo::Coord<f64> {
    fn from(point: LngLat) -> Self {
        Self { x: point.lng, y: point.lat }
    }
}

/// An axis-aligned box in degrees. Does not cross the antimeridian.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Bbox {
    pub west: f64,
    pub south: f64,
    pub east: f64,
    pub north: f64,
}

impl Bbox {
    /// The box that holds nothing; extending it by a point gives that point.
    pub const EMPTY: Self = Self {
        west: f64::INFINITY,
        south: f64::INFINITY,
        east: f64::NEG_INFINITY,
        north: f64::NEG_INFINITY,
    };

    pub fn extend(&mut self, point: LngLat) {
        self.west = self.west.min(point.lng);
        self.south = self.south.min(point.lat);
        self.east = self.east.max(point.lng);
        self.north = self.north.max(point.lat);
    }

    /// The middle, or nothing of an empty box.
    #[must_use]
    pub fn centre(&self) -> Option<LngLat> {
        LngLat::new(f64::midpoint(self.west, self.east), f64::midpoint(self.south, self.north)).ok()
    }

    #[must_use]
    pub fn contains(&self, point: LngLat) -> bool {
        (self.west..=self.east).contains(&point.lng)
            && (self.south..=self.north).contains(&point.lat)
    }

    #[must_use]
    pub fn intersects(&self, other: &Self) -> bool {
        self.west <= other.east
            && other.west <= self.east
            && self.south <= other.north
            && other.south <= self.north
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.west > self.east || self.south > self.north
    }
}

#[cfg(test)]
#[path = "units_tests.rs"]
mod tests;
