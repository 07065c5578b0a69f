use serde_json::json;

use super::*;

fn codes_of(input: Value) -> Vec<(String, &'static str)> {
    let draft: AccountDraft = serde_json::from_value(input).unwrap();
    let faults = draft.check().err().unwrap_or_default();
    faults.into_iter().map(|fault| (fault.pointer, fault.code)).collect()
}

#[test]
fn all_faults_are_reported_together() {
    let found = codes_of(json!({
        "name": " ",
        "email": "nobody",
        "category": "Cafe",
        "visit_priority": 101,
        "site": {"country": "Finland", "time_zone": "Mars/Olympus"}
    }));
    let expected = [
        ("/name", "field.required"),
        ("/email", "email.malformed"),
        ("/visit_priority", "number.out_of_range"),
        ("/site/country", "country.malformed"),
        ("/site/time_zone", "time_zone.unknown"),
        ("/category", "category.malformed"),
    ];
    assert_eq!(found, expected.map(|(pointer, code)| (pointer.to_owned(), code)));
}

#[test]
fn a_name_is_enough() {
    assert_eq!(codes_of(json!({"name": "Kahvila"})), []);
    let draft: AccountDraft = serde_json::from_value(json!({"name": "Kahvila"})).unwrap();
    assert_eq!(draft, AccountDraft::named("Kahvila"));
}

#[test]
fn unknown_fields_and_swapped_coordinates_are_refused() {
    let read = |input| serde_json::from_value::<AccountDraft>(input).unwrap_err().to_string();
    assert!(read(json!({"name": "a", "lifecyle": "lead"})).contains("unknown field"));
    let swapped = read(json!({"name": "a", "site": {"location": [60.17, 124.94]}}));
    assert!(swapped.contains("latitude 124.94"), "{swapped}");
}

#[test]
fn categories_are_key_and_value() {
    let check =
        |category: &str, good| assert_eq!(looks_like_category(category), good, "{category}");
    check("amenity.cafe", true);
    check("shop.mobile_phone", true);
    check("cafe", false);
    check("shop.", false);
    check("Shop.Bakery", false);
    check("shop.a b", false);
}
