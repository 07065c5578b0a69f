use geo::{Area, Contains, Validation};

use super::*;

/// Straight roads between points in 1e-7 degrees, each with its times at both ends.
fn drawn(roads: &[([i32; 2], [i32; 2], [f64; 2])]) -> Raster {
    let ends = || roads.iter().flat_map(|road| [road.0, road.1]);
    let corner = |of: fn(i32, i32) -> i32| {
        ends().reduce(|a, b| [of(a[0], b[0]), of(a[1], b[1])]).expect("a road")
    };
    let mut raster = Raster::new(corner(i32::min), corner(i32::max));
    for &(from, to, ms) in roads {
        raster.draw([raster.spot(from), raster.spot(to)], ms, &mut usize::MAX.clone());
    }
    raster.grow();
    raster
}

#[test]
fn a_later_limit_holds_an_earlier_one() {
    // 2 km along the equator at 10 m/s
    let raster = drawn(&[([0, 0], [179_800, 0], [0.0, 200_000.0])]);
    let polygons = [60_000, 120_000].map(|limit| raster.polygon(limit));
    assert!(polygons[0].unsigned_area() < polygons[1].unsigned_area());
    assert!(polygons.iter().all(Validation::is_valid));
    let early = geo::Point::new(0.0030, 0.0); // 334 m, reached after 33 s
    let late = geo::Point::new(0.0095, 0.0); // 1056 m, reached after 106 s
    assert!(polygons[0].contains(&early) && !polygons[0].contains(&late));
    assert!(polygons[1].contains(&late));
}

#[test]
fn nothing_reached_is_nothing_drawn() {
    assert!(Raster::new([0, 0], [100_000, 0]).polygon(60_000).0.is_empty());
}

/// The sides of a square in 1e-7 degrees.
fn square([x, y]: [i32; 2], side: i32) -> [([i32; 2], [i32; 2], [f64; 2]); 4] {
    let (east, north) = (x + side, y + side);
    let ms = [1000.0; 2];
    [
        ([x, y], [east, y], ms),
        ([east, y], [east, north], ms),
        ([x, north], [east, north], ms),
        ([x, y], [x, north], ms),
    ]
}

#[test]
fn a_block_that_is_far_from_every_road_is_a_hole() {
    // 1 km by 1 km
    let polygon = drawn(&square([0, 0], 89_900)).polygon(120_000);
    assert_eq!(polygon.0.len(), 1);
    assert_eq!(polygon.0[0].interiors().len(), 1);
    assert!(polygon.is_valid());
}

#[test]
fn an_island_in_a_hole_is_a_part_of_its_own() {
    let mut roads = square([0, 0], 200_000).to_vec();
    roads.extend(square([80_000, 80_000], 40_000));
    let polygon = drawn(&roads).polygon(120_000);
    assert!(polygon.is_valid());
    let mut holes: Vec<usize> = polygon.0.iter().map(|part| part.interiors().len()).collect();
    holes.sort_unstable();
    assert_eq!(holes, [1, 1]);
}

proptest::proptest! {
    #[test]
    fn polygons_are_valid(times in proptest::collection::vec(0_u32..200_000, 400)) {
        let mut raster = Raster::new([0, 0], [20 * 3600, 20 * 3600]);
        for (i, ms) in times.iter().enumerate() {
            let (x, y) = (i32::try_from(i % 20).unwrap(), i32::try_from(i / 20).unwrap());
            let spot = raster.spot([x * 3600, y * 3600]);
            raster.draw([spot, spot], [f64::from(*ms); 2], &mut usize::MAX.clone());
        }
        let polygon = raster.polygon(100_000);
        proptest::prop_assert!(polygon.is_valid());
    }
}
