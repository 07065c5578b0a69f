//! Dictionary-coded columns: a small number for each row, the text once.

use std::collections::HashMap;

use foldhash::fast::RandomState;

/// The columns whose values repeat. Ids are kept as hyphenated text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CodeField {
    Lifecycle,
    Tier,
    Category,
    Owner,
    Team,
    Territory,
    City,
    PostalCode,
    Source,
    /// One of the organisation's own fields.
    Custom(u8),
}

/// How many there are beside the organisation's own.
pub const N_CODE_FIELDS: usize = 9;

impl CodeField {
    /// The place of the column among all.
    #[must_use]
    pub const fn index(self) -> usize {
        match self {
            Self::Lifecycle => 0,
            Self::Tier => 1,
            Self::Category => 2,
            Self::Owner => 3,
            Self::Team => 4,
            Self::Territory => 5,
            Self::City => 6,
            Self::PostalCode => 7,
            Self::Source => 8,
            Self::Custom(slot) => N_CODE_FIELDS + slot as usize,
        }
    }
}

/// The code of "no value" in every dictionary.
pub const NO_CODE: u32 = 0;

/// Text by code, code by text. Code 0 stands for "no value".
#[derive(Debug, Clone)]
pub struct Dictionary {
    values: Vec<Box<str>>,
    codes: HashMap<Box<str>, u32, RandomState>,
}

impl Default for Dictionary {
    fn default() -> Self {
        Self { values: vec!["".into()], codes: HashMap::default() }
    }
}

impl Dictionary {
    pub fn intern(&mut self, value: Option<&str>) -> u32 {
        let Some(value) = value else { return NO_CODE };
        if let Some(code) = self.codes.get(value) {
            return *code;
        }
        let code = u32::try_from(self.values.len()).expect("fewer values than rows, rows fit u32");
        self.values.push(value.into());
        self.codes.insert(value.into(), code);
        code
    }

    #[must_use]
    pub fn code(&self, value: &str) -> Option<u32> {
        self.codes.get(value).copied()
    }

    /// The text of a code, none for [`NO_CODE`].
    #[must_use]
    pub fn value(&self, code: u32) -> Option<&str> {
        (code != NO_CODE).then(|| &*self.values[code as usize])
    }

    /// Number of codes, "no value" included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.values.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.len() == 1
    }

    /// One byte for each code: 1 where the test holds. "No value" never passes.
    #[must_use]
    pub fn table(&self, test: impl Fn(&str) -> bool) -> Vec<u8> {
        let known = self.values.iter().skip(1).map(|value| u8::from(test(value)));
        std::iter::once(0).chain(known).collect()
    }

    #[must_use]
    pub fn heap_bytes(&self) -> usize {
        self.values.iter().map(|v| 2 * v.len() + 64).sum()
    }
}
