use proptest::prelude::*;

use super::*;

fn distribution(numbers: &[i64], quantiles: &[f64], classes: Option<Classes>) -> Distribution {
    let sample = Sample { numbers: numbers.to_vec(), n_missing: 2 };
    let spread = Spread { field: NumberField::Value, quantiles: quantiles.to_vec(), classes };
    sample.distribution(&spread)
}

fn as_f64(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap())
}

fn counts(distribution: &Distribution) -> Vec<(i64, i64, u64)> {
    distribution.classes.iter().map(|class| (class.from, class.to, class.count)).collect()
}

#[test]
fn quantiles_are_numbers_that_occur() {
    let quantiles =
        |numbers: &[i64], shares: &[f64]| distribution(numbers, shares, None).quantiles.unwrap();
    // half of four numbers is two of them: the second
    assert_eq!(quantiles(&[4, 1, 3, 2], &[0.5, 0.0, 1.0, 0.51, 0.25]), [2, 1, 4, 3, 1]);
    assert_eq!(quantiles(&[7], &[0.0, 0.5, 1.0]), [7, 7, 7]);
    let hundred: Vec<i64> = (1..=100).rev().collect();
    assert_eq!(quantiles(&hundred, &[0.07, 0.29, 0.57, 0.99]), [7, 29, 57, 99]);
    assert_eq!(distribution(&[], &[0.5], None).quantiles, None);
}

#[test]
fn classes_meet_without_overlap() {
    let bounds = Some(Classes::Bounds(vec![0, 10, 20]));
    let found = distribution(&[-1, 0, 9, 10, 20, 21, 22], &[], bounds);
    assert_eq!(counts(&found), [(0, 10, 2), (10, 20, 2)]);
    assert_eq!((found.n_below, found.n_above, found.n_missing, found.sum), (1, 2, 2, 81));
    let equal = distribution(&[0, 1, 2, 9, 10], &[], Some(Classes::EqualInterval(4)));
    // borders at 0, 2.5, 5, 7.5, 10, each rounded down
    assert_eq!(counts(&equal), [(0, 2, 2), (2, 5, 1), (5, 7, 0), (7, 10, 2)]);
    let quartiles = distribution(&[1, 1, 1, 5, 6, 7, 8, 9], &[], Some(Classes::Quantile(4)));
    assert_eq!(counts(&quartiles), [(1, 5, 3), (5, 7, 2), (7, 9, 3)]);
    let same = distribution(&[3, 3], &[], Some(Classes::EqualInterval(5)));
    assert_eq!(counts(&same), [(3, 3, 2)]);
    assert_eq!(counts(&distribution(&[], &[], Some(Classes::Quantile(5)))), []);
    let wide = distribution(&[i64::MIN + 1, i64::MAX], &[], Some(Classes::EqualInterval(2)));
    assert_eq!(wide.classes.iter().map(|class| class.count).sum::<u64>(), 2);
}

proptest! {
    #[test]
    fn a_distribution_equals_plain_counting(
        numbers in prop::collection::vec(-50i64..50, 1..80),
        shares in prop::collection::vec(0.0..=1.0f64, 0..6),
        n in 1usize..12, by_quantiles: bool,
    ) {
        let classes = if by_quantiles { Classes::Quantile(n) } else { Classes::EqualInterval(n) };
        let found = distribution(&numbers, &shares, Some(classes));
        for (share, quantile) in shares.iter().zip(found.quantiles.unwrap()) {
            let n_up_to = |limit: i64| as_f64(numbers.iter().filter(|n| **n <= limit).count());
            let wanted = share * as_f64(numbers.len());
            prop_assert!(n_up_to(quantile) >= wanted - 1e-6);
            prop_assert!(n_up_to(quantile - 1) < wanted + 1e-6 || *share < 1e-9);
        }
        prop_assert!(found.classes.len() <= n);
        let last = found.classes.len() - 1;
        for (at, class) in found.classes.iter().enumerate() {
            let is_in = |n: &&i64| **n >= class.from && (**n < class.to || at == last && **n == class.to);
            prop_assert_eq!(class.count, numbers.iter().filter(is_in).count() as u64);
            prop_assert_eq!(class.sum, numbers.iter().filter(is_in).map(|n| i128::from(*n)).sum::<i128>());
        }
        prop_assert_eq!(found.classes.iter().map(|class| class.count).sum::<u64>(), numbers.len() as u64);
    }
}
