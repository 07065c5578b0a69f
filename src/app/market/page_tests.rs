use super::*;
use crate::domain::market::page::SortValue;

#[test]
fn cursors_come_back_and_belong_to_one_sort() {
    let sort = parse_sort("-value_12m,name").unwrap();
    let values = vec![SortValue::Number(-7), SortValue::Text("카페 \"x\"".to_owned())];
    let cursor = Cursor { values, id: Uuid::from_u128(9) };
    let text = encode(&cursor, "-value_12m,name");
    assert!(text.chars().all(|c| c.is_ascii_hexdigit()));
    assert_eq!(decode(&text, "-value_12m,name", &sort).unwrap(), cursor);
    for (text, sort_text) in [(text.as_str(), "name"), ("zz", "name"), ("", "name"), ("7b", "name")]
    {
        let error = decode(text, sort_text, &parse_sort(sort_text).unwrap()).unwrap_err();
        assert_eq!(error.faults[0].code, "cursor.malformed");
    }
}

#[test]
fn limits_are_bounded() {
    assert_eq!(limit(None).unwrap(), LIMIT_DEFAULT);
    assert_eq!(limit(Some(200)).unwrap(), 200);
    assert!(limit(Some(0)).is_err());
    assert!(limit(Some(201)).is_err());
}
