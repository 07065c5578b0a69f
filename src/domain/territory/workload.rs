//! Travel in a territory without planning its tours: line-haul to where the day's visits are and back, plus
//! the way from visit to visit (Beardwood, Halton & Hammersley 1959; Daganzo 1984).
//!
//! All of it is counted account by account, so that what a division balances, what a stored territory is
//! said to hold and what is left after an edit are sums of the same numbers. Only the line-haul depends on
//! whose the account is.

use rstar::RTree;
use rstar::primitives::GeomWithData;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::problem::on_sphere_km;
use crate::domain::units::LngLat;

/// The constant of Beardwood, Halton & Hammersley for Euclidean tours.
const TOUR_CONSTANT: f64 = 0.7124;
/// Neighbours whose distance says how much room an account has.
const NEIGHBOURS: usize = 8;
/// Days within which a rep may choose when to visit: accounts due by then make up one day's choice.
const CHOICE_DAYS: f64 = 7.0;
const YEAR_DAYS: f64 = 365.0;
/// Mean distance of the points of a disc of area 1 to its middle: two thirds of its radius.
const DISC_MEAN: f64 = 2.0 / 3.0 * 0.564_189_583_547_756_3;

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
    /// Square kilometres for every visited account around here; see [`give_room`].
    pub room_km2: f64,
}

/// How travel is estimated: how a working day looks, and how well that met days that were planned.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = TravelModel)]
pub struct Model {
    pub visits_per_day: f64,
    pub speed_kmh: f64,
    /// Road distance over straight distance.
    pub detour: f64,
    /// What the estimate is multiplied by, 1 before any calibration.
    pub factor: f64,
    /// What estimates of single days were off by against planned ones, all together over the planned
    /// travel: 0.2 is a fifth. Nothing before any calibration.
    pub mean_error: Option<f64>,
    /// Planned days behind factor and error.
    pub n_samples: usize,
}

impl Default for Model {
    fn default() -> Self {
        Self {
            visits_per_day: 8.0,
            speed_kmh: 30.0,
            detour: 1.3,
            factor: 1.0,
            mean_error: None,
            n_samples: 0,
        }
    }
}

impl Model {
    fn hours(&self, km: f64) -> f64 {
        km * self.detour / self.speed_kmh * self.factor
    }

    /// Hours in a year from visit to visit. On any day one account of several has its turn, so that a
    /// day's visits lie as much farther apart.
    #[must_use]
    pub fn between_hours(&self, place: &Place) -> f64 {
        if place.visits_per_year <= 0.0 {
            return 0.0;
        }
        let between_km = TOUR_CONSTANT * (place.room_km2 / due_share(place)).sqrt();
        self.hours(place.visits_per_year * between_km)
    }

    /// Hours in a year from a base to where the account is and back; a day's visits share the way.
    #[must_use]
    pub fn line_haul_hours(&self, place: &Place, base: LngLat) -> f64 {
        self.out_and_back(place, place.at.distance(base).0 / 1_000.0)
    }

    /// The same where no base is known: from the middle of a territory of so many visited accounts, all
    /// with as much room as this one.
    #[must_use]
    pub fn middle_haul_hours(&self, place: &Place, accounts_per_territory: f64) -> f64 {
        let area_km2 = place.room_km2 * accounts_per_territory;
        self.out_and_back(place, DISC_MEAN * area_km2.sqrt())
    }

    fn out_and_back(&self, place: &Place, km: f64) -> f64 {
        self.hours(place.visits_per_year * 2.0 * km / self.visits_per_day.max(1.0))
    }

    /// Service and travel of one account in a year; from the nearest base, or from the middle of a
    /// territory of so many visited accounts where there is none.
    #[must_use]
    pub fn work_hours(&self, place: &Place, bases: &[LngLat], accounts_per_territory: f64) -> f64 {
        let nearest = bases
            .iter()
            .map(|&base| self.line_haul_hours(place, base))
            .min_by(f64::total_cmp)
            .unwrap_or_else(|| self.middle_haul_hours(place, accounts_per_territory));
        place.service_hours + self.between_hours(place) + nearest
    }

    /// The fewest reps whose hours suffice. More reps mean smaller territories and shorter ways out.
    /// `None` when `most` of them are not enough.
    #[must_use]
    pub fn reps_needed(&self, places: &[Place], hours_per_rep: f64, most: usize) -> Option<usize> {
        let n_visited = visited(places) as f64;
        // The way out goes by the square root of a territory's accounts: it is counted once.
        let fixed: f64 = places.iter().map(|p| p.service_hours + self.between_hours(p)).sum();
        let haul: f64 = places.iter().map(|p| self.middle_haul_hours(p, n_visited)).sum();
        (1..=most).find(|&n| {
            let n = n as f64;
            (fixed + haul / n.sqrt()) / n <= hours_per_rep
        })
    }
}

/// The share of accounts like this one that have their turn on a day: those due within the days a rep may
/// choose from.
#[must_use]
pub fn due_share(place: &Place) -> f64 {
    (CHOICE_DAYS * place.visits_per_year / YEAR_DAYS).min(1.0)
}

/// Accounts that are visited at all.
#[must_use]
pub fn visited(places: &[Place]) -> usize {
    places.iter().filter(|place| place.visits_per_year > 0.0).count()
}

/// Says of every visited place how much room it has: the disc that reaches its eighth neighbour, divided by
/// eight. The others are left at nothing.
pub fn give_room(places: &mut [Place]) {
    let points: Vec<_> = places
        .iter()
        .filter(|place| place.visits_per_year > 0.0)
        .map(|place| GeomWithData::new(on_sphere_km(place.at), ()))
        .collect();
    let neighbours = NEIGHBOURS.min(points.len().saturating_sub(1));
    if neighbours == 0 {
        return;
    }
    let tree = RTree::bulk_load(points);
    for place in places.iter_mut().filter(|place| place.visits_per_year > 0.0) {
        let at = on_sphere_km(place.at);
        let far = tree.nearest_neighbor_iter_with_distance_2(&at).nth(neighbours);
        let radius_2 = far.map_or(0.0, |(_, distance_2)| distance_2);
        place.room_km2 = std::f64::consts::PI * radius_2 / neighbours as f64;
    }
}

/// A day that was really planned: what was estimated for its visits and what it took, in hours.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sample {
    pub n_visits: usize,
    pub estimated_h: f64,
    pub planned_h: f64,
}

/// The factor that brings estimates to planned days (least squares through the origin) and the error that is
/// left, as a share of all planned travel, so that days of hardly any way do not drown the others; `None`
/// without any usable day.
#[must_use]
pub fn calibrated(model: &Model, samples: &[Sample]) -> Option<Model> {
    let usable: Vec<&Sample> =
        samples.iter().filter(|s| s.estimated_h > 0.0 && s.planned_h > 0.0).collect();
    let squares: f64 = usable.iter().map(|s| s.estimated_h * s.estimated_h).sum();
    if usable.is_empty() {
        return None;
    }
    let factor = usable.iter().map(|s| s.estimated_h * s.planned_h).sum::<f64>() / squares;
    let errors: f64 = usable.iter().map(|s| (factor * s.estimated_h - s.planned_h).abs()).sum();
    let mean_error = Some(errors / usable.iter().map(|s| s.planned_h).sum::<f64>());
    let factor = model.factor * factor;
    Some(Model { factor, mean_error, n_samples: usable.len(), ..*model })
}

#[cfg(test)]
#[path = "workload_tests.rs"]
mod tests;
