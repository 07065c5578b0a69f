//! Everything within a great-circle distance of a point. The rim belongs to the circle.

use super::polygon::Cover;
use crate::domain::units::{Bbox, EARTH_RADIUS_M, LngLat};

/// Distances of a box's nearest and farthest points are widened by this share before they decide,
/// so that rounding never turns a doubtful box into a certain one.
const DOUBT: f64 = 1e-9;

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Circle {
    center: LngLat,
    cos_lat: f64,
    radius_m: f64,
}

impl Circle {
    #[must_use]
    pub fn new(center: LngLat, radius_m: f64) -> Self {
        Self { center, cos_lat: center.lat().to_radians().cos(), radius_m }
    }

    #[must_use]
    pub fn contains(&self, lng: f64, lat: f64) -> bool {
        self.distance(lng, lat) <= self.radius_m
    }

    /// Metres by the haversine formula, as [`LngLat::distance`].
    #[must_use]
    pub fn distance(&self, lng: f64, lat: f64) -> f64 {
        let half_dlat = (lat - self.center.lat()).to_radians() / 2.0;
        let half_dlng = (lng - self.center.lng()).to_radians() / 2.0;
        let h = half_dlat.sin().powi(2)
            + self.cos_lat * lat.to_radians().cos() * half_dlng.sin().powi(2);
        2.0 * EARTH_RADIUS_M * h.sqrt().min(1.0).asin()
    }

    /// Metres to the nearest point of a box.
    #[must_use]
    pub fn nearest(&self, bbox: &Bbox) -> f64 {
        let lng = self.nearest_lng(bbox);
        let dlng = (lng - self.center.lng()).to_radians().cos();
        // along a meridian the distance falls towards this latitude and rises beyond it
        let turn = self.center.lat().to_radians().sin().atan2(self.cos_lat * dlng).to_degrees();
        let lat = turn.clamp(bbox.south, bbox.north);
        let ends = self.distance(lng, bbox.south).min(self.distance(lng, bbox.north));
        self.distance(lng, lat).min(ends) * (1.0 - DOUBT)
    }

    /// The longitude of the box that lies the fewest degrees away, the short way round.
    fn nearest_lng(&self, bbox: &Bbox) -> f64 {
        let lng = self.center.lng();
        if (bbox.west..=bbox.east).contains(&lng) {
            return lng;
        }
        let away = |edge: f64| {
            let d = (edge - lng).abs();
            d.min(360.0 - d)
        };
        if away(bbox.west) <= away(bbox.east) { bbox.west } else { bbox.east }
    }

    /// Metres to the farthest point of a box; none where it might not be a corner, beyond a
    /// quarter of the way round.
    fn farthest(&self, bbox: &Bbox) -> Option<f64> {
        let lng = self.center.lng();
        let reach = (bbox.west - lng).abs().max((bbox.east - lng).abs());
        let lngs = [bbox.west, bbox.east];
        let corners = lngs.iter().flat_map(|x| [(*x, bbox.south), (*x, bbox.north)]);
        let far = corners.map(|(x, y)| self.distance(x, y)).fold(0.0, f64::max);
        (reach <= 90.0).then_some(far * (1.0 + DOUBT))
    }

    #[must_use]
    pub fn cover(&self, bbox: &Bbox) -> Cover {
        if bbox.is_empty() || self.nearest(bbox) > self.radius_m {
            Cover::Outside
        } else if self.farthest(bbox).is_some_and(|far| far <= self.radius_m) {
            Cover::Inside
        } else {
            Cover::Partly
        }
    }
}

#[cfg(test)]
#[path = "circle_tests.rs"]
mod tests;
