use geo::polygon;
use proptest::prelude::*;

use super::*;

fn square(x: f64, y: f64) -> MultiPolygon {
    polygon![(x: x, y: y), (x: x + 1.0, y: y), (x: x + 1.0, y: y + 1.0), (x: x, y: y + 1.0)].into()
}

fn check(x: f64, y: f64, expected: Option<usize>) {
    let squares = [square(0.0, 0.0), square(1.0, 0.0), square(0.0, 1.0), square(1.0, 1.0)];
    let owner = Ownership::new(&squares).owner_of(LngLat::new(x, y).unwrap());
    assert_eq!(owner, expected, "{x} {y}");
}

#[test]
fn borders_belong_to_the_east_and_the_north() {
    check(0.5, 0.5, Some(0));
    check(1.0, 0.5, Some(1));
    check(0.5, 1.0, Some(2));
    check(1.0, 1.0, Some(3));
    check(0.0, 0.0, Some(0));
    check(2.0, 0.5, None);
    check(0.5, 2.0, None);
}

#[test]
fn a_hole_is_outside() {
    let ring: MultiPolygon = polygon!(
        exterior: [(x: 0.0, y: 0.0), (x: 3.0, y: 0.0), (x: 3.0, y: 3.0), (x: 0.0, y: 3.0)],
        interiors: [[(x: 1.0, y: 1.0), (x: 2.0, y: 1.0), (x: 2.0, y: 2.0), (x: 1.0, y: 2.0)]],
    )
    .into();
    let ownership = Ownership::new([&ring]);
    assert_eq!(ownership.owner_of(LngLat::new(1.5, 1.5).unwrap()), None);
    assert_eq!(ownership.owner_of(LngLat::new(0.5, 1.5).unwrap()), Some(0));
}

proptest! {
    /// Two halves of a square cut along any line: every point of the square is in exactly one.
    #[test]
    fn no_point_is_lost_at_a_cut(low in 0.01_f64..0.99, high in 0.01_f64..0.99, t in 0.0_f64..0.999) {
        let left: MultiPolygon =
            polygon![(x: 0.0, y: 0.0), (x: low, y: 0.0), (x: high, y: 1.0), (x: 0.0, y: 1.0)].into();
        let right: MultiPolygon =
            polygon![(x: low, y: 0.0), (x: 1.0, y: 0.0), (x: 1.0, y: 1.0), (x: high, y: 1.0)].into();
        let on_cut = LngLat::new(low + t * (high - low), t).unwrap();
        let both = Ownership::new([&left, &right]);
        prop_assert!(both.owner_of(on_cut).is_some());
        let alone = |part| Ownership::new([part]).owner_of(on_cut).is_some();
        prop_assert!(alone(&left) != alone(&right));
    }
}

#[test]
fn outlines_of_many_edges_hold_what_they_hold_by_the_plain_rule() {
    let spike = |i: u32| {
        let angle = f64::from(i) / 400.0 * std::f64::consts::TAU;
        let radius = if i.is_multiple_of(2) { 1.0 } else { 0.4 };
        (radius * angle.cos(), radius * angle.sin())
    };
    let star: MultiPolygon = geo::Polygon::new((0..400).map(spike).collect(), Vec::new()).into();
    let ownership = Ownership::new([&star]);
    let mut n_inside = 0;
    for i in 0..10_000_u32 {
        let at = geo::Point::new(f64::from(i % 100) / 47.3 - 1.0, f64::from(i / 100) / 47.3 - 1.0);
        let is_inside = ownership.owner_of(LngLat::new(at.x(), at.y()).unwrap()).is_some();
        assert_eq!(is_inside, geo::Contains::contains(&star, &at), "{at:?}");
        n_inside += u32::from(is_inside);
    }
    assert!(n_inside > 1_000);
}
