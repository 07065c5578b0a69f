//! Activities: visits, calls, meetings, mails, tasks and notes, planned and done.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::account::within;
use super::codes::codes;
use super::draft::Draft;
use super::stamp::Stamp;
use super::{Fault, Faults, text};
use crate::domain::units::LngLat;

/// A check-in this near to the site, beyond the receiver's own uncertainty, is at the site.
pub const CHECK_IN_WITHIN_M: f64 = 150.0;
/// A receiver less certain than this proves nothing.
pub const CHECK_IN_ACCURACY_MAX_M: f64 = 250.0;

codes! {
    ActivityType {
        Visit = "visit",
        Call = "call",
        Meeting = "meeting",
        Email = "email",
        Message = "message",
        Task = "task",
        Note = "note",
        Survey = "survey",
    }
}

codes! {
    #[derive(Default)]
    ActivityStatus {
        #[default]
        Planned = "planned",
        Confirmed = "confirmed",
        InProgress = "in_progress",
        Done = "done",
        Missed = "missed",
        Cancelled = "cancelled",
    }
}

codes! {
    /// What came of an activity.
    Outcome {
        Order = "order",
        OfferRequested = "offer_requested",
        FollowUp = "follow_up",
        NoContact = "no_contact",
        Closed = "closed",
        Refused = "refused",
        Information = "information",
    }
}

impl Outcome {
    /// Whether somebody was met, so that the visit counts against the interval.
    pub const fn counts_as_visit(self) -> bool {
        !matches!(self, Self::NoContact | Self::Closed)
    }
}

codes! {
    /// Where somebody was when checking in.
    CheckInVerdict {
        Verified = "verified",
        Outside = "outside",
        /// The place cannot be judged: no point of the site, or an uncertain receiver.
        Unverified = "unverified",
        /// Without a position.
        Manual = "manual",
    }
}

/// What people write about an activity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ActivityDraft {
    #[serde(rename = "type")]
    pub kind: ActivityType,
    #[schema(min_length = 1, max_length = 300)]
    pub subject: String,
    #[serde(default)]
    pub account_id: Option<Uuid>,
    #[serde(default)]
    pub contact_id: Option<Uuid>,
    /// The caller when left out.
    #[serde(default)]
    pub owner_id: Option<Uuid>,
    #[serde(default)]
    pub status: ActivityStatus,
    #[serde(default)]
    pub planned_start: Option<DateTime<Utc>>,
    #[serde(default)]
    pub planned_end: Option<DateTime<Utc>>,
    #[serde(default)]
    pub actual_start: Option<DateTime<Utc>>,
    #[serde(default)]
    pub actual_end: Option<DateTime<Utc>>,
    #[serde(default)]
    pub due_on: Option<NaiveDate>,
    #[serde(default = "middle")]
    pub priority: i32,
    #[serde(default)]
    pub outcome_code: Option<Outcome>,
    #[serde(default)]
    pub summary: Option<String>,
    #[serde(default)]
    pub next_step: Option<String>,
    #[serde(default)]
    pub next_step_on: Option<NaiveDate>,
    /// The account's primary site when left out.
    #[serde(default)]
    pub site_id: Option<Uuid>,
    /// Made by a device that may send twice; the second time changes nothing.
    #[serde(default)]
    pub client_id: Option<Uuid>,
}

const fn middle() -> i32 {
    50
}

impl Draft for ActivityDraft {
    fn tidy(&mut self, at: &str, faults: &mut Faults) {
        text::required(&mut self.subject, format!("{at}/subject"), text::NAME_CHARS_MAX, faults);
        for (value, field) in [(&mut self.summary, "summary"), (&mut self.next_step, "next_step")] {
            text::optional(value, format!("{at}/{field}"), text::NOTE_CHARS_MAX, faults);
        }
        within(self.priority, 0, 100, format!("{at}/priority"), faults);
        for (start, end, field) in [
            (self.planned_start, self.planned_end, "planned_end"),
            (self.actual_start, self.actual_end, "actual_end"),
        ] {
            if end.is_some_and(|end| start.is_none_or(|start| end < start)) {
                faults.push(Fault::new(format!("{at}/{field}"), "time.ends_before_start"));
            }
        }
        if self.kind == ActivityType::Visit && self.account_id.is_none() {
            faults.push(Fault::new(format!("{at}/account_id"), "visit.without_account"));
        }
    }
}

/// An activity as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Activity {
    pub id: Uuid,
    #[serde(flatten)]
    pub fields: ActivityDraft,
    #[serde(flatten)]
    pub check_in: CheckIn,
    pub check_out_at: Option<DateTime<Utc>>,
    #[serde(flatten)]
    pub stamp: Stamp,
    pub deleted_at: Option<DateTime<Utc>>,
}

/// The arrival at a site.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CheckIn {
    pub check_in_at: Option<DateTime<Utc>>,
    #[schema(value_type = Option<Vec<f64>>, min_items = 2, max_items = 2)]
    pub check_in_location: Option<LngLat>,
    pub check_in_accuracy_m: Option<f64>,
    pub check_in_distance_m: Option<f64>,
    pub check_in_verdict: Option<CheckInVerdict>,
}

impl CheckIn {
    /// Judges an arrival: at the site when within [`CHECK_IN_WITHIN_M`] beyond the receiver's
    /// uncertainty.
    pub fn judge(
        at: DateTime<Utc>,
        location: Option<LngLat>,
        accuracy_m: Option<f64>,
        site: Option<LngLat>,
    ) -> Self {
        let distance_m = location.zip(site).map(|(here, there)| here.distance(there).0);
        let accuracy = accuracy_m.unwrap_or(0.0);
        let verdict = match (location, distance_m) {
            (None, _) => CheckInVerdict::Manual,
            (Some(_), None) => CheckInVerdict::Unverified,
            _ if accuracy > CHECK_IN_ACCURACY_MAX_M => CheckInVerdict::Unverified,
            (Some(_), Some(distance)) if distance <= CHECK_IN_WITHIN_M + accuracy => {
                CheckInVerdict::Verified
            }
            _ => CheckInVerdict::Outside,
        };
        Self {
            check_in_at: Some(at),
            check_in_location: location,
            check_in_accuracy_m: accuracy_m,
            check_in_distance_m: distance_m,
            check_in_verdict: Some(verdict),
        }
    }
}

impl Activity {
    /// The moment the activity belongs to: when it happened, else when it is planned, else when
    /// it was written down.
    pub fn moment(&self) -> DateTime<Utc> {
        let f = &self.fields;
        let due = f.due_on.map(|day| day.and_time(chrono::NaiveTime::MIN).and_utc());
        f.actual_start.or(f.planned_start).or(due).unwrap_or(self.stamp.created_at)
    }

    /// When this was a visit that counts: the moment it ended, as far as that is known.
    pub fn visited_at(&self) -> Option<DateTime<Utc>> {
        let f = &self.fields;
        let counts = f.outcome_code.is_none_or(Outcome::counts_as_visit);
        let is_visit = f.kind == ActivityType::Visit && f.status == ActivityStatus::Done && counts;
        let at = f.actual_end.or(self.check_out_at).or(f.actual_start).or(f.planned_start);
        is_visit.then_some(at.unwrap_or(self.stamp.updated_at))
    }
}

#[cfg(test)]
#[path = "activity_tests.rs"]
mod tests;
