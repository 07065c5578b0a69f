//! A market in depth: breakdowns by any category, distributions, and how it differs from another.

use super::breakdown::{Breakdown, Grouping, MarketSums, Tally};
use super::distribution::{Distribution, Sample, Spread};
use super::figures::Measures;
use super::index::Index;
use super::scan::{Query, QueryError, scan_view};

/// All that was asked about the same accounts.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Analysis {
    pub total: MarketSums,
    /// In the order asked for.
    pub breakdowns: Vec<Breakdown>,
    pub distributions: Vec<Distribution>,
}

/// Analyses the accounts that answer a question, in one pass.
///
/// # Errors
/// When cancelled.
pub fn analyse(
    index: &Index,
    query: &Query,
    group_by: &[Grouping],
    spreads: &[Spread],
) -> Result<Analysis, QueryError> {
    let groupings: Vec<Option<Grouping>> =
        std::iter::once(None).chain(group_by.iter().copied().map(Some)).collect();
    let mut breakdowns = vec![Breakdown::new(); groupings.len()];
    let mut samples: Vec<Sample> = spreads.iter().map(|_| Sample::default()).collect();
    for view in index.views() {
        let segment = view.segment();
        let measures = Measures::new(segment);
        let mut tallies: Vec<Tally> =
            groupings.iter().map(|by| Tally::new(segment, *by, &query.clock)).collect();
        scan_view(view, query, |hits| {
            for tally in &mut tallies {
                tally.add(&hits, &measures);
            }
            for (sample, spread) in samples.iter_mut().zip(spreads) {
                sample.add(segment, spread.field, &hits);
            }
        })?;
        for (tally, breakdown) in tallies.iter().zip(&mut breakdowns) {
            tally.collect(breakdown);
        }
    }
    let total = breakdowns.remove(0).remove(&None).unwrap_or_default();
    let distribution = |(sample, spread): (Sample, &Spread)| sample.distribution(spread);
    let distributions = samples.into_iter().zip(spreads).map(distribution).collect();
    Ok(Analysis { total, breakdowns, distributions })
}

/// Location quotient (Florence 1939, Isard 1960): a group's share of an area's accounts over its
/// share of the reference's. Above 1 the group is at home in the area more than elsewhere. None
/// where the reference has none of the group, or the area no accounts.
#[must_use]
pub fn location_quotient(n_group: u64, n_area: u64, reference: (u64, u64)) -> Option<f64> {
    let (n_group_there, n_there) = reference;
    let of = |part: u64, whole: u64| super::figures::share(part, whole);
    let share_there = of(n_group_there, n_there).filter(|share| *share > 0.0)?;
    Some(of(n_group, n_area)? / share_there)
}

#[cfg(test)]
#[path = "analysis_tests.rs"]
mod tests;
