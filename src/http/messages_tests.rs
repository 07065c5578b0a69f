use std::collections::BTreeSet;
use std::path::Path;

use super::*;

#[test]
fn every_code_has_words_in_both_languages() {
    let parsed: BTreeMap<String, Words> = serde_json::from_str(CATALOGUE).unwrap();
    assert!(!parsed.is_empty());
    for (code, words) in parsed {
        assert!(!words.en.trim().is_empty(), "{code} has no English message");
        let has_hangul = words.ko.chars().any(|c| ('가'..='힣').contains(&c));
        assert!(has_hangul, "{code} has no Korean message");
        assert_eq!(placeholders(&words.en), placeholders(&words.ko), "{code}");
    }
}

fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect()
}

#[test]
fn the_catalogue_is_sorted_so_that_a_code_is_found() {
    let codes: Vec<&str> = CATALOGUE
        .lines()
        .filter_map(|line| line.trim().strip_prefix('"')?.split('"').next())
        .collect();
    assert!(codes.is_sorted(), "sort src/http/messages.json by code");
}

/// Codes are plain literals in calls of these; each must be in the catalogue.
const CALLS: [&str; 7] = [
    "Fault::new(",
    "Error::not_found(",
    "Error::conflict(",
    "Error::invalid(",
    "Error::forbidden(",
    "Error::new(",
    "RowFault::of_line(",
];

#[test]
fn every_code_in_the_source_is_in_the_catalogue() {
    let mut missing = BTreeSet::new();
    for text in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        for call in CALLS {
            for piece in text.split(call).skip(1) {
                let arguments = piece.split([';', '?']).next().unwrap_or_default();
                missing.extend(codes(arguments).filter(|code| !catalogue().contains_key(code)));
            }
        }
    }
    assert!(missing.is_empty(), "without a message: {missing:?}");
}

fn sources(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.to_string_lossy();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if name.ends_with(".rs") && !name.ends_with("tests.rs") {
            found.push(std::fs::read_to_string(&path).unwrap());
        }
    }
    found
}

/// String literals that look like codes: `word.word`.
fn codes(text: &str) -> impl Iterator<Item = String> {
    text.split('"').skip(1).step_by(2).filter_map(|literal| {
        let (area, fault) = literal.split_once('.').filter(|(_, fault)| *fault != "rs")?;
        let is_word = |word: &str| {
            !word.is_empty()
                && word.bytes().all(|b| b.is_ascii_lowercase() || b"_0123456789".contains(&b))
        };
        (is_word(area) && is_word(fault)).then(|| literal.to_owned())
    })
}

#[test]
fn the_language_is_the_one_asked_for() {
    let check =
        |header: &str, expected: Option<Locale>| assert_eq!(accepted(header), expected, "{header}");
    check("ko-KR,ko;q=0.9,en;q=0.8", Some(Locale::Ko));
    check("en-GB,ko;q=0.5", Some(Locale::En));
    check("fi,ko;q=0.3", Some(Locale::Ko));
    check("fr,de", None);
    check("ko;q=0.1,en;q=0.2", Some(Locale::En));
    check("", None);
}

#[test]
fn parameters_go_into_the_words() {
    let params = [("min", "1".to_owned()), ("max", "9".to_owned())];
    let found = message(Locale::En, "number.out_of_range", &params);
    assert_eq!(found, "The number must be between 1 and 9.");
}
