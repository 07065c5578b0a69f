use serde_json::json;

use super::*;

fn faults(json: &Value) -> Vec<(String, &'static str)> {
    parse(json, "/filter", &CustomFields::default())
        .unwrap_err()
        .into_iter()
        .map(|f| (f.pointer, f.code))
        .collect()
}

fn check(json: &Value, pointer: &str, code: &'static str) {
    assert_eq!(faults(json), [(pointer.to_owned(), code)], "{json}");
}

#[test]
fn faults_are_all_reported_with_their_places() {
    let json = json!({"and": [
        {"field": "colour", "op": "eq", "value": "red"},
        {"or": [{"field": "tier", "op": "like", "value": "A"}, {"field": "tier", "op": "eq", "value": "E"}]},
        {"field": "location", "op": "within", "value": {"type": "circle", "center": [0, 0], "radius_m": -1}},
    ]});
    assert_eq!(
        faults(&json),
        [
            ("/filter/and/0/field".to_owned(), "filter.unknown_field"),
            ("/filter/and/1/or/0/op".to_owned(), "filter.unknown_op"),
            ("/filter/and/1/or/1/value".to_owned(), "filter.bad_value"),
            ("/filter/and/2/value/radius_m".to_owned(), "area.bad_radius"),
        ]
    );
}

#[test]
fn shapes_and_values_are_checked() {
    let is =
        |field: &str, op: &str, value: Value| json!({"field": field, "op": op, "value": value});
    check(&json!([]), "/filter", "filter.bad_shape");
    check(&json!({"and": {}}), "/filter/and", "filter.bad_shape");
    let both = faults(&json!({"and": [], "or": []}));
    assert!(both.contains(&("/filter/or".to_owned(), "filter.bad_shape")), "{both:?}");
    check(&is("owner_id", "eq", json!("7")), "/filter/value", "filter.bad_value");
    check(&is("owner_id", "contains", json!("7")), "/filter/op", "filter.unknown_op");
    check(&is("value_12m", "gt", json!("much")), "/filter/value", "filter.bad_value");
    check(&is("value_12m", "gt", json!(1e300)), "/filter/value", "filter.bad_value");
    check(&is("value_12m", "between", json!([1])), "/filter/value", "filter.bad_value");
    check(&is("tier", "in", json!([])), "/filter/value", "filter.bad_value");
    check(&is("tier", "in", json!(["A", 5])), "/filter/value/1", "filter.bad_value");
    check(
        &is("next_due_on", "lt", json!({"days": 1_000_000})),
        "/filter/value",
        "filter.bad_value",
    );
    check(&is("next_due_on", "lt", json!("2026-02-30")), "/filter/value", "filter.bad_value");
    check(&is("visit_status", "eq", json!("soon")), "/filter/value", "filter.bad_value");
    check(&is("text", "starts", json!("a")), "/filter/op", "filter.unknown_op");
}

#[test]
fn depth_and_size_are_bounded() {
    let mut deep = json!({"field": "tier", "op": "eq", "value": "A"});
    for _ in 0..100 {
        deep = json!({"not": deep});
    }
    let place = format!("/filter{}", "/not".repeat(FILTER_DEPTH_MAX + 1));
    check(&deep, &place, "filter.too_deep");
    let many = vec![json!({"field": "tier", "op": "eq", "value": "A"}); 10_000];
    check(&json!({"or": many}), &format!("/filter/or/{FILTER_CONDITIONS_MAX}"), "filter.too_large");
    let long: Vec<String> = (0..2000).map(|n| n.to_string()).collect();
    check(
        &json!({"field": "city", "op": "in", "value": long}),
        "/filter/value",
        "filter.list_too_long",
    );
}
