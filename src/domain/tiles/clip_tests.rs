use proptest::prelude::*;

use super::*;

#[test]
fn a_line_through_the_tile_is_cut_at_both_edges() {
    assert_eq!(line(&[[-1000, 5], [9000, 5]]), [vec![[-64, 5], [4160, 5]]]);
}

#[test]
fn a_line_that_comes_back_has_two_parts() {
    let parts = line(&[[10, 10], [10, -500], [20, -500], [20, 10]]);
    assert_eq!(parts, [vec![[10, 10], [10, -64]], vec![[20, -64], [20, 10]]]);
}

#[test]
fn a_line_outside_is_gone() {
    assert!(line(&[[-500, -500], [-400, 9000]]).is_empty());
}

#[test]
fn a_ring_around_the_tile_becomes_the_tile() {
    let around = [[-9000, -9000], [9000, -9000], [9000, 9000], [-9000, 9000]];
    let mut clipped = ring(&around);
    clipped.sort_unstable();
    assert_eq!(clipped, [[-64, -64], [-64, 4160], [4160, -64], [4160, 4160]]);
    assert!(ring(&[[-100, 0], [-90, 0], [-90, 50]]).is_empty());
}

fn points(n: std::ops::Range<usize>) -> impl Strategy<Value = Vec<TilePoint>> {
    proptest::collection::vec([-(1 << 29)..1 << 29, -20_000..20_000], n)
}

fn area2(ring: &[TilePoint]) -> i64 {
    let next = ring.iter().cycle().skip(1);
    let cross = |a: &TilePoint, b: &TilePoint| {
        i64::from(a[0]) * i64::from(b[1]) - i64::from(b[0]) * i64::from(a[1])
    };
    ring.iter().zip(next).map(|(a, b)| cross(a, b)).sum()
}

proptest! {
    #[test]
    fn nothing_leaves_the_square(points in points(0..12)) {
        prop_assert!(line(&points).iter().flatten().all(|point| contains(*point)));
        prop_assert!(ring(&points).iter().all(|point| contains(*point)));
    }

    /// A box cut by the square is a box: area by arithmetic against area of the clipped ring.
    #[test]
    fn clipping_keeps_the_area_inside(x in -9000..9000, y in -9000..9000, w in 1..9000, h in 1..9000) {
        let overlap = |low: i32, side: i32| i64::from(((low + side).min(HIGH) - low.max(LOW)).max(0));
        let clipped = ring(&[[x, y], [x + w, y], [x + w, y + h], [x, y + h]]);
        prop_assert_eq!(area2(&clipped), 2 * overlap(x, w) * overlap(y, h));
    }
}
