//! Text as people search it: folded, and for Korean also by initial consonants (초성).

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

const HANGUL_FIRST: u32 = 0xAC00;
const HANGUL_LAST: u32 = 0xD7A3;
/// Syllables that share an initial consonant follow each other: 21 vowels times 28 finals.
const SYLLABLES_PER_INITIAL: u32 = 588;
const INITIAL_FIRST: u32 = 0x1100;
const N_INITIALS: u32 = 19;

/// Lower case, width and accents folded, runs of white space as one space, none at the ends.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(&mut folded, text);
    folded
}

/// Appends a folded text.
pub(super) fn fold_into(folded: &mut String, text: &str) {
    if text.is_ascii() {
        // byte by byte, as most text is
        collapse(folded, text.bytes().map(|byte| char::from(byte.to_ascii_lowercase())));
    } else if text.chars().all(is_plain) {
        collapse(folded, text.chars().flat_map(char::to_lowercase));
    } else {
        let bare: String = text.nfkd().filter(|c| !is_combining_mark(*c)).collect();
        collapse(folded, bare.nfc().flat_map(char::to_lowercase));
    }
}

/// Unaffected by decomposition: ASCII and whole Hangul syllables.
fn is_plain(c: char) -> bool {
    c.is_ascii() || (HANGUL_FIRST..=HANGUL_LAST).contains(&u32::from(c))
}

fn collapse(folded: &mut String, chars: impl Iterator<Item = char>) {
    let start = folded.len();
    let mut is_apart = false;
    for c in chars {
        if c.is_whitespace() || c.is_control() {
            is_apart = true;
            continue;
        }
        if std::mem::take(&mut is_apart) && folded.len() > start {
            folded.push(' ');
        }
        folded.push(c);
    }
}

/// A folded word to look for. A lone initial consonant matches every syllable that begins with it.
#[derive(Debug, Clone)]
pub enum Needle {
    Plain(Box<memchr::memmem::Finder<'static>>),
    Initials(Vec<char>),
}

impl Needle {
    #[must_use]
    pub fn new(text: &str) -> Self {
        let folded = fold(text);
        if folded.chars().any(is_initial) {
            Self::Initials(folded.chars().collect())
        } else {
            let finder = memchr::memmem::Finder::new(folded.as_bytes()).into_owned();
            Self::Plain(Box::new(finder))
        }
    }

    /// Whether the folded text holds it.
    #[must_use]
    pub fn is_in(&self, folded: &str) -> bool {
        match self {
            Self::Plain(finder) => finder.find(folded.as_bytes()).is_some(),
            Self::Initials(wanted) => has_initials(folded, wanted),
        }
    }

    /// Whether the folded text begins with it.
    #[must_use]
    pub fn starts(&self, folded: &str) -> bool {
        match self {
            Self::Plain(finder) => folded.as_bytes().starts_with(finder.needle()),
            Self::Initials(wanted) => starts_with_initials(folded, wanted),
        }
    }
}

fn has_initials(folded: &str, wanted: &[char]) -> bool {
    folded.char_indices().any(|(at, _)| starts_with_initials(&folded[at..], wanted))
}

fn starts_with_initials(folded: &str, wanted: &[char]) -> bool {
    let mut chars = folded.chars();
    wanted.iter().all(|w| chars.next().is_some_and(|c| c == *w || initial(c) == Some(*w)))
}

fn is_initial(c: char) -> bool {
    (INITIAL_FIRST..INITIAL_FIRST + N_INITIALS).contains(&u32::from(c))
}

/// The initial consonant of a Hangul syllable, as a conjoining jamo (what [`fold`] makes of ㄱ).
fn initial(c: char) -> Option<char> {
    let code = u32::from(c);
    (HANGUL_FIRST..=HANGUL_LAST)
        .contains(&code)
        .then(|| char::from_u32(INITIAL_FIRST + (code - HANGUL_FIRST) / SYLLABLES_PER_INITIAL))
        .flatten()
}

/// Many short texts in one allocation.
#[derive(Debug, Clone)]
pub struct Texts {
    bytes: String,
    ends: Vec<u32>,
}

impl Default for Texts {
    fn default() -> Self {
        Self { bytes: String::new(), ends: vec![0] }
    }
}

impl Texts {
    pub fn push(&mut self, text: &str) {
        self.bytes.push_str(text);
        self.ends.push(u32::try_from(self.bytes.len()).expect("a segment's text fits 4 GB"));
    }

    /// Appends a text in place.
    pub(super) fn push_with(&mut self, write: impl FnOnce(&mut String)) {
        write(&mut self.bytes);
        self.push("");
    }

    #[must_use]
    pub fn get(&self, row: usize) -> &str {
        &self.bytes[self.ends[row] as usize..self.ends[row + 1] as usize]
    }

    #[must_use]
    pub fn gather(&self, rows: &[u32]) -> Self {
        let mut gathered = Self::default();
        gathered.bytes.reserve_exact(self.bytes.len());
        gathered.ends.reserve_exact(rows.len());
        for row in rows {
            gathered.push(self.get(*row as usize));
        }
        gathered
    }

    #[must_use]
    pub fn heap_bytes(&self) -> usize {
        self.bytes.capacity() + 4 * self.ends.capacity()
    }
}

#[cfg(test)]
#[path = "text_tests.rs"]
mod tests;
