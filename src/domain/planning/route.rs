//! A rep's day as it is kept and shown.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{DayPlan, LeftOut, Span, StopIssue};
use crate::domain::crm::codes::codes;
use crate::domain::units::LngLat;

codes! {
    /// How far a route has come.
    RouteStatus {
        Draft = "draft",
        Planned = "planned",
        Started = "started",
        Finished = "finished",
    }
}

/// One rep's ordered day.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Route {
    pub id: Uuid,
    pub user_id: Uuid,
    pub date: NaiveDate,
    pub status: RouteStatus,
    pub time_zone: String,
    pub shift_start: DateTime<Utc>,
    pub shift_end: DateTime<Utc>,
    /// `[longitude, latitude]`
    #[schema(value_type = Vec<f64>, min_items = 2, max_items = 2)]
    pub start: LngLat,
    #[schema(value_type = Vec<f64>, min_items = 2, max_items = 2)]
    pub end: LngLat,
    pub vehicle_profile: String,
    pub departs_at: DateTime<Utc>,
    pub returns_at: DateTime<Utc>,
    pub distance_m: i32,
    pub travel_s: i32,
    pub service_s: i32,
    pub wait_s: i32,
    /// The line on the map, a GeoJSON `LineString`.
    #[schema(value_type = Object)]
    pub geometry: Value,
    /// When the rep pauses.
    #[schema(value_type = Option<Vec<String>>, min_items = 2, max_items = 2)]
    pub lunch: Option<Span>,
    pub stops: Vec<RouteStop>,
    pub unserved: Vec<Unserved>,
    /// What the times rest on: `roads` or `great_circle`.
    pub travel_source: String,
    /// No better day exists.
    pub is_proven: bool,
    pub attribution: String,
    /// The request that made it, with its seed, so that it can be repeated.
    #[schema(value_type = Object)]
    pub brief: Value,
    pub version: i32,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RouteStop {
    /// From 1.
    pub seq: i16,
    pub account_id: Uuid,
    pub account_name: String,
    pub site_id: Uuid,
    /// The planned visit that belongs to the stop.
    pub activity_id: Option<Uuid>,
    #[schema(value_type = Vec<f64>, min_items = 2, max_items = 2)]
    pub location: LngLat,
    pub arrives_at: DateTime<Utc>,
    pub starts_at: DateTime<Utc>,
    pub leaves_at: DateTime<Utc>,
    pub wait_s: i32,
    /// When the site is open on the day; empty when nothing is known.
    #[schema(value_type = Vec<Vec<String>>)]
    pub windows: Vec<Span>,
    pub leg_s: i32,
    pub leg_distance_m: i32,
    pub is_fixed: bool,
    /// What does not work at this stop, in an order that a person chose.
    pub issue: Option<StopIssue>,
    /// Opens the phone's own navigation.
    pub navigation_url: String,
}

/// An account without a visit, and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Unserved {
    pub account_id: Uuid,
    pub account_name: String,
    pub reason: UnservedReason,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UnservedReason {
    pub code: LeftOut,
    pub message: String,
}

impl From<LeftOut> for UnservedReason {
    fn from(code: LeftOut) -> Self {
        Self { code, message: code.message().to_owned() }
    }
}

impl LeftOut {
    /// The reason in English; the web app has its own words for each code.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::DoNotVisit => "Marked as not to be visited.",
            Self::NotGeocoded => "The address has no position on the map yet.",
            Self::ClosedAllDay => "Closed on this day.",
            Self::OpenTooShort => "Never open as long as the visit takes.",
            Self::OutsideShift => "Cannot be visited within the working hours.",
            Self::Unreachable => "No way leads there and back.",
            Self::ConflictsWithFixed => "Does not fit beside the fixed appointments.",
            Self::VisitLimit => "The day already has as many visits as it may.",
            Self::NoTimeLeft => "The day is full with visits that matter more.",
        }
    }
}

/// What a stop and an unserved account are called and where they are.
#[derive(Debug, Clone, PartialEq)]
pub struct AccountAt {
    pub account_id: Uuid,
    pub account_name: String,
    /// None only for accounts that get no stop.
    pub site_id: Option<Uuid>,
    pub location: Option<LngLat>,
}

impl Route {
    /// Puts a plan's times and sums in; `accounts` are the plan's candidates.
    pub fn adopt(&mut self, plan: &DayPlan, accounts: &[AccountAt]) {
        (self.departs_at, self.returns_at) = (plan.departs_at, plan.returns_at);
        (self.distance_m, self.travel_s) = (whole(plan.distance_m), whole(plan.travel_s));
        (self.service_s, self.wait_s) = (whole(plan.service_s), whole(plan.wait_s));
        (self.lunch, self.is_proven) = (plan.lunch, plan.is_proven);
        let placed = plan.stops.iter().filter_map(|stop| {
            let account = &accounts[stop.candidate];
            Some((stop, account, account.site_id?, account.location?))
        });
        self.stops = (1..)
            .zip(placed)
            .map(|(seq, (stop, account, site_id, location))| RouteStop {
                seq,
                account_id: account.account_id,
                account_name: account.account_name.clone(),
                site_id,
                activity_id: None,
                location,
                arrives_at: stop.arrives_at,
                starts_at: stop.starts_at,
                leaves_at: stop.leaves_at,
                wait_s: whole((stop.starts_at - stop.arrives_at).num_seconds()),
                windows: stop.windows.clone(),
                leg_s: whole(stop.leg_s),
                leg_distance_m: whole(stop.leg_m),
                is_fixed: stop.is_fixed,
                issue: stop.issue,
                navigation_url: navigation_url(location, &account.account_name),
            })
            .collect();
        let left_out = plan.left_out.iter().map(|(candidate, reason)| Unserved {
            account_id: accounts[*candidate].account_id,
            account_name: accounts[*candidate].account_name.clone(),
            reason: (*reason).into(),
        });
        self.unserved = left_out.collect();
    }

    /// Start, stops and end in order.
    #[must_use]
    pub fn places(&self) -> Vec<LngLat> {
        let stops = self.stops.iter().map(|stop| stop.location);
        std::iter::once(self.start).chain(stops).chain([self.end]).collect()
    }
}

/// A GeoJSON line; a single place becomes a line of no length.
#[must_use]
pub fn line_string(points: &[LngLat]) -> Value {
    let mut points = points.to_vec();
    if let [only] = points[..] {
        points.push(only);
    }
    json!({"type": "LineString", "coordinates": points})
}

/// `geo:` opens whatever navigation the phone has, without asking anybody else.
#[must_use]
pub fn navigation_url(at: LngLat, name: &str) -> String {
    let (lat, lng) = (at.lat(), at.lng());
    format!("geo:{lat:.6},{lng:.6}?q={lat:.6},{lng:.6}({})", percent_encoded(name))
}

fn percent_encoded(text: &str) -> String {
    use std::fmt::Write as _;
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // writing to a string cannot fail
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

fn whole(value: i64) -> i32 {
    i32::try_from(value).unwrap_or(i32::MAX)
}

#[cfg(test)]
#[path = "route_tests.rs"]
mod tests;
