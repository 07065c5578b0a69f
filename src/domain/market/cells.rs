//! Accounts by H3 cell: each cell is one run of the sorted rows, found without hashing.
//!
//! An account is in the ancestors of its finest cell. Along the outline of a cell that may differ
//! from the cell drawn around the point, because H3's cells do not nest exactly; in exchange the
//! cells of every resolution add up.

use h3o::{CellIndex, Resolution};

use super::codes::CodeField;
use super::columns::NumberField;
use super::hex;
use super::record::LIFECYCLES;
use super::scan::Hits;
use super::segment::Segment;

/// Most cells of one answer; beyond it the answer is given at a coarser resolution.
pub const ANSWER_CELLS_MAX: usize = 20_000;
const CUSTOMER: &str = LIFECYCLES[2];

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
    runs.sort_by_key(|run| run.prefix);
    runs.dedup_by(|next, kept| {
        let is_same = next.prefix == kept.prefix;
        if is_same {
            kept.count += next.count;
            kept.customers += next.customers;
            kept.value += next.value;
            kept.potential += next.potential;
        }
        is_same
    });
}

/// Cuts the hits of one segment into runs.
pub(super) struct Cutter<'a> {
    shift: u32,
    hex: &'a [u64],
    value: &'a [i64],
    potential: &'a [i64],
    lifecycle: &'a [u32],
    customer: Option<u32>,
    runs: Vec<Run>,
}

impl<'a> Cutter<'a> {
    pub(super) fn new(segment: &'a Segment, resolution: Resolution) -> Self {
        Self {
            shift: hex::shift(resolution),
            hex: segment.hex(),
            value: segment.numbers(NumberField::Value),
            potential: segment.numbers(NumberField::Potential),
            lifecycle: segment.codes(CodeField::Lifecycle),
            customer: segment.dictionary(CodeField::Lifecycle).code(CUSTOMER),
            runs: Vec::new(),
        }
    }

    pub(super) fn into_runs(self) -> Vec<Run> {
        self.runs
    }

    pub(super) fn add(&mut self, hits: &Hits) {
        let located = Hits { mask: hits.mask & hits.segment.located(hits.block), ..*hits };
        for row in located.rows() {
            let prefix = self.hex[row] >> self.shift;
            let run = self.run(prefix);
            let is_customer = Some(self.lifecycle[row]) == self.customer;
            let (value, potential) = (self.value[row], self.potential[row]);
            let run = &mut self.runs[run];
            run.count += 1;
            run.customers += u64::from(is_customer);
            run.value += i128::from(value);
            run.potential += i128::from(potential);
        }
    }

    fn run(&mut self, prefix: u64) -> usize {
        if self.runs.last().is_none_or(|run| run.prefix != prefix) {
            self.runs.push(Run { prefix, count: 0, customers: 0, value: 0, potential: 0 });
        }
        self.runs.len() - 1
    }
}
