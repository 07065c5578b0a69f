//! Finding boxes by box: sorted along a Hilbert curve, in blocks with a box around each. Flat
//! arrays, so that an index in a region file is used where it lies.

use crate::domain::flat::{Flat, FlatError};
use bytes::Bytes;

/// Left, top, right, bottom, in any whole-number units.
pub type IntBox = [i32; 4];

/// Items in a block. Queries look at every block's box, then at the items of those that meet it.
const BLOCK: usize = 64;

/// Boxes in their final order with a box around every block of them.
#[derive(Debug, Clone, Default)]
pub struct BoxIndex {
    items: Flat<IntBox>,
    blocks: Flat<IntBox>,
}

impl BoxIndex {
    /// Boxes must come in the order of [`hilbert_order`] to be found fast; any order is right.
    #[must_use]
    pub fn new(items: Vec<IntBox>) -> Self {
        let blocks: Vec<IntBox> = items.chunks(BLOCK).map(around).collect();
        Self { items: items.into(), blocks: blocks.into() }
    }

    /// # Errors
    /// When the two sections do not belong together.
    pub fn from_bytes(items: Bytes, blocks: Bytes) -> Result<Self, FlatError> {
        let (items, blocks) = (Flat::<IntBox>::new(items)?, Flat::<IntBox>::new(blocks)?);
        if blocks.len() != items.len().div_ceil(BLOCK) {
            return Err(FlatError::Inconsistent("blocks do not match their boxes".into()));
        }
        Ok(Self { items, blocks })
    }

    /// Items and blocks, as [`BoxIndex::from_bytes`] takes them.
    #[must_use]
    pub fn parts(&self) -> (&[u8], &[u8]) {
        (self.items.as_bytes(), self.blocks.as_bytes())
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.items.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The box of an item; the caller got its number from a query.
    #[must_use]
    pub fn item(&self, index: usize) -> IntBox {
        self.items[index]
    }

    /// Numbers of the items whose boxes meet this one, ascending. Touching counts.
    pub fn query(&self, wanted: IntBox) -> impl Iterator<Item = usize> + '_ {
        let blocks = self.blocks.iter().enumerate();
        let meeting = blocks.filter(move |(_, block)| meets(**block, wanted));
        meeting.flat_map(move |(block, _)| {
            let first = block * BLOCK;
            (first..(first + BLOCK).min(self.items.len()))
                .filter(move |item| meets(self.items[*item], wanted))
        })
    }
}

/// The order in which boxes should be stored: along a Hilbert curve through their middles.
#[must_use]
pub fn hilbert_order(boxes: &[IntBox]) -> Vec<usize> {
    let whole = around(boxes);
    let mut order: Vec<(u64, usize)> =
        boxes.iter().enumerate().map(|(index, item)| (key(*item, whole), index)).collect();
    order.sort_unstable();
    order.into_iter().map(|(_, index)| index).collect()
}

#[must_use]
pub const fn meets(a: IntBox, b: IntBox) -> bool {
    a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3]
}

/// The box around many; an inside-out one around none.
#[must_use]
pub fn around(boxes: &[IntBox]) -> IntBox {
    boxes.iter().fold([i32::MAX, i32::MAX, i32::MIN, i32::MIN], |sum, item| {
        [sum[0].min(item[0]), sum[1].min(item[1]), sum[2].max(item[2]), sum[3].max(item[3])]
    })
}

/// Position of a box's middle on the curve, on a grid of 65,536 squared over the whole.
fn key(item: IntBox, whole: IntBox) -> u64 {
    let cell = |low: usize| {
        let middle = i64::midpoint(item[low].into(), item[low + 2].into());
        let (start, end) = (i64::from(whole[low]), i64::from(whole[low + 2]));
        (((middle - start) * 0xffff) / (end - start).max(1)).clamp(0, 0xffff).cast_unsigned()
    };
    hilbert(cell(0), cell(1))
}

/// Distance along the curve through a 2^16 grid (Hamilton and Rau-Chaplin's reading of Hilbert
/// 1891; the usual rotate-and-flip loop).
fn hilbert(mut x: u64, mut y: u64) -> u64 {
    let mut distance = 0;
    for bit in (0..16).rev() {
        let (right, down) = (x >> bit & 1, y >> bit & 1);
        distance = distance << 2 | ((3 * right) ^ down);
        if down == 0 {
            if right == 1 {
                (x, y) = (0xffff - x, 0xffff - y);
            }
            (x, y) = (y, x);
        }
    }
    distance
}

#[cfg(test)]
#[path = "spatial_tests.rs"]
mod tests;
