use proptest::prelude::*;

use super::*;

proptest! {
    #[test]
    fn masked_sums_equal_plain_ones(
        numbers in prop::collection::vec(any::<i64>(), 1..=BLOCK), mask: u64, shift in 0u32..60,
    ) {
        let numbers: Vec<i64> = numbers.iter().map(|number| number >> shift).collect();
        let bounds = (*numbers.iter().min().unwrap(), *numbers.iter().max().unwrap());
        prop_assert_eq!(sum(&numbers, mask, bounds), one_by_one(&numbers, mask));
    }
}

#[test]
fn the_largest_numbers_that_are_added_plainly_do_not_overflow() {
    let most = [PLAIN_MAX; BLOCK];
    assert_eq!(sum(&most, u64::MAX, (0, PLAIN_MAX)), 64 * i128::from(PLAIN_MAX));
    let least = [-PLAIN_MAX; BLOCK];
    assert_eq!(sum(&least, u64::MAX, (-PLAIN_MAX, 0)), -64 * i128::from(PLAIN_MAX));
}
