//! Seeded chance: the same seed gives the same company.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeZone, Utc, Weekday};
use chrono_tz::Tz;
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use uuid::Uuid;

#[derive(Debug)]
pub(super) struct Chance {
    rng: ChaCha8Rng,
    now: DateTime<Utc>,
}

impl Chance {
    pub(super) fn new(seed: u64, now: DateTime<Utc>) -> Self {
        Self { rng: ChaCha8Rng::seed_from_u64(seed), now }
    }

    /// A version 7 UUID, as the service makes them, from the company's founding hour.
    pub(super) fn id(&mut self) -> Uuid {
        let mut random = [0; 10];
        self.rng.fill_bytes(&mut random);
        let millis = u64::try_from(self.now.timestamp_millis()).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }

    /// True in so many of a hundred cases.
    pub(super) fn percent(&mut self, percent: u32) -> bool {
        self.rng.random_range(0..100) < percent
    }

    pub(super) fn between(&mut self, low: u32, high: u32) -> u32 {
        self.rng.random_range(low..=high)
    }

    pub(super) fn share(&mut self, low: f64, high: f64) -> f64 {
        self.rng.random_range(low..high)
    }

    pub(super) fn one_of<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.rng.random_range(0..choices.len())]
    }

    /// One of weighted choices.
    pub(super) fn weighted<'a, T>(&mut self, choices: &'a [(u32, T)]) -> &'a T {
        let total: u32 = choices.iter().map(|(weight, _)| weight).sum();
        let mut left = self.rng.random_range(0..total);
        let hit = choices.iter().position(|(weight, _)| {
            let here = left < *weight;
            left = left.saturating_sub(*weight);
            here
        });
        &choices[hit.unwrap_or_default()].1
    }

    /// A moment of business on or before the day, never at a weekend.
    pub(super) fn working_moment(&mut self, day: NaiveDate, time_zone: Tz) -> DateTime<Utc> {
        let day = last_working_day(day);
        let quarter = self.rng.random_range(0..30);
        let time =
            NaiveTime::from_hms_opt(9 + quarter / 4, quarter % 4 * 15, 0).unwrap_or_default();
        let local = time_zone.from_local_datetime(&day.and_time(time)).earliest();
        local.map_or_else(|| day.and_time(time).and_utc(), |local| local.with_timezone(&Utc))
    }
}

fn last_working_day(day: NaiveDate) -> NaiveDate {
    match day.weekday() {
        Weekday::Sat => day - Days::new(1),
        Weekday::Sun => day - Days::new(2),
        _ => day,
    }
}
