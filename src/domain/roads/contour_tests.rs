use geo::{Area, Contains, Validation};

use super::*;

/// A straight road of 2 km along the equator, reached at 10 m/s.
fn road() -> Vec<Sample> {
    (0..=200).map(|i| Sample { at: [i * 899, 0], ms: u32::try_from(i).unwrap() * 1000 }).collect()
}

#[test]
fn a_later_limit_holds_an_earlier_one() {
    let polygons = polygons(&road(), &[60_000, 120_000]);
    assert_eq!(polygons.len(), 2);
    assert!(polygons[0].unsigned_area() < polygons[1].unsigned_area());
    assert!(polygons.iter().all(Validation::is_valid));
    let early = geo::Point::new(0.0030, 0.0); // 334 m, reached after 33 s
    let late = geo::Point::new(0.0095, 0.0); // 1056 m, reached after 106 s
    assert!(polygons[0].contains(&early) && !polygons[0].contains(&late));
    assert!(polygons[1].contains(&late));
}

#[test]
fn nothing_reached_is_nothing_drawn() {
    assert!(polygons(&[], &[60_000])[0].0.is_empty());
}

#[test]
fn a_block_that_is_far_from_every_road_is_a_hole() {
    // A ring road of 1 km by 1 km.
    let mut samples = Vec::new();
    for i in 0..=100 {
        for at in [[i * 899, 0], [i * 899, 89_900], [0, i * 899], [89_900, i * 899]] {
            samples.push(Sample { at, ms: 1000 });
        }
    }
    let polygons = polygons(&samples, &[120_000]);
    assert_eq!(polygons[0].0.len(), 1);
    assert_eq!(polygons[0].0[0].interiors().len(), 1);
    assert!(polygons[0].is_valid());
}
