//! TSPLIB's travelling salesman: one round over all nodes.

use super::vrplib::Sections;
use super::{Choices, FormatError, Goal, Instance, Rounding, fleet};
use crate::domain::routing::{Costs, Problem, Rep, Visit};

/// Reads the text of a `.tsp` file; the round starts at the first node. Distances are rounded to
/// the nearest whole number unless told otherwise.
pub fn tsplib(text: &str, choices: Choices) -> Result<Instance, FormatError> {
    let rounding = choices.rounding.unwrap_or(Rounding::NearestInteger);
    let sections = Sections::read(text)?;
    let matrix = sections.matrix(rounding)?;
    let n = matrix.n_sources;
    let rep = Rep {
        start: Some(0),
        end: Some(0),
        costs: Costs { per_meter: 1, ..Costs::default() },
        ..Rep::default()
    };
    let problem = Problem {
        profiles: vec![matrix],
        visits: (1..n).map(|place| Visit { place, ..Visit::default() }).collect(),
        reps: vec![rep; fleet(choices, 1)?],
        ..Problem::default()
    };
    let (nodes, scale) = ((1..n).collect(), rounding.scale());
    Ok(Instance { problem, nodes, scale, goal: Goal::Cost, scores: Vec::new() })
}
