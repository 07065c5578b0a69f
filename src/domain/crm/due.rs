//! When an account wants its next visit, and how urgent that is today.

use chrono::{Days, NaiveDate};

/// A visit may be planned once this share of the interval has passed (portatour's default for
/// follow-up calls).
pub const SCHEDULABLE_SHARE: f64 = 0.7;

super::codes::codes! {
    /// How an account stands against its visit interval.
    VisitStatus {
        Overdue = "overdue",
        Due = "due",
        NotDue = "not_due",
        /// No interval: visited on demand only.
        None = "none",
    }
}

/// Last visit plus interval; an account never visited is due from the day it was first seen.
#[must_use]
pub fn next_due_on(
    last_visit_on: Option<NaiveDate>,
    first_seen_on: NaiveDate,
    interval_days: Option<u32>,
) -> Option<NaiveDate> {
    let interval = Days::new(u64::from(interval_days?));
    match last_visit_on {
        Some(last) => last.checked_add_days(interval),
        None => Some(first_seen_on),
    }
}

/// Overdue after the due date; due from [`SCHEDULABLE_SHARE`] of the interval on.
#[must_use]
pub fn visit_status(
    today: NaiveDate,
    next_due_on: Option<NaiveDate>,
    interval_days: Option<u32>,
) -> VisitStatus {
    let (Some(due_on), Some(interval)) = (next_due_on, interval_days) else {
        return VisitStatus::None;
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of an interval of at most ten years"
    )]
    let lead = Days::new((f64::from(interval) * (1.0 - SCHEDULABLE_SHARE)).floor() as u64);
    if due_on < today {
        VisitStatus::Overdue
    } else if due_on.checked_sub_days(lead).is_none_or(|from| from <= today) {
        VisitStatus::Due
    } else {
        VisitStatus::NotDue
    }
}

#[cfg(test)]
#[path = "due_tests.rs"]
mod tests;
