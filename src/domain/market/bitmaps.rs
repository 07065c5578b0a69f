//! Columns with few different codes as bitmaps: for each block one word a code.

/// Columns with at most so many codes get bitmaps: two bytes a row at most.
pub const BITMAP_CODES_MAX: usize = 16;
const BLOCK: usize = 64;

/// The words of a column, those of one block side by side. None where there are too many codes.
#[must_use]
pub fn words(codes: &[u32], n_codes: usize) -> Option<Vec<u64>> {
    if n_codes > BITMAP_CODES_MAX {
        return None;
    }
    let mut words = vec![0; codes.len().div_ceil(BLOCK) * n_codes];
    for (row, code) in codes.iter().enumerate() {
        words[row / BLOCK * n_codes + *code as usize] |= 1 << (row % BLOCK);
    }
    Some(words)
}

/// Those codes of a column that pass.
#[derive(Debug)]
pub struct Bitmap<'a> {
    words: &'a [u64],
    n_codes: usize,
    /// The codes to join: those that pass, or those that do not where they are fewer.
    codes: Vec<usize>,
    is_inverted: bool,
}

impl<'a> Bitmap<'a> {
    /// `table` has one entry for each code, not 0 where it passes.
    #[must_use]
    pub fn new(words: &'a [u64], table: &[u8]) -> Self {
        let (pass, fail): (Vec<usize>, Vec<usize>) =
            (0..table.len()).partition(|code| table[*code] != 0);
        let is_inverted = fail.len() < pass.len();
        let codes = if is_inverted { fail } else { pass };
        Self { words, n_codes: table.len(), codes, is_inverted }
    }

    /// The rows of a block that pass; where inverted, rows that do not exist pass as well.
    #[must_use]
    pub fn word(&self, block: usize) -> u64 {
        let words = &self.words[block * self.n_codes..(block + 1) * self.n_codes];
        let joined = self.codes.iter().fold(0, |joined, code| joined | words[*code]);
        if self.is_inverted { !joined } else { joined }
    }
}
