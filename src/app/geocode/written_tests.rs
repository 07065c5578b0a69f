use super::*;
use crate::domain::units::LngLat;
use crate::region::build::tests::DEMO;
use crate::region::places::PlaceQuery;

fn written(line1: &str, city: &str, postal_code: &str, country: &str) -> Written {
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    Written {
        line1: line1.to_owned(),
        district: None,
        city: some(city),
        postal_code: some(postal_code),
        country: some(country),
    }
}

fn precision(
    line1: &str,
    city: &str,
    postal_code: &str,
    country: &str,
) -> Option<GeocodePrecision> {
    let found = point_of(&DEMO.1, &written(line1, city, postal_code, country));
    found.map(|geocoded| geocoded.precision)
}

#[test]
fn only_the_address_itself_is_an_answer() {
    let house = Some(GeocodePrecision::Rooftop);
    assert_eq!(precision("Aleksanterinkatu 21", "Helsinki", "", "FI"), house);
    assert_eq!(precision("aleksanterinkatu 21", "", "", ""), house);
    assert_eq!(precision("Alexsanterinkatu 21", "Helsinki", "", ""), house, "one letter off");
    assert_eq!(precision("Aleksanterinkatu 21 B 9", "Helsinki", "", ""), house, "a flat");
    assert_eq!(precision("Aleksanterinkatu 21", "Tampere", "", "FI"), None, "another town");
    assert_eq!(precision("Aleksanterinkatu 21, Tampere", "", "", ""), None, "another town");
    assert_eq!(precision("Aleksanterinkatu 21", "Helsinki", "33100", "FI"), None, "its postcode");
    assert_eq!(precision("Aleksanterinkatu 21", "Helsinki", "", "SE"), None, "another country");
    assert_eq!(precision("Kauppakatu 3", "Helsinki", "", "FI"), None, "no such street");
    assert_eq!(precision("Helsinki", "Helsinki", "", "FI"), None, "a town is no address");
    let street = Some(GeocodePrecision::Street);
    assert_eq!(precision("Aleksanterinkatu", "Helsinki", "", "FI"), street);
    assert_eq!(precision("Aleksanterinkatu 9999", "Helsinki", "", "FI"), street);
}

/// The addresses of the shops and offices of the demo region, found again.
#[test]
fn addresses_of_places_are_found_where_the_places_are() {
    let places = DEMO.1.get("helsinki").unwrap().places();
    let found: Vec<Option<f64>> = places
        .search(&PlaceQuery::default())
        .into_iter()
        .filter_map(|row| places.place(row))
        .filter(|place| place.address.street.is_some() && place.address.housenumber.is_some())
        .map(|place| {
            let city = place.address.city.clone().unwrap_or_default();
            let line1 = place.address.line1().unwrap();
            let at: LngLat = place.location;
            let found = point_of(&DEMO.1, &written(&line1, &city, "", "FI"));
            found.map(|geocoded| geocoded.at.distance(at).0)
        })
        .collect();
    let within = |m: f64| found.iter().flatten().filter(|distance| **distance <= m).count();
    let n_found = found.iter().flatten().count();
    assert!(found.len() > 500, "{}", found.len());
    assert!(n_found * 100 >= found.len() * 97, "{n_found} of {}", found.len());
    assert!(within(100.0) * 100 >= n_found * 95, "{} of {n_found}", within(100.0));
}

#[test]
fn the_flat_is_no_part_of_the_street_line() {
    let check = |line1: &str, expected: &str| assert_eq!(street_line(line1).join(" "), expected);
    check("Yrjönkatu 11 B 9", "yrjonkatu 11");
    check("5 N Main St", "5 n main st");
    check("Hauptstraße 5", "hauptstrasse 5");
    check("Main Street N", "main street n");
    check("마포대로 155-3", "마포대로 155-3");
}
