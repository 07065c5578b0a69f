//! Accounts in the order of their ids: pages that neither skip nor repeat an account that stays,
//! whatever is written between them.

use uuid::Uuid;

use super::index::{Index, View};
use super::scan::{Query, QueryError, scan_view};
use super::segment::{BLOCK, Segment};

/// The first accounts after an id.
#[derive(Debug, Default)]
pub struct Sequence<'a> {
    pub rows: Vec<(&'a Segment, usize)>,
    /// Whether more follow.
    pub has_more: bool,
    /// All accounts that answer the query, before the id as well.
    pub total: u64,
}

/// The first `limit` accounts after an id that answer the query.
///
/// # Errors
/// When cancelled.
pub fn sequence<'a>(
    index: &'a Index,
    query: &Query,
    after: Option<Uuid>,
    limit: usize,
) -> Result<Sequence<'a>, QueryError> {
    let mut sequence = Sequence::default();
    for view in index.views() {
        let (mask, n_hits) = mask(view, query)?;
        let segment = view.segment();
        let passes = |row: &usize| mask[row / BLOCK] >> (row % BLOCK) & 1 == 1;
        let rows = segment.rows_after(after).filter(passes).take(limit + 1);
        sequence.rows.extend(rows.map(|row| (segment, row)));
        sequence.total += n_hits;
    }
    sequence.rows.sort_by_key(|(segment, row)| segment.id(*row));
    sequence.has_more = sequence.rows.len() > limit;
    sequence.rows.truncate(limit);
    Ok(sequence)
}

/// One bit for each row that answers, and their number.
fn mask(view: &View, query: &Query) -> Result<(Vec<u64>, u64), QueryError> {
    let mut mask = vec![0; view.segment().n_blocks()];
    let mut n_hits = 0;
    scan_view(view, query, |hits| {
        mask[hits.block] = hits.mask;
        n_hits += hits.n_rows();
    })?;
    Ok((mask, n_hits))
}

/// The account with this id, if it answers the query.
#[must_use]
pub fn find<'a>(index: &'a Index, query: &Query, id: Uuid) -> Option<(&'a Segment, usize)> {
    let (segment, row) = index.find(id)?;
    let mask = query.compile(segment).mask(segment, row / BLOCK, 1 << (row % BLOCK));
    (mask != 0).then_some((segment, row))
}

#[cfg(test)]
#[path = "sequence_tests.rs"]
mod tests;
