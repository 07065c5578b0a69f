//! The search index: a sorted vocabulary, for every word the entries that have it, and all house
//! numbers by place.

use std::collections::BTreeMap;

use bytes::Bytes;

use super::Entry;
use super::normalize::words;
use crate::domain::flat::{Flat, FlatError, Records};
use crate::domain::spatial::{BoxIndex, IntBox, hilbert_order};
use crate::domain::units::LngLat;
use crate::domain::varint;

#[derive(Debug, Clone, Default)]
pub struct Geocoder {
    entries: Records,
    /// Sorted by bytes.
    vocabulary: Records,
    /// For each word the numbers of its entries, as differences.
    postings: Records,
    /// Every house, for the way back: its entry and its position there.
    houses: BoxIndex,
    house_of: Flat<[u32; 2]>,
}

const NAMES: [&str; 9] = [
    "entry ends",
    "entries",
    "word ends",
    "words",
    "posting ends",
    "postings",
    "houses",
    "house blocks",
    "house entries",
];

impl Geocoder {
    /// # Errors
    /// When an entry cannot be written as JSON.
    pub fn build(entries: &[Entry]) -> Result<Self, serde_json::Error> {
        let records: Result<Vec<Vec<u8>>, _> = entries.iter().map(serde_json::to_vec).collect();
        let mut by_word: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for (number, entry) in (0_u32..).zip(entries) {
            let names = std::iter::once(&entry.name).chain(&entry.other_names);
            let mut own: Vec<String> = names.flat_map(|name| words(name)).collect();
            own.sort_unstable();
            own.dedup();
            for word in own {
                by_word.entry(word).or_default().push(number);
            }
        }
        let (houses, house_of) = houses(entries);
        Ok(Self {
            entries: records?.iter().collect(),
            vocabulary: by_word.keys().collect(),
            postings: by_word.values().map(|numbers| differences(numbers)).collect(),
            houses,
            house_of,
        })
    }

    /// # Errors
    /// When a section is missing or does not fit.
    pub fn open(section: impl Fn(&str) -> Result<Bytes, FlatError>) -> Result<Self, FlatError> {
        let records = |at: usize| Records::new(section(NAMES[at])?, section(NAMES[at + 1])?);
        let geocoder = Self {
            entries: records(0)?,
            vocabulary: records(2)?,
            postings: records(4)?,
            houses: BoxIndex::from_bytes(section(NAMES[6])?, section(NAMES[7])?)?,
            house_of: Flat::new(section(NAMES[8])?)?,
        };
        let fits = geocoder.vocabulary.len() == geocoder.postings.len()
            && geocoder.houses.len() == geocoder.house_of.len();
        if fits { Ok(geocoder) } else { Err(FlatError::Inconsistent("columns differ".into())) }
    }

    /// What [`Geocoder::open`] asks for.
    #[must_use]
    pub fn sections(&self) -> Vec<(&'static str, &[u8])> {
        let (entries, words) = (self.entries.parts(), self.vocabulary.parts());
        let (postings, houses) = (self.postings.parts(), self.houses.parts());
        let house_of = self.house_of.as_bytes();
        let parts = [
            entries.0, entries.1, words.0, words.1, postings.0, postings.1, houses.0, houses.1,
            house_of,
        ];
        NAMES.into_iter().zip(parts).collect()
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    #[must_use]
    pub fn n_houses(&self) -> usize {
        self.houses.len()
    }

    pub(super) fn entry(&self, number: u32) -> Option<Entry> {
        serde_json::from_slice(self.entries.get(number as usize)).ok()
    }

    pub(super) fn n_words(&self) -> usize {
        self.vocabulary.len()
    }

    pub(super) fn word(&self, number: usize) -> &str {
        std::str::from_utf8(self.vocabulary.get(number)).unwrap_or_default()
    }

    /// Numbers of the words that begin so.
    pub(super) fn words_from(&self, prefix: &str) -> impl Iterator<Item = usize> {
        let (mut low, mut high) = (0, self.vocabulary.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.word(middle) < prefix {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        (low..self.vocabulary.len()).take_while(move |word| self.word(*word).starts_with(prefix))
    }

    /// Numbers of the entries that have a word.
    pub(super) fn entries_with(&self, word: usize) -> impl Iterator<Item = u32> {
        let mut bytes = self.postings.get(word);
        let mut number = 0_u32;
        std::iter::from_fn(move || {
            let step = u32::try_from(varint::take(&mut bytes)?).ok()?;
            number = number.checked_add(step)?;
            Some(number)
        })
    }

    /// Entry and position of the houses in a box.
    pub(super) fn houses_in(&self, wanted: IntBox) -> impl Iterator<Item = [u32; 2]> {
        self.houses.query(wanted).map(|house| self.house_of[house])
    }
}

fn differences(numbers: &[u32]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut last = 0;
    for number in numbers {
        varint::put(&mut bytes, u64::from(number - last));
        last = *number;
    }
    bytes
}

fn houses(entries: &[Entry]) -> (BoxIndex, Flat<[u32; 2]>) {
    let (boxes, house_of): (Vec<IntBox>, Vec<[u32; 2]>) = (0_u32..)
        .zip(entries)
        .flat_map(|(number, entry)| {
            let houses = (0_u32..).zip(&entry.houses);
            houses.map(move |(position, house)| (e7_point(house.at), [number, position]))
        })
        .unzip();
    let order = hilbert_order(&boxes);
    let index = BoxIndex::new(order.iter().map(|at| boxes[*at]).collect());
    (index, order.iter().map(|at| house_of[*at]).collect::<Vec<_>>().into())
}

fn e7_point(at: LngLat) -> IntBox {
    let [x, y] = e7(at);
    [x, y, x, y]
}

#[expect(clippy::cast_possible_truncation, reason = "180 degrees in 1e-7 fit into 32 bits")]
pub(super) fn e7(at: LngLat) -> [i32; 2] {
    [at.lng(), at.lat()].map(|degrees| (degrees * 1e7).round() as i32)
}
