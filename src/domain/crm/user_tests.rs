use serde_json::{Value, json};

use super::*;

fn faults(change: &Value) -> Vec<(String, &'static str)> {
    let mut user = json!({"email": "Rep@Mill.FI", "name": "Rep", "role": "rep"});
    for (key, value) in change.as_object().unwrap() {
        user[key] = value.clone();
    }
    let draft: UserDraft = serde_json::from_value(user).unwrap();
    let found = draft.check().err().unwrap_or_default();
    found.into_iter().map(|fault| (fault.pointer, fault.code)).collect()
}

#[test]
fn a_minimal_user_gets_a_usual_working_day() {
    let draft: UserDraft =
        serde_json::from_value(json!({"email": "Rep@Mill.FI", "name": " Rep ", "role": "rep"}))
            .unwrap();
    let user = draft.check().unwrap().into_inner();
    assert_eq!((user.email.as_str(), user.name.as_str()), ("rep@mill.fi", "Rep"));
    let shown = serde_json::to_value(&user).unwrap();
    assert_eq!(shown["work_start"], "09:00");
    assert_eq!(shown["break_start"], Value::Null);
    assert_eq!(shown["work_days"], json!([1, 2, 3, 4, 5]));
}

#[test]
fn all_faults_are_reported_together() {
    let change = json!({
        "email": "nobody", "name": " ", "time_zone": "Mars/Base", "work_start": "18:00",
        "work_days": [0, 1], "break_minutes": 500, "max_visits": 0, "break_start": "07:00"
    });
    let expected = [
        ("/email", "email.malformed"),
        ("/name", "field.required"),
        ("/time_zone", "time_zone.unknown"),
        ("/work_end", "working_day.ends_before_start"),
        ("/work_days", "working_day.no_weekday"),
        ("/break_minutes", "number.out_of_range"),
        ("/max_visits", "number.out_of_range"),
        ("/break_start", "working_day.break_outside"),
    ];
    assert_eq!(faults(&change), expected.map(|(pointer, code)| (pointer.to_owned(), code)));
}

#[test]
fn passwords_are_judged_by_length_only() {
    assert_eq!(check_password("1234567", "/password").unwrap_err().code, "password.too_short");
    assert!(check_password("비밀번호입니다!", "/password").is_ok());
    let long = "x".repeat(PASSWORD_BYTES_MAX + 1);
    assert_eq!(check_password(&long, "/password").unwrap_err().code, "password.too_long");
}

#[test]
fn an_organisation_needs_real_codes() {
    let draft = OrganisationDraft {
        name: "Mill".into(),
        country: "Finland".into(),
        currency: "euro".into(),
        time_zone: String::new(),
    };
    let codes: Vec<&str> = draft.check().unwrap_err().iter().map(|fault| fault.code).collect();
    assert_eq!(codes, ["country.malformed", "field.required", "currency.malformed"]);
}
