//! Distinct strings in one block of bytes.

use std::collections::HashMap;

use super::index;
use crate::domain::flat::Records;
use crate::domain::osm::Tags;

#[derive(Debug, Clone, Default)]
pub struct Strings(pub Records);

impl Strings {
    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The string at an index; anything that is not one is empty.
    pub fn get(&self, i: u32) -> &str {
        std::str::from_utf8(self.0.get(i as usize)).unwrap_or("")
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..index(self.len())).map(|i| self.get(i))
    }
}

/// Gives equal strings equal numbers, from 0.
#[derive(Debug, Default)]
pub struct Interner {
    known: HashMap<Box<str>, u32>,
    in_order: Vec<Box<str>>,
}

impl Interner {
    /// Starts with the empty string as number 0.
    pub fn with_empty() -> Self {
        let mut interner = Self::default();
        interner.intern("");
        interner
    }

    pub fn intern(&mut self, text: &str) -> u32 {
        if let Some(&known) = self.known.get(text) {
            return known;
        }
        let new = index(self.in_order.len());
        self.known.insert(text.into(), new);
        self.in_order.push(text.into());
        new
    }

    pub fn finish(self) -> Strings {
        Strings(self.in_order.iter().map(|text| text.as_bytes()).collect())
    }
}

const FIELD: char = '\u{1e}';
const PAIR: char = '\u{1f}';

/// Tags as one string: sorted, so that the same tags in another order are the same string.
pub fn tag_string<'a>(tags: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut pairs: Vec<_> = tags.collect();
    pairs.sort_unstable();
    let mut text = String::new();
    for (key, value) in pairs {
        if !text.is_empty() {
            text.push(FIELD);
        }
        text.extend([key, PAIR.encode_utf8(&mut [0; 4]), value]);
    }
    text
}

pub fn tags(text: &str) -> Tags {
    text.split(FIELD).filter_map(|pair| pair.split_once(PAIR)).collect()
}

/// One tag of those, without taking the others apart.
pub fn tag<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    let pairs = text.split(FIELD).filter_map(|pair| pair.split_once(PAIR));
    pairs.filter(|(name, _)| *name == key).map(|(_, value)| value).next()
}
