use super::*;

fn check(text: &str, expected: &[&str]) {
    let found: Vec<String> = parse(text).into_iter().map(|word| word.text).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn korean_numbers_come_off_their_street() {
    check("마포대로155", &["마포대로", "155"]);
    check("서울 마포구 마포대로 155-3", &["서울", "마포구", "마포대로", "155-3"]);
    check("마포대로1길 15", &["마포대로1길", "15"]);
    check("공덕동 456-1번지", &["공덕동", "456-1"]);
}

#[test]
fn short_forms_know_what_they_stand_for() {
    let words = parse("123 Main St");
    assert_eq!(words[2].long, Some("street"));
    assert!(words[0].is_number() && !words[1].is_number());
    assert_eq!(parse("Mannerheimintie 10")[0].long, None);
}

#[test]
fn very_long_queries_are_cut() {
    assert_eq!(parse(&"a ".repeat(100)).len(), WORDS_MAX);
}
