use super::*;

fn address(street: &str, number: &str, country: &str) -> Address {
    Address {
        street: Some(street.into()),
        housenumber: Some(number.into()),
        country: Some(country.into()),
        ..Address::default()
    }
}

#[test]
fn the_number_stands_where_the_country_puts_it() {
    let line = |street, number, country| address(street, number, country).line1().unwrap();
    assert_eq!(line("Aleksanterinkatu", "52", "FI"), "Aleksanterinkatu 52");
    assert_eq!(line("Market Street", "1", "US"), "1 Market Street");
    assert_eq!(line("마포대로", "155", "KR"), "마포대로 155");
    assert_eq!(Address::default().line1(), None);
}

#[test]
fn what_is_known_stays() {
    let known = address("A", "1", "FI");
    let other = Address { city: Some("Helsinki".into()), ..address("B", "2", "SE") };
    let both = known.or(other);
    assert_eq!((both.street.as_deref(), both.city.as_deref()), (Some("A"), Some("Helsinki")));
}
