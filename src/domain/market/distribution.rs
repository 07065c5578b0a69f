//! How a number is distributed over accounts: quantiles and a histogram, exact to the last account.

use super::columns::{NULL, NumberField};
use super::scan::Hits;
use super::segment::Segment;

/// Most classes of a histogram.
pub const CLASSES_MAX: usize = 100;
/// Most quantiles of one field.
pub const QUANTILES_MAX: usize = 20;

/// What is asked about a column.
#[derive(Debug, Clone, PartialEq)]
pub struct Spread {
    pub field: NumberField,
    /// Shares between 0 and 1.
    pub quantiles: Vec<f64>,
    pub classes: Option<Classes>,
}

/// Where the classes of a histogram meet.
#[derive(Debug, Clone, PartialEq)]
pub enum Classes {
    /// At these numbers, which ascend; what lies outside of them is counted apart.
    Bounds(Vec<i64>),
    /// So many of equal width, from the least number to the greatest.
    EqualInterval(usize),
    /// So many of about equally many accounts; equal numbers stay together, so there may be fewer.
    Quantile(usize),
}

/// The accounts from one number up to another, which belongs to the next class; the last class
/// holds both of its ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Class {
    pub from: i64,
    pub to: i64,
    pub count: u64,
    pub sum: i128,
}

/// The distribution of a column, in the numbers of the column.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Distribution {
    /// Accounts that have a number.
    pub count: u64,
    pub n_missing: u64,
    pub sum: i128,
    pub range: Option<(i64, i64)>,
    /// One for each share asked for, none where no account has a number.
    pub quantiles: Option<Vec<i64>>,
    pub classes: Vec<Class>,
    pub n_below: u64,
    pub n_above: u64,
}

/// Collects the numbers of a column.
#[derive(Debug, Default)]
pub(super) struct Sample {
    numbers: Vec<i64>,
    n_missing: u64,
}

impl Sample {
    pub fn add(&mut self, segment: &Segment, field: NumberField, hits: &Hits) {
        let column = segment.numbers(field);
        for number in hits.rows().map(|row| column[row]) {
            if number == NULL {
                self.n_missing += 1;
            } else {
                self.numbers.push(number);
            }
        }
    }

    pub fn distribution(mut self, spread: &Spread) -> Distribution {
        let numbers = &mut self.numbers;
        let least = numbers.iter().min().copied();
        let range = least.zip(numbers.iter().max().copied());
        let bounds = match (&spread.classes, range) {
            (None, _) | (Some(Classes::EqualInterval(_) | Classes::Quantile(_)), None) => {
                Vec::new()
            }
            (Some(Classes::Bounds(bounds)), _) => bounds.clone(),
            (Some(Classes::EqualInterval(n)), Some(range)) => equal_interval(range, *n),
            (Some(Classes::Quantile(n)), Some(range)) => {
                let shares: Vec<f64> = (1..*n).map(|k| share(k, *n)).collect();
                let mut bounds =
                    [vec![range.0], quantiles(numbers, &shares), vec![range.1]].concat();
                bounds.dedup();
                bounds
            }
        };
        let asked = range.map(|_| quantiles(numbers, &spread.quantiles));
        let mut distribution = Distribution {
            count: numbers.len() as u64,
            n_missing: self.n_missing,
            sum: numbers.iter().map(|number| i128::from(*number)).sum(),
            range,
            quantiles: asked,
            ..Distribution::default()
        };
        distribution.classify(numbers, &bounds);
        distribution
    }
}

impl Distribution {
    /// A single bound is a class of its own: all numbers are equal.
    fn classify(&mut self, numbers: &[i64], bounds: &[i64]) {
        let (Some(first), Some(last)) = (bounds.first(), bounds.last()) else { return };
        let class = |from: i64, to: i64| Class { from, to, count: 0, sum: 0 };
        self.classes = bounds.windows(2).map(|pair| class(pair[0], pair[1])).collect();
        if self.classes.is_empty() {
            self.classes.push(class(*first, *last));
        }
        let inner = &bounds[1..bounds.len().max(2) - 1];
        for number in numbers {
            if number < first {
                self.n_below += 1;
            } else if number > last {
                self.n_above += 1;
            } else {
                let class = &mut self.classes[inner.partition_point(|bound| bound <= number)];
                class.count += 1;
                class.sum += i128::from(*number);
            }
        }
    }
}

/// The numbers at these shares: the least that at least such a share of all does not exceed (the
/// inverse of the distribution function; definition 1 of Hyndman and Fan, "Sample quantiles in
/// statistical packages", 1996). `numbers` are reordered; there must be some unless there are no
/// shares.
fn quantiles(numbers: &mut [i64], shares: &[f64]) -> Vec<i64> {
    let mut order: Vec<(usize, usize)> =
        shares.iter().map(|share| rank(numbers.len(), *share)).zip(0..).collect();
    order.sort_unstable();
    let mut found = vec![0; shares.len()];
    let mut first = 0;
    for (rank, at) in order {
        let (_, number, _) = numbers[first..].select_nth_unstable(rank - first);
        found[at] = *number;
        first = rank;
    }
    found
}

/// The place, from 0, of a share of so many numbers in order.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a share of far fewer than 2^52 numbers"
)]
fn rank(n: usize, share: f64) -> usize {
    // a share such as 0.07 of 100 is 7.000000000000001 in floating point, but means 7
    let exact = share * n as f64;
    let whole = exact.round();
    let rank = if (exact - whole).abs() < 1e-9 * n as f64 { whole } else { exact.ceil() };
    (rank as usize).clamp(1, n.max(1)) - 1
}

#[expect(clippy::cast_precision_loss, reason = "a few classes")]
fn share(k: usize, n: usize) -> f64 {
    k as f64 / n as f64
}

/// Whole numbers as evenly apart as they can be.
fn equal_interval((least, greatest): (i64, i64), n: usize) -> Vec<i64> {
    let width = i128::from(greatest) - i128::from(least);
    let n = i128::try_from(n).unwrap_or(1);
    let bound = |k| i64::try_from(i128::from(least) + width * k / n).unwrap_or(greatest);
    let mut bounds: Vec<i64> = (0..=n).map(bound).collect();
    bounds.dedup();
    bounds
}

#[cfg(test)]
#[path = "distribution_tests.rs"]
mod tests;
