use proptest::prelude::*;

use super::super::Point;
use super::*;

fn line(n: usize, k: usize) -> Median {
    let point = |x: usize| Point {
        x: x as f64,
        y: 0.0,
        capacity: 4.0 + (x % 3) as f64,
        demand: 1.0 + (x % 2) as f64,
    };
    Median { points: (0..n).map(point).collect(), n_medians: k, is_truncated: false }
}

fn check_counts(clusters: &Clusters<'_>) {
    let again = clusters.recounted();
    assert!((clusters.cost - again.cost).abs() < 1e-9);
    assert!((clusters.excess - again.excess).abs() < 1e-9);
    assert_eq!(clusters.loads, again.loads);
    assert_eq!(clusters.is_centre, again.is_centre);
}

proptest! {
    #[test]
    fn running_sums_equal_a_recount_and_undo_restores(
        moves in prop::collection::vec((0_usize..12, 0_usize..3, any::<bool>()), 1..40),
    ) {
        let median = line(12, 3);
        let d = Distances::new(&median);
        let territory: Vec<usize> = (0..12).map(|point| point / 4).collect();
        let mut clusters = Clusters::new(&median, &d, vec![1, 5, 9], territory.clone());
        clusters.mark();
        for (point, own, is_shift) in moves {
            if is_shift {
                clusters.shift(point, own);
            } else if !clusters.is_centre(point) {
                clusters.recentre(own, point);
            }
            check_counts(&clusters);
        }
        clusters.undo();
        check_counts(&clusters);
        prop_assert_eq!(&clusters.territory, &territory);
        prop_assert_eq!(&clusters.medians, &[1, 5, 9]);
    }
}
