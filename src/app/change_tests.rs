use serde::Deserialize;
use serde_json::json;

use super::*;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    name: String,
    phone: Option<String>,
    site: Option<Site>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Site {
    line1: Option<String>,
    city: Option<String>,
}

fn record() -> Record {
    let site = Site { line1: Some("Mill road 1".into()), city: Some("Turku".into()) };
    Record { name: "Mill".into(), phone: Some("1".into()), site: Some(site) }
}

fn check(patch: Value, expected: &Record) {
    let Value::Object(patch) = patch else { panic!("a patch is an object") };
    assert_eq!(&patched(&record(), patch).unwrap(), expected);
}

fn check_fault(patch: Value, pointer: &str) {
    let Value::Object(patch) = patch else { panic!("a patch is an object") };
    let error = patched(&record(), patch).unwrap_err();
    assert_eq!(error.faults[0].pointer, pointer);
}

#[test]
fn named_fields_change_and_the_others_stay() {
    check(json!({"name": "Old mill"}), &Record { name: "Old mill".into(), ..record() });
    check(json!({}), &record());
}

#[test]
fn null_takes_a_value_away() {
    check(json!({"phone": null}), &Record { phone: None, ..record() });
    check(json!({"site": null}), &Record { site: None, ..record() });
}

#[test]
fn nested_objects_are_merged() {
    let site = Site { line1: Some("Mill road 1".into()), city: None };
    check(json!({"site": {"city": null}}), &Record { site: Some(site), ..record() });
}

#[test]
fn faults_point_at_the_value() {
    check_fault(json!({"site": {"city": 7}}), "/site/city");
    check_fault(json!({"name": null}), "/name");
    check_fault(json!({"nmae": "typo"}), "/nmae");
}

#[test]
fn a_stale_version_carries_the_present_record() {
    let error = expect_version(3, 2).unwrap_err().showing(&json!({"name": "now"}));
    assert_eq!((error.code, *error.current.unwrap()), ("version.stale", json!({"name": "now"})));
    assert!(expect_version(3, 3).is_ok());
}
