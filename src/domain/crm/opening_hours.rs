//! When a site may be visited: OpenStreetMap's `opening_hours` syntax turned into instants.
//!
//! Reading and evaluating the syntax is the `opening-hours` crate's work (it also knows public
//! holidays by country); this wrapper adds the bound, the time zone and the rule that hours marked
//! unknown ("by appointment") can be visited.

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use opening_hours::localization::Country;
use opening_hours::{Context, RuleKind};

/// Longest text that is read; OpenStreetMap's own limit for a value.
pub const OPENING_HOURS_CHARS_MAX: usize = 255;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpeningHoursError {
    #[error("opening hours are longer than {OPENING_HOURS_CHARS_MAX} characters")]
    TooLong,
    #[error("opening hours cannot be read: {0}")]
    Syntax(String),
}

/// Opening hours that were read once and can be asked for any day.
#[derive(Debug, Clone)]
pub struct OpeningHours(opening_hours::OpeningHours);

impl OpeningHours {
    /// Reads the OpenStreetMap syntax. `country` (ISO 3166-1 alpha-2) brings its public holidays;
    /// without one, or with an unknown one, rules on `PH` never apply.
    ///
    /// # Errors
    /// When the text is too long or not in the syntax.
    pub fn parse(text: &str, country: Option<&str>) -> Result<Self, OpeningHoursError> {
        if text.chars().count() > OPENING_HOURS_CHARS_MAX {
            return Err(OpeningHoursError::TooLong);
        }
        let hours: opening_hours::OpeningHours =
            text.parse().map_err(|error| OpeningHoursError::Syntax(format!("{error}")))?;
        let country: Option<Country> = country.and_then(|code| code.parse().ok());
        Ok(Self(match country {
            Some(country) => {
                hours.with_context(Context::default().with_holidays(country.holidays()))
            }
            None => hours,
        }))
    }

    /// The intervals of a local calendar day in which the site may be visited, in order and
    /// disjoint. Hours past midnight belong to the day they fall on.
    #[must_use]
    pub fn windows(&self, day: NaiveDate, tz: Tz) -> Vec<(DateTime<Utc>, DateTime<Utc>)> {
        let from = day.and_time(chrono::NaiveTime::MIN);
        let Some(next_day) = day.checked_add_days(Days::new(1)) else { return Vec::new() };
        let to = next_day.and_time(chrono::NaiveTime::MIN);
        let mut windows: Vec<(DateTime<Utc>, DateTime<Utc>)> = Vec::new();
        for interval in self.0.iter_range(from, to) {
            if interval.kind == RuleKind::Closed {
                continue;
            }
            let (start, end) = (instant(interval.range.start, tz), instant(interval.range.end, tz));
            match windows.last_mut() {
                Some(last) if last.1 >= start => last.1 = end.max(last.1),
                _ if start < end => windows.push((start, end)),
                _ => {}
            }
        }
        windows
    }
}

/// A local time as an instant: the first of two where clocks go back, the moment after the gap
/// where they go forward.
#[must_use]
pub fn instant(local: NaiveDateTime, tz: Tz) -> DateTime<Utc> {
    /// No time zone ever skipped more than a day at once (Samoa, 2011).
    const GAP_QUARTERS_MAX: i64 = 24 * 4;
    for quarters in 0..=GAP_QUARTERS_MAX {
        let moved = local + TimeDelta::minutes(15 * quarters);
        if let Some(found) = tz.from_local_datetime(&moved).earliest() {
            return found.with_timezone(&Utc);
        }
    }
    Utc.from_utc_datetime(&local)
}

#[cfg(test)]
#[path = "opening_hours_tests.rs"]
mod tests;
