//! What the solver answers: routes with times, and the visits left out with reasons.

/// How good the answer is known to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// No better plan exists.
    Optimal,
    /// Every constraint holds; a better plan may exist.
    Feasible,
}

/// Why a visit is in no route.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// There is no rep at all.
    NoRep,
    /// No rep has the skills asked for.
    NoSkill,
    /// The reps allowed cannot do it, or all are forbidden.
    NotAllowed,
    /// Heavier than any rep can load.
    TooMuchLoad,
    /// No way leads there and back.
    Unreachable,
    /// None of its windows can be met within any shift, even alone.
    OutsideShift,
    /// Alone it breaks the limit on travel, distance, work or visits.
    OverLimit,
    /// It fits alone, but not beside the fixed appointments.
    ConflictsWithFixed,
    /// It fits alone, but the day is full with others.
    NoTimeLeft,
    /// The other half of its pair cannot be done, or not by the same rep on the same day.
    PartnerUnserved,
    /// A visit it must come after is unserved, or served by a rep who cannot do both.
    PredecessorUnserved,
    /// It would fit, but not in the order that visits are locked to.
    NoPosition,
    /// It would fit, but costs more than its prize.
    PrizeBelowCost,
}

impl Reason {
    /// The stable code that programs see.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoRep => "no_rep",
            Self::NoSkill => "no_skill",
            Self::NotAllowed => "not_allowed",
            Self::TooMuchLoad => "too_much_load",
            Self::Unreachable => "unreachable",
            Self::OutsideShift => "outside_shift",
            Self::OverLimit => "over_limit",
            Self::ConflictsWithFixed => "conflicts_with_fixed",
            Self::NoTimeLeft => "no_time_left",
            Self::PartnerUnserved => "partner_unserved",
            Self::PredecessorUnserved => "predecessor_unserved",
            Self::NoPosition => "no_position",
            Self::PrizeBelowCost => "prize_below_cost",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unserved {
    pub visit: usize,
    pub reason: Reason,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Item {
    /// Index into the problem's visits.
    Visit(usize),
    /// Index into the rep's breaks.
    Break(usize),
}

/// One thing a rep does, with its times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stop {
    pub item: Item,
    /// At a visit: when the rep is there. At a break: when it starts.
    pub arrives_s: i64,
    pub starts_s: i64,
    pub leaves_s: i64,
    /// How long after the end of its window a service starts.
    pub late_s: i64,
    /// Travel since the visit before (or the start); zero for a break.
    pub leg_s: i64,
    pub leg_m: i64,
}

impl Stop {
    /// Time spent at the site before the service starts.
    #[must_use]
    pub fn wait_s(&self) -> i64 {
        self.starts_s - self.arrives_s
    }
}

/// One rep's day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    pub rep: usize,
    pub departs_s: i64,
    pub returns_s: i64,
    pub stops: Vec<Stop>,
    /// The last leg, to the rep's end.
    pub last_leg_s: i64,
    pub last_leg_m: i64,
    pub cost: i64,
}

impl Route {
    /// The visits in order, breaks left out.
    pub fn visits(&self) -> impl Iterator<Item = usize> + '_ {
        self.stops.iter().filter_map(|stop| match stop.item {
            Item::Visit(visit) => Some(visit),
            Item::Break(_) => None,
        })
    }

    #[must_use]
    pub fn travel_s(&self) -> i64 {
        self.stops.iter().map(|stop| stop.leg_s).sum::<i64>() + self.last_leg_s
    }

    #[must_use]
    pub fn distance_m(&self) -> i64 {
        self.stops.iter().map(|stop| stop.leg_m).sum::<i64>() + self.last_leg_m
    }
}

/// A plan that keeps every constraint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Solution {
    pub status: Status,
    /// Reps with at least one visit, in the order of the problem.
    pub routes: Vec<Route>,
    pub unserved: Vec<Unserved>,
    /// Routes and the prizes of the unserved optional visits.
    pub cost: i64,
    /// What the problem's ranked objectives amount to, in their order.
    pub ranks: Vec<i64>,
    pub iterations: u64,
    /// The iteration that found this plan.
    pub best_iteration: u64,
}

impl Solution {
    /// Mandatory visits without a route.
    #[must_use]
    pub fn n_missing(&self, problem: &super::Problem) -> usize {
        self.unserved.iter().filter(|u| problem.visits[u.visit].prize.is_none()).count()
    }
}
