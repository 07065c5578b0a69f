//! A Tuesday in Helsinki for tests.

use chrono::{DateTime, NaiveDate, Utc};

use super::{Candidate, Day};
use crate::domain::control::Cancel;
use crate::domain::crm::due::VisitStatus;
use crate::domain::travel::{TravelError, TravelMatrix, TravelTime};
use crate::domain::units::LngLat;

/// A hundredth of a degree of longitude takes ten minutes and six kilometres.
pub struct Straight;

impl TravelTime for Straight {
    fn matrix(
        &self,
        sources: &[LngLat],
        targets: &[LngLat],
        _: &Cancel,
    ) -> Result<TravelMatrix, TravelError> {
        let gap =
            |(a, b): (&LngLat, &LngLat)| ((a.lng() - b.lng()).abs() * 60_000.0).round() as u32;
        let pairs = || sources.iter().flat_map(|a| targets.iter().map(move |b| (a, b)));
        Ok(TravelMatrix {
            n_sources: sources.len(),
            n_targets: targets.len(),
            duration_s: pairs().map(gap).collect(),
            distance_m: pairs().map(|pair| gap(pair) * 10).collect(),
        })
    }
}

/// So many ten-minute steps east of home.
pub fn step(steps: f64) -> LngLat {
    LngLat::new(24.0 + steps / 100.0, 60.0).unwrap()
}

/// Helsinki is two hours before UTC in November.
pub fn at(local: &str) -> DateTime<Utc> {
    format!("2026-11-24T{local}:00+02:00").parse::<DateTime<Utc>>().unwrap()
}

/// From nine to five, home at step 0.
pub fn day() -> Day {
    Day {
        date: NaiveDate::from_ymd_opt(2026, 11, 24).unwrap(),
        shift: (at("09:00"), at("17:00")),
        start: step(0.0),
        end: step(0.0),
        lunch: None,
        visits_max: 15,
    }
}

/// Half an hour's visit at a step, overdue.
pub fn candidate(steps: f64) -> Candidate {
    Candidate {
        at: Some(step(steps)),
        opening_hours: None,
        country: Some("FI".to_owned()),
        time_zone: chrono_tz::Europe::Helsinki,
        duration_s: 1800,
        priority: 50,
        value: 100.0,
        status: VisitStatus::Overdue,
        next_due_on: None,
        do_not_visit: false,
        appointment: None,
    }
}
