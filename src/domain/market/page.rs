//! A page of accounts in any order: the best so many rows after a cursor.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::codes::{CodeField, NO_CODE};
use super::columns::{NULL, NumberField};
use super::index::{Index, View};
use super::record::LIFECYCLES;
use super::scan::{Query, QueryError, scan_view};
use super::segment::Segment;

/// Most sort keys.
pub const SORT_KEYS_MAX: usize = 4;
/// Most rows of one page.
pub const PAGE_ROWS_MAX: usize = 1_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SortField {
    Name,
    Number(NumberField),
    Code(CodeField),
}

/// Sorts by a field; accounts without a value come last either way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SortKey {
    pub field: SortField,
    pub is_descending: bool,
}

impl SortField {
    /// By the name of the field in the API.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "name" => Self::Name,
            "value_12m" => Self::Number(NumberField::Value),
            "potential_value" => Self::Number(NumberField::Potential),
            "visit_duration_min" => Self::Number(NumberField::VisitDuration),
            "visit_interval_days" => Self::Number(NumberField::VisitInterval),
            "next_due_on" => Self::Number(NumberField::NextDue),
            "last_visit_at" => Self::Number(NumberField::LastVisit),
            "created_at" => Self::Number(NumberField::Created),
            "updated_at" => Self::Number(NumberField::Updated),
            "lifecycle" => Self::Code(CodeField::Lifecycle),
            "tier" => Self::Code(CodeField::Tier),
            "category" => Self::Code(CodeField::Category),
            "city" => Self::Code(CodeField::City),
            "postal_code" => Self::Code(CodeField::PostalCode),
            "source" => Self::Code(CodeField::Source),
            _ => return None,
        })
    }
}

/// Reads `-value_12m,name`. None where a field is unknown, repeated, or there are too many.
#[must_use]
pub fn parse_sort(text: &str) -> Option<Vec<SortKey>> {
    let mut keys: Vec<SortKey> = Vec::new();
    for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let name = part.strip_prefix('-').unwrap_or(part);
        let field = SortField::from_name(name)?;
        if keys.len() == SORT_KEYS_MAX || keys.iter().any(|key| key.field == field) {
            return None;
        }
        keys.push(SortKey { field, is_descending: part.starts_with('-') });
    }
    Some(keys)
}

/// A sort key's value, the same in every segment and on every process.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum SortValue {
    Number(i64),
    Text(String),
    None,
}

/// Where a page ended: the sort values and the id of its last row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    pub values: Vec<SortValue>,
    pub id: Uuid,
}

/// Ids of one page, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    pub ids: Vec<Uuid>,
    /// Where the next page begins, if there is one.
    pub next: Option<Cursor>,
    /// All accounts that answer the query.
    pub total: u64,
}

/// The page of at most `limit` accounts after the cursor, by the sort keys and then by id.
///
/// # Errors
/// When cancelled.
pub fn page(
    index: &Index,
    query: &Query,
    sort: &[SortKey],
    after: Option<&Cursor>,
    limit: usize,
) -> Result<Page, QueryError> {
    let limit = limit.min(PAGE_ROWS_MAX);
    let mut page = Page::default();
    let mut rows: Vec<Cursor> = Vec::new();
    for view in index.views() {
        let (best, n_hits) = best_of(view, query, sort, after, limit + 1)?;
        rows.extend(best);
        page.total += n_hits;
    }
    rows.sort_by(|a, b| compare(sort, a, b));
    let has_more = rows.len() > limit;
    rows.truncate(limit);
    page.ids = rows.iter().map(|row| row.id).collect();
    page.next = rows.pop().filter(|_| has_more);
    Ok(page)
}

/// The local form of sort values: numbers that compare the same way within one segment.
type LocalKey = ([i64; SORT_KEYS_MAX], Uuid);

fn best_of(
    view: &View,
    query: &Query,
    sort: &[SortKey],
    after: Option<&Cursor>,
    n_rows: usize,
) -> Result<(Vec<Cursor>, u64), QueryError> {
    let segment = view.segment();
    let columns: Vec<Column> = sort.iter().map(|key| Column::new(segment, *key)).collect();
    let start = after.map(|cursor| local_cursor(segment, &columns, cursor));
    let mut best: BinaryHeap<(LocalKey, usize)> = BinaryHeap::new();
    let mut n_hits = 0;
    scan_view(view, query, |hits| {
        n_hits += hits.n_rows();
        for row in hits.rows() {
            let key = (local_values(&columns, row), segment.id(row));
            let is_before = start.as_ref().is_some_and(|start| key <= *start);
            let is_too_late = best.len() == n_rows && best.peek().is_some_and(|w| key > w.0);
            if is_before || is_too_late {
                continue;
            }
            if best.len() == n_rows {
                best.pop();
            }
            best.push((key, row));
        }
    })?;
    let row_cursor = |(_, row): (LocalKey, usize)| Cursor {
        values: columns.iter().map(|column| column.value(segment, row)).collect(),
        id: segment.id(row),
    };
    Ok((best.into_iter().map(row_cursor).collect(), n_hits))
}

fn local_values(columns: &[Column], row: usize) -> [i64; SORT_KEYS_MAX] {
    let mut values = [0; SORT_KEYS_MAX];
    for (value, column) in values.iter_mut().zip(columns) {
        *value = column.local(row);
    }
    values
}

fn local_cursor(segment: &Segment, columns: &[Column], cursor: &Cursor) -> LocalKey {
    let mut values = [0; SORT_KEYS_MAX];
    for ((local, column), value) in values.iter_mut().zip(columns).zip(&cursor.values) {
        *local = column.local_of(segment, value);
    }
    (values, cursor.id)
}

/// A sort key over one segment.
struct Column<'a> {
    key: SortKey,
    source: Source<'a>,
}

enum Source<'a> {
    NameRanks(&'a [u32]),
    Numbers(&'a [i64]),
    /// Codes and the doubled rank of each.
    Codes(&'a [u32], Vec<i64>),
}

impl<'a> Column<'a> {
    fn new(segment: &'a Segment, key: SortKey) -> Self {
        let source = match key.field {
            SortField::Name => Source::NameRanks(segment.name_ranks()),
            SortField::Number(field) => Source::Numbers(segment.numbers(field)),
            SortField::Code(field) => Source::Codes(segment.codes(field), ranks(segment, field)),
        };
        Self { key, source }
    }

    fn local(&self, row: usize) -> i64 {
        self.directed(match &self.source {
            Source::NameRanks(ranks) => 2 * i64::from(ranks[row]),
            Source::Numbers(numbers) => numbers[row],
            Source::Codes(codes, ranks) => ranks[codes[row] as usize],
        })
    }

    /// "No value" sorts last in both directions.
    fn directed(&self, number: i64) -> i64 {
        match number {
            NULL => i64::MAX,
            number if self.key.is_descending => -number,
            number => number,
        }
    }

    fn value(&self, segment: &Segment, row: usize) -> SortValue {
        match (&self.source, self.key.field) {
            (Source::Numbers(numbers), _) if numbers[row] == NULL => SortValue::None,
            (Source::Numbers(numbers), _) => SortValue::Number(numbers[row]),
            (Source::NameRanks(_), _) => SortValue::Text(segment.folded_name(row).to_owned()),
            (Source::Codes(..), SortField::Code(field)) => segment
                .code_value(field, row)
                .map_or(SortValue::None, |value| SortValue::Text(value.to_owned())),
            (Source::Codes(..), _) => SortValue::None,
        }
    }

    fn local_of(&self, segment: &Segment, value: &SortValue) -> i64 {
        let number = match (value, self.key.field) {
            (SortValue::Number(number), _) => *number,
            (SortValue::Text(text), SortField::Name) => segment.doubled_rank_of(text),
            (SortValue::Text(text), SortField::Code(field)) => {
                doubled_rank_among(segment, field, text)
            }
            _ => NULL,
        };
        self.directed(number)
    }
}

/// Lifecycles sort as they follow each other, everything else by its text.
fn sort_text(field: CodeField, value: &str) -> (usize, &str) {
    let stage = LIFECYCLES.iter().position(|lifecycle| *lifecycle == value).unwrap_or(0);
    if field == CodeField::Lifecycle { (stage, "") } else { (0, value) }
}

fn sorted_codes(segment: &Segment, field: CodeField) -> Vec<u32> {
    let dictionary = segment.dictionary(field);
    let mut codes: Vec<u32> = (NO_CODE + 1..).take(dictionary.len() - 1).collect();
    codes.sort_by_key(|code| dictionary.value(*code).map(|value| sort_text(field, value)));
    codes
}

fn ranks(segment: &Segment, field: CodeField) -> Vec<i64> {
    let mut ranks = vec![NULL; segment.dictionary(field).len()];
    for (rank, code) in (0..).zip(sorted_codes(segment, field)) {
        ranks[code as usize] = 2 * rank;
    }
    ranks
}

fn doubled_rank_among(segment: &Segment, field: CodeField, text: &str) -> i64 {
    let dictionary = segment.dictionary(field);
    let wanted = sort_text(field, text);
    let values = (NO_CODE + 1..).take(dictionary.len() - 1).filter_map(|c| dictionary.value(c));
    let (mut n_before, mut is_present) = (0, false);
    for value in values {
        let value = sort_text(field, value);
        n_before += i64::from(value < wanted);
        is_present |= value == wanted;
    }
    2 * n_before - i64::from(!is_present)
}

fn compare(sort: &[SortKey], a: &Cursor, b: &Cursor) -> Ordering {
    let by_keys = sort.iter().zip(a.values.iter().zip(&b.values)).map(|(key, (a, b))| {
        let by_value = compare_values(key.field, a, b);
        let is_missing = *a == SortValue::None || *b == SortValue::None;
        if key.is_descending && !is_missing { by_value.reverse() } else { by_value }
    });
    by_keys.fold(Ordering::Equal, Ordering::then).then_with(|| a.id.cmp(&b.id))
}

fn compare_values(field: SortField, a: &SortValue, b: &SortValue) -> Ordering {
    match (a, b) {
        (SortValue::Number(a), SortValue::Number(b)) => a.cmp(b),
        (SortValue::Text(a), SortValue::Text(b)) => match field {
            SortField::Code(field) => sort_text(field, a).cmp(&sort_text(field, b)),
            _ => a.cmp(b),
        },
        (SortValue::None, SortValue::None) => Ordering::Equal,
        (SortValue::None, _) | (SortValue::Text(_), SortValue::Number(_)) => Ordering::Greater,
        (_, SortValue::None) | (SortValue::Number(_), SortValue::Text(_)) => Ordering::Less,
    }
}

#[cfg(test)]
#[path = "page_tests.rs"]
mod tests;
