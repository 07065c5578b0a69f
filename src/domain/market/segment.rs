//! Immutable columns, sorted by H3 cell; blocks of 64 rows carry the box of their points.

use std::borrow::Cow;
use std::cmp::Ordering;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::bitmaps;
use super::block_sums::BlockSums;
use super::codes::{CodeField, Dictionary, N_CODE_FIELDS};
use super::columns::{Columns, N_NUMBER_FIELDS, NAME_END, NULL, NumberField, day, n_as_u32, order};
use super::custom::CustomValues;
use super::figures::FIGURES;
use super::group_sums::GroupSums;
use super::hex::NO_HEX;
use super::place_key::NO_PLACE;
use super::record::Record;
use super::shape::{Extent, Points};
use super::zones::{self, CodeSets, NumberZones};
use crate::domain::units::{Bbox, LngLat};

/// Rows in a block: one machine word of answers.
pub const BLOCK: usize = 64;
/// Blocks in a group, the coarse step of a scan.
pub const GROUP: usize = 64;

/// A part of the index that never changes.
#[derive(Debug)]
pub struct Segment {
    columns: Columns,
    dictionaries: Vec<Dictionary>,
    tag_dictionary: Dictionary,
    /// Rows with a place come first.
    n_located: usize,
    block_boxes: Vec<Bbox>,
    group_boxes: Vec<Bbox>,
    number_bounds: Vec<Vec<(i64, i64)>>,
    code_sets: Vec<Option<CodeSets>>,
    bitmaps: Vec<Option<Vec<u64>>>,
    block_sums: BlockSums,
    group_sums: [Option<GroupSums>; FIGURES.len()],
    /// Rows by id.
    by_id: Vec<u32>,
    /// Rows that came from a place of the map, by it.
    by_place: Vec<u32>,
    /// Rows by folded name, and the dense rank of each row in that order.
    by_name: Vec<u32>,
    name_ranks: Vec<u32>,
}

impl Segment {
    pub(super) fn new(
        columns: Columns,
        dictionaries: Vec<Dictionary>,
        tag_dictionary: Dictionary,
    ) -> Self {
        let n_located = columns.hex.partition_point(|hex| *hex != NO_HEX);
        let block_boxes = boxes(&columns, n_located);
        let group_boxes = block_boxes.chunks(GROUP).map(union).collect();
        let by_id = order(columns.ids.iter().map(Uuid::as_u128), |a, b| a.cmp(&b));
        let by_place = place_order(&columns.places);
        let (by_name, name_ranks) = name_order(&columns);
        let bounds = |numbers: &Vec<i64>| zones::number_bounds(numbers, GROUP * BLOCK);
        let coded = || columns.codes.iter().zip(dictionaries.iter().map(Dictionary::len));
        let sets = |(codes, n_codes): (&Vec<u32>, _)| CodeSets::new(codes, n_codes, GROUP * BLOCK);
        let bits = |(codes, n_codes): (&Vec<u32>, _)| bitmaps::words(codes, n_codes);
        Self {
            number_bounds: columns.numbers.iter().map(bounds).collect(),
            code_sets: coded().map(sets).collect(),
            bitmaps: coded().map(bits).collect(),
            group_sums: FIGURES.map(|f| GroupSums::new(&columns, f, &dictionaries[f.index()])),
            block_sums: BlockSums::new(&columns, &dictionaries[CodeField::Lifecycle.index()]),
            columns,
            dictionaries,
            tag_dictionary,
            n_located,
            block_boxes,
            group_boxes,
            by_id,
            by_place,
            by_name,
            name_ranks,
        }
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.columns.ids.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.columns.ids.is_empty()
    }

    #[must_use]
    pub fn n_blocks(&self) -> usize {
        self.block_boxes.len()
    }

    #[must_use]
    pub fn n_groups(&self) -> usize {
        self.group_boxes.len()
    }

    /// The box of the block's points; empty where no row has a place.
    #[must_use]
    pub fn block_box(&self, block: usize) -> &Bbox {
        &self.block_boxes[block]
    }

    #[must_use]
    pub fn group_box(&self, group: usize) -> &Bbox {
        &self.group_boxes[group]
    }

    /// Where a block lies; its cells are those of the located rows.
    #[must_use]
    pub fn block_extent(&self, block: usize) -> Extent<'_> {
        self.extent(&self.block_boxes[block], block * BLOCK, BLOCK)
    }

    /// The points of a block's rows; those without a place are not numbers.
    #[must_use]
    pub fn points(&self, block: usize) -> Points<'_> {
        let rows = block * BLOCK..((block + 1) * BLOCK).min(self.len());
        Points {
            lng: &self.columns.lng[rows.clone()],
            lat: &self.columns.lat[rows.clone()],
            hex: &self.columns.hex[rows],
            bbox: &self.block_boxes[block],
        }
    }

    #[must_use]
    pub fn group_extent(&self, group: usize) -> Extent<'_> {
        let n_rows = GROUP * BLOCK;
        self.extent(&self.group_boxes[group], group * n_rows, n_rows)
    }

    fn extent<'a>(&'a self, bbox: &'a Bbox, first: usize, n_rows: usize) -> Extent<'a> {
        let last = (first + n_rows).min(self.n_located).max(first + 1) - 1;
        let hex = &self.columns.hex;
        Extent { bbox, first_hex: hex[first], last_hex: hex[last] }
    }

    #[must_use]
    pub fn n_located(&self) -> usize {
        self.n_located
    }

    /// Whether every row of a group has a place.
    #[must_use]
    pub fn is_all_located(&self, group: usize) -> bool {
        ((group + 1) * GROUP * BLOCK).min(self.len()) <= self.n_located
    }

    /// The rows of a block that have a place, as a word.
    #[must_use]
    pub fn located(&self, block: usize) -> u64 {
        ones(self.n_located.saturating_sub(block * BLOCK))
    }

    /// The rows of a block that exist, as a word.
    #[must_use]
    pub fn rows(&self, block: usize) -> u64 {
        ones(self.len().saturating_sub(block * BLOCK))
    }

    #[must_use]
    pub fn id(&self, row: usize) -> Uuid {
        self.columns.ids[row]
    }

    #[must_use]
    pub fn row(&self, id: Uuid) -> Option<usize> {
        let ids = &self.columns.ids;
        let at = self.by_id.binary_search_by_key(&id, |row| ids[*row as usize]).ok()?;
        Some(self.by_id[at] as usize)
    }

    /// The rows of greater ids, in the order of their ids.
    pub fn rows_after(&self, id: Option<Uuid>) -> impl Iterator<Item = usize> {
        let is_before = |row: &u32| id.is_some_and(|id| self.columns.ids[*row as usize] <= id);
        let first = self.by_id.partition_point(is_before);
        self.by_id[first..].iter().map(|row| *row as usize)
    }

    /// The row that came from a place of the map.
    #[must_use]
    pub fn row_of_place(&self, place: u64) -> Option<usize> {
        let places = &self.columns.places;
        let at = self.by_place.binary_search_by_key(&place, |row| places[*row as usize]).ok()?;
        Some(self.by_place[at] as usize)
    }

    #[must_use]
    pub fn lng(&self) -> &[f64] {
        &self.columns.lng
    }

    #[must_use]
    pub fn lat(&self) -> &[f64] {
        &self.columns.lat
    }

    #[must_use]
    pub fn location(&self, row: usize) -> Option<LngLat> {
        LngLat::new(self.columns.lng[row], self.columns.lat[row]).ok()
    }

    #[must_use]
    pub fn hex(&self) -> &[u64] {
        &self.columns.hex
    }

    #[must_use]
    pub fn codes(&self, field: CodeField) -> &[u32] {
        &self.columns.codes[field.index()]
    }

    #[must_use]
    pub fn dictionary(&self, field: CodeField) -> &Dictionary {
        &self.dictionaries[field.index()]
    }

    #[must_use]
    pub fn code_value(&self, field: CodeField, row: usize) -> Option<&str> {
        self.dictionary(field).value(self.codes(field)[row])
    }

    #[must_use]
    pub fn numbers(&self, field: NumberField) -> &[i64] {
        &self.columns.numbers[field.index()]
    }

    #[must_use]
    pub fn number_zones(&self, field: NumberField) -> NumberZones<'_> {
        NumberZones(&self.number_bounds[field.index()])
    }

    #[must_use]
    pub fn code_zones(&self, field: CodeField) -> Option<&CodeSets> {
        self.code_sets[field.index()].as_ref()
    }

    #[must_use]
    pub fn bitmap(&self, field: CodeField) -> Option<&[u64]> {
        self.bitmaps[field.index()].as_deref()
    }

    /// Sums of whole blocks.
    #[must_use]
    pub fn block_sums(&self) -> &BlockSums {
        &self.block_sums
    }

    /// Sums of whole groups of rows by the codes of each of the figures' fields.
    pub(super) fn group_sums(&self) -> &[Option<GroupSums>; FIGURES.len()] {
        &self.group_sums
    }

    #[must_use]
    pub fn tags(&self, row: usize) -> &[u32] {
        self.columns.tags_of(row)
    }

    #[must_use]
    pub fn tag_dictionary(&self) -> &Dictionary {
        &self.tag_dictionary
    }

    #[must_use]
    pub fn name(&self, row: usize) -> &str {
        self.columns.names.get(row)
    }

    #[must_use]
    pub fn folded_name(&self, row: usize) -> &str {
        self.columns.folded_name(row)
    }

    /// Folded name and address.
    #[must_use]
    pub fn searched(&self, row: usize) -> &str {
        self.columns.searched.get(row)
    }

    /// Position of the row's name among the different names of this segment.
    #[must_use]
    pub fn name_ranks(&self) -> &[u32] {
        &self.name_ranks
    }

    /// Where a folded name stands in this segment: doubled ranks, an odd number lies between two.
    #[must_use]
    pub fn doubled_rank_of(&self, folded_name: &str) -> i64 {
        let at = self
            .by_name
            .partition_point(|row| self.columns.folded_name(*row as usize) < folded_name);
        match self.by_name.get(at) {
            Some(row) if self.folded_name(*row as usize) == folded_name => {
                2 * i64::from(self.name_ranks[*row as usize])
            }
            Some(row) => 2 * i64::from(self.name_ranks[*row as usize]) - 1,
            None => 2 * i64::try_from(self.len()).unwrap_or(i64::MAX / 2) + 1,
        }
    }

    /// The row as it came, except that the address is folded; folding it again changes nothing.
    #[must_use]
    pub fn record(&self, row: usize) -> Record<'_> {
        let text = |field| self.code_value(field, row);
        let id = |field| text(field).and_then(|value| value.parse().ok());
        let number = |field| Some(self.numbers(field)[row]).filter(|number| *number != NULL);
        let small = |field| number(field).and_then(|number| u16::try_from(number).ok());
        let instant = |field| number(field).and_then(DateTime::<Utc>::from_timestamp_micros);
        let searched = self.searched(row);
        Record {
            id: self.id(row),
            name: self.name(row),
            address: searched.split_once(NAME_END).map_or("", |(_, address)| address),
            location: self.location(row),
            lifecycle: text(CodeField::Lifecycle).unwrap_or_default(),
            tier: text(CodeField::Tier),
            category: text(CodeField::Category),
            city: text(CodeField::City),
            postal_code: text(CodeField::PostalCode),
            source: text(CodeField::Source).unwrap_or_default(),
            place: Some(self.columns.places[row]).filter(|place| *place != NO_PLACE),
            owner_id: id(CodeField::Owner),
            team_id: id(CodeField::Team),
            territory_id: id(CodeField::Territory),
            tag_ids: self.tag_ids(row),
            value_12m: number(NumberField::Value).unwrap_or_default(),
            potential_value: number(NumberField::Potential).unwrap_or_default(),
            visit_duration_min: small(NumberField::VisitDuration).unwrap_or_default(),
            visit_interval_days: small(NumberField::VisitInterval),
            next_due_on: number(NumberField::NextDue).and_then(day),
            last_visit_at: instant(NumberField::LastVisit),
            created_at: instant(NumberField::Created).unwrap_or_default(),
            updated_at: instant(NumberField::Updated).unwrap_or_default(),
            custom: self.custom(row),
        }
    }

    fn custom(&self, row: usize) -> CustomValues<'_> {
        let columns = self.columns.codes.iter().zip(&self.dictionaries).skip(N_CODE_FIELDS);
        CustomValues {
            texts: columns.map(|(codes, texts)| texts.value(codes[row]).map(Cow::from)).collect(),
            numbers: self.columns.numbers[N_NUMBER_FIELDS..].iter().map(|n| n[row]).collect(),
        }
    }

    fn tag_ids(&self, row: usize) -> Vec<Uuid> {
        let id = |code: &u32| self.tag_dictionary.value(*code)?.parse().ok();
        self.tags(row).iter().filter_map(id).collect()
    }

    /// Bytes on the heap, for the budget per account.
    #[must_use]
    pub fn heap_bytes(&self) -> usize {
        let dictionaries: usize = self.dictionaries.iter().map(Dictionary::heap_bytes).sum();
        let orders = 4
            * (self.by_id.capacity()
                + self.by_place.capacity()
                + self.by_name.capacity()
                + self.name_ranks.capacity());
        let boxes = size_of::<Bbox>() * (self.block_boxes.capacity() + self.group_boxes.capacity());
        let bitmaps: usize = self.bitmaps.iter().flatten().map(|words| 8 * words.capacity()).sum();
        let sets: usize = self.code_sets.iter().flatten().map(CodeSets::heap_bytes).sum();
        let bounds: usize = self.number_bounds.iter().map(|bounds| 16 * bounds.capacity()).sum();
        self.columns.heap_bytes()
            + dictionaries
            + self.tag_dictionary.heap_bytes()
            + orders
            + boxes
            + bitmaps
            + sets
            + bounds
            + self.block_sums.heap_bytes()
            + self.group_sums.iter().flatten().map(GroupSums::heap_bytes).sum::<usize>()
    }
}

/// A word whose lowest `n` bits are set; all of them from 64 on.
fn ones(n: usize) -> u64 {
    if n >= BLOCK { u64::MAX } else { (1 << n) - 1 }
}

fn boxes(columns: &Columns, n_located: usize) -> Vec<Bbox> {
    let n_blocks = columns.ids.len().div_ceil(BLOCK);
    (0..n_blocks)
        .map(|block| {
            let rows = block * BLOCK..((block + 1) * BLOCK).min(n_located);
            let mut bbox = Bbox::EMPTY;
            for row in rows {
                bbox.west = bbox.west.min(columns.lng[row]);
                bbox.east = bbox.east.max(columns.lng[row]);
                bbox.south = bbox.south.min(columns.lat[row]);
                bbox.north = bbox.north.max(columns.lat[row]);
            }
            bbox
        })
        .collect()
}

fn union(boxes: &[Bbox]) -> Bbox {
    boxes.iter().fold(Bbox::EMPTY, |all, one| Bbox {
        west: all.west.min(one.west),
        south: all.south.min(one.south),
        east: all.east.max(one.east),
        north: all.north.max(one.north),
    })
}

/// An organisation makes at most one living account of a place.
fn place_order(places: &[u64]) -> Vec<u32> {
    let mut rows: Vec<u32> =
        (0..n_as_u32(places.len())).filter(|row| places[*row as usize] != NO_PLACE).collect();
    rows.sort_unstable_by_key(|row| places[*row as usize]);
    rows.shrink_to_fit();
    rows
}

fn name_order(columns: &Columns) -> (Vec<u32>, Vec<u32>) {
    let n_rows = columns.ids.len();
    let prefixes = (0..n_rows).map(|row| prefix(columns.folded_name(row)));
    let by_name = order(prefixes, |a, b| compare_names(columns, a, b));
    let mut ranks = vec![0; n_rows];
    let mut rank = 0;
    for (at, row) in by_name.iter().enumerate() {
        if at > 0 && compare_names(columns, by_name[at - 1], *row) != Ordering::Equal {
            rank += 1;
        }
        ranks[*row as usize] = rank;
    }
    (by_name, ranks)
}

fn compare_names(columns: &Columns, a: u32, b: u32) -> Ordering {
    columns.folded_name(a as usize).cmp(columns.folded_name(b as usize))
}

/// The first sixteen bytes as a number that sorts like the text.
fn prefix(text: &str) -> u128 {
    let mut bytes = [0; 16];
    let n = text.len().min(16);
    bytes[..n].copy_from_slice(&text.as_bytes()[..n]);
    u128::from_be_bytes(bytes)
}

#[cfg(test)]
#[path = "segment_tests.rs"]
mod tests;
