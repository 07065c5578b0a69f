//! The answer.

use super::cause::Cause;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// All limits hold, and no better plan exists.
    Optimal,
    /// All limits hold.
    Feasible,
    /// The best that was found still breaks a limit; `causes` says why where it is known.
    OutOfLimits,
    /// No plan can keep all limits: proved.
    Infeasible,
}

impl Status {
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Optimal => "optimal",
            Self::Feasible => "feasible",
            Self::OutOfLimits => "out_of_limits",
            Self::Infeasible => "infeasible",
        }
    }
}

/// A territory for every unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    pub status: Status,
    /// Parallel to the units. Empty only where there are fewer units than territories.
    pub territory: Vec<usize>,
    /// The weighted sum of the brief, see [`super::Weights`].
    pub objective: f64,
    /// No plan within the limits has a lower objective.
    pub lower_bound: f64,
    /// By how much limits are broken, in shares of the targets; zero for a feasible plan.
    pub excess: f64,
    /// Why no plan can keep the limits, as far as it can be named.
    pub causes: Vec<Cause>,
    pub iterations: u64,
}

/// The best so far, while the search goes on.
#[derive(Debug, Clone, Copy)]
pub struct Progress<'a> {
    pub territory: &'a [usize],
    pub objective: f64,
    pub excess: f64,
    pub iterations: u64,
}
