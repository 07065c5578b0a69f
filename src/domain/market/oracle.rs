//! The slow, simple twin of the index for tests: a list of accounts and a row-by-row test of every
//! condition. Shares nothing with the compiled filter but the input.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use proptest::prelude::*;
use uuid::Uuid;

use super::area::Outlines;
use super::builder::SegmentBuilder;
use super::codes::CodeField;
use super::columns::{NumberField, day_number};
use super::compile::category_group;
use super::filter::{Clock, Condition, Filter, Range, TextTest};
use super::hex;
use super::index::{Change, Index};
use super::record::{LIFECYCLES, Record, TIERS};
use super::scan::Query;
use super::shape::Shape;
use super::text::fold;
use crate::domain::control::Cancel;
use crate::domain::crm::due::visit_status;
use crate::domain::crm::rights::Visible;
use crate::domain::units::LngLat;

pub const CATEGORIES: [&str; 4] = ["amenity.cafe", "amenity.restaurant", "shop.bakery", "office"];
pub const CITIES: [&str; 3] = ["Helsinki", "Espoo", "서울"];
const NAMES: [&str; 6] = ["Café Ekberg", "Kahvila", "스타벅스 강남점", "kahvila", "Öljy", "Bar 9"];

pub type Accounts = HashMap<Uuid, Record<'static>>;

pub fn clock() -> Clock {
    let now = Utc.with_ymd_and_hms(2026, 11, 22, 23, 30, 0).unwrap();
    Clock { now, time_zone: chrono_tz::Europe::Helsinki }
}

pub fn query(filter: Filter) -> Query {
    Query {
        visible: Visible::Everything,
        area: None,
        filter,
        outlines: Outlines::new(),
        clock: clock(),
        cancel: Cancel::never(),
    }
}

/// An account made from a handful of small numbers, on a grid of a tenth of a degree.
pub fn account(id: u128, n: [u8; 8]) -> Record<'static> {
    let pick = |list: &[&'static str], n: u8| list.get(usize::from(n) % (list.len() + 1)).copied();
    let at = LngLat::new(24.0 + f64::from(n[0] % 40) / 10.0, 60.0 + f64::from(n[1] % 40) / 10.0);
    let some_id = |n: u8| (!n.is_multiple_of(5)).then(|| Uuid::from_u128((n % 5).into()));
    let days = |n: u8| TimeDelta::days(i64::from(n % 60) - 30);
    let today = clock().today();
    Record {
        name: NAMES[usize::from(n[2]) % NAMES.len()],
        address: if n[2].is_multiple_of(2) { "Mannerheimintie 5" } else { "강남대로 12" },
        location: at.ok().filter(|_| !n[0].is_multiple_of(9)),
        lifecycle: LIFECYCLES[usize::from(n[3]) % 6],
        tier: pick(&TIERS, n[4]),
        category: pick(&CATEGORIES, n[5]),
        city: pick(&CITIES, n[6]),
        owner_id: some_id(n[6]),
        team_id: some_id(n[7]),
        territory_id: some_id(n[3]),
        tag_ids: (1..=u128::from(n[4] % 3)).map(Uuid::from_u128).collect(),
        value_12m: i64::from(n[7]) * 100_000,
        potential_value: i64::from(n[5]) * 1_000_000_000_000_000,
        visit_interval_days: (!n[1].is_multiple_of(3)).then_some(30),
        next_due_on: (!n[1].is_multiple_of(3)).then(|| today + days(n[2])),
        last_visit_at: (!n[2].is_multiple_of(4)).then(|| clock().now + days(n[7])),
        created_at: clock().now + days(n[0]),
        ..Record::bare(Uuid::from_u128(id))
    }
}

/// An id and what becomes of its account.
type Write = (u8, Option<[u8; 8]>);

/// The index after a history of batches of writes, and the list it must equal.
pub fn replay(history: &[Vec<Write>]) -> (Index, Accounts) {
    let mut accounts = Accounts::new();
    let mut index = Index::default();
    for (version, batch) in (1..).zip(history) {
        let changes: Vec<Change> = batch
            .iter()
            .map(|(id, numbers)| {
                let id = u128::from(*id);
                Change { id: Uuid::from_u128(id), record: numbers.map(|n| account(id, n)) }
            })
            .collect();
        for change in &changes {
            match &change.record {
                Some(record) => accounts.insert(change.id, record.clone()),
                None => accounts.remove(&change.id),
            };
        }
        index = index.apply(&changes, version);
        assert_eq!((index.version(), index.len()), (version, accounts.len()));
    }
    (index, accounts)
}

pub fn history() -> impl Strategy<Value = Vec<Vec<Write>>> {
    let write = (any::<u8>(), prop::option::weighted(0.8, any::<[u8; 8]>()));
    prop::collection::vec(prop::collection::vec(write, 0..60), 0..12)
}

/// One segment with all of them.
pub fn index_of<'a>(records: impl IntoIterator<Item = Record<'a>>) -> Index {
    let mut builder = SegmentBuilder::default();
    records.into_iter().for_each(|record| builder.push(&record));
    Index::new(builder.build(), 1)
}

pub fn passes(query: &Query, record: &Record) -> bool {
    query.visible.admits(record.owner_id, record.team_id, record.territory_id)
        && query.area.as_ref().is_none_or(|area| is_in(area, record))
        && holds(&query.filter, record)
}

pub fn matching(query: &Query, accounts: &Accounts) -> Vec<Uuid> {
    let mut ids: Vec<Uuid> =
        accounts.values().filter(|record| passes(query, record)).map(|record| record.id).collect();
    ids.sort_unstable();
    ids
}

fn is_in(shape: &Shape, record: &Record) -> bool {
    record.location.is_some_and(|at| shape.contains(at.lng(), at.lat(), hex::key(at)))
}

fn holds(filter: &Filter, record: &Record) -> bool {
    match filter {
        Filter::And(parts) => parts.iter().all(|part| holds(part, record)),
        Filter::Or(parts) => parts.iter().any(|part| holds(part, record)),
        Filter::Not(part) => !holds(part, record),
        Filter::Is(condition) => is(condition, record),
    }
}

fn is(condition: &Condition, record: &Record) -> bool {
    match condition {
        Condition::Code { field, test } => text(test, code(record, *field).as_deref()),
        Condition::CategoryGroup(test) => text(test, record.category.map(category_group)),
        Condition::Tag(TextTest::IsNull) => record.tag_ids.is_empty(),
        Condition::Tag(test) => record.tag_ids.iter().any(|tag| text(test, Some(&tag.to_string()))),
        Condition::Name(TextTest::OneOf(names)) => {
            names.iter().any(|name| fold(name) == fold(record.name))
        }
        Condition::Name(test) => text(test, Some(record.name)),
        Condition::Text(test) => text(test, Some(record.name)) || text(test, Some(record.address)),
        Condition::Number { field, range } => {
            number(record, *field).is_some_and(|n| in_range(range, *field, n))
        }
        Condition::NumberIsNull(field) => number(record, *field).is_none(),
        Condition::VisitStatus(wanted) => {
            let interval = record.visit_interval_days.map(u32::from);
            wanted.contains(&visit_status(clock().today(), record.next_due_on, interval))
        }
        Condition::Within(area) => is_in(&area.shape(&Outlines::new()), record),
        Condition::HasLocation => record.location.is_some(),
    }
}

fn in_range(range: &Range, field: NumberField, n: i64) -> bool {
    let (lowest, highest) = range.bounds(field, &clock());
    (lowest..=highest).contains(&n)
}

fn text(test: &TextTest, value: Option<&str>) -> bool {
    match (test, value) {
        (TextTest::IsNull, value) => value.is_none(),
        (TextTest::OneOf(values), Some(value)) => values.iter().any(|wanted| wanted == value),
        (TextTest::Contains(part), Some(value)) => fold(value).contains(&fold(part)),
        (TextTest::Starts(part), Some(value)) => fold(value).starts_with(&fold(part)),
        (_, None) => false,
    }
}

fn code(record: &Record, field: CodeField) -> Option<String> {
    let owned = |text: Option<&str>| text.map(str::to_owned);
    let id = |id: Option<Uuid>| id.map(|id| id.to_string());
    match field {
        CodeField::Lifecycle => owned(Some(record.lifecycle)),
        CodeField::Tier => owned(record.tier),
        CodeField::Category => owned(record.category),
        CodeField::City => owned(record.city),
        CodeField::PostalCode => owned(record.postal_code),
        CodeField::Source => owned(Some(record.source)),
        CodeField::Owner => id(record.owner_id),
        CodeField::Team => id(record.team_id),
        CodeField::Territory => id(record.territory_id),
        CodeField::Custom(slot) => record.custom.texts[usize::from(slot)].clone().map(Into::into),
    }
}

fn number(record: &Record, field: NumberField) -> Option<i64> {
    let micros = |at: DateTime<Utc>| at.timestamp_micros();
    match field {
        NumberField::Value => Some(record.value_12m),
        NumberField::Potential => Some(record.potential_value),
        NumberField::VisitDuration => Some(record.visit_duration_min.into()),
        NumberField::VisitInterval => record.visit_interval_days.map(Into::into),
        NumberField::NextDue => record.next_due_on.map(day_number),
        NumberField::LastVisit => record.last_visit_at.map(micros),
        NumberField::Created => Some(micros(record.created_at)),
        NumberField::Updated => Some(micros(record.updated_at)),
        NumberField::Custom(slot) | NumberField::CustomDay(slot) => {
            record.custom.numbers.get(usize::from(slot)).copied()
        }
    }
}
