//! Ways to damage bytes.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Places damaged in one file, at most.
const PLACES_MAX: u32 = 12;
const SPECIAL: [u64; 8] =
    [0, 1, 0x7f, 0xff, 0x7fff_ffff, 0xffff_ffff, 0x7fff_ffff_ffff_ffff, u64::MAX];

pub struct Damage(ChaCha8Rng);

impl Damage {
    pub fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    pub fn pick(&mut self, n: usize) -> usize {
        self.0.random_range(0..n.max(1))
    }

    pub fn apply(&mut self, bytes: &mut Vec<u8>) {
        for _ in 0..self.0.random_range(1..=PLACES_MAX) {
            self.once(bytes);
        }
    }

    /// Like [`Self::apply`], the length stays.
    pub fn overwrite(&mut self, bytes: &mut [u8]) {
        for _ in 0..self.0.random_range(1..=PLACES_MAX) {
            self.write(bytes);
        }
    }

    fn once(&mut self, bytes: &mut Vec<u8>) {
        let at = self.pick(bytes.len());
        let end = (at + self.pick(64)).min(bytes.len());
        match self.pick(10) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let piece = bytes[at..end].to_vec();
                let to = self.pick(bytes.len());
                bytes.splice(to..to, piece);
            }
            _ => self.write(bytes),
        }
    }

    fn write(&mut self, bytes: &mut [u8]) {
        if bytes.is_empty() {
            return;
        }
        let at = self.pick(bytes.len());
        match self.pick(4) {
            0 => bytes[at] ^= 1 << self.pick(8),
            1 => bytes[at] = self.0.random_range(0..=u8::MAX),
            2 => {
                let special = SPECIAL[self.pick(SPECIAL.len())].to_le_bytes();
                let width = [1, 2, 4, 8][self.pick(4)].min(bytes.len() - at);
                bytes[at..at + width].copy_from_slice(&special[..width]);
            }
            // Small numbers where numbers are: indices that are nearly right.
            _ => {
                let at = at & !3;
                if at + 4 <= bytes.len() {
                    let small = self.0.random_range(0_u32..5000).to_le_bytes();
                    bytes[at..at + 4].copy_from_slice(&small);
                }
            }
        }
    }
}
