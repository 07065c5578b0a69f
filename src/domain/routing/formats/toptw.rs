//! Team orienteering with time windows (Vansteenwegen et al.): the highest score within the day.

use super::plane::euclidean;
use super::{Choices, FormatError, Goal, Instance, Rounding, fleet, numbers};
use crate::domain::routing::{Costs, Problem, Rep, Visit, Window};

/// A point of score outweighs any distance driven.
const SCORE_WEIGHT: f64 = 100.0;

/// Reads the text of a file. Distances of the Solomon-based files are cut after one decimal, of
/// the Cordeau-based ones (coordinates with decimals) after two. One path unless told otherwise.
pub fn toptw(text: &str, choices: Choices) -> Result<Instance, FormatError> {
    let rows = read(text)?;
    let is_solomon = rows.iter().all(|row| row[1].fract() == 0.0 && row[2].fract() == 0.0);
    let usual = if is_solomon { Rounding::TruncateTenth } else { Rounding::TruncateHundredth };
    let rounding = choices.rounding.unwrap_or(usual);
    let points: Vec<(f64, f64)> = rows.iter().map(|row| (row[1], row[2])).collect();
    let amount = |value: f64| rounding.amount(value);
    let window = |row: &[f64]| {
        let [from, to] = [row[row.len() - 2], row[row.len() - 1]];
        Window { from_s: amount(from), to_s: amount(to) }
    };
    let rep = Rep {
        start: Some(0),
        end: Some(0),
        shift: window(&rows[0]),
        costs: Costs { per_meter: 1, ..Costs::default() },
        ..Rep::default()
    };
    let visit = |(place, row): (usize, &Vec<f64>)| Visit {
        place,
        windows: vec![window(row)],
        service_s: amount(row[3]),
        prize: Some(amount(row[4] * SCORE_WEIGHT)),
        ..Visit::default()
    };
    #[expect(clippy::cast_possible_truncation, reason = "scores are small whole numbers")]
    let scores = rows.iter().skip(1).map(|row| row[4] as i64).collect();
    let problem = Problem {
        profiles: vec![euclidean(&points, rounding)?],
        visits: rows.iter().enumerate().skip(1).map(visit).collect(),
        reps: vec![rep; fleet(choices, 1)?],
        ..Problem::default()
    };
    let (nodes, scale) = ((1..rows.len()).collect(), rounding.scale());
    Ok(Instance { problem, nodes, scale, goal: Goal::Score, scores })
}

/// Rows of points: number, x, y, duration, score, ..., opening, closing.
fn read(text: &str) -> Result<Vec<Vec<f64>>, FormatError> {
    let mut rows = Vec::new();
    for (index, line) in text.lines().enumerate().skip(2) {
        let row = numbers(index + 1, line)?;
        match row.len() {
            0 => {}
            1..=6 => return Err(FormatError::line(index + 1, "too few numbers for a point")),
            _ => rows.push(row),
        }
    }
    if rows.is_empty() {
        return Err(FormatError::whole("no points found"));
    }
    Ok(rows)
}
