use chrono::DateTime;
use serde_json::json;

use super::*;

fn draft(r#type: CustomType) -> CustomFieldDraft {
    let choices =
        if r#type == CustomType::Choice { vec![choice("oak"), choice("fir")] } else { vec![] };
    let label = |text: &str| text.to_owned();
    CustomFieldDraft {
        key: "wood".to_owned(),
        label_en: label("Wood"),
        label_ko: label("나무"),
        r#type,
        choices,
        position: 0,
    }
}

fn choice(key: &str) -> CustomChoice {
    CustomChoice { key: key.to_owned(), label_en: key.to_owned(), label_ko: key.to_owned() }
}

fn codes(draft: CustomFieldDraft) -> Vec<(String, &'static str)> {
    let faults = draft.check().err().unwrap_or_default();
    faults.into_iter().map(|fault| (fault.pointer, fault.code)).collect()
}

#[test]
fn definitions_are_checked_with_the_place_of_each_fault() {
    assert_eq!(codes(draft(CustomType::Choice)), []);
    for key in ["", "Wood", "1st", "_x", "a b", "나무", &"x".repeat(41)] {
        let faults = codes(CustomFieldDraft { key: key.to_owned(), ..draft(CustomType::Text) });
        assert_eq!(faults, [("/key".to_owned(), "custom_field.key_malformed")], "{key}");
    }
    let twice = vec![choice("oak"), choice("oak")];
    let faults = codes(CustomFieldDraft { choices: twice, ..draft(CustomType::Choice) });
    assert_eq!(faults, [("/choices/1/key".to_owned(), "custom_field.key_taken")]);
    let faults = codes(CustomFieldDraft { choices: vec![], ..draft(CustomType::Choice) });
    assert_eq!(faults, [("/choices".to_owned(), "custom_field.no_choices")]);
    let faults =
        codes(CustomFieldDraft { choices: vec![choice("oak")], ..draft(CustomType::Date) });
    assert_eq!(faults, [("/choices".to_owned(), "custom_field.choices")]);
}

#[test]
fn key_and_type_stay_and_missing_choices_are_found() {
    let before = draft(CustomType::Choice);
    let after = CustomFieldDraft { choices: vec![choice("fir")], ..before.clone() };
    assert!(after.check_change(&before).is_ok());
    assert_eq!(after.gone(&before).collect::<Vec<_>>(), ["oak"]);
    let other = CustomFieldDraft { key: "tree".to_owned(), ..draft(CustomType::Text) };
    assert_eq!(other.check_change(&before).unwrap_err().len(), 2);
}

#[test]
fn values_are_of_their_fields_type() {
    for (r#type, good, bad) in [
        (CustomType::Text, json!("x"), json!(5)),
        (CustomType::Text, json!("x".repeat(300)), json!("x".repeat(301))),
        (CustomType::Number, json!(-12.3456), json!(1.23456)),
        (CustomType::Number, json!(99_999_999_999_999i64), json!(1e15)),
        (CustomType::Number, json!(0), json!("0")),
        (CustomType::Date, json!("2024-02-29"), json!("2023-02-29")),
        (CustomType::Boolean, json!(false), json!("false")),
        (CustomType::Choice, json!("oak"), json!("elm")),
    ] {
        let field = draft(r#type);
        assert_eq!(field.fault(&good), None, "{good}");
        assert!(field.fault(&bad).is_some(), "{bad}");
    }
}

#[test]
fn only_what_changed_is_checked() {
    let now = DateTime::UNIX_EPOCH;
    let fields = [CustomField {
        id: Uuid::nil(),
        fields: draft(CustomType::Number),
        stamp: Stamp::new(Uuid::nil(), now),
    }];
    let values = |json: Value| json.as_object().cloned().unwrap();
    let before = values(json!({"old": "kept", "wood": "before the field was"}));
    assert!(check(&before, &before, &fields).is_ok());
    let after = values(json!({"old": "kept", "wood": "pine", "new": 1}));
    let faults = check(&after, &before, &fields).unwrap_err();
    let found: Vec<_> = faults.iter().map(|fault| (&*fault.pointer, fault.code)).collect();
    assert_eq!(found, [("/custom/wood", "custom.not_a_number"), ("/custom/new", "custom.unknown")]);
}

#[test]
fn what_says_nothing_is_left_out() {
    let mut values =
        json!({"a": " x ", "b": "  ", "c": null, "d": false}).as_object().cloned().unwrap();
    tidy(&mut values);
    assert_eq!(Value::Object(values), json!({"a": "x", "d": false}));
}
