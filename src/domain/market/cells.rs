//! Accounts by H3 cell: each cell is one run of the sorted rows, found without hashing.
//!
//! An account is in the ancestors of its finest cell. Along the outline of a cell that may differ
//! from the cell drawn around the point, because H3's cells do not nest exactly; in exchange the
//! cells of every resolution add up.

use h3o::{CellIndex, Resolution};

use super::block_sums::PlaceSums;
use super::hex;
use super::scan::Hits;
use super::segment::{BLOCK, Segment};

/// Most cells of one answer; beyond it the answer is given at a coarser resolution.
pub const ANSWER_CELLS_MAX: usize = 20_000;

/// The accounts of one cell. Money in ten-thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CellSums {
    pub cell: CellIndex,
    pub count: u64,
    pub customers: u64,
    pub value_12m: i128,
    pub potential_value: i128,
}

/// Cells in order, at the asked resolution or the finest one below it that keeps the answer within
/// [`ANSWER_CELLS_MAX`].
pub(super) fn joined(
    mut runs: Vec<Run>,
    mut resolution: Resolution,
) -> (Resolution, Vec<CellSums>) {
    join(&mut runs);
    while let Some(coarser) = resolution.pred().filter(|_| runs.len() > ANSWER_CELLS_MAX) {
        let n_bits = hex::shift(coarser) - hex::shift(resolution);
        for run in &mut runs {
            run.prefix >>= n_bits;
        }
        resolution = coarser;
        join(&mut runs);
    }
    (resolution, runs.iter().filter_map(|run| run.sums(resolution)).collect())
}

/// Sums of neighbouring rows in one cell.
#[derive(Debug, Clone, Copy)]
pub(super) struct Run {
    prefix: u64,
    count: u64,
    customers: u64,
    value: i128,
    potential: i128,
}

impl Run {
    fn add(&mut self, other: &Self) {
        self.count += other.count;
        self.customers += other.customers;
        self.value += other.value;
        self.potential += other.potential;
    }

    fn sums(&self, resolution: Resolution) -> Option<CellSums> {
        Some(CellSums {
            cell: hex::cell(self.prefix, resolution)?,
            count: self.count,
            customers: self.customers,
            value_12m: self.value,
            potential_value: self.potential,
        })
    }
}

fn join(runs: &mut Vec<Run>) {
    if !runs.is_sorted_by_key(|run| run.prefix) {
        runs.sort_by_key(|run| run.prefix);
    }
    runs.dedup_by(|next, kept| {
        let is_same = next.prefix == kept.prefix;
        if is_same {
            kept.add(next);
        }
        is_same
    });
}

/// Cuts the hits of one segment into runs.
pub(super) struct Cutter<'a> {
    segment: &'a Segment,
    shift: u32,
    runs: Vec<Run>,
}

impl<'a> Cutter<'a> {
    pub(super) fn new(segment: &'a Segment, resolution: Resolution) -> Self {
        Self { segment, shift: hex::shift(resolution), runs: Vec::new() }
    }

    pub(super) fn into_runs(self) -> Vec<Run> {
        self.runs
    }

    /// Rows are sorted by cell, so a block whose ends are in one cell is in it as a whole.
    pub(super) fn add(&mut self, hits: &Hits<'a>) {
        let mask = hits.mask & self.segment.located(hits.block);
        let mut rest = mask;
        while rest != 0 {
            let first = hits.block * BLOCK + rest.trailing_zeros() as usize;
            let prefix = self.segment.hex()[first] >> self.shift;
            let run_mask = rest & self.rows_of(prefix, hits.block, rest);
            let sums = self.segment.block_sums().picked(&Hits { mask: run_mask, ..*hits });
            self.push(prefix, run_mask.count_ones().into(), &sums);
            rest &= !run_mask;
        }
    }

    /// The rows of a block in the cell of the first of the rows wanted, as a word that also holds
    /// some rows before it.
    fn rows_of(&self, prefix: u64, block: usize, wanted: u64) -> u64 {
        let hex = self.segment.hex();
        let last = block * BLOCK + (BLOCK - 1 - wanted.leading_zeros() as usize);
        if hex[last] >> self.shift == prefix {
            return u64::MAX;
        }
        let first = block * BLOCK + wanted.trailing_zeros() as usize;
        let n_same = hex[first..last].iter().take_while(|h| **h >> self.shift == prefix).count();
        (1 << (first + n_same - block * BLOCK)) - 1
    }

    fn push(&mut self, prefix: u64, count: u64, sums: &PlaceSums) {
        let run = Run {
            prefix,
            count,
            customers: sums.customers,
            value: sums.value,
            potential: sums.potential,
        };
        match self.runs.last_mut() {
            Some(last) if last.prefix == prefix => last.add(&run),
            _ => self.runs.push(run),
        }
    }
}
