use proptest::prelude::*;

use super::*;
use crate::domain::market::filter::Filter;
use crate::domain::market::oracle::{history, matching, query, replay};
use crate::domain::market::record::Record;
use crate::domain::market::text::fold;

#[test]
fn sorts_are_read_from_text() {
    let keys = parse_sort("-value_12m, name").unwrap();
    assert_eq!(
        keys[0],
        SortKey { field: SortField::Number(NumberField::Value), is_descending: true }
    );
    assert_eq!(keys[1], SortKey { field: SortField::Name, is_descending: false });
    assert_eq!(parse_sort(""), Some(vec![]));
    assert_eq!(parse_sort("colour"), None);
    assert_eq!(parse_sort("name,-name"), None);
    assert_eq!(parse_sort("name,tier,city,source,category"), None);
}

/// The order spelled out: missing values last in both directions, ids decide ties.
fn in_order(sort: &str, a: &Record, b: &Record) -> Ordering {
    let missing_last = |a: Option<i64>, b: Option<i64>, is_descending: bool| match (a, b) {
        (Some(a), Some(b)) if is_descending => b.cmp(&a),
        (Some(a), Some(b)) => a.cmp(&b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    };
    let stage = |r: &Record| LIFECYCLES.iter().position(|l| *l == r.lifecycle);
    let day = |r: &Record| r.next_due_on.map(crate::domain::market::columns::day_number);
    let by_city = match (a.city, b.city) {
        (Some(a), Some(b)) => b.cmp(a),
        (a, b) => b.is_some().cmp(&a.is_some()),
    };
    let by_sort = match sort {
        "name" => fold(a.name).cmp(&fold(b.name)),
        "-name,value_12m" => fold(b.name).cmp(&fold(a.name)).then(a.value_12m.cmp(&b.value_12m)),
        "-next_due_on" => missing_last(day(a), day(b), true),
        "next_due_on,-lifecycle" => {
            missing_last(day(a), day(b), false).then(stage(b).cmp(&stage(a)))
        }
        "-city" => by_city,
        _ => Ordering::Equal,
    };
    by_sort.then(a.id.cmp(&b.id))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn pages_follow_each_other_without_gap_or_overlap(history in history(), limit in 1usize..20) {
        let (index, accounts) = replay(&history);
        let query = query(Filter::default());
        for sort in ["", "name", "-name,value_12m", "-next_due_on", "next_due_on,-lifecycle", "-city"] {
            let mut expected = matching(&query, &accounts);
            expected.sort_by(|a, b| in_order(sort, &accounts[a], &accounts[b]));
            let keys = parse_sort(sort).unwrap();
            let (mut found, mut after) = (Vec::new(), None);
            loop {
                let page = page(&index, &query, &keys, after.as_ref(), limit).unwrap();
                prop_assert_eq!(page.total, expected.len() as u64);
                found.extend(page.ids);
                // through JSON, as a client carries it
                after = page.next.map(|next| {
                    serde_json::from_str(&serde_json::to_string(&next).unwrap()).unwrap()
                });
                if after.is_none() {
                    break;
                }
            }
            prop_assert_eq!(&found, &expected, "{}", sort);
        }
    }
}
