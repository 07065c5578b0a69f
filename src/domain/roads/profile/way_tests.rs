//! The behaviour table: tags in, who may pass and how fast out.

use super::super::ProfileId;
use super::*;

fn rule(id: ProfileId, tags: &[(&str, &str)], country: &str) -> WayRule {
    let tags: Tags = tags.iter().copied().collect();
    Profile::builtin(id).way_rule(&tags, When::ordinary(), &Locale::of_country(country))
}

/// Forward and backward, as `through 45`, `ends 12` or `no`.
fn told(rule: WayRule) -> [String; 2] {
    [0, 1].map(|i| match rule.access[i] {
        Access::No => "no".to_owned(),
        Access::Ends => format!("ends {:.1}", rule.kmh[i]).replace(".0", ""),
        Access::Through => format!("through {:.1}", rule.kmh[i]).replace(".0", ""),
    })
}

fn check(id: ProfileId, tags: &str, forward: &str, backward: &str) {
    check_in("IT", id, tags, forward, backward);
}

fn check_in(country: &str, id: ProfileId, tags: &str, forward: &str, backward: &str) {
    let pairs: Vec<(&str, &str)> =
        tags.split(' ').filter_map(|pair| pair.split_once('=')).collect();
    assert_eq!(told(rule(id, &pairs, country)), [forward, backward], "{} on {tags}", id.name());
}

use ProfileId::{Bicycle, Car, Foot, Van};

#[test]
fn classes_are_open_to_those_they_are_built_for() {
    check(Car, "highway=primary", "through 72", "through 72");
    check(Car, "highway=primary gcrm:urban=yes", "through 45", "through 45");
    check(Car, "highway=residential", "through 30", "through 30");
    check(Car, "highway=footway", "no", "no");
    check(Car, "highway=cycleway", "no", "no");
    check(Car, "highway=construction", "no", "no");
    check(Car, "highway=track", "ends 15", "ends 15");
    check(Car, "building=yes", "no", "no");
    check(Foot, "highway=footway", "through 5", "through 5");
    check(Foot, "highway=steps", "through 2.5", "through 2.5");
    check(Foot, "highway=motorway", "no", "no");
    check(Foot, "man_made=pier", "through 5", "through 5");
    check(Foot, "railway=platform", "through 5", "through 5");
    check(Bicycle, "highway=cycleway", "through 18", "through 18");
    check(Bicycle, "highway=motorway", "no", "no");
    check(Bicycle, "highway=trunk motorroad=yes", "no", "no");
    check(Foot, "highway=trunk motorroad=yes", "no", "no");
}

#[test]
fn the_most_specific_access_key_wins() {
    check(Car, "highway=residential access=no", "no", "no");
    check(Car, "highway=residential access=no motorcar=yes", "through 30", "through 30");
    check(Car, "highway=residential motor_vehicle=no motorcar=yes", "through 30", "through 30");
    check(Car, "highway=residential vehicle=no", "no", "no");
    check(Foot, "highway=residential vehicle=no", "through 5", "through 5");
    check(Bicycle, "highway=residential vehicle=no bicycle=yes", "through 17", "through 17");
    check(Van, "highway=residential goods=no motor_vehicle=yes", "no", "no");
    check(Car, "highway=residential goods=no", "through 30", "through 30");
    check(Car, "highway=residential access=unknown", "through 30", "through 30");
    check(Car, "highway=residential access=bus;destination", "ends 30", "ends 30");
    check(Car, "highway=pedestrian motor_vehicle=delivery", "ends 10", "ends 10");
    check(Car, "highway=pedestrian access=yes", "no", "no");
    check(Car, "highway=track motor_vehicle=yes", "through 15", "through 15");
}

#[test]
fn access_may_differ_by_direction_and_hour() {
    check(Car, "highway=residential motor_vehicle:forward=no", "no", "through 30");
    check(Car, "highway=residential access:backward=destination", "through 30", "ends 30");
    let pairs = [("highway", "residential"), ("access:conditional", "no @ (Mo-Fr 10:00-12:00)")];
    assert_eq!(told(rule(Car, &pairs, "IT")), ["no", "no"]);
    let pairs = [("highway", "residential"), ("access:conditional", "no @ (Mo-Fr 07:00-09:00)")];
    assert_eq!(told(rule(Car, &pairs, "IT")), ["through 30", "through 30"]);
}

#[test]
fn private_and_destination_roads_open_only_at_ends() {
    for value in ["private", "destination", "delivery", "customers", "permit", "residents"] {
        let tags = format!("highway=service access={value}");
        check(Car, &tags, "ends 18", "ends 18");
    }
    check(Car, "highway=service service=driveway", "ends 12", "ends 12");
    check(Car, "highway=service service=driveway access=yes", "ends 12", "ends 12");
    check(Car, "highway=service service=parking_aisle", "through 10", "through 10");
    check(Car, "highway=service service=emergency_access", "no", "no");
    check(Bicycle, "highway=residential bicycle=use_sidepath", "ends 17", "ends 17");
}

#[test]
fn forbidden_uses_are_closed() {
    for value in ["no", "agricultural", "forestry", "emergency", "psv", "military"] {
        check(Car, &format!("highway=service access={value}"), "no", "no");
    }
    check(Car, "highway=residential impassable=yes", "no", "no");
    check(Car, "highway=service area=yes", "no", "no");
    check(Foot, "highway=pedestrian area=yes", "through 5", "through 5");
    check(Car, "highway=secondary ice_road=yes", "no", "no");
}

#[test]
fn one_ways_bind_those_they_are_meant_for() {
    check(Car, "highway=residential oneway=yes", "through 30", "no");
    check(Car, "highway=residential oneway=-1", "no", "through 30");
    check(Car, "highway=residential oneway=true", "through 30", "no");
    check(Car, "highway=tertiary junction=roundabout", "through 55", "no");
    check(Car, "highway=tertiary junction=circular", "through 55", "no");
    check(Car, "highway=tertiary junction=roundabout oneway=no", "through 55", "through 55");
    check(Car, "highway=motorway", "through 115", "no");
    check(Car, "highway=motorway oneway=no", "through 115", "through 115");
    check(Car, "highway=motorway_link", "through 60", "no");
    check(Car, "highway=residential oneway=yes oneway:motorcar=no", "through 30", "through 30");
    check(Bicycle, "highway=residential oneway=yes", "through 17", "no");
    check(Bicycle, "highway=residential oneway=yes oneway:bicycle=no", "through 17", "through 17");
    check(Bicycle, "highway=residential oneway=yes cycleway=opposite", "through 17", "through 17");
    check(
        Bicycle,
        "highway=residential oneway=yes cycleway:left=opposite_lane",
        "through 17",
        "through 17",
    );
    check(
        Bicycle,
        "highway=residential oneway=yes cycleway:left:oneway=-1",
        "through 17",
        "through 17",
    );
    check(Foot, "highway=residential oneway=yes", "through 5", "through 5");
    check(Foot, "highway=footway oneway:foot=yes", "through 5", "no");
}

#[test]
fn posted_limits_are_driven_at_nine_tenths() {
    check(Car, "highway=primary maxspeed=50", "through 45", "through 45");
    check(Car, "highway=primary maxspeed=30", "through 27", "through 27");
    // 40 mph = 64.4 km/h, 0.9 of it
    check_in("GB", Car, "highway=primary maxspeed=40mph", "through 57.9", "through 57.9");
    check(Car, "highway=primary maxspeed=IT:urban", "through 45", "through 45");
    check(
        Car,
        "highway=primary maxspeed:forward=70 maxspeed:backward=50",
        "through 63",
        "through 45",
    );
    check(Car, "highway=living_street maxspeed=walk", "through 6.3", "through 6.3");
    check_in("DE", Car, "highway=motorway maxspeed=none", "through 126", "no");
    check(Car, "highway=residential maxspeed=90", "through 40", "through 40");
    check(Car, "highway=motorway_link maxspeed:advisory=40", "through 40", "no");
    check(Bicycle, "highway=residential maxspeed=10", "through 10", "through 10");
    check(Bicycle, "highway=primary maxspeed=90", "through 17", "through 17");
    check(Foot, "highway=residential maxspeed=3", "through 5", "through 5");
}

#[test]
fn without_a_sign_the_country_sets_the_limit() {
    // 50 km/h urban limit, 0.9 of it, above the 42 that are usual
    check_in("KR", Car, "highway=secondary gcrm:urban=yes", "through 42", "through 42");
    // Korea's 30 on side streets, 0.9 of it
    check_in("KR", Car, "highway=residential", "through 27", "through 27");
    // 80 outside towns
    check_in("FI", Car, "highway=primary", "through 72", "through 72");
    check_in("BE", Car, "highway=primary", "through 63", "through 63");
}

#[test]
fn bad_roads_are_slow() {
    check(Car, "highway=secondary surface=gravel", "through 35", "through 35");
    check(Car, "highway=unclassified surface=sett", "through 40", "through 40");
    check(Car, "highway=track tracktype=grade5", "ends 6", "ends 6");
    check(Car, "highway=tertiary smoothness=very_bad", "through 20", "through 20");
    check(Car, "highway=tertiary smoothness=impassable", "no", "no");
    check(Car, "highway=tertiary lanes=1", "through 40", "through 40");
    check(Car, "highway=tertiary width=2.5", "through 40", "through 40");
    check(Car, "highway=tertiary lanes=1 oneway=yes", "through 55", "no");
    check(Bicycle, "highway=track surface=sand", "through 5", "through 5");
}

#[test]
fn a_van_needs_room() {
    check(Van, "highway=residential maxheight=2.3", "no", "no");
    check(Car, "highway=residential maxheight=2.3", "through 30", "through 30");
    check(Van, "highway=residential maxweight=3", "no", "no");
    check(Van, "highway=residential maxwidth=2", "no", "no");
    check(Van, "highway=residential maxlength=6", "no", "no");
    check(Van, "highway=residential maxaxleload=2", "no", "no");
    // A sign against motorcars holds for vans, unless another lets goods through.
    check(Van, "highway=residential motorcar=no", "no", "no");
    check(Van, "highway=residential motorcar=no goods=yes", "through 28.5", "through 28.5");
    check(Car, "highway=residential maxwidth=1.8", "no", "no");
}

#[test]
fn bicycles_are_pushed_where_they_may_not_be_ridden() {
    check(Bicycle, "highway=footway", "through 4.5", "through 4.5");
    check(Bicycle, "highway=footway bicycle=yes", "through 14", "through 14");
    check(Bicycle, "highway=footway bicycle=no", "no", "no");
    check(Bicycle, "highway=path bicycle=dismount", "through 4.5", "through 4.5");
    check(Bicycle, "highway=steps bicycle=yes", "through 1.5", "through 1.5");
}

#[test]
fn ferries_carry_whom_they_name() {
    check(Car, "route=ferry", "through 20", "through 20");
    check(Car, "route=ferry gcrm:ferry_kmh=12.5", "through 12.5", "through 12.5");
    check(Car, "route=ferry foot=yes", "no", "no");
    check(Car, "route=ferry foot=yes motor_vehicle=yes", "through 20", "through 20");
    check(Car, "route=ferry motor_vehicle=no", "no", "no");
    check(Van, "route=ferry foot=yes motorcar=yes", "through 20", "through 20");
    check(Van, "route=ferry foot=yes hgv=yes", "through 20", "through 20");
    check(Van, "route=ferry motorcar=no hgv=yes", "no", "no");
    check(Van, "route=ferry motor_vehicle=no hgv=yes", "no", "no");
    check(Foot, "route=ferry motor_vehicle=yes", "through 20", "through 20");
    check(Bicycle, "route=ferry bicycle=yes foot=yes", "through 20", "through 20");
    check(Car, "route=shuttle_train", "through 20", "through 20");
}
