//! Records in any order become a sorted segment.

use uuid::Uuid;

use super::codes::{CodeField, Dictionary, N_CODE_FIELDS};
use super::columns::{
    Columns, N_NUMBER_FIELDS, NAME_END, NULL, NumberField, day_number, n_as_u32, order,
};
use super::custom::CustomFields;
use super::hex::{self, NO_HEX};
use super::place_key::NO_PLACE;
use super::record::Record;
use super::segment::Segment;
use super::text::fold_into;
use crate::domain::units::LngLat;

/// Most rows of one segment; an organisation is bounded well below.
pub const SEGMENT_ROWS_MAX: usize = 50_000_000;

/// Takes records in any order and sorts them into a [`Segment`].
#[derive(Debug)]
pub struct SegmentBuilder {
    columns: Columns,
    dictionaries: Vec<Dictionary>,
    tag_dictionary: Dictionary,
}

impl Default for SegmentBuilder {
    fn default() -> Self {
        Self::new(&CustomFields::default())
    }
}

impl SegmentBuilder {
    /// For accounts with these fields of their organisation.
    #[must_use]
    pub fn new(custom: &CustomFields) -> Self {
        let columns = Columns::new(custom);
        let dictionaries = vec![Dictionary::default(); columns.codes.len()];
        Self { columns, dictionaries, tag_dictionary: Dictionary::default() }
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.columns.ids.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.columns.ids.is_empty()
    }

    pub fn push(&mut self, record: &Record) {
        assert!(self.len() < SEGMENT_ROWS_MAX, "a segment holds at most {SEGMENT_ROWS_MAX} rows");
        let columns = &mut self.columns;
        columns.ids.push(record.id);
        columns.hex.push(record.location.map_or(NO_HEX, hex::key));
        columns.lng.push(record.location.map_or(f64::NAN, LngLat::lng));
        columns.lat.push(record.location.map_or(f64::NAN, LngLat::lat));
        columns.places.push(record.place.unwrap_or(NO_PLACE));
        columns.names.push(record.name);
        columns.searched.push_with(|text| {
            fold_into(text, record.name);
            text.push(NAME_END);
            fold_into(text, record.address);
        });
        self.push_tags(&record.tag_ids);
        self.push_codes(record);
        self.push_numbers(record);
    }

    fn push_tags(&mut self, tag_ids: &[Uuid]) {
        for tag in tag_ids {
            let code = self.tag_dictionary.intern(Some(&tag.to_string()));
            self.columns.tags.push(code);
        }
        self.columns.tag_ends.push(n_as_u32(self.columns.tags.len()));
    }

    fn push_codes(&mut self, record: &Record) {
        let mut text = |field: CodeField, value: Option<&str>| {
            let code = self.dictionaries[field.index()].intern(value);
            self.columns.codes[field.index()].push(code);
        };
        text(CodeField::Lifecycle, Some(record.lifecycle));
        text(CodeField::Tier, record.tier);
        text(CodeField::Category, record.category);
        text(CodeField::City, record.city);
        text(CodeField::PostalCode, record.postal_code);
        text(CodeField::Source, Some(record.source));
        let mut id = |field: CodeField, value: Option<Uuid>| {
            let mut buffer = Uuid::encode_buffer();
            text(field, value.map(|id| &*id.hyphenated().encode_lower(&mut buffer)));
        };
        id(CodeField::Owner, record.owner_id);
        id(CodeField::Team, record.team_id);
        id(CodeField::Territory, record.territory_id);
        for (at, codes) in self.columns.codes.iter_mut().skip(N_CODE_FIELDS).enumerate() {
            let text = record.custom.texts.get(at).and_then(|text| text.as_deref());
            codes.push(self.dictionaries[N_CODE_FIELDS + at].intern(text));
        }
    }

    fn push_numbers(&mut self, record: &Record) {
        let mut number = |field: NumberField, value: Option<i64>| {
            self.columns.numbers[field.index()].push(value.unwrap_or(NULL));
        };
        number(NumberField::Value, Some(record.value_12m));
        number(NumberField::Potential, Some(record.potential_value));
        number(NumberField::VisitDuration, Some(record.visit_duration_min.into()));
        number(NumberField::VisitInterval, record.visit_interval_days.map(Into::into));
        number(NumberField::NextDue, record.next_due_on.map(day_number));
        number(NumberField::LastVisit, record.last_visit_at.map(|at| at.timestamp_micros()));
        number(NumberField::Created, Some(record.created_at.timestamp_micros()));
        number(NumberField::Updated, Some(record.updated_at.timestamp_micros()));
        for (at, numbers) in self.columns.numbers.iter_mut().skip(N_NUMBER_FIELDS).enumerate() {
            numbers.push(record.custom.numbers.get(at).copied().unwrap_or(NULL));
        }
    }

    #[must_use]
    pub fn build(self) -> Segment {
        let (hex, ids) = (&self.columns.hex, &self.columns.ids);
        let rows = order(hex.iter().copied(), |a, b| ids[a as usize].cmp(&ids[b as usize]));
        let columns = self.columns.gather(&rows);
        drop(self.columns);
        Segment::new(columns, self.dictionaries, self.tag_dictionary)
    }
}
