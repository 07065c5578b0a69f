//! Several arrays in one block of bytes, and back without copying.

use bytes::Bytes;

use crate::domain::flat::{Flat, FlatError, Records};

/// Arrays start at multiples of this, so that every plain type is aligned in them.
const ALIGN: usize = 16;

/// Writes arrays one behind the other, after a table of their lengths.
#[derive(Default)]
pub struct Packer<'a>(Vec<&'a [u8]>);

impl<'a> Packer<'a> {
    pub fn add<T: bytemuck::Pod>(&mut self, array: &'a Flat<T>) -> &mut Self {
        self.0.push(array.as_bytes());
        self
    }

    pub fn add_records(&mut self, records: &'a Records) -> &mut Self {
        let (ends, bytes) = records.parts();
        self.0.extend([ends, bytes]);
        self
    }

    pub fn add_bytes(&mut self, bytes: &'a [u8]) -> &mut Self {
        self.0.push(bytes);
        self
    }

    pub fn finish(&self) -> Bytes {
        let table = padded(8 * (self.0.len() + 1));
        let size = table + self.0.iter().map(|part| padded(part.len())).sum::<usize>();
        // Whole 16-byte words make the block aligned wherever it is allocated.
        let mut block: Vec<u128> = vec![0; size.div_ceil(ALIGN)];
        let out: &mut [u8] = bytemuck::cast_slice_mut(&mut block);
        let lengths = std::iter::once(self.0.len()).chain(self.0.iter().map(|part| part.len()));
        for (slot, length) in out.chunks_exact_mut(8).zip(lengths) {
            slot.copy_from_slice(&(length as u64).to_le_bytes());
        }
        let mut at = table;
        for part in &self.0 {
            out[at..at + part.len()].copy_from_slice(part);
            at += padded(part.len());
        }
        Bytes::from_owner(Block(block))
    }
}

struct Block(Vec<u128>);

impl AsRef<[u8]> for Block {
    fn as_ref(&self) -> &[u8] {
        bytemuck::cast_slice(&self.0)
    }
}

const fn padded(n: usize) -> usize {
    n.next_multiple_of(ALIGN)
}

/// Hands out the arrays of a block in the order they were added.
pub struct Unpacker {
    block: Bytes,
    lengths: std::vec::IntoIter<usize>,
    at: usize,
}

impl Unpacker {
    /// # Errors
    /// When the table of lengths does not describe the block.
    pub fn new(block: Bytes) -> Result<Self, FlatError> {
        let number = |i: usize| {
            let bytes = block.get(8 * i..8 * i + 8)?;
            usize::try_from(u64::from_le_bytes(bytes.try_into().ok()?)).ok()
        };
        let n = number(0).filter(|&n| n < block.len() / 8).ok_or_else(torn)?;
        let lengths: Vec<usize> = (1..=n).map(number).collect::<Option<_>>().ok_or_else(torn)?;
        Ok(Self { at: padded(8 * (n + 1)), lengths: lengths.into_iter(), block })
    }

    pub fn bytes(&mut self) -> Result<Bytes, FlatError> {
        let length = self.lengths.next().ok_or_else(torn)?;
        let end =
            self.at.checked_add(length).filter(|&end| end <= self.block.len()).ok_or_else(torn)?;
        let part = self.block.slice(self.at..end);
        self.at = padded(end);
        Ok(part)
    }

    pub fn flat<T: bytemuck::Pod>(&mut self) -> Result<Flat<T>, FlatError> {
        Flat::new(self.bytes()?)
    }

    pub fn records(&mut self) -> Result<Records, FlatError> {
        let ends = self.bytes()?;
        Records::new(ends, self.bytes()?)
    }
}

fn torn() -> FlatError {
    FlatError::Inconsistent("a block of roads is shorter than its table says".into())
}

/// Fails with the name of the array whose length is wrong.
pub fn check_len(name: &str, found: usize, expected: usize) -> Result<(), FlatError> {
    if found == expected {
        return Ok(());
    }
    Err(FlatError::Inconsistent(format!("{name} has {found} entries instead of {expected}")))
}

/// Fails unless `first` is the offsets of `n` slices that end at `total`.
pub fn check_first(name: &str, first: &[u32], n: usize, total: usize) -> Result<(), FlatError> {
    check_len(name, first.len(), n + 1)?;
    check_len(name, first[n] as usize, total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrays_come_back_in_their_order() {
        let (a, b): (Flat<u32>, Flat<u64>) = (vec![1, 2, 3].into(), vec![4].into());
        let names: Records = ["x", "yz"].iter().collect();
        let block = Packer::default().add(&a).add(&b).add_records(&names).finish();
        let mut unpacker = Unpacker::new(block).unwrap();
        assert_eq!(*unpacker.flat::<u32>().unwrap(), [1, 2, 3]);
        assert_eq!(*unpacker.flat::<u64>().unwrap(), [4]);
        assert_eq!(unpacker.records().unwrap().get(1), b"yz");
        assert!(unpacker.bytes().is_err());
    }

    #[test]
    fn a_torn_block_is_refused() {
        let a: Flat<u32> = vec![1; 100].into();
        let block = Packer::default().add(&a).finish();
        for length in [0, 7, 8, 15, 16, 40] {
            let torn = Unpacker::new(block.slice(..length)).and_then(|mut u| u.flat::<u32>());
            assert!(torn.is_err(), "{length} bytes were accepted");
        }
    }
}
