//! One rep's day as a routing problem, and the answer as a plan.

use chrono::{DateTime, Utc};

use super::windows::{open_spans, start_windows};
use super::{Candidate, Day, DayPlan, LeftOut, PlannedStop, Span};
use crate::domain::control::{Budget, Cancel};
use crate::domain::crm::due::VisitStatus;
use crate::domain::routing::{
    Break, Costs, Fault, Item, Options, Problem, Reason, Rep, Solution, Status, Visit, Window,
    solve,
};
use crate::domain::travel::{TravelError, TravelTime};
use crate::domain::units::LngLat;

/// A second of driving counts as so many seconds of the day: driving is worse than waiting.
const DRIVING_WEIGHT: i64 = 4;
/// What any visit is worth: more than the longest drive of a day.
const VISIT_PRIZE: i64 = 1_000_000;
/// What a point of priority adds.
const PRIORITY_PRIZE: i64 = 10_000;
/// What the most valuable candidate gets on top of the least valuable.
const VALUE_PRIZE: f64 = 500_000.0;

/// Why no day could be planned at all.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    #[error("{count} accounts are more than the {max} a day is chosen from")]
    TooManyCandidates { count: usize, max: usize },
    #[error(transparent)]
    Travel(#[from] TravelError),
    #[error("the day is not a sound problem: {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Faults(Vec<Fault>),
}

/// The best day found within the budget; better plans are told on the way. Accounts that do not
/// fit are part of the answer, each with the reason.
///
/// # Errors
/// When there are too many candidates, no travel times, or the day itself makes no sense.
pub fn plan_day(
    day: &Day,
    candidates: &[Candidate],
    travel: &dyn TravelTime,
    options: Options,
    budget: &dyn Budget,
    cancel: &Cancel,
    on_improvement: &(dyn Fn(&DayPlan) + Sync),
) -> Result<DayPlan, PlanError> {
    let (count, max) = (candidates.len(), super::CANDIDATES_MAX);
    if count > max {
        return Err(PlanError::TooManyCandidates { count, max });
    }
    let task = Task::new(day, candidates, travel, cancel)?;
    let solution = solve(&task.problem, options, budget, cancel, &|better| {
        on_improvement(&task.plan(better));
    });
    Ok(task.plan(&solution.map_err(PlanError::Faults)?))
}

/// The problem, and what its indices mean.
struct Task<'a> {
    day: &'a Day,
    candidates: &'a [Candidate],
    /// Candidate of each visit, and its opening hours.
    visits: Vec<(usize, Vec<Span>)>,
    left_out: Vec<(usize, LeftOut)>,
    problem: Problem,
}

impl<'a> Task<'a> {
    fn new(
        day: &'a Day,
        candidates: &'a [Candidate],
        travel: &dyn TravelTime,
        cancel: &Cancel,
    ) -> Result<Self, TravelError> {
        let mut task = Self {
            day,
            candidates,
            visits: Vec::new(),
            left_out: Vec::new(),
            problem: Problem::default(),
        };
        let mut places = vec![day.start, day.end];
        for (index, candidate) in candidates.iter().enumerate() {
            match task.visit(candidate, places.len()) {
                Ok((at, spans, visit)) => {
                    places.push(at);
                    task.visits.push((index, spans));
                    task.problem.visits.push(visit);
                }
                Err(reason) => task.left_out.push((index, reason)),
            }
        }
        task.problem.profiles = vec![travel.matrix(&places, &places, cancel)?];
        task.problem.reps = vec![rep(day)];
        Ok(task)
    }

    fn visit(
        &self,
        candidate: &Candidate,
        place: usize,
    ) -> Result<(LngLat, Vec<Span>, Visit), LeftOut> {
        if candidate.do_not_visit {
            return Err(LeftOut::DoNotVisit);
        }
        let at = candidate.at.ok_or(LeftOut::NotGeocoded)?;
        let spans = open_spans(candidate, self.day.date);
        let windows = start_windows(candidate, spans.as_deref())?;
        let visit = Visit {
            place,
            windows,
            service_s: candidate.duration_s,
            prize: candidate.appointment.is_none().then(|| self.prize(candidate)),
            is_fixed: candidate.appointment.is_some(),
            ..Visit::default()
        };
        Ok((at, spans.unwrap_or_default(), visit))
    }

    /// Overdue before due before the rest, then by priority, then by value.
    #[expect(clippy::cast_possible_truncation, reason = "a share of a constant")]
    fn prize(&self, candidate: &Candidate) -> i64 {
        let class = match candidate.status {
            VisitStatus::Overdue => 3,
            VisitStatus::Due => 2,
            VisitStatus::NotDue | VisitStatus::None => 1,
        };
        let most = self.candidates.iter().map(|other| other.value).fold(1.0, f64::max);
        let share = (candidate.value / most).clamp(0.0, 1.0);
        class * VISIT_PRIZE
            + i64::from(candidate.priority) * PRIORITY_PRIZE
            + (share * VALUE_PRIZE) as i64
    }

    fn plan(&self, solution: &Solution) -> DayPlan {
        let mut plan = DayPlan {
            departs_at: self.day.shift.0,
            returns_at: self.day.shift.0,
            stops: Vec::new(),
            lunch: None,
            distance_m: 0,
            travel_s: 0,
            service_s: 0,
            wait_s: 0,
            left_out: self.left_out.clone(),
            is_proven: solution.status == Status::Optimal,
        };
        if let Some(route) = solution.routes.first() {
            plan.departs_at = instant(route.departs_s);
            plan.returns_at = instant(route.returns_s);
            plan.distance_m = route.distance_m();
            plan.travel_s = route.travel_s();
            route.stops.iter().for_each(|stop| self.add_stop(&mut plan, stop));
        }
        let is_full = plan.stops.len() >= self.day.visits_max;
        plan.left_out.extend(
            solution.unserved.iter().map(|unserved| {
                (self.visits[unserved.visit].0, left_out(unserved.reason, is_full))
            }),
        );
        plan.left_out.sort_unstable_by_key(|(candidate, _)| *candidate);
        plan
    }

    fn add_stop(&self, plan: &mut DayPlan, stop: &crate::domain::routing::Stop) {
        let Item::Visit(visit) = stop.item else {
            plan.lunch = Some((instant(stop.starts_s), instant(stop.leaves_s)));
            return;
        };
        let (candidate, spans) = &self.visits[visit];
        plan.service_s += stop.leaves_s - stop.starts_s;
        plan.wait_s += stop.wait_s();
        plan.stops.push(PlannedStop {
            candidate: *candidate,
            arrives_at: instant(stop.arrives_s),
            starts_at: instant(stop.starts_s),
            leaves_at: instant(stop.leaves_s),
            leg_s: stop.leg_s,
            leg_m: stop.leg_m,
            windows: spans.clone(),
            is_fixed: self.candidates[*candidate].appointment.is_some(),
            issue: None,
        });
    }
}

fn rep(day: &Day) -> Rep {
    let window = |span: Span| Window { from_s: span.0.timestamp(), to_s: span.1.timestamp() };
    let lunch = |lunch: super::Lunch| Break {
        windows: vec![window((lunch.from, lunch.to))],
        duration_s: lunch.duration_s,
        max_load: Vec::new(),
    };
    Rep {
        start: Some(0),
        end: Some(1),
        shift: window(day.shift),
        breaks: day.lunch.map(lunch).into_iter().collect(),
        max_visits: Some(day.visits_max),
        costs: Costs { per_travel_s: DRIVING_WEIGHT, per_work_s: 1, ..Costs::default() },
        ..Rep::default()
    }
}

/// The solver's reasons in the words of a day.
fn left_out(reason: Reason, is_full: bool) -> LeftOut {
    match reason {
        Reason::Unreachable => LeftOut::Unreachable,
        Reason::OutsideShift | Reason::OverLimit => LeftOut::OutsideShift,
        Reason::ConflictsWithFixed => LeftOut::ConflictsWithFixed,
        _ if is_full => LeftOut::VisitLimit,
        _ => LeftOut::NoTimeLeft,
    }
}

/// Seconds of the solver's axis, which here is Unix time.
pub(super) fn instant(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).unwrap_or(DateTime::UNIX_EPOCH)
}

#[cfg(test)]
#[path = "day_tests.rs"]
mod tests;
