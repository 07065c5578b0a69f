//! Which visits on which day: due dates, windows, reasons. Sits on routing and crm.
//!
//! [`choose_due`] picks what is worth a visit, [`plan_day`] orders one rep's day, [`time_in_order`]
//! gives times to an order a person chose.

mod choice;
mod day;
mod gpx;
mod in_order;
pub mod route;
mod windows;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use crate::domain::crm::codes::codes;
use crate::domain::crm::due::VisitStatus;
use crate::domain::units::LngLat;

pub use choice::choose_due;
pub use day::{PlanError, plan_day};
pub use gpx::gpx;
pub use in_order::time_in_order;

/// The most accounts one day is chosen from.
pub const CANDIDATES_MAX: usize = 200;

codes! {
    /// Why an account gets no visit on the day.
    LeftOut {
        /// Marked as not to be visited.
        DoNotVisit = "do_not_visit",
        /// The site has no position yet.
        NotGeocoded = "not_geocoded",
        /// The opening hours hold nothing on this day.
        ClosedAllDay = "closed_all_day",
        /// Never open as long as the visit takes.
        OpenTooShort = "open_too_short",
        /// Open only when the rep cannot be there.
        OutsideShift = "outside_shift",
        /// No way leads there and back.
        Unreachable = "unreachable",
        /// Does not fit beside the fixed appointments.
        ConflictsWithFixed = "conflicts_with_fixed",
        /// The day holds as many visits as it may.
        VisitLimit = "visit_limit",
        /// The day is full with visits that matter more.
        NoTimeLeft = "no_time_left",
    }
}

codes! {
    /// What does not work in an order a person chose.
    StopIssue {
        /// The visit starts when the site is closed.
        OutsideWindow = "outside_window",
        /// The visit ends after the shift.
        AfterShift = "after_shift",
        /// No way leads there; the leg counts as nothing.
        Unreachable = "unreachable",
    }
}

/// An account that could be visited on the day.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Where the rep parks or enters; none: not geocoded yet.
    pub at: Option<LngLat>,
    pub opening_hours: Option<String>,
    /// ISO 3166-1 alpha-2, for public holidays.
    pub country: Option<String>,
    pub time_zone: Tz,
    pub duration_s: i64,
    /// 0 to 100.
    pub priority: u8,
    /// What the account is worth, in any currency; only the order matters.
    pub value: f64,
    pub status: VisitStatus,
    pub next_due_on: Option<NaiveDate>,
    pub do_not_visit: bool,
    /// An agreed start; the visit then counts as fixed.
    pub appointment: Option<DateTime<Utc>>,
}

/// The rep's day.
#[derive(Debug, Clone, PartialEq)]
pub struct Day {
    pub date: NaiveDate,
    pub shift: (DateTime<Utc>, DateTime<Utc>),
    pub start: LngLat,
    pub end: LngLat,
    /// Lunch: the time it may start in and how long it takes.
    pub lunch: Option<Lunch>,
    pub visits_max: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lunch {
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
    pub duration_s: i64,
}

/// Instants between which something may be done.
pub type Span = (DateTime<Utc>, DateTime<Utc>);

#[derive(Debug, Clone, PartialEq)]
pub struct PlannedStop {
    /// Index into the candidates.
    pub candidate: usize,
    pub arrives_at: DateTime<Utc>,
    pub starts_at: DateTime<Utc>,
    pub leaves_at: DateTime<Utc>,
    pub leg_s: i64,
    pub leg_m: i64,
    /// When the site is open on the day; empty: no opening hours known.
    pub windows: Vec<Span>,
    pub is_fixed: bool,
    pub issue: Option<StopIssue>,
}

/// The day in order, with times.
#[derive(Debug, Clone, PartialEq)]
pub struct DayPlan {
    pub departs_at: DateTime<Utc>,
    pub returns_at: DateTime<Utc>,
    pub stops: Vec<PlannedStop>,
    pub lunch: Option<Span>,
    pub distance_m: i64,
    pub travel_s: i64,
    pub service_s: i64,
    pub wait_s: i64,
    pub left_out: Vec<(usize, LeftOut)>,
    /// No better day exists.
    pub is_proven: bool,
}

#[cfg(test)]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small and positive")]
mod test_days;
