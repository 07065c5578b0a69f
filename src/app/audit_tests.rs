use super::*;

#[test]
fn the_difference_names_changed_fields_only() {
    let check = |before: Value, after: Value, expected: Value| {
        let (Value::Object(before), Value::Object(after)) = (before, after) else { panic!() };
        assert_eq!(diff(before, after), expected);
    };
    check(json!({"name": "a"}), json!({"name": "a"}), json!({}));
    check(json!({"name": "a"}), json!({"name": "b"}), json!({"name": ["a", "b"]}));
    check(json!({}), json!({"name": "b"}), json!({"name": [null, "b"]}));
    check(json!({"note": "x"}), json!({}), json!({"note": ["x", null]}));
    check(
        json!({"site": {"city": "Helsinki", "line1": "A"}}),
        json!({"site": {"city": "Espoo", "line1": "A"}}),
        json!({"site.city": ["Helsinki", "Espoo"]}),
    );
    check(
        json!({"site": null}),
        json!({"site": {"city": "E"}}),
        json!({"site": [null, {"city": "E"}]}),
    );
}
