use super::super::sketch::Sketch;
use super::*;

use ProfileId::Car;

fn line() -> Sketch {
    Sketch::new("a         b         c").way("abc", "maxspeed=20")
}

#[test]
fn roads_are_cut_where_the_time_is_up() {
    let network = line().build();
    let view = network.view(Car).unwrap();
    let departures = view.departures_at(line().at('b')).unwrap();
    let reached = view.reached_links(&departures, 60);
    // 18 km/h are 5 m/s: 300 m either way
    let metres: f64 = reached.iter().map(|r| f64::from(r.to_cm - r.from_cm) / 100.0).sum();
    assert!((metres - 600.0).abs() < 1.0, "{metres} m");
    assert!(reached.iter().all(|r| r.to_ms <= 60_000));
}

#[test]
fn places_are_judged_by_the_road_not_by_the_polygon() {
    let sketch = line();
    let network = sketch.build();
    let near = sketch.near('b', 250, 0);
    let far = sketch.near('b', 350, 0);
    let sea = LngLat::new(50.0, 50.0).unwrap();
    let found = network.reachable(Car, sketch.at('b'), &[near, far, sea], 60).unwrap();
    assert_eq!(found, [Some(50), None, None]);
}

#[test]
fn every_contour_comes_in_its_order() {
    let sketch = line();
    let network = sketch.build();
    let polygons = network.isochrone(Car, sketch.at('b'), &[120, 60]).unwrap();
    let area = |i: usize| geo::Area::unsigned_area(&polygons[i]);
    assert!(area(0) > area(1) && area(1) > 0.0);
    assert!(network.isochrone(Car, LngLat::new(50.0, 50.0).unwrap(), &[60]).is_err());
}
