use std::sync::Arc;

use uuid::Uuid;

use super::*;
use crate::domain::control::Cancel;
use crate::domain::crm::rights::Visible;
use crate::domain::market::area::Outlines;
use crate::domain::market::breakdown::Grouping;
use crate::domain::market::distribution::Spread;
use crate::domain::market::filter_parse::{number_field, parse};
use crate::domain::market::index::{Change, Index};
use crate::domain::market::{Clock, Query, Record, SegmentBuilder, analysis, scan};

fn fields() -> CustomFields {
    let types = [
        ("size", CustomType::Number),
        ("since", CustomType::Date),
        ("note", CustomType::Text),
        ("vip", CustomType::Boolean),
        ("wood", CustomType::Choice),
    ];
    CustomFields::new(types.map(|(key, r#type)| (key.to_owned(), r#type)))
}

fn values(n: u32) -> Map<String, Value> {
    let wood = ["oak", "fir", "elm"][n as usize % 3];
    let json = json!({
        "size": f64::from(n) / 4.0,
        "since": format!("2026-01-{:02}", 1 + n % 28),
        "note": format!("Note {n}"),
        "vip": n.is_multiple_of(2),
        "wood": if n.is_multiple_of(5) { Value::Null } else { json!(wood) },
        "gone": "of a field that is no more",
    });
    json.as_object().cloned().unwrap_or_default()
}

fn record(n: u32) -> Record<'static> {
    Record { custom: fields().values(&values(n)), ..Record::bare(Uuid::from_u128(n.into())) }
}

/// A thousand accounts: most from the start, some in changes that were merged later.
fn index() -> Index {
    let custom = Arc::new(fields());
    let mut builder = SegmentBuilder::new(&custom);
    (0..900).for_each(|n| builder.push(&record(n)));
    let mut index = Index::with_fields(builder.build(), 1, custom);
    for n in 880..1000 {
        let change = Change { id: Uuid::from_u128(n.into()), record: Some(record(n)) };
        index = index.apply(&[change], u64::from(n));
    }
    index
}

fn query(filter: &Value) -> Query {
    Query {
        visible: Visible::Everything,
        area: None,
        filter: parse(filter, "/filter", &fields()).unwrap(),
        outlines: Outlines::new(),
        clock: Clock { now: chrono::DateTime::UNIX_EPOCH, time_zone: chrono_tz::Asia::Seoul },
        cancel: Cancel::never(),
    }
}

fn count(field: &str, op: &str, value: &Value) -> u64 {
    let filter = json!({"field": format!("custom.{field}"), "op": op, "value": value});
    scan::count(&index(), &query(&filter)).unwrap()
}

#[test]
fn every_type_is_filtered_by_its_values() {
    assert_eq!(count("size", "gte", &json!(249.75)), 1);
    assert_eq!(count("size", "between", &json!([1, 2])), 5);
    assert_eq!(count("since", "eq", &json!("2026-01-28")), 35);
    assert_eq!(count("since", "lt", &json!("2026-01-03")), 72);
    assert_eq!(count("note", "contains", &json!("NOTE 99")), 11);
    assert_eq!(count("note", "eq", &json!("Note 99")), 1);
    assert_eq!(count("vip", "eq", &json!(true)), 500);
    assert_eq!(count("vip", "ne", &json!("true")), 500);
    assert_eq!(count("wood", "in", &json!(["oak", "elm"])), 533);
    assert_eq!(count("wood", "is_null", &json!(true)), 200);
}

#[test]
fn wrong_questions_are_refused_with_their_place() {
    for (field, op, value, pointer) in [
        ("custom.shoe", "eq", json!(1), "/filter/field"),
        ("size", "eq", json!(1), "/filter/field"),
        ("custom.size", "contains", json!(1), "/filter/op"),
        ("custom.wood", "contains", json!("o"), "/filter/op"),
        ("custom.vip", "eq", json!("maybe"), "/filter/value"),
        ("custom.size", "eq", json!("many"), "/filter/value"),
        ("custom.since", "eq", json!(7), "/filter/value"),
    ] {
        let filter = json!({"field": field, "op": op, "value": value});
        let faults = parse(&filter, "/filter", &fields()).unwrap_err();
        assert_eq!(faults[0].pointer, pointer, "{filter}");
    }
}

#[test]
fn numbers_are_summed_and_choices_make_groups() {
    let custom = fields();
    let (field, kind) = number_field("custom.size", &custom).unwrap();
    assert_eq!(kind, Kind::Money);
    let spread = Spread { field, quantiles: vec![0.5], classes: None };
    let groupings =
        ["custom.wood", "custom.vip"].map(|name| Grouping::from_name(name, &custom).unwrap());
    let found = analysis::analyse(&index(), &query(&json!({})), &groupings, &[spread]).unwrap();
    let sum = &found.distributions[0];
    assert_eq!((sum.count, sum.sum), (1000, 999 * 1000 / 2 * i128::from(MONEY_SCALE) / 4));
    let groups: Vec<_> =
        found.breakdowns[0].iter().map(|(name, sums)| (name.as_deref(), sums.sums.count)).collect();
    assert_eq!(groups, [(None, 200), (Some("elm"), 266), (Some("fir"), 267), (Some("oak"), 267)]);
    assert_eq!(found.breakdowns[1].len(), 2);
    for name in ["custom.note", "custom.size", "custom.shoe"] {
        assert_eq!(Grouping::from_name(name, &custom), None, "{name}");
    }
}

#[test]
fn values_come_out_as_they_went_in_and_others_types_are_left_out() {
    let (custom, index) = (fields(), index());
    for n in [0, 7, 890, 999] {
        let (segment, row) = index.find(Uuid::from_u128(n.into())).unwrap();
        let shown: Map<String, Value> = custom.shown(segment, row).collect();
        for (key, value) in values(n).iter().filter(|(key, _)| *key != "gone") {
            assert_eq!(shown[&format!("custom.{key}")], *value);
        }
    }
    let wrong = json!({"size": "1", "since": "soon", "note": 1, "vip": "true", "wood": 3});
    assert_eq!(custom.values(wrong.as_object().unwrap()), custom.values(&Map::new()));
}
