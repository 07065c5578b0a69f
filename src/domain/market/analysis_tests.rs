use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::domain::crm::due::visit_status;
use crate::domain::crm::rights::Visible;
use crate::domain::market::Record;
use crate::domain::market::columns::NumberField;
use crate::domain::market::compile::category_group;
use crate::domain::market::custom::CustomFields;
use crate::domain::market::distribution::Classes;
use crate::domain::market::filter::Filter;
use crate::domain::market::oracle::{clock, history, matching, query, replay};

/// The groups of an account, by plain reading of its record.
fn groups_of(name: &str, record: &Record) -> Vec<Option<String>> {
    let text = |text: Option<&str>| vec![text.map(str::to_owned)];
    match name {
        "tier" => text(record.tier),
        "category_group" => text(record.category.map(category_group)),
        "owner_id" => vec![record.owner_id.map(|id| id.to_string())],
        "tag" if record.tag_ids.is_empty() => vec![None],
        "tag" => record.tag_ids.iter().map(|tag| Some(tag.to_string())).collect(),
        "visit_status" => {
            let interval = record.visit_interval_days.map(u32::from);
            text(Some(visit_status(clock().today(), record.next_due_on, interval).code()))
        }
        _ => text(record.city),
    }
}

const NAMES: [&str; 6] = ["tier", "category_group", "owner_id", "tag", "visit_status", "city"];

/// Count, customers, prospects and leads, value, white space.
type Plain = (u64, u64, u64, i128, i128);

fn plain<'a>(records: impl Iterator<Item = &'a Record<'static>>) -> Plain {
    records.fold(Plain::default(), |sum, record| {
        let is = |lifecycles: &[&str]| u64::from(lifecycles.contains(&record.lifecycle));
        let white = is(&["customer", "excluded"]) == 0;
        (
            sum.0 + 1,
            sum.1 + is(&["customer"]),
            sum.2 + is(&["prospect", "lead"]),
            sum.3 + i128::from(record.value_12m),
            sum.4 + if white { i128::from(record.potential_value) } else { 0 },
        )
    })
}

fn seen(sums: &MarketSums) -> Plain {
    (sums.sums.count, sums.customers, sums.prospects, sums.sums.value_12m, sums.white_space)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn an_analysis_equals_a_linear_scan_under_rights(history in history(), own: bool) {
        let (index, accounts) = replay(&history);
        let id = uuid::Uuid::from_u128;
        let rows = Visible::Rows { owners: vec![id(2)], teams: vec![id(1)], territories: vec![] };
        let visible = if own { rows } else { Visible::Everything };
        let query = Query { visible, ..query(Filter::default()) };
        let rows: Vec<_> = matching(&query, &accounts).iter().map(|id| accounts[id].clone()).collect();
        let groupings = NAMES.map(|name| Grouping::from_name(name, &CustomFields::default()).unwrap());
        let spread = |field, classes| Spread { field, quantiles: vec![0.5], classes: Some(classes) };
        let spreads = [
            spread(NumberField::Value, Classes::Bounds(vec![0, 500_000, 20_000_000])),
            spread(NumberField::VisitInterval, Classes::EqualInterval(3)),
        ];
        let found = analyse(&index, &query, &groupings, &spreads).unwrap();

        prop_assert_eq!(seen(&found.total), plain(rows.iter()));
        for (name, breakdown) in NAMES.iter().zip(&found.breakdowns) {
            let mut expected: BTreeMap<Option<String>, Vec<&Record>> = BTreeMap::new();
            for row in &rows {
                for group in groups_of(name, row) { expected.entry(group).or_default().push(row); }
            }
            let expected: BTreeMap<_, _> =
                expected.into_iter().map(|(group, rows)| (group, plain(rows.into_iter()))).collect();
            let found: BTreeMap<_, _> = breakdown.iter().map(|(group, sums)| (group.clone(), seen(sums))).collect();
            prop_assert_eq!(found, expected, "{}", name);
        }
        let mut values: Vec<i64> = rows.iter().map(|row| row.value_12m).collect();
        values.sort_unstable();
        let middle = values.len().div_ceil(2).max(1) - 1;
        prop_assert_eq!(found.distributions[0].quantiles.clone().map(|q| q[0]), values.get(middle).copied());
        let low = values.iter().filter(|value| (0..500_000).contains(*value)).count() as u64;
        prop_assert_eq!(found.distributions[0].classes[0].count, low);
        let n_missing = rows.iter().filter(|row| row.visit_interval_days.is_none()).count() as u64;
        prop_assert_eq!(found.distributions[1].n_missing, n_missing);
    }
}

#[test]
fn a_location_quotient_compares_shares() {
    // 30 of 100 here, 10 of 100 there: three times at home
    assert_eq!(location_quotient(30, 100, (100, 1000)), Some(0.3 / 0.1));
    assert_eq!(location_quotient(0, 100, (1, 2)), Some(0.0));
    assert_eq!(location_quotient(1, 100, (0, 1000)), None);
    assert_eq!(location_quotient(0, 0, (1, 10)), None);
}
