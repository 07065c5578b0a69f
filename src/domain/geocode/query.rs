//! What somebody typed, as words.

use super::normalize::words;

/// Words of one query.
const WORDS_MAX: usize = 12;

/// Short forms and what they stand for, folded.
const SHORT_FORMS: &[(&str, &str)] = &[
    ("st", "street"),
    ("ave", "avenue"),
    ("av", "avenue"),
    ("blvd", "boulevard"),
    ("rd", "road"),
    ("dr", "drive"),
    ("ln", "lane"),
    ("ct", "court"),
    ("pl", "place"),
    ("sq", "square"),
    ("hwy", "highway"),
    ("n", "north"),
    ("s", "south"),
    ("e", "east"),
    ("w", "west"),
    ("str", "strasse"),
    ("v", "via"),
    ("vle", "viale"),
    ("pza", "piazza"),
    ("pzza", "piazza"),
    ("cso", "corso"),
    ("서울시", "서울특별시"),
    ("부산시", "부산광역시"),
    ("대구시", "대구광역시"),
    ("인천시", "인천광역시"),
    ("광주시", "광주광역시"),
    ("대전시", "대전광역시"),
    ("울산시", "울산광역시"),
    ("경기", "경기도"),
];

/// How Korean street and district names end; a number may follow without a space.
const KOREAN_ENDINGS: [char; 5] = ['로', '길', '동', '가', '리'];

/// One word and, for a short form, what it may stand for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) long: Option<&'static str>,
}

impl Word {
    /// House numbers and postcodes begin with a digit.
    pub(super) fn is_number(&self) -> bool {
        self.text.starts_with(|first: char| first.is_ascii_digit())
    }
}

pub(super) fn parse(text: &str) -> Vec<Word> {
    let split = words(text).into_iter().flat_map(split_number);
    split
        .take(WORDS_MAX)
        .map(|text| {
            let long = SHORT_FORMS.iter().find(|(short, _)| *short == text).map(|(_, long)| *long);
            Word { text, long }
        })
        .collect()
}

/// `마포대로155-3` is a street and a number, `마포대로1길` is one name.
fn split_number(word: String) -> Vec<String> {
    let is_number_part = |letter: char| letter.is_ascii_digit() || letter == '-';
    let name = word.trim_end_matches(is_number_part);
    if name.len() < word.len() && name.ends_with(KOREAN_ENDINGS) {
        vec![name.to_owned(), word[name.len()..].to_owned()]
    } else {
        // A Korean lot number may carry its unit.
        let bare = word.trim_end_matches("번지").trim_end_matches('호');
        let is_lot = !bare.is_empty() && bare.chars().all(is_number_part);
        vec![if is_lot { bare.to_owned() } else { word }]
    }
}

#[cfg(test)]
#[path = "query_tests.rs"]
mod tests;
