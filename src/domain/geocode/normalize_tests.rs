use super::*;

#[test]
fn folding() {
    for (text, expected) in [
        ("Töölönkatu", "toolonkatu"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("Triq il-Ħamrija", "triq il-hamrija"),
        ("Łódź", "lodz"),
        ("ＡＢＣ１２", "abc12"),
        ("마포대로", "마포대로"),
        ("Smørrebrød", "smorrebrod"),
    ] {
        assert_eq!(fold(text), expected);
    }
}

#[test]
fn words_of_an_address() {
    for (text, expected) in [
        (
            "Aleksanterinkatu 52 B, 00100 Helsinki",
            &["aleksanterinkatu", "52", "b", "00100", "helsinki"][..],
        ),
        ("마포대로 155-3", &["마포대로", "155-3"]),
        ("O'Farrell St.", &["ofarrell", "st"]),
        ("Via G. Verdi 12/4", &["via", "g", "verdi", "12/4"]),
        ("Karl-Johans-gate", &["karl", "johans", "gate"]),
        (" ,. ", &[]),
    ] {
        assert_eq!(words(text), expected, "{text}");
    }
}

proptest::proptest! {
    #[test]
    fn folding_twice_changes_nothing(text: String) {
        let once = fold(&text);
        proptest::prop_assert_eq!(fold(&once), once);
    }
}
