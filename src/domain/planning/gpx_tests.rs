use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::domain::planning::route::{AccountAt, Route, RouteStatus, line_string};
use crate::domain::planning::test_days::{at, candidate, day, step};
use crate::domain::planning::{test_days::Straight, time_in_order};

fn route() -> Route {
    let day = day();
    let accounts = [AccountAt {
        account_id: Uuid::nil(),
        account_name: "Café <A> & B\u{1}".to_owned(),
        site_id: Some(Uuid::nil()),
        location: Some(step(1.0)),
    }];
    let cancel = crate::domain::control::Cancel::never();
    let plan = time_in_order(&day, &[candidate(1.0)], &Straight, &cancel).unwrap();
    let mut route = Route {
        id: Uuid::nil(),
        user_id: Uuid::nil(),
        date: day.date,
        status: RouteStatus::Planned,
        time_zone: "Europe/Helsinki".to_owned(),
        shift_start: day.shift.0,
        shift_end: day.shift.1,
        start: day.start,
        end: day.end,
        vehicle_profile: "car".to_owned(),
        departs_at: at("09:00"),
        returns_at: at("09:00"),
        distance_m: 0,
        travel_s: 0,
        service_s: 0,
        wait_s: 0,
        geometry: json!(null),
        lunch: None,
        stops: Vec::new(),
        unserved: Vec::new(),
        travel_source: "great_circle".to_owned(),
        is_proven: false,
        attribution: "© OpenStreetMap contributors".to_owned(),
        brief: json!({}),
        version: 1,
    };
    route.adopt(&plan, &accounts);
    route.geometry = line_string(&route.places());
    route
}

#[test]
fn names_are_escaped_and_times_given() {
    let gpx = gpx(&route());
    assert!(gpx.contains("<name>Café &lt;A&gt; &amp; B</name>"), "{gpx}");
    // 9:10 in Helsinki
    assert!(gpx.contains("<time>2026-11-24T07:10:00Z</time>"), "{gpx}");
    assert_eq!(gpx.matches("<rtept").count(), 3);
    assert_eq!(gpx.matches("<trkpt").count(), 3);
    let mut reader = quick_xml::Reader::from_str(&gpx);
    while reader.read_event().unwrap() != quick_xml::events::Event::Eof {}
}

#[test]
fn a_route_adopts_the_plans_sums() {
    let route = route();
    assert_eq!((route.travel_s, route.service_s, route.distance_m), (1200, 1800, 12_000));
    assert_eq!((route.stops[0].seq, route.stops[0].arrives_at), (1, at("09:10")));
}
