//! Sums of those numbers of a block that a word picks, with the widest registers the machine has.

use super::segment::BLOCK;

/// A block's worth of numbers up to this size adds up within 64 bits.
const PLAIN_MAX: i64 = i64::MAX / 64;

/// Sum of the numbers whose bits are set. `bounds` are numbers that none of them lies outside of.
#[must_use]
pub fn sum(numbers: &[i64], mask: u64, (least, greatest): (i64, i64)) -> i128 {
    match <&[i64; BLOCK]>::try_from(numbers) {
        Ok(block) if least >= -PLAIN_MAX && greatest <= PLAIN_MAX => {
            pulp::Arch::new().dispatch(|| sum_of_block(block, mask)).into()
        }
        _ => one_by_one(numbers, mask),
    }
}

/// No branch depends on the mask, so that the compiler adds several numbers at once.
#[expect(
    clippy::inline_always,
    reason = "must become part of what is compiled for these registers"
)]
#[inline(always)]
fn sum_of_block(numbers: &[i64; BLOCK], mask: u64) -> i64 {
    let mut sum = 0;
    for (bit, number) in numbers.iter().enumerate() {
        let picked = 0u64.wrapping_sub(mask >> bit & 1).cast_signed();
        sum += number & picked;
    }
    sum
}

fn one_by_one(numbers: &[i64], mask: u64) -> i128 {
    let picked = numbers.iter().enumerate().filter(|(bit, _)| mask >> bit & 1 == 1);
    picked.map(|(_, number)| i128::from(*number)).sum()
}

#[cfg(test)]
#[path = "masked_tests.rs"]
mod tests;
