use proptest::prelude::*;

use super::*;

#[test]
fn a_bump_below_the_tolerance_goes() {
    assert_eq!(line(&[[0, 0], [5, 1], [10, 0]], 2.0), [[0, 0], [10, 0]]);
    assert_eq!(line(&[[0, 0], [5, 3], [10, 0]], 2.0), [[0, 0], [5, 3], [10, 0]]);
    assert_eq!(line(&[[0, 0], [0, 0], [1, 0]], 0.0), [[0, 0], [1, 0]]);
}

#[test]
fn a_ring_keeps_its_corners() {
    let square = [[0, 0], [50, 0], [100, 0], [100, 100], [0, 100], [0, 50]];
    assert_eq!(ring(&square, 1.0), [[0, 0], [100, 0], [100, 100], [0, 100]]);
}

#[test]
fn a_tiny_ring_vanishes() {
    assert!(ring(&[[0, 0], [1, 0], [1, 1]], 5.0).is_empty());
    assert!(ring(&[], 1.0).is_empty());
    assert!(ring(&[[3, 3]], 1.0).is_empty());
}

proptest! {
    #[test]
    fn dropped_points_are_near_what_stays(
        points in proptest::collection::vec([-500..500_i32, -500..500_i32], 2..40),
        tolerance in 0.5_f64..50.0,
    ) {
        let kept = line(&points, tolerance);
        prop_assert_eq!((kept.first(), kept.last()), (points.first(), points.last()));
        for point in points {
            let near = kept.windows(2).map(|pair| distance2(point, pair[0], pair[1]));
            let least = near.fold(f64::INFINITY, f64::min);
            let alone = kept.len() == 1 && kept[0] == point;
            prop_assert!(alone || least <= tolerance * tolerance + 1e-9);
        }
    }
}
