//! From opening hours to the times at which a visit may start.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::{Candidate, LeftOut, Span};
use crate::domain::crm::opening_hours::OpeningHours;
use crate::domain::routing::Window;

/// The opening hours of the day; empty when none are known or they cannot be read.
pub(super) fn open_spans(candidate: &Candidate, date: NaiveDate) -> Option<Vec<Span>> {
    let text = candidate.opening_hours.as_deref()?;
    let hours = OpeningHours::parse(text, candidate.country.as_deref()).ok()?;
    Some(hours.windows(date, candidate.time_zone))
}

/// When the visit may start; empty means at any time.
///
/// # Errors
/// When it can start at no time of the day.
pub(super) fn start_windows(
    candidate: &Candidate,
    spans: Option<&[Span]>,
) -> Result<Vec<Window>, LeftOut> {
    if let Some(start) = candidate.appointment {
        return Ok(vec![window(start, start)]);
    }
    let Some(spans) = spans else { return Ok(Vec::new()) };
    if spans.is_empty() {
        return Err(LeftOut::ClosedAllDay);
    }
    let duration = TimeDelta::seconds(candidate.duration_s);
    let windows: Vec<Window> = spans
        .iter()
        .filter(|(opens, closes)| *closes - *opens >= duration)
        .map(|(opens, closes)| window(*opens, *closes - duration))
        .collect();
    if windows.is_empty() { Err(LeftOut::OpenTooShort) } else { Ok(windows) }
}

fn window(from: DateTime<Utc>, to: DateTime<Utc>) -> Window {
    Window { from_s: from.timestamp(), to_s: to.timestamp() }
}

#[cfg(test)]
#[path = "windows_tests.rs"]
mod tests;
