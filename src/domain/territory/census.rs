//! What drawn or saved territories hold, counted from the accounts in them.

use geo::{Haversine, Length, LineString, MultiPolygon};

use super::measures::polsby_popper;
use super::workload::{Model, Place};
use crate::domain::units::{EARTH_RADIUS_M, LngLat};

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
    /// Estimated account by account, see `workload`; from the owner's home where it is known.
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

/// Counts up. Every place comes with the territory it belongs to, and with the room it has.
#[must_use]
pub fn census(grounds: &[Ground<'_>], places: &[(usize, Place)], model: &Model) -> Vec<Figures> {
    let n_visited = places.iter().filter(|(_, place)| place.visits_per_year > 0.0).count();
    let n_each = n_visited as f64 / grounds.len().max(1) as f64;
    let mut figures: Vec<Figures> = grounds.iter().map(|ground| extent(ground.shape)).collect();
    for (own, place) in places {
        if let Some(figures) = figures.get_mut(*own) {
            figures.add(place, grounds[*own].base, n_each, model);
        }
    }
    let total: f64 = figures.iter().map(|f| f.workload_hours).sum();
    let mean = total / figures.len().max(1) as f64;
    for figures in &mut figures {
        figures.workload_deviation =
            if mean > 0.0 { figures.workload_hours / mean - 1.0 } else { 0.0 };
    }
    figures
}

impl Figures {
    fn add(&mut self, place: &Place, base: Option<LngLat>, n_each: f64, model: &Model) {
        self.accounts += 1;
        self.customers += u32::from(place.is_customer);
        self.value_12m += place.value;
        self.potential_value += place.potential;
        self.visits_per_year += place.visits_per_year;
        self.service_hours += place.service_hours;
        let hours = model.work_hours(place, base.as_slice(), n_each);
        self.travel_hours += hours - place.service_hours;
        self.workload_hours += hours;
    }
}

fn extent(shape: &MultiPolygon) -> Figures {
    let area_m2 = area_m2(shape);
    let rings =
        shape.iter().flat_map(|part| std::iter::once(part.exterior()).chain(part.interiors()));
    let perimeter_m: f64 = rings.map(|ring| Haversine.length(ring)).sum();
    let compactness = polsby_popper(area_m2, perimeter_m).unwrap_or(0.0);
    Figures { area_km2: area_m2 / 1e6, compactness, ..Figures::default() }
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
