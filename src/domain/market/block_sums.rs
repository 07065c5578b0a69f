//! Sums of whole blocks, for answers that take a block as it is.

use super::codes::{CodeField, Dictionary};
use super::columns::{Columns, NumberField};
use super::record::LIFECYCLES;

const BLOCK: usize = 64;

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
pub struct BlockSums(Vec<PlaceSums>);

impl BlockSums {
    pub(super) fn new(columns: &Columns, lifecycles: &Dictionary) -> Self {
        let customer = lifecycles.code(LIFECYCLES[2]);
        let n_rows = columns.ids.len();
        let lifecycle = &columns.codes[CodeField::Lifecycle as usize];
        let value = &columns.numbers[NumberField::Value as usize];
        let potential = &columns.numbers[NumberField::Potential as usize];
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
        Self((0..n_rows).step_by(BLOCK).map(sums).collect())
    }

    #[must_use]
    pub fn of(&self, block: usize) -> &PlaceSums {
        &self.0[block]
    }

    #[must_use]
    pub fn heap_bytes(&self) -> usize {
        size_of::<PlaceSums>() * self.0.capacity()
    }
}
