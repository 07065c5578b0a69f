use proptest::prelude::*;

use super::*;
use crate::region::build::tests::DEMO;

fn demo() -> &'static Places {
    DEMO.1.get("helsinki").unwrap().places()
}

#[test]
fn every_place_is_found_by_its_own_point_category_and_name() {
    let places = demo();
    for row in 0..places.len() {
        let place = places.place(row).unwrap();
        let (lng, lat) = (place.location.lng(), place.location.lat());
        let bbox = Bbox { west: lng, south: lat, east: lng, north: lat };
        let categories = [place.category.clone()];
        let text = Some(&*place.name);
        let query = PlaceQuery { bbox: Some(bbox), within: None, categories: &categories, text };
        assert!(places.search(&query).contains(&row), "{place:?}");
        assert_eq!(places.get(&place.id).as_ref(), Some(&place));
    }
}

#[test]
fn most_places_have_an_address() {
    let places = demo();
    let all: Vec<Place> = (0..places.len()).map(|row| places.place(row).unwrap()).collect();
    let share = |has: fn(&Place) -> bool| all.iter().filter(|p| has(p)).count() * 100 / all.len();
    assert!(share(|place| place.address.line1().is_some()) > 80);
    assert!(share(|place| place.opening_hours.is_some()) > 30);
    assert!(share(|place| place.entrance.is_some()) > 20);
    assert!(all.iter().all(|place| place.address.country.as_deref() == Some("FI")));
}

#[test]
fn nine_tenths_of_the_places_are_in_the_heart_on_each_axis() {
    let places = demo();
    let heart = places.heart().unwrap();
    let all = (0..places.len()).map(|row| places.place(row).unwrap().location);
    let inside = all.filter(|at| (heart.west..=heart.east).contains(&at.lng())).count();
    let share = inside * 100 / places.len();
    assert!((88..=92).contains(&share), "{share} %");
    assert!(DEMO.1.get("helsinki").unwrap().bbox().intersects(&heart));
    assert_eq!(Places::default().heart(), None);
}

#[test]
fn categories_and_groups() {
    let places = demo();
    let count = |categories: &[&str]| {
        let categories: Vec<String> = categories.iter().map(ToString::to_string).collect();
        places.search(&PlaceQuery { categories: &categories, ..PlaceQuery::default() }).len()
    };
    assert_eq!(count(&[]), places.len());
    let counts = places.counts(0..places.len());
    assert_eq!(counts.values().sum::<usize>(), places.len());
    assert_eq!(count(&["amenity.cafe"]), counts["amenity.cafe"]);
    assert_eq!(
        count(&["amenity.cafe", "amenity.bar"]),
        counts["amenity.cafe"] + counts["amenity.bar"]
    );
    let shops: usize =
        counts.iter().filter(|(code, _)| code.starts_with("shop.")).map(|(_, n)| n).sum();
    assert_eq!(count(&["shop"]), shops);
    assert_eq!(count(&["shop.nothing"]), 0);
}

#[test]
fn unknown_ids_are_none() {
    for id in ["node/0", "node/x", "planet/1", "", "node"] {
        assert_eq!(demo().get(id), None);
    }
}

proptest! {
    #[test]
    fn a_box_finds_what_a_scan_finds(
        west in 24.935_f64..24.955, south in 60.163_f64..60.18, side in 0.0_f64..0.01,
    ) {
        let places = demo();
        let bbox = Bbox { west, south, east: west + side, north: south + side };
        let mut scanned: Vec<usize> = (0..places.len())
            .filter(|row| bbox.contains(places.place(*row).unwrap().location))
            .collect();
        scanned.sort_unstable();
        let query = PlaceQuery { bbox: Some(bbox), ..PlaceQuery::default() };
        prop_assert_eq!(places.search(&query), scanned);
    }
}
