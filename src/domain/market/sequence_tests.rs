use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::domain::market::custom::CustomFields;
use crate::domain::market::filter_parse::parse;
use crate::domain::market::oracle::{history, matching, query, replay};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn pages_hold_every_account_once(history in history(), limit in 1usize..40) {
        let (index, accounts) = replay(&history);
        let filter = json!({"field": "value_12m", "op": "gte", "value": 500});
        let query = query(parse(&filter, "/filter", &CustomFields::default()).unwrap());
        let expected = matching(&query, &accounts);
        let (mut found, mut after) = (Vec::new(), None);
        loop {
            let page = sequence(&index, &query, after, limit).unwrap();
            prop_assert_eq!(page.total, expected.len() as u64);
            found.extend(page.rows.iter().map(|(segment, row)| segment.id(*row)));
            after = found.last().copied();
            if !page.has_more {
                break;
            }
            prop_assert_eq!(page.rows.len(), limit);
        }
        prop_assert_eq!(&found, &expected);
        for id in accounts.keys() {
            prop_assert_eq!(find(&index, &query, *id).is_some(), expected.contains(id));
        }
    }
}
