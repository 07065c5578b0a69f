//! Several arrays in one block of bytes and back, both without copying.

use bytes::Bytes;

use crate::domain::flat::{Flat, FlatError, Records};

/// Arrays start at multiples of this, so that every plain type is aligned in them.
const ALIGN: usize = 16;
const ZEROS: &[u8] = &[0; ALIGN];

/// Writes arrays one behind the other, after a table of their lengths.
#[derive(Default)]
pub struct Packer(Vec<Bytes>);

impl Packer {
    pub fn add<T: bytemuck::Pod>(&mut self, array: &Flat<T>) -> &mut Self {
        self.add_bytes(array.share())
    }

    pub fn add_records(&mut self, records: &Records) -> &mut Self {
        self.0.extend(records.share());
        self
    }

    pub fn add_bytes(&mut self, bytes: Bytes) -> &mut Self {
        self.0.push(bytes);
        self
    }

    /// The block in pieces, which share the arrays.
    pub fn finish(&self) -> Block {
        let lengths = std::iter::once(self.0.len()).chain(self.0.iter().map(Bytes::len));
        let table: Vec<u8> = lengths.flat_map(|length| (length as u64).to_le_bytes()).collect();
        let pieces = std::iter::once(table.into()).chain(self.0.iter().cloned());
        Block(pieces.flat_map(|piece: Bytes| [piece.clone(), padding(piece.len())]).collect())
    }
}

/// Bytes that are one behind the other in a file.
#[derive(Debug, Clone)]
pub struct Block(Vec<Bytes>);

impl Block {
    pub fn pieces(&self) -> Vec<&[u8]> {
        self.0.iter().map(|piece| &piece[..]).filter(|piece| !piece.is_empty()).collect()
    }
}

impl From<Bytes> for Block {
    fn from(whole: Bytes) -> Self {
        Self(vec![whole])
    }
}

const fn padding(n: usize) -> Bytes {
    Bytes::from_static(ZEROS.split_at(padded(n) - n).0)
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

    /// As in a file.
    fn aligned(block: &Block) -> Bytes {
        let bytes = block.pieces().concat();
        assert!(bytes.len().is_multiple_of(ALIGN));
        let words: Flat<u128> = bytes
            .chunks_exact(ALIGN)
            .map(|word| u128::from_le_bytes(word.try_into().unwrap()))
            .collect::<Vec<_>>()
            .into();
        words.share()
    }

    #[test]
    fn arrays_come_back_in_their_order() {
        let (a, b): (Flat<u32>, Flat<u64>) = (vec![1, 2, 3].into(), vec![4].into());
        let names: Records = ["x", "yz"].iter().collect();
        let block = Packer::default().add(&a).add(&b).add_records(&names).finish();
        let mut unpacker = Unpacker::new(aligned(&block)).unwrap();
        assert_eq!(*unpacker.flat::<u32>().unwrap(), [1, 2, 3]);
        assert_eq!(*unpacker.flat::<u64>().unwrap(), [4]);
        assert_eq!(unpacker.records().unwrap().get(1), b"yz");
        assert!(unpacker.bytes().is_err());
    }

    #[test]
    fn a_torn_block_is_refused() {
        let a: Flat<u32> = vec![1; 100].into();
        let block = aligned(&Packer::default().add(&a).finish());
        for length in [0, 7, 8, 15, 16, 40] {
            let torn = Unpacker::new(block.slice(..length)).and_then(|mut u| u.flat::<u32>());
            assert!(torn.is_err(), "{length} bytes were accepted");
        }
    }
}
