//! Text as it is compared: no case, no accents, no punctuation.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case, compatible forms made equal (full width, ligatures), accents removed, letters that
/// are not composed spelled out (ß, ø, æ, ł). Hangul stays in syllables.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.nfkd().filter(|letter| !is_combining_mark(*letter)) {
        match letter {
            'ß' | 'ẞ' => folded.push_str("ss"),
            'Ø' | 'ø' => folded.push('o'),
            'Æ' | 'æ' => folded.push_str("ae"),
            'Œ' | 'œ' => folded.push_str("oe"),
            'Ł' | 'ł' => folded.push('l'),
            'Đ' | 'đ' => folded.push('d'),
            'Ħ' | 'ħ' => folded.push('h'),
            'ı' => folded.push('i'),
            _ => folded.extend(letter.to_lowercase()),
        }
    }
    folded.nfc().collect()
}

/// Folded words: runs of letters and digits. A hyphen or a slash between digits belongs to the
/// number (`155-3`, `12/4`).
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    let folded: Vec<char> = fold(text).chars().collect();
    let mut words = vec![String::new()];
    for (at, letter) in folded.iter().enumerate() {
        let is_digit = |index: Option<usize>| {
            index.and_then(|index| folded.get(index)).is_some_and(char::is_ascii_digit)
        };
        let joins =
            matches!(letter, '-' | '/') && is_digit(at.checked_sub(1)) && is_digit(Some(at + 1));
        if letter.is_alphanumeric() || joins {
            if let Some(word) = words.last_mut() {
                word.push(*letter);
            }
        } else if !matches!(letter, '\'' | '’' | '.') || !joins_letters(&folded, at) {
            words.push(String::new());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// An apostrophe or a dot inside of a word: `o'connell`, `p.zza`.
fn joins_letters(folded: &[char], at: usize) -> bool {
    let is_letter = |index: Option<usize>| {
        index.and_then(|index| folded.get(index)).is_some_and(|letter| letter.is_alphabetic())
    };
    is_letter(at.checked_sub(1)) && is_letter(Some(at + 1))
}

#[cfg(test)]
#[path = "normalize_tests.rs"]
mod tests;
