//! VROOM's JSON: problems read as its API describes them, solved here, and answered in its shape.
//!
//! Coordinates are longitude first, times seconds, distances metres. A problem brings its own
//! matrices, or [`Roads`] gives them.

mod follow;
mod input;
mod network;
mod problem;
mod violations;
mod write;

use serde_json::{Value, json};

use super::check::check;
use super::solve::{Options, solve};
use crate::domain::control::{Budget, Cancel};
use crate::domain::travel::TravelMatrix;
use crate::domain::units::LngLat;

pub use input::Input;
use network::Network;
use problem::Translated;

/// Why there is no answer, with VROOM's code for it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VroomError {
    #[error("{0}")]
    Internal(String),
    #[error("{0}")]
    Input(String),
    #[error("{0}")]
    Routing(String),
}

impl VroomError {
    #[must_use]
    pub const fn code(&self) -> u8 {
        match self {
            Self::Internal(_) => 1,
            Self::Input(_) => 2,
            Self::Routing(_) => 3,
        }
    }

    #[must_use]
    pub fn to_json(&self) -> Value {
        json!({"code": self.code(), "error": self.to_string()})
    }

    fn input(what: impl Into<String>) -> Self {
        Self::Input(what.into())
    }
}

/// Ways between coordinates, for problems without matrices.
pub trait Roads {
    /// Times and distances between all places.
    ///
    /// # Errors
    /// [`VroomError::Routing`] where a place has no road, [`VroomError::Input`] for a profile that
    /// is not known.
    fn matrix(&self, profile: &str, places: &[LngLat]) -> Result<TravelMatrix, VroomError>;

    /// The way over the places as a polyline with five decimals, if it can be drawn.
    fn line(&self, profile: &str, places: &[LngLat]) -> Option<String>;

    /// `roads` or `great_circle`.
    fn source(&self) -> &'static str;
}

/// How to answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mode {
    /// `-c`: keep the steps given and choose times.
    pub is_plan: bool,
    /// `-g`: with geometry and distances.
    pub has_geometry: bool,
    pub search: Options,
}

/// Reads a problem.
///
/// # Errors
/// [`VroomError::Input`] with what is wrong.
pub fn read(text: &[u8]) -> Result<Input, VroomError> {
    let input: Input = serde_json::from_slice(text)
        .map_err(|error| VroomError::Input(format!("Error while parsing: {error}.")))?;
    input.verify()?;
    Ok(input)
}

/// Solves the problem, or in plan mode gives times to the routes it describes.
///
/// # Errors
/// What is wrong with the input, or with the ways.
pub fn answer(
    input: &Input,
    roads: &dyn Roads,
    mode: Mode,
    budget: &dyn Budget,
    cancel: &Cancel,
) -> Result<Value, VroomError> {
    let network = Network::new(input, roads)?;
    let translated = Translated::new(input, &network, mode.is_plan)?;
    let (routes, unassigned) = if mode.is_plan {
        follow::routes(input, &translated)?
    } else {
        solved(input, &translated, mode.search, budget, cancel)?
    };
    Ok(write::answer(input, &translated, roads, mode, &routes, &unassigned))
}

/// Tasks left out, with the reason if there is one.
type Unassigned = Vec<(usize, Option<&'static str>)>;

fn solved(
    input: &Input,
    translated: &Translated,
    options: Options,
    budget: &dyn Budget,
    cancel: &Cancel,
) -> Result<(Vec<write::Timed>, Unassigned), VroomError> {
    let problem = &translated.problem;
    let solution = solve(problem, options, budget, cancel, &|_| ()).map_err(|faults| {
        let lines: Vec<String> = faults.iter().take(10).map(ToString::to_string).collect();
        VroomError::Input(format!("Invalid problem: {}.", lines.join("; ")))
    })?;
    if let Some(wrong) = check(problem, &solution).first() {
        return Err(VroomError::Internal(format!("The answer did not pass the check: {wrong}.")));
    }
    let routes = solution.routes.iter().map(|route| write::Timed::of(input, translated, route));
    let unserved = solution.unserved.iter().map(|u| (u.visit, Some(u.reason.code())));
    Ok((routes.collect(), unserved.collect()))
}

#[cfg(test)]
#[path = "vroom_tests.rs"]
mod tests;
