//! What a path costs: time first, length second, in one number.

/// Milliseconds in the upper half, centimetres in the lower. Sums, differences of a whole and its
/// part, and comparisons of such numbers are those of the pairs: the fastest path wins, and of
/// two equally fast ones the shorter.
pub type Cost = u64;

/// No way. Two of them can be added without overflow, and still are no way.
pub const NO_WAY: Cost = u64::MAX / 4;

pub const fn cost(ms: u32, cm: u32) -> Cost {
    (ms as u64) << 32 | cm as u64
}

pub const fn ms(cost: Cost) -> u32 {
    (cost >> 32) as u32
}

#[expect(clippy::cast_possible_truncation, reason = "the lower half is meant")]
pub const fn cm(cost: Cost) -> u32 {
    cost as u32
}

pub const fn is_way(cost: Cost) -> bool {
    cost < NO_WAY
}

pub fn seconds(cost: Cost) -> f64 {
    f64::from(ms(cost)) / 1000.0
}

pub fn metres(cost: Cost) -> f64 {
    f64::from(cm(cost)) / 100.0
}
