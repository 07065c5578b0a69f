use super::*;
use crate::domain::osm::{Tags, Way};

/// A box from 0 to 10 with coastlines given as points.
fn area_of_sea(coasts: &[&[[i32; 2]]]) -> (f64, usize) {
    let (mut positions, mut ways) = (Vec::new(), Vec::new());
    let mut id_of = std::collections::HashMap::new();
    for (way_id, coast) in (1_i64..).zip(coasts) {
        let mut nodes = Vec::new();
        for point in *coast {
            let next = i64::try_from(id_of.len()).unwrap();
            let id = *id_of.entry(*point).or_insert(next);
            positions.push((id, point.map(|degrees| degrees * 10_000_000)));
            nodes.push(id);
        }
        let tags: Tags = [("natural", "coastline")].into_iter().collect();
        ways.push(Way { id: way_id, nodes, tags });
    }
    let mut extract = Extract::new(positions, Vec::new(), ways, Vec::new());
    extract.bounds = Some(Bbox { west: 0.0, south: 0.0, east: 10.0, north: 10.0 });
    let sea = sea(&extract);
    (sea.polygons.iter().map(Area::unsigned_area).sum(), sea.n_dangling)
}

fn check(coasts: &[&[[i32; 2]]], expected: f64) {
    let (area, n_dangling) = area_of_sea(coasts);
    assert!((area - expected).abs() < 1e-6, "{area} is not {expected}");
    assert_eq!(n_dangling, 0);
}

#[test]
fn water_is_to_the_right() {
    // Northwards through the middle: the eastern half is water. Southwards: the western.
    check(&[&[[5, -1], [5, 11]]], 50.0);
    check(&[&[[5, 11], [5, 5]], &[[5, 5], [5, -1]]], 50.0);
    check(&[&[[3, -1], [3, 11]]], 70.0);
}

#[test]
fn two_coasts_make_a_strait() {
    check(&[&[[4, -1], [4, 11]], &[[6, 11], [6, -1]]], 20.0);
    // The other way round: a spit of land between two waters.
    check(&[&[[4, 11], [4, -1]], &[[6, -1], [6, 11]]], 80.0);
}

#[test]
fn a_bay_that_comes_back_to_its_edge() {
    // Land in the west reaches in from the western edge between y 2 and y 6, water around it.
    check(&[&[[-1, 2], [4, 2], [4, 6], [-1, 6]]], 100.0 - 16.0);
    check(&[&[[-1, 6], [4, 6], [4, 2], [-1, 2]]], 16.0);
}

#[test]
fn islands_are_dry_and_basins_are_not() {
    let island: &[[i32; 2]] = &[[2, 2], [4, 2], [4, 4], [2, 4], [2, 2]];
    check(&[island], 96.0);
    check(&[island, &[[5, -1], [5, 11]]], 50.0);
    check(&[&[[6, 6], [8, 6], [8, 8], [6, 8], [6, 6]], &[[5, -1], [5, 11]]], 46.0);
    // An island across the edge of the box.
    check(&[&[[8, 2], [12, 2], [12, 4], [8, 4], [8, 2]]], 96.0);
}

#[test]
fn no_coast_is_no_sea_and_a_loose_end_neither() {
    check(&[], 0.0);
    assert_eq!(area_of_sea(&[&[[5, -1], [5, 5]]]), (0.0, 1));
}

#[test]
fn an_end_shortly_before_the_edge_is_led_to_it() {
    check(&[&[[5, 1], [5, 9]]], 50.0);
    check(&[&[[5, 9], [5, -1]]], 50.0);
}

#[test]
fn missing_nodes_tear_a_ring_into_its_visible_pieces() {
    // A ring around land in the west of which only the coast through the box is there.
    let tags = || [("natural", "coastline")].into_iter().collect();
    let positions = vec![(1, [5, 9]), (2, [5, 5]), (3, [5, 1])];
    let scaled = |(id, at): (i64, [i32; 2])| (id, at.map(|degrees| degrees * 10_000_000));
    let positions: Vec<_> = positions.into_iter().map(scaled).collect();
    let sea_of = |nodes: Vec<i64>| {
        let ways = vec![Way { id: 1, nodes, tags: tags() }];
        let mut extract = Extract::new(positions.clone(), Vec::new(), ways, Vec::new());
        extract.bounds = Some(Bbox { west: 0.0, south: 0.0, east: 10.0, north: 10.0 });
        sea(&extract).polygons.iter().map(Area::unsigned_area).sum::<f64>()
    };
    assert!((sea_of(vec![3, 2, 1, 98, 99, 3]) - 50.0).abs() < 1e-6);
    assert!((sea_of(vec![2, 1, 98, 99, 3, 2]) - 50.0).abs() < 1e-6);
    assert!((sea_of(vec![99, 3, 2, 1, 98, 99]) - 50.0).abs() < 1e-6);
}
