//! What drawn or saved territories hold, counted from the accounts in them.

use geo::{Haversine, Length, LineString, MultiPolygon};

use super::measures::polsby_popper;
use super::workload::{Day, Work, travel_hours};
use crate::domain::units::{EARTH_RADIUS_M, LngLat};

/// What an account adds to its territory.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    pub at: LngLat,
    pub is_customer: bool,
    pub value: f64,
    pub potential: f64,
    pub visits_per_year: f64,
    /// Time at the customer over the year.
    pub service_hours: f64,
}

#[derive(
    Debug, Clone, Copy, Default, PartialEq, serde::Serialize, serde::Deserialize, utoipa::ToSchema,
)]
#[serde(default)]
pub struct Figures {
    pub accounts: u32,
    pub customers: u32,
    pub value_12m: f64,
    pub potential_value: f64,
    pub visits_per_year: f64,
    pub service_hours: f64,
    /// Estimated, see `workload`.
    pub travel_hours: f64,
    pub workload_hours: f64,
    /// Workload over the mean of the alignment, less one.
    pub workload_deviation: f64,
    pub area_km2: f64,
    /// 4 pi area / perimeter squared, 1 for a circle.
    pub compactness: f64,
}

/// A territory to be counted: its shape, and the home of its rep if known.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'a> {
    pub shape: &'a MultiPolygon,
    pub base: Option<LngLat>,
}

/// Counts up. Every place comes with the territory it belongs to.
#[must_use]
pub fn census(grounds: &[Ground<'_>], places: &[(usize, Place)]) -> Vec<Figures> {
    let mut members = vec![Vec::new(); grounds.len()];
    for (own, place) in places {
        if let Some(members) = members.get_mut(*own) {
            members.push(*place);
        }
    }
    let mut figures: Vec<Figures> =
        grounds.iter().zip(&members).map(|(ground, members)| count(ground, members)).collect();
    let total: f64 = figures.iter().map(|f| f.workload_hours).sum();
    let mean = total / figures.len().max(1) as f64;
    for figures in &mut figures {
        figures.workload_deviation =
            if mean > 0.0 { figures.workload_hours / mean - 1.0 } else { 0.0 };
    }
    figures
}

fn count(ground: &Ground<'_>, members: &[Place]) -> Figures {
    let mut figures = extent(ground.shape);
    for place in members {
        figures.accounts += 1;
        figures.customers += u32::from(place.is_customer);
        figures.value_12m += place.value;
        figures.potential_value += place.potential;
        figures.visits_per_year += place.visits_per_year;
        figures.service_hours += place.service_hours;
    }
    let work = Work {
        visits_per_year: figures.visits_per_year,
        service_hours: figures.service_hours,
        area_km2: figures.area_km2,
        base_km: base_km(ground.base, members),
    };
    figures.travel_hours = travel_hours(&work, &Day::default());
    figures.workload_hours = figures.service_hours + figures.travel_hours;
    figures
}

fn extent(shape: &MultiPolygon) -> Figures {
    let area_m2 = area_m2(shape);
    let rings =
        shape.iter().flat_map(|part| std::iter::once(part.exterior()).chain(part.interiors()));
    let perimeter_m: f64 = rings.map(|ring| Haversine.length(ring)).sum();
    let compactness = polsby_popper(area_m2, perimeter_m).unwrap_or(0.0);
    Figures { area_km2: area_m2 / 1e6, compactness, ..Figures::default() }
}

/// Mean straight distance in km from the rep's home, or else from the middle of the visits, to the visits.
#[must_use]
pub fn base_km(base: Option<LngLat>, members: &[Place]) -> f64 {
    let visits: f64 = members.iter().map(|place| place.visits_per_year).sum();
    if visits <= 0.0 {
        return 0.0;
    }
    let mean = |of: &dyn Fn(&Place) -> f64| {
        members.iter().map(|place| place.visits_per_year * of(place)).sum::<f64>() / visits
    };
    let middle = || LngLat::new(mean(&|place| place.at.lng()), mean(&|place| place.at.lat())).ok();
    let Some(base) = base.or_else(middle) else { return 0.0 };
    mean(&|place| place.at.distance(base).0 / 1_000.0)
}

/// Square metres on the sphere.
#[must_use]
pub fn area_m2(shape: &MultiPolygon) -> f64 {
    let part = |part: &geo::Polygon| {
        let holes: f64 = part.interiors().iter().map(ring_m2).sum();
        ring_m2(part.exterior()) - holes
    };
    shape.iter().map(part).sum()
}

/// What a ring encloses, whichever way it runs: the signed areas between its edges and the equator add up
/// to it (Chamberlain & Duquette 2007).
fn ring_m2(ring: &LineString) -> f64 {
    let swept = ring.lines().map(|line| {
        let width = (line.end.x - line.start.x).to_radians();
        width * f64::midpoint(line.start.y.to_radians().sin(), line.end.y.to_radians().sin())
    });
    (EARTH_RADIUS_M * EARTH_RADIUS_M * swept.sum::<f64>()).abs()
}

#[cfg(test)]
#[path = "census_tests.rs"]
mod tests;
