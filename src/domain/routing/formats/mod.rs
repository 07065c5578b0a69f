//! Public file formats of routing problems, text in and [`Instance`] out.

mod plane;
mod solomon;
mod toptw;
mod tsplib;
mod vrplib;

use super::{Problem, REPS_MAX};

pub use plane::Rounding;
pub use solomon::solomon;
pub use toptw::toptw;
pub use tsplib::tsplib;
pub use vrplib::vrplib;

/// The most nodes a file may describe.
pub const NODES_MAX: usize = 5_000;

/// A problem out of a file, and how its numbers read there.
#[derive(Debug, Clone)]
pub struct Instance {
    pub problem: Problem,
    /// Node of each visit: its position in the file, the depot first, from 0.
    pub nodes: Vec<usize>,
    /// Costs and times are those of the file times this.
    pub scale: f64,
    pub goal: Goal,
    /// Score of each visit, when the goal is the score.
    pub scores: Vec<i64>,
}

/// What the file's community counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goal {
    /// Least cost: distance, and the prizes of visits left out.
    Cost,
    /// Highest sum of scores.
    Score,
}

/// Choices that a file leaves open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Choices {
    /// None: what is usual for the format.
    pub rounding: Option<Rounding>,
    /// None: as the file says, else as many as there are visits.
    pub vehicles: Option<usize>,
}

/// Why a text is not an instance.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FormatError {
    #[error("line {line}: {what}")]
    Line { line: usize, what: String },
    #[error("{0}")]
    Whole(String),
}

impl FormatError {
    fn line(line: usize, what: impl Into<String>) -> Self {
        Self::Line { line, what: what.into() }
    }

    fn whole(what: impl Into<String>) -> Self {
        Self::Whole(what.into())
    }
}

/// As many vehicles as the caller chose, else as the file says.
fn fleet(choices: Choices, file: usize) -> Result<usize, FormatError> {
    let vehicles = choices.vehicles.unwrap_or(file);
    if vehicles > REPS_MAX {
        let what = format!("{vehicles} vehicles are more than the {REPS_MAX} allowed");
        return Err(FormatError::whole(what));
    }
    Ok(vehicles)
}

/// The numbers of a line; line numbers count from 1.
fn numbers(line_number: usize, line: &str) -> Result<Vec<f64>, FormatError> {
    line.split_whitespace()
        .map(|word| {
            let number: Option<f64> = word.parse().ok().filter(|number: &f64| number.is_finite());
            number.ok_or_else(|| FormatError::line(line_number, format!("{word} is not a number")))
        })
        .collect()
}

#[cfg(test)]
#[path = "formats_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "broken_tests.rs"]
mod broken_tests;
