use proptest::prelude::*;
use serde_json::json;

use super::*;

#[track_caller]
fn check(text: &str, filter: &Value) {
    assert_eq!(to_filter(&parse(text).unwrap()).unwrap(), *filter, "{text}");
}

#[test]
fn becomes_the_filter_of_the_api() {
    let is =
        |field: &str, op: &str, value: Value| json!({"field": field, "op": op, "value": value});
    check("lifecycle = 'customer'", &is("lifecycle", "eq", json!("customer")));
    check("\"tier\" <> 'A'", &is("tier", "ne", json!("A")));
    check("value_12m >= -1.5e3", &is("value_12m", "gte", json!(-1500.0)));
    check("name LIKE 'Kah%'", &is("name", "starts", json!("Kah")));
    check("name like '%o''k%'", &is("name", "contains", json!("o'k")));
    check("city IN ('Oulu', '서울')", &is("city", "in", json!(["Oulu", "서울"])));
    check("tier IS NOT NULL", &json!({"not": is("tier", "is_null", json!(true))}));
    check(
        "next_due_on BETWEEN DATE('2026-01-01') AND DATE('2026-02-01')",
        &is("next_due_on", "between", json!(["2026-01-01", "2026-02-01"])),
    );
    check(
        "tier = 'A' or tier = 'B' and not (value_12m < 5)",
        &json!({"or": [
            is("tier", "eq", json!("A")),
            {"and": [is("tier", "eq", json!("B")), {"not": is("value_12m", "lt", json!(5.0))}]},
        ]}),
    );
    let ring = json!([[[1.0, 2.0], [3.0, 2.0], [3.0, 4.0], [1.0, 4.0], [1.0, 2.0]]]);
    let area = json!({"type": "polygon", "geometry": {"type": "Polygon", "coordinates": ring}});
    check("S_INTERSECTS(geometry, BBOX(1, 2, 3, 4))", &is("location", "within", area.clone()));
    check(
        "s_intersects(geometry, POLYGON((1 2, 3 2, 3 4, 1 4, 1 2)))",
        &is("location", "within", area),
    );
}

#[test]
fn says_where_it_is_wrong() {
    for (text, position) in [
        ("", 1),
        ("tier", 5),
        ("tier = ", 8),
        ("tier = 'A", 8),
        ("tier = 'A')", 11),
        ("(tier = 'A'", 12),
        ("tier = 'A' tier", 12),
        ("tier ~ 'A'", 6),
        ("tier NOT = 'A'", 10),
        ("= 'A'", 1),
    ] {
        let fault = parse(text).unwrap_err();
        assert_eq!(fault.code, "cql2.unexpected", "{text}");
        assert_eq!(fault.params, [("position", position.to_string())], "{text}");
    }
    assert_eq!(to_filter(&parse("name LIKE 'a_b'").unwrap()).unwrap_err().code, "cql2.pattern");
}

#[test]
fn is_bounded() {
    let deep = format!("{}tier = 'A'{}", "(".repeat(1000), ")".repeat(1000));
    assert_eq!(parse(&deep).unwrap_err().code, "filter.too_deep");
    assert_eq!(parse(&"NOT ".repeat(1000)).unwrap_err().code, "filter.too_deep");
    let long = vec!["tier = 'A'"; CONDITIONS_MAX + 1].join(" OR ");
    assert_eq!(parse(&long).unwrap_err().code, "filter.too_large");
    assert_eq!(parse(&" ".repeat(TEXT_BYTES_MAX + 1)).unwrap_err().code, "text.too_long");
}

#[test]
fn holds_for_the_properties_of_a_feature() {
    let properties = json!({"name": "North", "n": 5, "owner": null, "date": "2026-11-22"});
    let properties = properties.as_object().unwrap();
    for (text, expected) in [
        ("n = 5 AND name = 'North'", true),
        ("n <> 5", false),
        ("owner = 'x'", false),
        ("owner <> 'x'", false),
        ("owner IS NULL", true),
        ("missing IS NULL", true),
        ("name LIKE 'n_rt%'", true),
        ("name LIKE '%th%'", true),
        ("name LIKE '%x%'", false),
        ("name LIKE 'North_'", false),
        ("date > DATE('2026-01-01')", true),
        ("n IN (1, 5) OR n BETWEEN 7 AND 9", true),
        ("NOT n IN (1, 5)", false),
        ("S_INTERSECTS(geometry, BBOX(1, 2, 3, 4))", true),
    ] {
        assert_eq!(holds(&parse(text).unwrap(), properties, &|_| true), expected, "{text}");
    }
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "[ -~가-힣']{0,40}") {
        if let Ok(expr) = parse(&text) {
            let _ = to_filter(&expr);
        }
    }
}
