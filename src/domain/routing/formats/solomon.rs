//! Solomon's and Gehring & Homberger's format: one depot, equal vehicles, time windows.

use super::plane::euclidean;
use super::{Choices, FormatError, Goal, Instance, Rounding, fleet, numbers};
use crate::domain::routing::{Costs, Problem, Rep, Visit, Window};

/// Number, x, y, demand, ready time, due date, service time.
const COLUMNS: usize = 7;

/// Reads the text of a `.txt` file. Distances are cut after one decimal unless told otherwise, and
/// the least distance is looked for, with at most the vehicles of the file.
pub fn solomon(text: &str, choices: Choices) -> Result<Instance, FormatError> {
    let rounding = choices.rounding.unwrap_or(Rounding::TruncateTenth);
    let (vehicles, capacity, rows) = read(text)?;
    let points: Vec<(f64, f64)> = rows.iter().map(|row| (row[1], row[2])).collect();
    let amount = |value: f64| rounding.amount(value);
    let window = |row: &[f64]| Window { from_s: amount(row[4]), to_s: amount(row[5]) };
    let rep = Rep {
        start: Some(0),
        end: Some(0),
        shift: window(&rows[0]),
        capacity: vec![capacity],
        costs: Costs { per_meter: 1, ..Costs::default() },
        ..Rep::default()
    };
    let visit = |(place, row): (usize, &Vec<f64>)| Visit {
        place,
        windows: vec![window(row)],
        service_s: amount(row[6]),
        delivery: vec![whole(row[3])],
        ..Visit::default()
    };
    let problem = Problem {
        profiles: vec![euclidean(&points, rounding)?],
        visits: rows.iter().enumerate().skip(1).map(visit).collect(),
        reps: vec![rep; fleet(choices, vehicles)?],
        ..Problem::default()
    };
    let (nodes, scale) = ((1..rows.len()).collect(), rounding.scale());
    Ok(Instance { problem, nodes, scale, goal: Goal::Cost, scores: Vec::new() })
}

/// Vehicles, capacity and the rows of all nodes.
fn read(text: &str) -> Result<(usize, i64, Vec<Vec<f64>>), FormatError> {
    let mut fleet = None;
    let mut rows = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let starts_with_digit = line.trim_start().starts_with(|c: char| c.is_ascii_digit());
        if index == 0 || !starts_with_digit {
            continue;
        }
        let row = numbers(index + 1, line)?;
        match (&fleet, row.len()) {
            (None, 2) => fleet = Some((row[0], row[1])),
            (Some(_), COLUMNS) => rows.push(row),
            _ => return Err(FormatError::line(index + 1, "expected seven numbers")),
        }
    }
    let (vehicles, capacity) =
        fleet.ok_or_else(|| FormatError::whole("no vehicles and capacity found"))?;
    if rows.is_empty() {
        return Err(FormatError::whole("no depot found"));
    }
    Ok((usize::try_from(whole(vehicles)).unwrap_or(0), whole(capacity), rows))
}

#[expect(clippy::cast_possible_truncation, reason = "numbers beyond any bound are faults")]
fn whole(value: f64) -> i64 {
    value as i64
}
