use std::collections::HashMap;

use geo::{Area, BooleanOps, Contains, Coord, MultiPolygon, Validation, polygon};
use h3o::{CellIndex, LatLng, Resolution};
use proptest::prelude::*;

use super::*;
use crate::domain::territory::region::Unit;

fn disk(lng: f64, lat: f64, radius: u32) -> Vec<CellIndex> {
    LatLng::new(lat, lng).unwrap().to_cell(Resolution::Eight).grid_disk(radius)
}

fn region_of(mosaic: &Mosaic) -> Region {
    let unit = |index: usize| Unit {
        id: index.to_string(),
        centre: LngLat::new(0.0, 0.0).unwrap(),
        amounts: vec![1.0],
        area_m2: 0.0,
        perimeter_m: 0.0,
    };
    let mut region = Region::new((0..mosaic.n_units()).map(unit).collect());
    mosaic.enclose(&mut region);
    region
}

/// Every directed border of one territory is the reverse of one of another, or on the outside.
fn assert_shared(polygons: &[MultiPolygon]) -> usize {
    let mut seen: HashMap<[u64; 4], usize> = HashMap::new();
    for polygon in polygons {
        for part in polygon {
            for ring in std::iter::once(part.exterior()).chain(part.interiors()) {
                for line in ring.lines() {
                    *seen.entry(key(line.start, line.end)).or_default() += 1;
                }
            }
        }
    }
    assert!(seen.values().all(|&count| count == 1), "a border runs twice in one direction");
    let reverse = |k: &[u64; 4]| [k[2], k[3], k[0], k[1]];
    seen.keys().filter(|k| seen.contains_key(&reverse(k))).count() / 2
}

fn key(a: Coord, b: Coord) -> [u64; 4] {
    [a.x.to_bits(), a.y.to_bits(), b.x.to_bits(), b.y.to_bits()]
}

#[test]
fn cells_know_their_neighbours_and_areas() {
    let cells = disk(24.94, 60.17, 3);
    let mosaic = Mosaic::of_cells(&cells).unwrap();
    let region = region_of(&mosaic);
    // 37 cells of a disk have 90 common borders
    assert_eq!((region.units.len(), region.borders.edge_count()), (37, 90));
    for (unit, cell) in region.units.iter().zip(&cells) {
        assert!((unit.area_m2 / (cell.area_km2() * 1e6) - 1.0).abs() < 1e-3);
    }
}

#[test]
fn dissolved_cells_share_their_borders_exactly() {
    let cells = disk(24.94, 60.17, 5);
    let mosaic = Mosaic::of_cells(&cells).unwrap();
    let territory: Vec<usize> = (0..cells.len()).map(|unit| unit % 3).collect();
    let polygons = mosaic.dissolve(&territory, 3);
    assert!(assert_shared(&polygons) > 100);
    assert!(polygons.iter().all(MultiPolygon::is_valid));
    let whole = mosaic.dissolve(&vec![0; cells.len()], 1);
    let sum: f64 = polygons.iter().map(Area::unsigned_area).sum();
    assert!((sum / whole[0].unsigned_area() - 1.0).abs() < 1e-9);
}

#[test]
fn a_hole_belongs_to_the_ring_around_it() {
    let cells = disk(10.0, 20.0, 2);
    let mosaic = Mosaic::of_cells(&cells).unwrap();
    let mut territory = vec![0; cells.len()];
    territory[0] = 1;
    let polygons = mosaic.dissolve(&territory, 2);
    assert_eq!((polygons[0].0.len(), polygons[0].0[0].interiors().len()), (1, 1));
    assert_eq!(polygons[1].0[0].exterior().0.len(), 7);
}

#[test]
fn clipped_cells_tile_exactly_the_area() {
    let area: MultiPolygon = polygon![
        (x: 24.90, y: 60.15), (x: 24.98, y: 60.15), (x: 24.97, y: 60.19), (x: 24.94, y: 60.16),
        (x: 24.91, y: 60.19)
    ]
    .into();
    let (mosaic, cells) = Mosaic::of_area(&area, Resolution::Nine).unwrap();
    assert_eq!(mosaic.n_units(), cells.len());
    let territory: Vec<usize> = (0..cells.len()).map(|unit| unit * 4 / cells.len()).collect();
    let polygons = mosaic.dissolve(&territory, 4);
    assert_shared(&polygons);
    assert!(polygons.iter().all(MultiPolygon::is_valid));
    let sum: f64 = polygons.iter().map(Area::unsigned_area).sum();
    assert!((sum / area.unsigned_area() - 1.0).abs() < 1e-6);
    let whole = &mosaic.dissolve(&vec![0; cells.len()], 1)[0];
    assert!(whole.difference(&area).unsigned_area() < 1e-6 * area.unsigned_area());
    assert!(area.difference(whole).unsigned_area() < 1e-6 * area.unsigned_area());
}

#[test]
fn an_area_made_of_cells_can_be_divided_again() {
    let cells = disk(24.94, 60.17, 4);
    let area = Mosaic::of_cells(&cells).unwrap().dissolve(&vec![0; cells.len()], 1).remove(0);
    let (mosaic, again) = Mosaic::of_area(&area, Resolution::Eight).unwrap();
    let sum: f64 = mosaic.areas_m2().iter().sum();
    let expected: f64 = Mosaic::of_cells(&cells).unwrap().areas_m2().iter().sum();
    assert!((sum / expected - 1.0).abs() < 1e-6);
    assert!(cells.iter().all(|cell| again.contains(cell)));
    let outline = &mosaic.dissolve(&vec![0; again.len()], 1)[0];
    assert!((outline.unsigned_area() / area.unsigned_area() - 1.0).abs() < 1e-6);
}

#[test]
fn a_hole_in_the_area_stays_a_hole() {
    let area: MultiPolygon = polygon!(
        exterior: [(x: 14.0, y: 35.8), (x: 14.6, y: 35.8), (x: 14.6, y: 36.1), (x: 14.0, y: 36.1)],
        interiors: [[(x: 14.2, y: 35.9), (x: 14.2, y: 36.0), (x: 14.4, y: 36.0), (x: 14.4, y: 35.9)]],
    )
    .into();
    let (mosaic, cells) = Mosaic::of_area(&area, Resolution::Six).unwrap();
    let whole = &mosaic.dissolve(&vec![0; cells.len()], 1)[0];
    assert_eq!(whole.0[0].interiors().len(), 1);
    assert!((whole.unsigned_area() / area.unsigned_area() - 1.0).abs() < 1e-6);
}

#[test]
fn polygons_with_different_corners_on_a_common_border_are_neighbours() {
    let left: MultiPolygon =
        polygon![(x: 0.0, y: 0.0), (x: 1.0, y: 0.0), (x: 1.0, y: 2.0), (x: 0.0, y: 2.0)].into();
    let low: MultiPolygon =
        polygon![(x: 1.0, y: 0.0), (x: 2.0, y: 0.0), (x: 2.0, y: 1.0), (x: 1.0, y: 1.0)].into();
    let high: MultiPolygon =
        polygon![(x: 1.0, y: 1.0), (x: 2.0, y: 1.0), (x: 2.0, y: 2.0), (x: 1.0, y: 2.0)].into();
    let mosaic = Mosaic::of_polygons(&[left, low, high]).unwrap();
    assert_eq!(region_of(&mosaic).borders.edge_count(), 3);
    let polygons = mosaic.dissolve(&[0, 1, 0], 2);
    assert_shared(&polygons);
    assert!((polygons[0].unsigned_area() - 3.0).abs() < 1e-9);
}

#[test]
fn overlapping_polygons_are_named() {
    let one: MultiPolygon =
        polygon![(x: 0.0, y: 0.0), (x: 2.0, y: 0.0), (x: 2.0, y: 2.0), (x: 0.0, y: 2.0)].into();
    let two: MultiPolygon =
        polygon![(x: 1.0, y: 1.0), (x: 3.0, y: 1.0), (x: 3.0, y: 3.0), (x: 1.0, y: 3.0)].into();
    let error = Mosaic::of_polygons(&[one, two]).unwrap_err();
    assert_eq!(error, MosaicError::Overlap { first: 0, second: 1 });
}

proptest! {
    /// Two strips whose common border everyone draws a little differently.
    #[test]
    fn narrow_overlaps_go_to_the_first(wobbles in prop::collection::vec(-1e-4..1e-4_f64, 2..12)) {
        let n = wobbles.len();
        let height = |index: usize| index as f64 * 0.1 / (n as f64 - 1.0);
        let border: Vec<Coord> = wobbles
            .iter()
            .enumerate()
            .map(|(index, &x)| Coord { x: 0.1 + x, y: height(index) })
            .collect();
        let corner = |x: f64, y: f64| Coord { x, y };
        let mut west = vec![corner(0.0, 0.1), corner(0.0, 0.0)];
        west.extend(&border);
        let west: MultiPolygon = geo::Polygon::new(west.into(), Vec::new()).into();
        let straight = [corner(0.1, 0.1), corner(0.1, 0.0), corner(0.2, 0.0), corner(0.2, 0.1)];
        let east: MultiPolygon =
            geo::Polygon::new(straight.to_vec().into(), Vec::new()).into();
        let mosaic = Mosaic::of_polygons(&[west.clone(), east.clone()]).unwrap();
        let whole = west.union(&east).unsigned_area();
        let parts = mosaic.dissolve(&[0, 1], 2);
        let sum: f64 = parts.iter().map(Area::unsigned_area).sum();
        prop_assert!((sum - whole).abs() < 1e-8, "{sum} of {whole}");
        prop_assert!((parts[0].unsigned_area() - west.unsigned_area()).abs() < 1e-8);
    }
}

#[test]
fn the_resolution_follows_the_size() {
    // Helsinki centre, about 20 km2, in at most 2000 cells: resolution 10 has cells of 0.015 km2
    assert_eq!(resolution_for(20e6, 2_000), Resolution::Ten);
    assert_eq!(resolution_for(300_000e6, 2_000), Resolution::Five);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Any star-shaped area is tiled exactly, and the pieces fit together.
    #[test]
    fn random_areas_are_tiled_exactly(
        radii in prop::collection::vec(0.005_f64..0.05, 5..14),
        lng in -170.0_f64..170.0,
        lat in -60.0_f64..70.0,
        k in 1_usize..6,
    ) {
        let corner = |(index, radius): (usize, &f64)| {
            let angle = std::f64::consts::TAU * index as f64 / radii.len() as f64;
            Coord { x: lng + radius * angle.cos(), y: lat + radius * angle.sin() }
        };
        let ring = radii.iter().enumerate().map(corner).collect();
        let area: MultiPolygon = geo::Polygon::new(ring, vec![]).into();
        let (mosaic, cells) = Mosaic::of_area(&area, Resolution::Eight).unwrap();
        let territory: Vec<usize> = (0..cells.len()).map(|unit| unit * 7 % k).collect();
        let polygons = mosaic.dissolve(&territory, k);
        assert_shared(&polygons);
        let sum: f64 = polygons.iter().map(Area::unsigned_area).sum();
        prop_assert!((sum / area.unsigned_area() - 1.0).abs() < 1e-5);
        let whole = &mosaic.dissolve(&vec![0; cells.len()], 1)[0];
        prop_assert!(whole.contains(&geo::Point::new(lng, lat)));
    }
}
