//! The columns of a segment, before and after they are sorted.

use std::cmp::Ordering;

use chrono::{Days, NaiveDate};
use uuid::Uuid;

use super::codes::N_CODE_FIELDS;
use super::custom::CustomFields;
use super::text::Texts;

/// The number that stands for "no value".
pub const NULL: i64 = i64::MIN;
/// Between the folded name and the folded address in the searched text.
pub(super) const NAME_END: char = '\n';

/// The columns of plain numbers. Dates are days and instants microseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NumberField {
    Value,
    Potential,
    VisitDuration,
    VisitInterval,
    NextDue,
    LastVisit,
    Created,
    Updated,
    /// One of the organisation's own fields, in ten-thousandths.
    Custom(u8),
    /// The same for dates.
    CustomDay(u8),
}

/// How many there are beside the organisation's own.
pub const N_NUMBER_FIELDS: usize = 8;

impl NumberField {
    /// The place of the column among all.
    #[must_use]
    pub const fn index(self) -> usize {
        match self {
            Self::Value => 0,
            Self::Potential => 1,
            Self::VisitDuration => 2,
            Self::VisitInterval => 3,
            Self::NextDue => 4,
            Self::LastVisit => 5,
            Self::Created => 6,
            Self::Updated => 7,
            Self::Custom(slot) | Self::CustomDay(slot) => N_NUMBER_FIELDS + slot as usize,
        }
    }

    /// Whether the numbers are days.
    #[must_use]
    pub const fn is_day(self) -> bool {
        matches!(self, Self::NextDue | Self::CustomDay(_))
    }
}

/// One value for each row of each column.
#[derive(Debug, Clone, Default)]
pub(super) struct Columns {
    pub ids: Vec<Uuid>,
    pub hex: Vec<u64>,
    pub lng: Vec<f64>,
    pub lat: Vec<f64>,
    pub codes: Vec<Vec<u32>>,
    pub numbers: Vec<Vec<i64>>,
    pub places: Vec<u64>,
    pub tags: Vec<u32>,
    pub tag_ends: Vec<u32>,
    pub names: Texts,
    pub searched: Texts,
}

impl Columns {
    pub fn new(custom: &CustomFields) -> Self {
        Self {
            codes: vec![Vec::new(); N_CODE_FIELDS + custom.n_codes()],
            numbers: vec![Vec::new(); N_NUMBER_FIELDS + custom.n_numbers()],
            ..Self::default()
        }
    }

    pub fn gather(&self, rows: &[u32]) -> Self {
        let (tags, tag_ends) = self.gather_tags(rows);
        Self {
            ids: pick(&self.ids, rows),
            hex: pick(&self.hex, rows),
            lng: pick(&self.lng, rows),
            lat: pick(&self.lat, rows),
            codes: self.codes.iter().map(|codes| pick(codes, rows)).collect(),
            numbers: self.numbers.iter().map(|numbers| pick(numbers, rows)).collect(),
            places: pick(&self.places, rows),
            tags,
            tag_ends,
            names: self.names.gather(rows),
            searched: self.searched.gather(rows),
        }
    }

    fn gather_tags(&self, rows: &[u32]) -> (Vec<u32>, Vec<u32>) {
        let mut tags = Vec::with_capacity(self.tags.len());
        let mut ends = Vec::with_capacity(rows.len());
        for row in rows {
            tags.extend_from_slice(self.tags_of(*row as usize));
            ends.push(n_as_u32(tags.len()));
        }
        (tags, ends)
    }

    pub fn tags_of(&self, row: usize) -> &[u32] {
        let start = if row == 0 { 0 } else { self.tag_ends[row - 1] };
        &self.tags[start as usize..self.tag_ends[row] as usize]
    }

    pub fn folded_name(&self, row: usize) -> &str {
        let text = self.searched.get(row);
        memchr::memchr(NAME_END as u8, text.as_bytes()).map_or(text, |end| &text[..end])
    }

    pub fn heap_bytes(&self) -> usize {
        let codes: usize = self.codes.iter().map(|c| 4 * c.capacity()).sum();
        let numbers: usize = self.numbers.iter().map(|n| 8 * n.capacity()).sum();
        let places = 8
            * (self.hex.capacity()
                + self.lng.capacity()
                + self.lat.capacity()
                + self.places.capacity());
        let tags = 4 * (self.tags.capacity() + self.tag_ends.capacity());
        16 * self.ids.capacity()
            + codes
            + numbers
            + places
            + tags
            + self.names.heap_bytes()
            + self.searched.heap_bytes()
    }
}

fn pick<T: Copy>(column: &[T], rows: &[u32]) -> Vec<T> {
    rows.iter().map(|row| column[*row as usize]).collect()
}

/// Rows in the order of their keys, which are kept beside them while they are sorted: following
/// every row into its column would wait for memory. `tie` decides between equal keys.
pub(super) fn order<K: Ord + Copy>(
    keys: impl Iterator<Item = K>,
    tie: impl Fn(u32, u32) -> Ordering,
) -> Vec<u32> {
    let mut rows: Vec<(K, u32)> = keys.zip(0..).collect();
    rows.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| tie(a.1, b.1)));
    rows.into_iter().map(|(_, row)| row).collect()
}

pub(super) fn n_as_u32(n: usize) -> u32 {
    u32::try_from(n).expect("a segment holds at most SEGMENT_ROWS_MAX rows")
}

/// Days since 1970.
#[must_use]
pub fn day_number(day: NaiveDate) -> i64 {
    day.signed_duration_since(NaiveDate::default()).num_days()
}

/// The day behind a number.
#[must_use]
pub fn day(number: i64) -> Option<NaiveDate> {
    let epoch = NaiveDate::default();
    let days = Days::new(number.unsigned_abs());
    if number < 0 { epoch.checked_sub_days(days) } else { epoch.checked_add_days(days) }
}
