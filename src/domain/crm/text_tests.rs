use super::*;

fn faults_of(work: impl FnOnce(&mut Faults)) -> Vec<&'static str> {
    let mut faults = Faults::default();
    work(&mut faults);
    faults.none().err().unwrap_or_default().iter().map(|fault| fault.code).collect()
}

#[test]
fn required_text_is_trimmed_composed_and_bounded() {
    let check = |input: &str, expected: &str, codes: &[&str]| {
        let mut value = input.to_owned();
        let found = faults_of(|faults| required(&mut value, "/name".into(), 5, faults));
        assert_eq!((value.as_str(), found.as_slice()), (expected, codes), "{input:?}");
    };
    check("  Café ", "Café", &[]);
    check("Cafe\u{301}", "Caf\u{e9}", &[]);
    check("   ", "", &["field.required"]);
    check("abcdef", "abcdef", &["text.too_long"]);
    check("a\u{0}b", "a\u{0}b", &["text.control_character"]);
    check("다섯글자임", "다섯글자임", &[]);
}

#[test]
fn email_addresses_need_a_name_and_a_host() {
    let check = |input: &str, good: bool| assert_eq!(looks_like_email(input), good, "{input}");
    check("kim@example.co.kr", true);
    check("a@b.c", true);
    check("kim", false);
    check("@example.com", false);
    check("kim@localhost", false);
    check("kim@.com", false);
    check("a b@c.d", false);
    check("a@b@c.d", false);
}
