//! What is wrong with a problem, all of it at once, each with its path.

use super::problem::{
    AMOUNT_MAX, BREAKS_MAX, Break, DIMENSIONS_MAX, DISTANCE_MAX_M, FOLLOWS_MAX, LATE_PRICE_MAX,
    Objective, PRIORITY_MAX, Pair, Position, Problem, REPS_MAX, Rep, SPAN_MAX_S, VISITS_MAX, Visit,
    Window,
};
use super::ranking::Weights;
use super::rules;
use crate::domain::travel::UNREACHABLE;

/// One fault: where, and what.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {what}")]
pub struct Fault {
    /// Such as `/visits/3/windows/0`.
    pub path: String,
    pub what: FaultKind,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FaultKind {
    #[error("{count} are more than the {max} allowed")]
    TooMany { count: usize, max: usize },
    #[error("there is no {what} {index}, only {count}")]
    UnknownIndex { what: &'static str, index: usize, count: usize },
    #[error("{value} is negative")]
    Negative { value: i64 },
    #[error("{value} is larger than {max}")]
    TooLarge { value: i64, max: i64 },
    #[error("the window ends before it starts")]
    WindowBackwards,
    #[error("windows must be sorted and apart")]
    WindowsUnsorted,
    #[error("no window is open between the release and the due date")]
    WindowsOutsideDates,
    #[error("visit {visit} cannot come directly after two others")]
    FollowsTwo { visit: usize },
    #[error("visit {visit} is part of or behind a circle of visits that each follow another")]
    FollowsItself { visit: usize },
    #[error("the objective is named before")]
    RankedTwice,
    #[error("the distance does not count where legs have prices of their own")]
    RankedUnknown,
    #[error(
        "the objectives amount to too much for a strict order: name fewer of them, or use coarser \
         prizes and prices"
    )]
    RankedTooWide,
    #[error("the shifts span more than {max} seconds")]
    SpanTooLong { max: i64 },
    #[error("the matrix is not square over the {expected} places")]
    MatrixShape { expected: usize },
    #[error("visit {visit} appears twice")]
    Repeated { visit: usize },
    #[error("{frozen} visits are frozen, the start plan has {planned}")]
    FrozenTooMany { frozen: usize, planned: usize },
    #[error("{count} numbers where other amounts have {expected}")]
    Dimensions { count: usize, expected: usize },
    #[error("must be at least 1")]
    Zero,
    #[error("visit {visit} is in more than one pair, or twice in one")]
    PairedTwice { visit: usize },
    #[error("the pick-up takes on what the delivery hands over, and neither anything else")]
    PairUnequal,
    #[error("only one half of the pair is in this route, or the delivery comes first")]
    PairBroken,
}

/// Every fault of the problem; none means that it can be solved (if only by leaving visits out).
#[must_use]
pub fn faults(problem: &Problem) -> Vec<Fault> {
    let mut list = Faults { problem, n_dimensions: dimensions(problem), found: Vec::new() };
    list.counts();
    list.matrices();
    for (index, visit) in problem.visits.iter().enumerate() {
        list.visit(&format!("/visits/{index}"), visit);
    }
    for (index, rep) in problem.reps.iter().enumerate() {
        list.rep(&format!("/reps/{index}"), rep);
    }
    list.pairs();
    list.follows();
    list.span();
    list.start_plan();
    list.ranking();
    list.found
}

/// The dimension of demands and capacities: that of the first one given.
pub(super) fn dimensions(problem: &Problem) -> usize {
    let demands = problem.visits.iter().flat_map(|visit| [&visit.delivery, &visit.pickup]);
    let capacities = problem.reps.iter().map(|rep| &rep.capacity);
    let breaks = problem.reps.iter().flat_map(|rep| &rep.breaks).map(|pause| &pause.max_load);
    demands.chain(capacities).chain(breaks).map(Vec::len).find(|count| *count > 0).unwrap_or(0)
}

struct Faults<'a> {
    problem: &'a Problem,
    n_dimensions: usize,
    found: Vec<Fault>,
}

impl Faults<'_> {
    fn add(&mut self, path: impl Into<String>, what: FaultKind) {
        self.found.push(Fault { path: path.into(), what });
    }

    fn counts(&mut self) {
        let limits = [
            ("/visits", self.problem.visits.len(), VISITS_MAX),
            ("/reps", self.problem.reps.len(), REPS_MAX),
            ("/follows", self.problem.follows.len(), FOLLOWS_MAX),
            ("/amounts", self.n_dimensions, DIMENSIONS_MAX),
        ];
        for (path, count, max) in limits {
            if count > max {
                self.add(path, FaultKind::TooMany { count, max });
            }
        }
    }

    fn matrices(&mut self) {
        let expected = self.problem.n_places();
        for (index, matrix) in self.problem.profiles.iter().enumerate() {
            let is_square = matrix.n_sources == expected
                && matrix.n_targets == expected
                && matrix.duration_s.len() == expected * expected
                && matrix.distance_m.len() == expected * expected;
            if !is_square {
                self.add(format!("/profiles/{index}"), FaultKind::MatrixShape { expected });
            }
            let mut ways = matrix.duration_s.iter().zip(&matrix.distance_m);
            let is_too_far = |(duration, distance): &(&u32, &u32)| {
                **duration != UNREACHABLE && **distance > DISTANCE_MAX_M
            };
            if let Some((_, distance)) = ways.find(is_too_far) {
                let (value, max) = (i64::from(*distance), i64::from(DISTANCE_MAX_M));
                self.add(
                    format!("/profiles/{index}/distance_m"),
                    FaultKind::TooLarge { value, max },
                );
            }
        }
    }

    fn visit(&mut self, path: &str, visit: &Visit) {
        self.index(&format!("{path}/place"), "place", visit.place, self.problem.n_places());
        self.windows(path, &visit.windows, false);
        self.dates(path, visit);
        self.amount(&format!("{path}/late_max_s"), visit.late_max_s, SPAN_MAX_S);
        self.amount(&format!("{path}/per_late_s"), visit.per_late_s, LATE_PRICE_MAX);
        self.amount(&format!("{path}/service_s"), visit.service_s, SPAN_MAX_S);
        for (position, (rep, service_s)) in visit.service_by_rep.iter().enumerate() {
            let path = format!("{path}/service_by_rep/{position}");
            self.index(&path, "rep", *rep, self.problem.reps.len());
            self.amount(&path, *service_s, SPAN_MAX_S);
        }
        self.amount(&format!("{path}/setup_s"), visit.setup_s, SPAN_MAX_S);
        for (position, (rep, setup_s)) in visit.setup_by_rep.iter().enumerate() {
            let path = format!("{path}/setup_by_rep/{position}");
            self.index(&path, "rep", *rep, self.problem.reps.len());
            self.amount(&path, *setup_s, SPAN_MAX_S);
        }
        for (position, (rep, price)) in visit.price_by_rep.iter().enumerate() {
            let path = format!("{path}/price_by_rep/{position}");
            self.index(&path, "rep", *rep, self.problem.reps.len());
            self.amount(&path, *price, AMOUNT_MAX);
        }
        if let Some(Position::FromStart(count) | Position::FromEnd(count)) = visit.position {
            self.index(&format!("{path}/position"), "position", count, self.problem.visits.len());
        }
        self.amount(&format!("{path}/priority"), visit.priority.into(), PRIORITY_MAX.into());
        if let Some(prize) = visit.prize {
            self.amount(&format!("{path}/prize"), prize, AMOUNT_MAX);
        }
        self.amounts(&format!("{path}/delivery"), &visit.delivery);
        self.amounts(&format!("{path}/pickup"), &visit.pickup);
        let allowed = visit.allowed_reps.iter().flatten();
        for rep in allowed.chain(&visit.forbidden_reps) {
            self.index(&format!("{path}/reps"), "rep", *rep, self.problem.reps.len());
        }
    }

    /// Release and due date, and windows that these leave.
    fn dates(&mut self, path: &str, visit: &Visit) {
        for (name, instant) in [("release_s", visit.release_s), ("due_s", visit.due_s)] {
            self.instant(&format!("{path}/{name}"), instant.unwrap_or(0));
        }
        let release_s = visit.release_s.unwrap_or(i64::MIN);
        let due_s = visit.due_s.unwrap_or(i64::MAX);
        if due_s < release_s {
            self.add(format!("{path}/due_s"), FaultKind::WindowBackwards);
        }
        let is_left = |window: &Window| {
            window.from_s <= due_s && window.to_s.saturating_add(visit.late_max_s) >= release_s
        };
        if !visit.windows.is_empty() && !visit.windows.iter().any(is_left) {
            self.add(format!("{path}/windows"), FaultKind::WindowsOutsideDates);
        }
    }

    fn rep(&mut self, path: &str, rep: &Rep) {
        for (name, place) in [("start", rep.start), ("end", rep.end), ("centre", rep.centre)] {
            if let Some(place) = place {
                self.index(&format!("{path}/{name}"), "place", place, self.problem.n_places());
            }
        }
        self.index(&format!("{path}/profile"), "profile", rep.profile, self.problem.profiles.len());
        if let Some(prices) = rep.price_profile {
            let path = format!("{path}/price_profile");
            self.index(&path, "profile", prices, self.problem.profiles.len());
        }
        self.windows(&format!("{path}/shift"), &[rep.shift], false);
        self.amount(&format!("{path}/overtime_max_s"), rep.overtime_max_s, SPAN_MAX_S);
        if rep.travel_percent == 0 {
            self.add(format!("{path}/travel_percent"), FaultKind::Zero);
        }
        self.amounts(&format!("{path}/capacity"), &rep.capacity);
        self.breaks(path, &rep.breaks);
        for limit in [rep.max_travel_s, rep.max_distance_m, rep.max_work_s].into_iter().flatten() {
            self.amount(&format!("{path}/limits"), limit, AMOUNT_MAX);
        }
        let costs = rep.costs;
        let prices = [
            costs.per_travel_s,
            costs.per_meter,
            costs.per_work_s,
            costs.per_overtime_s,
            costs.per_task_s,
            costs.per_squared_work_h,
            costs.per_centre_m,
        ];
        for price in prices {
            self.amount(&format!("{path}/costs"), price, 1 << 24);
        }
        self.amount(&format!("{path}/costs/per_use"), costs.per_use, AMOUNT_MAX);
    }

    fn breaks(&mut self, path: &str, breaks: &[Break]) {
        if breaks.len() > BREAKS_MAX {
            let what = FaultKind::TooMany { count: breaks.len(), max: BREAKS_MAX };
            self.add(format!("{path}/breaks"), what);
        }
        for (index, pause) in breaks.iter().enumerate() {
            let path = format!("{path}/breaks/{index}");
            self.windows(&path, &pause.windows, true);
            self.amount(&format!("{path}/duration_s"), pause.duration_s, SPAN_MAX_S);
            self.amounts(&format!("{path}/max_load"), &pause.max_load);
        }
    }

    fn windows(&mut self, path: &str, windows: &[Window], must_be_sorted: bool) {
        for (index, window) in windows.iter().enumerate() {
            if window.to_s < window.from_s {
                self.add(format!("{path}/windows/{index}"), FaultKind::WindowBackwards);
            }
            self.instant(&format!("{path}/windows/{index}"), window.from_s);
            self.instant(&format!("{path}/windows/{index}"), window.to_s);
        }
        if must_be_sorted && windows.windows(2).any(|pair| pair[0].to_s >= pair[1].from_s) {
            self.add(format!("{path}/windows"), FaultKind::WindowsUnsorted);
        }
    }

    fn pairs(&mut self) {
        let n_visits = self.problem.visits.len();
        let mut seen = vec![false; n_visits];
        for (index, pair) in self.problem.pairs.iter().enumerate() {
            let path = format!("/pairs/{index}");
            for visit in [pair.pickup, pair.delivery] {
                match seen.get_mut(visit) {
                    None => self.index(&path, "visit", visit, n_visits),
                    Some(true) => self.add(&path, FaultKind::PairedTwice { visit }),
                    Some(unseen) => *unseen = true,
                }
            }
            let visits = &self.problem.visits;
            let halves = visits.get(pair.pickup).zip(visits.get(pair.delivery));
            if halves.is_some_and(|(pickup, delivery)| !is_handed_over(pickup, delivery)) {
                self.add(&path, FaultKind::PairUnequal);
            }
        }
    }

    /// Chains of visits that follow each other lead somewhere.
    fn follows(&mut self) {
        let n_visits = self.problem.visits.len();
        let mut directly = vec![None; n_visits];
        for (index, follow) in self.problem.follows.iter().enumerate() {
            let path = format!("/follows/{index}");
            self.index(&format!("{path}/visit"), "visit", follow.visit, n_visits);
            self.index(&format!("{path}/after"), "visit", follow.after, n_visits);
            let known = directly.get_mut(follow.visit).filter(|_| follow.is_direct);
            let other = known.and_then(|known: &mut Option<usize>| known.replace(follow.after));
            if other.is_some_and(|other| other != follow.after) {
                self.add(&path, FaultKind::FollowsTwo { visit: follow.visit });
            }
        }
        for visit in rules::circle(self.problem) {
            self.add("/follows", FaultKind::FollowsItself { visit });
        }
    }

    /// All shifts together must fit the span the search calculates in.
    fn span(&mut self) {
        let from = self.problem.reps.iter().map(|rep| rep.shift.from_s).min().unwrap_or(0);
        let shift_end = |rep: &Rep| rep.shift.to_s.saturating_add(rep.overtime_max_s);
        let to = self.problem.reps.iter().map(shift_end).max().unwrap_or(0);
        if to.saturating_sub(from) > SPAN_MAX_S {
            self.add("/reps", FaultKind::SpanTooLong { max: SPAN_MAX_S });
        }
    }

    /// Each objective is named once, and strict order fits the numbers of the search. That is only
    /// known of an otherwise sound problem.
    fn ranking(&mut self) {
        let ranking = &self.problem.ranking;
        let has_prices = self.problem.reps.iter().any(|rep| rep.price_profile.is_some());
        for (index, objective) in ranking.iter().enumerate() {
            let path = format!("/ranking/{index}");
            if ranking[..index].contains(objective) {
                self.add(path, FaultKind::RankedTwice);
            } else if *objective == Objective::Distance && has_prices {
                self.add(path, FaultKind::RankedUnknown);
            }
        }
        if self.found.is_empty() && Weights::new(self.problem).is_none() {
            self.add("/ranking", FaultKind::RankedTooWide);
        }
    }

    fn start_plan(&mut self) {
        let n_visits = self.problem.visits.len();
        let n_reps = self.problem.reps.len();
        let mut seen = vec![false; n_visits];
        for (rep, visits) in self.problem.start_plan.iter().enumerate() {
            let path = format!("/start_plan/{rep}");
            self.index(&path, "rep", rep, n_reps);
            for &visit in visits {
                match seen.get_mut(visit) {
                    None => self.index(&path, "visit", visit, n_visits),
                    Some(true) => self.add(&path, FaultKind::Repeated { visit }),
                    Some(unseen) => *unseen = true,
                }
            }
        }
        self.planned_pairs();
        for (rep, &frozen) in self.problem.frozen.iter().enumerate() {
            let planned = self.problem.start_plan.get(rep).map_or(0, Vec::len);
            if frozen > planned {
                let what = FaultKind::FrozenTooMany { frozen, planned };
                self.add(format!("/frozen/{rep}"), what);
            }
        }
    }

    /// A start plan holds both halves of a pair in one route, or neither.
    fn planned_pairs(&mut self) {
        for (rep, visits) in self.problem.start_plan.iter().enumerate() {
            let at = |visit: usize| visits.iter().position(|other| *other == visit);
            let is_broken = |pair: &Pair| match (at(pair.pickup), at(pair.delivery)) {
                (None, None) => false,
                (Some(pickup), Some(delivery)) => delivery < pickup,
                _ => true,
            };
            if self.problem.pairs.iter().any(is_broken) {
                self.found.push(Fault {
                    path: format!("/start_plan/{rep}"),
                    what: FaultKind::PairBroken,
                });
            }
        }
    }

    fn index(&mut self, path: &str, what: &'static str, index: usize, count: usize) {
        if index >= count {
            self.add(path, FaultKind::UnknownIndex { what, index, count });
        }
    }

    fn amounts(&mut self, path: &str, amounts: &[i64]) {
        if !amounts.is_empty() && amounts.len() != self.n_dimensions {
            let what = FaultKind::Dimensions { count: amounts.len(), expected: self.n_dimensions };
            self.add(path, what);
        }
        for &amount in amounts {
            self.amount(path, amount, AMOUNT_MAX);
        }
    }

    fn amount(&mut self, path: &str, value: i64, max: i64) {
        if value < 0 {
            self.add(path, FaultKind::Negative { value });
        } else if value > max {
            self.add(path, FaultKind::TooLarge { value, max });
        }
    }

    fn instant(&mut self, path: &str, value: i64) {
        if value.unsigned_abs() > 1 << 52 {
            self.add(path, FaultKind::TooLarge { value, max: 1 << 52 });
        }
    }
}

fn is_handed_over(pickup: &Visit, delivery: &Visit) -> bool {
    let is_empty = |amounts: &[i64]| amounts.iter().all(|amount| *amount == 0);
    pickup.pickup == delivery.delivery && is_empty(&pickup.delivery) && is_empty(&delivery.pickup)
}

#[cfg(test)]
#[path = "fault_tests.rs"]
mod tests;
