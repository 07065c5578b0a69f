use proptest::prelude::*;

use super::*;

fn square(w: f64, s: f64, e: f64, n: f64) -> Vec<[f64; 2]> {
    vec![[w, s], [e, s], [e, n], [w, n], [w, s]]
}

#[test]
fn a_square_owns_its_left_and_lower_sides_only() {
    let bands = Bands::new(&Rings(vec![square(0.0, 0.0, 2.0, 2.0)]));
    for (x, y, inside) in [
        (1.0, 1.0, true),
        (0.0, 1.0, true),
        (1.0, 0.0, true),
        (0.0, 0.0, true),
        (2.0, 1.0, false),
        (1.0, 2.0, false),
        (2.0, 0.0, false),
        (0.0, 2.0, false),
        (2.0, 2.0, false),
    ] {
        assert_eq!(bands.contains(x, y), inside, "{x} {y}");
    }
}

#[test]
fn holes_are_outside_but_own_nothing_of_their_left_side() {
    let bands = Bands::new(&Rings(vec![square(0.0, 0.0, 4.0, 4.0), square(1.0, 1.0, 2.0, 2.0)]));
    assert!(!bands.contains(1.5, 1.5));
    assert!(!bands.contains(1.0, 1.5), "the hole's left side belongs to the hole");
    assert!(bands.contains(2.0, 1.5), "its right side to what surrounds it");
    assert_eq!(bands.cover(&Bbox { west: 1.2, south: 1.2, east: 1.8, north: 1.8 }), Cover::Outside);
    assert_eq!(bands.cover(&Bbox { west: 2.5, south: 0.5, east: 3.5, north: 3.5 }), Cover::Inside);
    assert_eq!(bands.cover(&Bbox { west: 0.5, south: 0.5, east: 1.5, north: 1.5 }), Cover::Partly);
    assert_eq!(bands.cover(&Bbox { west: 5.0, south: 5.0, east: 6.0, north: 6.0 }), Cover::Outside);
}

/// Slow and simple: every edge, exact.
fn contains_slowly(rings: &Rings, x: f64, y: f64) -> bool {
    let edges = rings.0.iter().flat_map(|ring| ring.windows(2));
    let crossings = edges.filter(|w| {
        let (low, high) = if w[0][1] <= w[1][1] { (w[0], w[1]) } else { (w[1], w[0]) };
        low[1] <= y
            && y < high[1]
            && orientation(low, high, [x, y]) == Orientation::CounterClockwise
    });
    crossings.count() % 2 == 1
}

/// A star around a centre on a coarse grid, so that many points fall on edges and corners.
fn star(radii: &[u8]) -> Rings {
    let n = radii.len();
    let mut ring: Vec<[f64; 2]> = radii
        .iter()
        .enumerate()
        .map(|(i, r)| {
            let angle = std::f64::consts::TAU * as_f64(i) / as_f64(n);
            let radius = 1.0 + f64::from(*r);
            [(radius * angle.cos()).round(), (radius * angle.sin()).round()]
        })
        .collect();
    ring.push(ring[0]);
    ring.dedup();
    Rings(vec![ring])
}

proptest! {
    #[test]
    fn bands_agree_with_every_edge(radii in prop::collection::vec(0u8..12, 3..40)) {
        let rings = star(&radii);
        let bands = Bands::new(&rings);
        for x in -26..=26 {
            for y in -26..=26 {
                let (x, y) = (f64::from(x) / 2.0, f64::from(y) / 2.0);
                prop_assert_eq!(bands.contains(x, y), contains_slowly(&rings, x, y), "{} {}", x, y);
            }
        }
    }

    #[test]
    fn a_box_called_inside_or_outside_holds_no_other_point(
        radii in prop::collection::vec(0u8..12, 3..40),
        west in -28i32..24, south in -28i32..24, width in 0i32..12, height in 0i32..12,
    ) {
        let bands = Bands::new(&star(&radii));
        let half = |n: i32| f64::from(n) / 2.0;
        let bbox = Bbox { west: half(west), south: half(south), east: half(west + width), north: half(south + height) };
        let cover = bands.cover(&bbox);
        for x in 2 * west..=2 * (west + width) {
            for y in 2 * south..=2 * (south + height) {
                let inside = bands.contains(f64::from(x) / 4.0, f64::from(y) / 4.0);
                prop_assert!(cover == Cover::Partly || inside == (cover == Cover::Inside));
            }
        }
    }

    #[test]
    fn areas_that_share_an_outline_count_each_point_once(cut in prop::collection::vec(0i32..20, 2..9)) {
        // a square cut in two by a zigzag from its lower to its upper side
        let n = i32::try_from(cut.len()).unwrap();
        let zigzag: Vec<[f64; 2]> = cut.iter().enumerate()
            .map(|(i, x)| [f64::from(*x), 20.0 * as_f64(i) / f64::from(n - 1)]).collect();
        let mut left = vec![[-1.0, 20.0], [-1.0, 0.0]];
        left.extend(&zigzag);
        left.push(left[0]);
        let mut right = vec![[20.0, 20.0], [20.0, 0.0]];
        right.extend(&zigzag);
        right.push(right[0]);
        let (left, right) = (Bands::new(&Rings(vec![left])), Bands::new(&Rings(vec![right])));
        for x in -2..40 {
            for y in 0..40 {
                let (x, y) = (f64::from(x) / 2.0, f64::from(y) / 2.0);
                let n_areas = u8::from(left.contains(x, y)) + u8::from(right.contains(x, y));
                prop_assert_eq!(n_areas, u8::from((-1.0..20.0).contains(&x)), "{} {}", x, y);
            }
        }
    }
}

proptest! {
    /// The edges around a box decide like all edges, corners and edges of the grid included.
    #[test]
    fn edges_around_a_box_decide_as_all_do(
        corners in prop::collection::vec((0u8..9, 0u8..9), 3..12),
        (west, south, width, height) in (0u8..9, 0u8..9, 0u8..5, 0u8..5),
    ) {
        let mut ring: Vec<[f64; 2]> =
            corners.iter().map(|(x, y)| [f64::from(*x), f64::from(*y)]).collect();
        ring.push(ring[0]);
        let bands = Bands::new(&Rings(vec![ring]));
        let bbox = Bbox {
            west: west.into(),
            south: south.into(),
            east: (west + width).into(),
            north: (south + height).into(),
        };
        let around = bands.around(&bbox);
        for x in 0..=width {
            for y in 0..=height {
                let (x, y) = (f64::from(west + x), f64::from(south + y));
                prop_assert_eq!(around.contains(x, y), bands.contains(x, y), "{} {}", x, y);
            }
        }
    }
}
