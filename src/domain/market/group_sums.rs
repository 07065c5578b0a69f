//! Sums by code of whole groups of rows, for answers that take a group as it is.

use super::codes::{CodeField, Dictionary};
use super::columns::Columns;
use super::figures::{Measures, Partial};
use super::segment::{BLOCK, GROUP};

/// Columns with more codes than this have no such sums; they would take more room than they save.
const SUMMED_CODES_MAX: usize = 128;
const GROUP_ROWS: usize = GROUP * BLOCK;

/// The sums of a column: for each group one for each code.
#[derive(Debug)]
pub struct GroupSums {
    n_codes: usize,
    sums: Vec<Partial>,
}

impl GroupSums {
    /// None where there are too many codes.
    pub(super) fn new(
        columns: &Columns,
        field: CodeField,
        dictionary: &Dictionary,
    ) -> Option<Self> {
        let n_codes = dictionary.len();
        if n_codes > SUMMED_CODES_MAX {
            return None;
        }
        let measures = Measures::of(columns);
        let codes = &columns.codes[field.index()];
        let n_groups = codes.len().div_ceil(GROUP_ROWS);
        let mut sums = vec![Partial::default(); n_groups * n_codes];
        for (row, code) in codes.iter().enumerate() {
            sums[row / GROUP_ROWS * n_codes + *code as usize].add_row(&measures, row);
        }
        Some(Self { n_codes, sums })
    }

    /// The sums of a group, by code.
    pub(super) fn of(&self, group: usize) -> &[Partial] {
        &self.sums[group * self.n_codes..(group + 1) * self.n_codes]
    }

    pub(super) fn heap_bytes(&self) -> usize {
        size_of::<Partial>() * self.sums.capacity()
    }
}
