//! Times for an order that a person chose, windows missed or not.

use chrono::{DateTime, TimeDelta, Utc};

use super::windows::{open_spans, start_windows};
use super::{Candidate, Day, DayPlan, PlannedStop, StopIssue};
use crate::domain::control::Cancel;
use crate::domain::routing::Window;
use crate::domain::travel::{TravelError, TravelMatrix, TravelTime, UNREACHABLE};
use crate::domain::units::LngLat;

/// The day in exactly this order. What does not work is marked at the stop, never refused.
/// Candidates without a position are left out.
///
/// # Errors
/// When there are no travel times.
pub fn time_in_order(
    day: &Day,
    candidates: &[Candidate],
    travel: &dyn TravelTime,
    cancel: &Cancel,
) -> Result<DayPlan, TravelError> {
    let located: Vec<(usize, LngLat)> = candidates
        .iter()
        .enumerate()
        .filter_map(|(index, candidate)| Some((index, candidate.at?)))
        .collect();
    let mut places = vec![day.start];
    places.extend(located.iter().map(|(_, at)| *at));
    places.push(day.end);
    let matrix = travel.matrix(&places, &places, cancel)?;
    let early = Clock::new(day, &matrix).run(candidates, &located, day.shift.0);
    let start = departure(day, &early);
    Ok(Clock::new(day, &matrix).run(candidates, &located, start))
}

/// Leaving home at the start of the shift, but not just to wait at the first site.
fn departure(day: &Day, early: &DayPlan) -> DateTime<Utc> {
    early
        .stops
        .first()
        .map_or(day.shift.0, |first| day.shift.0 + (first.starts_at - first.arrives_at))
}

struct Clock<'a> {
    day: &'a Day,
    matrix: &'a TravelMatrix,
    now: DateTime<Utc>,
    plan: DayPlan,
}

impl<'a> Clock<'a> {
    fn new(day: &'a Day, matrix: &'a TravelMatrix) -> Self {
        let plan = DayPlan {
            departs_at: day.shift.0,
            returns_at: day.shift.0,
            stops: Vec::new(),
            lunch: None,
            distance_m: 0,
            travel_s: 0,
            service_s: 0,
            wait_s: 0,
            left_out: Vec::new(),
            is_proven: false,
        };
        Self { day, matrix, now: day.shift.0, plan }
    }

    fn run(
        mut self,
        candidates: &[Candidate],
        located: &[(usize, LngLat)],
        departs_at: DateTime<Utc>,
    ) -> DayPlan {
        self.now = departs_at;
        self.plan.departs_at = departs_at;
        for (position, (candidate, _)) in located.iter().enumerate() {
            self.visit(position, *candidate, &candidates[*candidate]);
        }
        if !located.is_empty() {
            let (leg_s, leg_m, _) = self.leg(located.len());
            self.travel(leg_s, leg_m);
            self.pause();
        }
        self.plan.returns_at = self.now;
        self.plan
    }

    /// The leg behind the `position`-th place of the order.
    fn leg(&self, position: usize) -> (i64, i64, bool) {
        let seconds = self.matrix.duration_s(position, position + 1);
        let metres = self.matrix.distance_m(position, position + 1);
        if seconds == UNREACHABLE { (0, 0, true) } else { (seconds.into(), metres.into(), false) }
    }

    fn travel(&mut self, leg_s: i64, leg_m: i64) {
        self.now += TimeDelta::seconds(leg_s);
        self.plan.travel_s += leg_s;
        self.plan.distance_m += leg_m;
    }

    /// Lunch as soon as its time has come.
    fn pause(&mut self) {
        let Some(lunch) = self.day.lunch.filter(|lunch| self.now >= lunch.from) else { return };
        if self.plan.lunch.is_none() {
            let end = self.now + TimeDelta::seconds(lunch.duration_s);
            self.plan.lunch = Some((self.now, end));
            self.now = end;
        }
    }

    fn visit(&mut self, position: usize, index: usize, candidate: &Candidate) {
        let (leg_s, leg_m, is_cut_off) = self.leg(position);
        self.travel(leg_s, leg_m);
        self.pause();
        let arrives_at = self.now;
        let spans = open_spans(candidate, self.day.date);
        let windows = start_windows(candidate, spans.as_deref());
        let start = windows.map_or(None, |windows| opening(&windows, arrives_at));
        let starts_at = start.unwrap_or(arrives_at);
        let leaves_at = starts_at + TimeDelta::seconds(candidate.duration_s);
        let issue = if is_cut_off {
            Some(StopIssue::Unreachable)
        } else if start.is_none() {
            Some(StopIssue::OutsideWindow)
        } else {
            (leaves_at > self.day.shift.1).then_some(StopIssue::AfterShift)
        };
        self.plan.service_s += candidate.duration_s;
        self.plan.wait_s += (starts_at - arrives_at).num_seconds();
        self.now = leaves_at;
        self.plan.stops.push(PlannedStop {
            candidate: index,
            arrives_at,
            starts_at,
            leaves_at,
            leg_s,
            leg_m,
            windows: spans.unwrap_or_default(),
            is_fixed: candidate.appointment.is_some(),
            issue,
        });
    }
}

/// The first moment from `arrival` on that lies in a window.
fn opening(windows: &[Window], arrival: DateTime<Utc>) -> Option<DateTime<Utc>> {
    if windows.is_empty() {
        return Some(arrival);
    }
    let open = windows.iter().find(|window| arrival.timestamp() <= window.to_s)?;
    Some(arrival.max(super::day::instant(open.from_s)))
}

#[cfg(test)]
#[path = "in_order_tests.rs"]
mod tests;
