use super::*;

fn check_amount(text: &str, expected: Option<&str>) {
    assert_eq!(amount(text).map(|v| v.to_string()).as_deref(), expected, "{text}");
}

#[test]
fn amounts_are_read_as_people_write_them() {
    check_amount("12500", Some("12500"));
    check_amount("12,500", Some("12500"));
    check_amount("₩ 1,250,000", Some("1250000"));
    check_amount("1250000원", Some("1250000"));
    check_amount("12.500,50 €", Some("12500.50"));
    check_amount("12,500.50", Some("12500.50"));
    check_amount("12 500", Some("12500"));
    check_amount("0,5", Some("0.5"));
    check_amount("many", None);
    check_amount("1.23456", None);
    check_amount("999999999999999", None);
}
