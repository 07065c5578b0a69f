//! What a path may and may not do, on networks small enough to see.

use super::super::check::trips;
use super::super::profile::ProfileId;
use super::super::sketch::Sketch;
use crate::domain::control::Cancel;

use ProfileId::{Bicycle, Car, Foot, Van};

fn check(sketch: &Sketch, profile: ProfileId, from: char, to: char, streets: &str) {
    let places = [sketch.at(from), sketch.at(to)];
    let found = sketch.streets(profile, &places);
    assert_eq!(found, streets, "{} from {from} to {to}", profile.name());
}

/// A square with a tail on each corner, so that places on the tails have one way in.
fn square() -> Sketch {
    Sketch::new(
        "e    f\n\
         \n\
         \u{20}a  b\n\
         \n\
         \u{20}c  d\n\
         \n\
         g    h",
    )
    .way("ea", "")
    .way("fb", "")
    .way("gc", "")
    .way("hd", "")
}

#[test]
fn one_ways_are_obeyed() {
    let sketch = square().way("ab", "oneway=yes").way("bd", "").way("dc", "").way("ca", "");
    check(&sketch, Car, 'e', 'f', "ea ab fb");
    check(&sketch, Car, 'f', 'e', "fb bd dc ca ea");
    check(&sketch, Foot, 'f', 'e', "fb ab ea");
}

#[test]
fn a_single_way_is_a_network() {
    let sketch = Sketch::new("a   b").way("ab", "");
    check(&sketch, Car, 'a', 'b', "ab");
    check(&sketch, Car, 'b', 'a', "ab");
    let oneway = Sketch::new("a   b").way("ab", "oneway=yes");
    check(&oneway, Car, 'a', 'b', "ab");
    check(&oneway, Car, 'b', 'a', "");
    check(&oneway, Bicycle, 'b', 'a', "");
    check(&oneway, Foot, 'b', 'a', "ab");
}

#[test]
fn private_roads_are_no_short_cut_but_lead_home() {
    for access in ["access=private", "access=destination", "access=delivery", "access=customers"] {
        let sketch = square().way("ab", access).way("bd", "").way("dc", "").way("ca", "");
        check(&sketch, Car, 'e', 'f', "ea ca dc bd fb");
        // A place on the private road itself.
        let on_it = sketch.near('a', 150, 0);
        assert_eq!(sketch.streets(Car, &[sketch.at('e'), on_it]), "ea ab");
        assert_eq!(sketch.streets(Car, &[on_it, sketch.at('f')]), "ab fb");
    }
}

#[test]
fn what_is_private_to_one_vehicle_is_no_short_cut_for_it() {
    for access in ["motorcar=destination", "goods=destination motorcar=yes"] {
        let sketch = square().way("ab", access).way("bd", "").way("dc", "").way("ca", "");
        for profile in [Car, Van] {
            check(&sketch, profile, 'e', 'f', "ea ca dc bd fb");
        }
    }
}

#[test]
fn one_turns_round_before_a_road_that_never_leads_back() {
    // From d there is only the one-way to e: the street a-b-c-d is main road all the same, and
    // the private b-p-c is no short cut on the way to its end.
    let sketch = Sketch::new(
        "a b     c d   e\n\
         \n\
         \u{20} x p y",
    )
    .way("ab", "")
    .way("bxyc", "maxspeed=5")
    .way("cd", "")
    .way("de", "oneway=yes")
    .way("bpc", "access=private");
    check(&sketch, Car, 'a', 'd', "ab bxyc cd");
    check(&sketch, Car, 'd', 'a', "cd bxyc ab");
}

/// A one-way street that no allowed turn leads into, or none out of, and a private road to it.
fn cut_off(street: &str, from: &str, to: &str) -> Sketch {
    let sketch = Sketch::new("e a     b\n\n\u{20}   y   x\n\n\u{20} c     d");
    sketch
        .way("ea", "")
        .way("ab", "")
        .way("ac", "")
        .way("cd", "")
        .way(street, "oneway=yes")
        .way("ayx", "access=private")
        .restrict("no_right_turn", from, "b", to, "")
}

#[test]
fn a_street_cut_off_by_its_turns_is_not_reached_over_private_roads() {
    let into = cut_off("bxd", "ab", "bxd");
    let on_it = into.near('x', 0, -100);
    assert_eq!(into.streets(Car, &[into.at('e'), on_it]), "");
    assert_eq!(into.streets(Car, &[on_it, into.at('e')]), "bxd cd ac ea");
    assert_eq!(into.streets(Car, &[into.at('e'), into.near('y', 0, 10)]), "ea ayx");
    let out = cut_off("dxb", "dxb", "ab");
    let on_it = out.near('x', 0, -100);
    assert_eq!(out.streets(Car, &[on_it, out.at('e')]), "");
    assert_eq!(out.streets(Car, &[out.at('e'), on_it]), "ea ac cd dxb");
    for sketch in [into, out] {
        let (network, extract) = (sketch.build(), sketch.extract());
        let trips = trips(&network, &extract, Car, 200, 1, &Cancel::never()).unwrap();
        assert_eq!(trips.faults, [""; 0]);
    }
}

#[test]
fn what_lies_behind_a_private_road_is_reached() {
    let sketch =
        Sketch::new("a   b  c  d  e").way("ab", "").way("bc", "access=private").way("cd", "");
    check(&sketch, Car, 'a', 'd', "ab bc cd");
    check(&sketch, Car, 'd', 'a', "cd bc ab");
}

#[test]
fn gates_stop_through_traffic_by_their_access() {
    let gated = |tags: &str| {
        square().way("axb", "").way("bd", "").way("dc", "").way("ca", "").sign('x', tags)
    };
    let map = |tags: &str| {
        let mut sketch = gated(tags);
        sketch = Sketch {
            at: sketch.at.into_iter().chain([('x', [2 * 8993 + 4000, -2 * 8993])]).collect(),
            ..sketch
        };
        sketch
    };
    check(&map("barrier=gate"), Car, 'e', 'f', "ea axb fb");
    check(&map("barrier=bollard"), Car, 'e', 'f', "ea ca dc bd fb");
    check(&map("barrier=bollard"), Bicycle, 'e', 'f', "ea axb fb");
    check(&map("barrier=gate access=private"), Car, 'e', 'f', "ea ca dc bd fb");
    check(&map("barrier=height_restrictor maxheight=2"), Car, 'e', 'f', "ea axb fb");
    check(&map("barrier=height_restrictor maxheight=2"), Van, 'e', 'f', "ea ca dc bd fb");
}

fn crossing() -> Sketch {
    Sketch::new(
        "\u{20} n\n\
         \n\
         w j e\n\
         \n\
         \u{20} s",
    )
    .way("wj", "")
    .way("je", "")
    .way("nj", "")
    .way("js", "")
}

#[test]
fn simple_restrictions_bind_those_they_are_meant_for() {
    let no_left = |tags: &str| crossing().restrict("no_left_turn", "wj", "j", "nj", tags);
    check(&no_left(""), Car, 'w', 'e', "wj je");
    check(&no_left(""), Car, 'w', 's', "wj js");
    // Straight on, turn at the dead end, come back.
    check(&no_left(""), Car, 'w', 'n', "wj je nj");
    check(&no_left(""), Foot, 'w', 'n', "wj nj");
    check(&no_left(""), Bicycle, 'w', 'n', "wj nj");
    check(&no_left("except=motorcar"), Car, 'w', 'n', "wj nj");
    check(&no_left("except=bicycle;psv"), Car, 'w', 'n', "wj je nj");
    let only = crossing().restrict("only_straight_on", "wj", "j", "je", "");
    check(&only, Car, 'w', 's', "wj je js");
    check(&only, Car, 'n', 's', "nj js");
    let rush = "restriction:conditional=no_left_turn@(07:00-09:00)";
    check(&crossing().restrict("", "wj", "j", "nj", rush), Car, 'w', 'n', "wj nj");
    let day = "restriction:conditional=no_left_turn@(10:00-12:00)";
    check(&crossing().restrict("", "wj", "j", "nj", day), Car, 'w', 'n', "wj je nj");
    let hgv = "restriction:hgv=no_left_turn";
    check(&crossing().restrict("", "wj", "j", "nj", hgv), Car, 'w', 'n', "wj nj");
}

/// Two parallel one-way roads joined by a short link, as on a dual carriageway.
fn dual() -> Sketch {
    Sketch::new(
        "a  b  c\n\
         d  e  f",
    )
    .way("cb", "oneway=yes")
    .way("ba", "oneway=yes")
    .way("de", "oneway=yes")
    .way("ef", "oneway=yes")
    .way("eb", "")
    .way("fc", "")
    .way("ad", "")
}

#[test]
fn a_restriction_over_a_via_way_forbids_the_whole_sequence() {
    check(&dual(), Car, 'd', 'a', "ad");
    let free = dual();
    let near = |s: &Sketch| [s.near('d', 150, 0), s.near('b', -150, 0)];
    assert_eq!(free.streets(Car, &near(&free)), "de eb ba");
    let bound = dual().restrict("no_u_turn", "de", "eb", "ba", "");
    assert_eq!(bound.streets(Car, &near(&bound)), "de ef fc cb ba");
    // Coming from elsewhere onto the via way, the same turn is fine.
    let on_via = [bound.near('e', 0, 50), bound.near('b', -150, 0)];
    assert_eq!(bound.streets(Car, &on_via), "eb ba");
}

#[test]
fn an_only_restriction_over_a_via_way_leaves_one_way_on() {
    let side = dual().way("bx", "");
    let side =
        Sketch { at: side.at.into_iter().chain([('x', [3 * 8993, 2 * 8993])]).collect(), ..side };
    let near = [side.near('d', 150, 0), side.near('b', -150, 0)];
    assert_eq!(side.streets(Car, &near), "de eb ba");
    let only = side.restrict("only_straight_on", "de", "eb", "bx", "");
    assert_ne!(only.streets(Car, &near), "de eb ba");
    // Not entering the via way stays free.
    assert_eq!(only.streets(Car, &[near[0], only.near('f', -100, 0)]), "de ef");
}

#[test]
fn u_turns_are_for_dead_ends() {
    let sketch = Sketch::new("a  b  c").way("ab", "").way("bc", "");
    let east = sketch.near('a', 100, 0);
    // Attached to both directions, a trip starts either way; the road itself has no U-turn.
    assert_eq!(sketch.streets(Car, &[east, sketch.at('c')]), "ab bc");
}

#[test]
fn a_ferry_is_boarded() {
    let sketch = Sketch::new("a b    c d")
        .way("ab", "")
        .way("bc", "route=ferry duration=00:30")
        .way("cd", "");
    let network = sketch.build();
    let route = network.route(Car, &[sketch.at('a'), sketch.at('d')]).unwrap();
    // half an hour on board, ten minutes to board
    assert!(route.duration_s > 2400.0 && route.duration_s < 2500.0, "{}", route.duration_s);
    assert_eq!(sketch.streets(Car, &[sketch.at('a'), sketch.at('d')]), "ab bc cd");
}
