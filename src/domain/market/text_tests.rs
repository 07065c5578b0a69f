use super::*;

fn check(text: &str, query: &str, expected: bool) {
    assert_eq!(Needle::new(query).is_in(&fold(text)), expected, "{query:?} in {text:?}");
}

#[test]
fn folds_case_width_accents_and_space() {
    assert_eq!(fold("  Café\u{a0} ÉCLAIR\n２号店 "), "cafe eclair 2号店");
    assert_eq!(fold("강남  커피"), "강남 커피");
    assert_eq!(fold("ﾊﾝｸﾞﾙ"), fold("ハングル"));
}

#[test]
fn finds_parts_of_words() {
    check("Café Ekberg", "cafe ek", true);
    check("Café Ekberg", "berg", true);
    check("Café Ekberg", "bergs", false);
    check("anything", "", true);
}

#[test]
fn finds_korean_by_syllables_and_by_initials() {
    check("스타벅스 강남점", "강남", true);
    check("스타벅스 강남점", "ㅅㅌㅂㅅ", true);
    check("스타벅스 강남점", "ㄱㄴㅈ", true);
    check("스타벅스 강남점", "강ㄴ", true);
    check("스타벅스 강남점", "ㄴㄱ", false);
    check("까치분식", "ㄲㅊ", true);
    assert!(Needle::new("ㅅㅌ").starts(&fold("스타벅스")));
    assert!(!Needle::new("ㅂㅅ").starts(&fold("스타벅스")));
}
