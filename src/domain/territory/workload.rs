//! Travel in a territory without planning its tours: line-haul to the customers and back plus the way from
//! customer to customer (Beardwood, Halton & Hammersley 1959; Daganzo 1984).

/// The constant of Beardwood, Halton & Hammersley for Euclidean tours.
const TOUR_CONSTANT: f64 = 0.7124;

/// How a working day looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Day {
    pub visits_per_day: f64,
    pub speed_kmh: f64,
    /// Road distance over straight distance.
    pub detour: f64,
}

impl Default for Day {
    fn default() -> Self {
        Self { visits_per_day: 8.0, speed_kmh: 30.0, detour: 1.3 }
    }
}

/// What there is to do in one unit or territory.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Work {
    pub visits_per_year: f64,
    /// Time at the customer, over the year.
    pub service_hours: f64,
    pub area_km2: f64,
    /// Straight distance from the base to the middle of the work.
    pub base_km: f64,
}

/// Hours on the road in a year. A day's tour has `q` visits: out and back is `2 r / q` per visit, from
/// one to the next `0.7124 sqrt(A / q)` when the day's visits are spread over an area `A`.
#[must_use]
pub fn travel_hours(work: &Work, day: &Day) -> f64 {
    if work.visits_per_year <= 0.0 {
        return 0.0;
    }
    let per_day = day.visits_per_day.min(work.visits_per_year).max(1.0);
    let line_haul_km = 2.0 * work.base_km / per_day;
    let between_km = TOUR_CONSTANT * (work.area_km2 / per_day).sqrt();
    work.visits_per_year * (line_haul_km + between_km) * day.detour / day.speed_kmh
}

/// Service and travel.
#[must_use]
pub fn hours(work: &Work, day: &Day) -> f64 {
    work.service_hours + travel_hours(work, day)
}

/// The fewest reps whose hours suffice: every rep has a share of the work and of the area. More reps mean
/// smaller areas and shorter ways. `None` when `most` of them are not enough.
#[must_use]
pub fn reps_needed(whole: &Work, hours_per_rep: f64, most: usize, day: &Day) -> Option<usize> {
    (1..=most).find(|&n_reps| {
        let n = n_reps as f64;
        let share = Work {
            visits_per_year: whole.visits_per_year / n,
            service_hours: whole.service_hours / n,
            area_km2: whole.area_km2 / n,
            base_km: whole.base_km / n.sqrt(),
        };
        hours(&share, day) <= hours_per_rep
    })
}

/// How well estimates meet tours that were really planned.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Calibration {
    /// Estimates are to be multiplied by this.
    pub factor: f64,
    /// Mean absolute error after that, relative to the planned travel.
    pub mean_error: f64,
    pub n_samples: usize,
}

/// Fits the factor by least squares through the origin. `samples` are pairs of estimated and planned
/// travel; `None` without any usable pair.
#[must_use]
pub fn calibrate(samples: &[(f64, f64)]) -> Option<Calibration> {
    let usable: Vec<_> = samples.iter().filter(|(e, planned)| *e > 0.0 && *planned > 0.0).collect();
    let squares: f64 = usable.iter().map(|(estimate, _)| estimate * estimate).sum();
    if usable.is_empty() {
        return None;
    }
    let factor = usable.iter().map(|(estimate, planned)| estimate * planned).sum::<f64>() / squares;
    let errors = usable.iter().map(|(estimate, planned)| (factor * estimate / planned - 1.0).abs());
    let mean_error = errors.sum::<f64>() / usable.len() as f64;
    Some(Calibration { factor, mean_error, n_samples: usable.len() })
}

#[cfg(test)]
#[path = "workload_tests.rs"]
mod tests;
