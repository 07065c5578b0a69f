//! Capacitated p-median: `n p` and then `x y capacity demand` for each point, or the OR-Library form
//! `number optimum`, `n p capacity`, `id x y demand` with distances truncated to whole numbers.

use super::{FormatError, number};
use crate::domain::territory::pmedian::{Median, POINTS_MAX, Point};

/// Reads either form. `n_medians` replaces the file's number.
///
/// # Errors
/// What does not fit either form.
pub fn points(text: &str, n_medians: Option<usize>) -> Result<Median, FormatError> {
    let numbers = numbers(text)?;
    let whole = |at: usize| count(&numbers, at);
    let mut median = if whole(0).is_some_and(|n| numbers.len() == 2 + 4 * n) {
        plain(&numbers)
    } else if whole(2).is_some_and(|n| numbers.len() == 5 + 4 * n) {
        or_library(&numbers)
    } else {
        let what = "neither `n p` with four numbers a point nor the OR-Library form";
        return Err(FormatError::Whole(what.to_owned()));
    };
    median.n_medians = n_medians.unwrap_or(median.n_medians);
    let n = median.points.len();
    if n > POINTS_MAX || median.n_medians == 0 || median.n_medians > n {
        let what = format!("{} medians for {n} points (at most {POINTS_MAX})", median.n_medians);
        return Err(FormatError::Whole(what));
    }
    Ok(median)
}

fn numbers(text: &str) -> Result<Vec<f64>, FormatError> {
    let lines = text.lines().enumerate();
    lines
        .flat_map(|(index, line)| line.split_whitespace().map(move |word| (index + 1, word)))
        .map(|(line, word)| number(line, word))
        .collect()
}

#[expect(clippy::cast_sign_loss, reason = "checked to be a whole number above zero")]
fn count(numbers: &[f64], at: usize) -> Option<usize> {
    let value = *numbers.get(at)?;
    (value >= 1.0 && value.fract() == 0.0 && value < 1e7).then_some(value as usize)
}

fn plain(numbers: &[f64]) -> Median {
    let point = |row: &[f64]| Point { x: row[0], y: row[1], capacity: row[2], demand: row[3] };
    Median {
        points: numbers[2..].chunks(4).map(point).collect(),
        n_medians: count(numbers, 1).unwrap_or(0),
        is_truncated: false,
    }
}

fn or_library(numbers: &[f64]) -> Median {
    let capacity = numbers[4];
    let point = |row: &[f64]| Point { x: row[1], y: row[2], capacity, demand: row[3] };
    Median {
        points: numbers[5..].chunks(4).map(point).collect(),
        n_medians: count(numbers, 3).unwrap_or(0),
        is_truncated: true,
    }
}
