//! Sums of whole blocks, for answers that take a block as it is.

use super::codes::{CodeField, Dictionary};
use super::columns::{Columns, NumberField};
use super::masked;
use super::record::LIFECYCLES;
use super::scan::Hits;
use super::segment::{BLOCK, Segment};

/// With at most so many rows picked, they are added one by one.
const FEW_ROWS: u64 = 12;

/// What clusters and cells add up. Money in ten-thousandths; places in degrees, for their mean.
#[derive(Debug, Clone, Copy, Default)]
pub struct PlaceSums {
    pub customers: u64,
    pub lng: f64,
    pub lat: f64,
    pub value: i128,
    pub potential: i128,
}

impl PlaceSums {
    pub fn add(&mut self, other: &Self) {
        self.customers += other.customers;
        self.lng += other.lng;
        self.lat += other.lat;
        self.value += other.value;
        self.potential += other.potential;
    }
}

/// [`PlaceSums`] of every block of a segment.
#[derive(Debug)]
pub struct BlockSums {
    sums: Vec<PlaceSums>,
    /// The code of the lifecycle that is counted.
    customer: Option<u32>,
}

impl BlockSums {
    pub(super) fn new(columns: &Columns, lifecycles: &Dictionary) -> Self {
        let customer = lifecycles.code(LIFECYCLES[2]);
        let n_rows = columns.ids.len();
        let lifecycle = &columns.codes[CodeField::Lifecycle.index()];
        let value = &columns.numbers[NumberField::Value.index()];
        let potential = &columns.numbers[NumberField::Potential.index()];
        let sums = |first: usize| {
            let mut sums = PlaceSums::default();
            for row in first..(first + BLOCK).min(n_rows) {
                sums.customers += u64::from(Some(lifecycle[row]) == customer);
                sums.lng += columns.lng[row];
                sums.lat += columns.lat[row];
                sums.value += i128::from(value[row]);
                sums.potential += i128::from(potential[row]);
            }
            sums
        };
        Self { sums: (0..n_rows).step_by(BLOCK).map(sums).collect(), customer }
    }

    #[must_use]
    pub fn of(&self, block: usize) -> &PlaceSums {
        &self.sums[block]
    }

    /// Sums of some rows of a block. Where they are many, their mean place is taken to be that of
    /// the whole block, unless not all of it has one.
    #[must_use]
    pub fn picked(&self, hits: &Hits) -> PlaceSums {
        let Hits { segment, block, mask } = *hits;
        let rows = segment.rows(block);
        if mask == rows {
            return *self.of(block);
        }
        if hits.n_rows() <= FEW_ROWS || segment.located(block) != rows {
            return self.one_by_one(hits);
        }
        let (whole, share) = (self.of(block), share(mask, rows));
        PlaceSums {
            customers: self.n_customers(hits),
            lng: whole.lng * share,
            lat: whole.lat * share,
            value: sum(segment, NumberField::Value, block, mask),
            potential: sum(segment, NumberField::Potential, block, mask),
        }
    }

    fn one_by_one(&self, hits: &Hits) -> PlaceSums {
        let segment = hits.segment;
        let lifecycle = segment.codes(CodeField::Lifecycle);
        let (lng, lat) = (segment.lng(), segment.lat());
        let value = segment.numbers(NumberField::Value);
        let potential = segment.numbers(NumberField::Potential);
        let mut sums = PlaceSums::default();
        for row in hits.rows() {
            sums.customers += u64::from(Some(lifecycle[row]) == self.customer);
            sums.lng += lng[row];
            sums.lat += lat[row];
            sums.value += i128::from(value[row]);
            sums.potential += i128::from(potential[row]);
        }
        sums
    }

    fn n_customers(&self, hits: &Hits) -> u64 {
        let segment = hits.segment;
        let Some(customer) = self.customer else { return 0 };
        let Some(words) = segment.bitmap(CodeField::Lifecycle) else {
            let lifecycle = segment.codes(CodeField::Lifecycle);
            return hits.rows().map(|row| u64::from(lifecycle[row] == customer)).sum();
        };
        let n_codes = segment.dictionary(CodeField::Lifecycle).len();
        let word = words[hits.block * n_codes + customer as usize];
        (word & hits.mask).count_ones().into()
    }

    #[must_use]
    pub fn heap_bytes(&self) -> usize {
        size_of::<PlaceSums>() * self.sums.capacity()
    }
}

fn sum(segment: &Segment, field: NumberField, block: usize, mask: u64) -> i128 {
    let rows = block * BLOCK..((block + 1) * BLOCK).min(segment.len());
    masked::sum(&segment.numbers(field)[rows], mask, segment.number_zones(field).of(block))
}

fn share(part: u64, whole: u64) -> f64 {
    f64::from(part.count_ones()) / f64::from(whole.count_ones())
}
