//! The route solver: visits, reps and travel times in, routes with times and reasons out.
//!
//! One model carries time windows, service times, breaks, shifts, limits on travel, distance and
//! work, loads, skills, prizes and fixed beginnings ([`Problem`]). Small problems with one rep are
//! solved to proven optimality, others by ruin and recreate under annealing. The solver knows no
//! clock: whoever calls brings a [`crate::domain::control::Budget`]. An independent [`check`]
//! shares no code with the search.

mod aboard;
mod area;
pub mod check;
mod exact;
mod fault;
pub mod formats;
mod improve;
mod kinds;
mod lanes;
mod lateness;
mod model;
mod neighbours;
mod oracle;
mod pairs;
mod places;
mod plan;
mod prizes;
mod problem;
mod ranking;
mod reasons;
mod recombine;
mod recreate;
mod rng;
mod rounds;
mod ruin;
mod rules;
mod schedule;
mod search;
mod segment;
mod settle;
mod solution;
mod solve;
mod timeline;
pub mod vroom;
mod ways;
mod whole;

#[cfg(test)]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    reason = "numbers drawn for tests are small"
)]
mod test_problems;

pub use fault::{Fault, FaultKind, faults};
pub use problem::{
    AMOUNT_MAX, BREAKS_MAX, Break, CENTRE_MAX_M, Costs, DIMENSIONS_MAX, DISTANCE_MAX_M,
    FOLLOWS_MAX, Follow, LATE_PRICE_MAX, Objective, PRIORITY_MAX, Pair, Position, Problem,
    REPS_MAX, Rep, SPAN_MAX_S, VISITS_MAX, Visit, Window,
};
pub use solution::{Item, Reason, Route, Solution, Status, Stop, Unserved};
pub use solve::{Options, THREADS_MAX, solve};

#[cfg(test)]
#[path = "broken_tests.rs"]
#[expect(clippy::cast_possible_truncation, reason = "numbers are cut to make them strange")]
mod broken_tests;
