//! What is known of a group of rows without looking at them: the least and the greatest of each
//! number, and which codes occur.

use super::polygon::Cover;
use super::segment::GROUP;

/// Columns with more codes than this have no zones; they would take more room than they save.
const ZONE_CODES_MAX: usize = 65_536;

/// The least and greatest number of each group. "No value" is the least of all.
#[must_use]
pub fn number_bounds(numbers: &[i64], rows_per_group: usize) -> Vec<(i64, i64)> {
    let bounds = |rows: &[i64]| {
        rows.iter().fold((i64::MAX, i64::MIN), |(low, high), n| (low.min(*n), high.max(*n)))
    };
    numbers.chunks(rows_per_group).map(bounds).collect()
}

/// The zones of one column of numbers.
#[derive(Debug, Clone, Copy)]
pub struct NumberZones<'a>(pub &'a [(i64, i64)]);

impl NumberZones<'_> {
    /// The least and greatest number of the group that a block is in.
    #[must_use]
    pub fn of(&self, block: usize) -> (i64, i64) {
        self.0[block / GROUP]
    }

    #[must_use]
    pub fn cover(&self, group: usize, lowest: i64, highest: i64) -> Cover {
        let (low, high) = self.0[group];
        if high < lowest || highest < low {
            Cover::Outside
        } else if lowest <= low && high <= highest {
            Cover::Inside
        } else {
            Cover::Partly
        }
    }
}

/// The codes that occur in each group, as bits.
#[derive(Debug)]
pub struct CodeSets {
    words: Vec<u64>,
    words_per_group: usize,
}

impl CodeSets {
    /// None where there are too many codes.
    #[must_use]
    pub fn new(codes: &[u32], n_codes: usize, rows_per_group: usize) -> Option<Self> {
        if n_codes > ZONE_CODES_MAX {
            return None;
        }
        let words_per_group = n_codes.div_ceil(64);
        let mut words = vec![0; codes.len().div_ceil(rows_per_group) * words_per_group];
        for (row, code) in codes.iter().enumerate() {
            let first = row / rows_per_group * words_per_group;
            words[first + *code as usize / 64] |= 1 << (code % 64);
        }
        Some(Self { words, words_per_group })
    }

    /// These zones for a test of codes; `table` has one entry for each, not 0 where it passes.
    #[must_use]
    pub fn of(&self, table: &[u8]) -> CodeZones<'_> {
        let mut wanted = vec![0; self.words_per_group];
        for code in (0..table.len()).filter(|code| table[*code] != 0) {
            wanted[code / 64] |= 1u64 << (code % 64);
        }
        CodeZones { sets: self, wanted }
    }

    #[must_use]
    pub fn heap_bytes(&self) -> usize {
        8 * self.words.capacity()
    }
}

/// [`CodeSets`] beside the codes that pass.
#[derive(Debug)]
pub struct CodeZones<'a> {
    sets: &'a CodeSets,
    wanted: Vec<u64>,
}

impl CodeZones<'_> {
    #[must_use]
    pub fn cover(&self, group: usize) -> Cover {
        let n_words = self.sets.words_per_group;
        let present = &self.sets.words[group * n_words..(group + 1) * n_words];
        let pairs = || present.iter().zip(&self.wanted);
        if pairs().all(|(present, wanted)| present & wanted == 0) {
            Cover::Outside
        } else if pairs().all(|(present, wanted)| present & !wanted == 0) {
            Cover::Inside
        } else {
            Cover::Partly
        }
    }
}
