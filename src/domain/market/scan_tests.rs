use proptest::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::*;
use crate::domain::market::area::{Area, Outlines};
use crate::domain::market::custom::CustomFields;
use crate::domain::market::figures::GroupBy;
use crate::domain::market::filter_parse::parse;
use crate::domain::market::nearest::nearest;
use crate::domain::market::oracle::{account, history, index_of, matching, query, replay};
use crate::domain::market::survey::survey;
use crate::domain::units::LngLat;

/// Filters over every field, each a line.
fn filters() -> Vec<Value> {
    let id = |n: u128| Uuid::from_u128(n).to_string();
    let is =
        |field: &str, op: &str, value: Value| json!({"field": field, "op": op, "value": value});
    let triangle = json!([[24.0, 60.0], [28.0, 60.5], [25.0, 64.0], [24.0, 60.0]]);
    let triangle = json!({"type": "Polygon", "coordinates": [triangle]});
    let triangle = json!({"type": "polygon", "geometry": triangle});
    vec![
        json!({}),
        is("lifecycle", "in", json!(["prospect", "customer"])),
        is("lifecycle", "ne", json!("lost")),
        is("tier", "is_null", json!(true)),
        is("tier", "nin", json!(["A", "B"])),
        is("category", "starts", json!("amenity.")),
        is("category_group", "eq", json!("amenity")),
        is("category_group", "is_null", json!(false)),
        is("owner_id", "eq", json!(id(2))),
        is("territory_id", "in", json!([id(1), id(9)])),
        is("tag", "eq", json!(id(2))),
        is("tag", "is_null", json!(true)),
        is("city", "contains", json!("SINK")),
        is("name", "eq", json!("KAHVILA")),
        is("name", "contains", json!("cafe")),
        is("name", "starts", json!("스타")),
        is("text", "contains", json!("mannerheim")),
        is("text", "contains", json!("강남")),
        is("value_12m", "gte", json!(500)),
        is("value_12m", "between", json!([100.5, "900.0"])),
        is("potential_value", "lt", json!(5_000_000_000_000.0_f64)),
        is("value_12m", "nin", json!([0, 10])),
        is("visit_status", "in", json!(["overdue", "due"])),
        is("visit_status", "ne", json!("none")),
        is("next_due_on", "lte", json!({"days": 3})),
        is("next_due_on", "gt", json!("2026-11-20")),
        is("next_due_on", "is_null", Value::Null),
        is("last_visit_at", "lt", json!({"days": -7})),
        is("created_at", "between", json!(["2026-11-01", "2026-11-22T12:00:00Z"])),
        is("has_location", "eq", json!(true)),
        is("location", "is_null", json!(true)),
        is("location", "within", triangle.clone()),
        json!({"not": is("location", "within", triangle.clone())}),
        is("location", "near", json!({"center": [25.0, 61.0], "radius_m": 50_000})),
        json!({"or": [is("tier", "eq", json!("A")), {"and": [is("value_12m", "gt", json!(1000)), is("location", "within", triangle)]}]}),
    ]
}

fn visible(who: u8) -> Visible {
    let id = |n: u8| Uuid::from_u128(n.into());
    match who {
        0 => Visible::Everything,
        1 => Visible::Nothing,
        n => {
            Visible::Rows { owners: vec![id(n)], teams: vec![id(n - 1)], territories: vec![id(2)] }
        }
    }
}

fn area(n: u8) -> Option<Shape> {
    let shape = |json: Value| Area::parse(&json, "").unwrap().shape(&Outlines::new());
    match n {
        0 => None,
        1 => Some(shape(json!({"type": "bbox", "bbox": [24.5, 60.5, 27.0, 63.0]}))),
        2 => Some(shape(json!({"type": "circle", "center": [26, 62], "radius_m": 90_000}))),
        _ => Some(shape(json!({"type": "difference",
            "area": {"type": "bbox", "bbox": [24, 60, 28, 64]},
            "without": {"type": "bbox", "bbox": [25, 61, 27, 63]}}))),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_index_equals_a_linear_scan_after_any_writes(
        history in history(), who in 0u8..4, area_no in 0u8..4,
    ) {
        let (index, accounts) = replay(&history);
        for json in filters() {
            let filter = parse(&json, "", &CustomFields::default()).unwrap();
            let query = Query { visible: visible(who), area: area(area_no), ..query(filter) };
            let expected = matching(&query, &accounts);
            prop_assert_eq!(&ids(&index, &query, usize::MAX).unwrap(), &expected, "{}", json);
            prop_assert_eq!(count(&index, &query).unwrap(), expected.len() as u64);
        }
    }

    #[test]
    fn figures_and_cells_add_up_the_matching_accounts(history in history(), who in 0u8..4) {
        let (index, accounts) = replay(&history);
        let query = Query { visible: visible(who), ..query(Filter::default()) };
        let rows: Vec<_> = matching(&query, &accounts).iter().map(|id| accounts[id].clone()).collect();
        let survey = survey(&index, &query, Some(GroupBy::CategoryGroup), Some(h3o::Resolution::Five)).unwrap();
        let figures = survey.figures;
        prop_assert_eq!(figures.total.count, rows.len() as u64);
        prop_assert_eq!(figures.total.value_12m, rows.iter().map(|r| i128::from(r.value_12m)).sum());
        prop_assert_eq!(figures.total.potential_value, rows.iter().map(|r| i128::from(r.potential_value)).sum());
        for (tier, sums) in &figures.by_tier {
            let of_tier = rows.iter().filter(|row| row.tier == tier.as_deref());
            prop_assert_eq!(sums.value_12m, of_tier.map(|r| i128::from(r.value_12m)).sum());
        }
        let by_group = survey.groups.unwrap();
        prop_assert_eq!(by_group.values().map(|sums| sums.count).sum::<u64>(), rows.len() as u64);

        let (resolution, cells) = survey.cells.unwrap();
        let mut expected = std::collections::BTreeMap::new();
        for at in rows.iter().filter_map(|row| row.location) {
            let finest = h3o::LatLng::new(at.lat(), at.lng()).unwrap().to_cell(h3o::Resolution::Fifteen);
            *expected.entry(finest.parent(resolution).unwrap()).or_insert(0u64) += 1;
        }
        let found: std::collections::BTreeMap<_, _> = cells.iter().map(|c| (c.cell, c.count)).collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn the_nearest_are_the_nearest(
        history in history(), who in 0u8..4, lng in 23.0..29.0f64, lat in 59.0..65.0f64, k in 0usize..20,
    ) {
        let (index, accounts) = replay(&history);
        let point = LngLat::new(lng, lat).unwrap();
        let query = Query { visible: visible(who), ..query(Filter::default()) };
        let found = nearest(&index, &query, point, k, 150_000.0).unwrap();
        let mut expected: Vec<(f64, Uuid)> = matching(&query, &accounts).iter()
            .filter_map(|id| Some((accounts[id].location?.distance(point).0, *id)))
            .filter(|(distance_m, _)| *distance_m <= 150_000.0).collect();
        expected.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        expected.truncate(k);
        let distances = |d: &[f64]| d.iter().map(|d| (d * 1e3).round()).collect::<Vec<_>>();
        prop_assert_eq!(
            distances(&found.iter().map(|n| n.distance_m).collect::<Vec<_>>()),
            distances(&expected.iter().map(|e| e.0).collect::<Vec<_>>())
        );
    }
}

#[test]
fn a_cancelled_query_ends() {
    let index = index_of((0..100).map(|n| account(n, [1; 8])));
    let query = query(Filter::default());
    query.cancel.cancel();
    assert_eq!(count(&index, &query), Err(QueryError::Cancelled));
}
