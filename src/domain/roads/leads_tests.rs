use super::super::overrides::Overrides;
use super::super::profile::ProfileId;
use super::super::sketch::Sketch;
use super::super::snap::SnapOptions;
use super::super::variant::Changes;

use ProfileId::{Car, Van};

const SIDE: u32 = 8;

/// The name of a crossing of [`town`].
fn at(column: u32, row: u32) -> char {
    char::from_u32(0xAC00 + row * SIDE + column).unwrap()
}

/// Streets in a chequerboard, enough of them to be no sketch, with `beside` written to the right of
/// each row.
fn town(beside: [&str; SIDE as usize]) -> Sketch {
    let row = |row: u32| (0..SIDE).map(|column| at(column, row)).collect::<String>();
    let map: Vec<String> = (0..SIDE).zip(beside).map(|(i, beside)| row(i) + beside).collect();
    let mut sketch = Sketch::new(&map.join("\n"));
    for i in 0..SIDE {
        let column: String = (0..SIDE).map(|row| at(i, row)).collect();
        sketch = sketch.way(&row(i), "").way(&column, "");
    }
    sketch
}

/// A street behind a low bridge.
fn cut_off() -> Sketch {
    let bridge: String = [at(7, 3), 'x'].iter().collect();
    town(["", "", "", "  xy", "", "", "", ""]).way(&bridge, "maxheight=2.2").way("xy", "")
}

fn metres_to_road(sketch: &Sketch, profile: ProfileId, place: char) -> f64 {
    let network = sketch.build();
    let snapper = network.view(profile).unwrap().snapper();
    snapper.snap(sketch.at(place), &SnapOptions::default())[0].distance_m
}

#[test]
fn no_place_stands_where_a_vehicles_own_size_keeps_it_out() {
    let sketch = cut_off();
    assert!(metres_to_road(&sketch, Car, 'y') < 1.0);
    // The last street is at column 7 of the map, y at column 11.
    let metres = metres_to_road(&sketch, Van, 'y');
    assert!((metres - 400.0).abs() < 10.0, "{metres}");
    let network = sketch.build();
    assert!(network.route(Van, &[sketch.at('y'), sketch.at(at(0, 0))]).is_ok());
}

#[test]
fn a_closure_cuts_off_what_lies_behind_it() {
    let sketch = cut_off();
    let network = sketch.build();
    let bridge_at = |kmh: f32| {
        let bridge = (i64::from(2 * SIDE + 1), kmh);
        let overrides = Overrides::of_ways(&network.atlas, [bridge]);
        network.variant(Car, &Changes { overrides, ..Changes::default() }).unwrap()
    };
    let variant = bridge_at(0.0);
    let view = network.view_of(&variant).unwrap();
    let snap = view.snapper().snap(sketch.at('y'), &SnapOptions::default())[0];
    assert!(snap.distance_m > 200.0, "{snap:?}");
    // A road that is only slower leads where it led.
    let variant = bridge_at(5.0);
    let view = network.view_of(&variant).unwrap();
    assert!(view.snapper().snap(sketch.at('y'), &SnapOptions::default())[0].distance_m < 1.0);
}

/// The far side of a public street can be reached over a private road, its near side over public
/// ones: in at `x`, out at `y`.
#[test]
fn a_public_street_is_not_reached_over_a_private_road() {
    let way = |from: char, to: char| [from, to].iter().collect::<String>();
    let sketch = town(["  x", "", "  y", "", "", "", "", ""])
        .way(&way(at(7, 0), 'x'), "oneway=yes")
        .way("xy", "")
        .way(&way('y', at(7, 2)), "oneway=yes")
        .way(&way(at(7, 3), 'y'), "oneway=yes access=private");
    let on_it = sketch.near('y', 0, 30);
    let streets = sketch.streets(Car, &[sketch.at(at(7, 4)), on_it]);
    assert!(!streets.contains(&way(at(7, 3), 'y')), "{streets}");
    assert!(streets.ends_with(&format!("{} xy", way(at(7, 0), 'x'))), "{streets}");
}
