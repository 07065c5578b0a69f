use super::*;

fn at(lng: f64, lat: f64) -> LngLat {
    LngLat::new(lng, lat).unwrap()
}

fn street(name: &str, city: &str, country: &str, lng: f64, houses: &[&str]) -> Entry {
    let house = |(step, number): (u32, &&str)| House {
        number: (*number).to_owned(),
        at: at(lng + f64::from(step) * 0.001, 60.0),
        postcode: Some("00100".to_owned()),
    };
    Entry {
        kind: EntryKind::Street,
        id: None,
        name: name.to_owned(),
        other_names: Vec::new(),
        city: Some(city.to_owned()),
        country: Some(country.to_owned()),
        at: at(lng, 60.0),
        houses: (0..).zip(houses).map(house).collect(),
    }
}

fn named(kind: EntryKind, name: &str, city: &str, lng: f64) -> Entry {
    let id = Some("node/1".to_owned());
    Entry { kind, id, ..street(name, city, "FI", lng, &[]) }
}

fn town() -> Geocoder {
    Geocoder::build(&[
        street("Aleksanterinkatu", "Helsinki", "FI", 24.94, &["1", "3", "9", "52", "52 B"]),
        street("Aleksanterinkatu", "Porvoo", "FI", 25.66, &["2"]),
        street("Itäinen Viertotie", "Helsinki", "FI", 24.95, &[]),
        street("마포대로", "서울특별시 마포구", "KR", 126.9, &["155", "155-3"]),
        street("마포대로1길", "서울특별시 마포구", "KR", 126.91, &["15"]),
        street("Main Street", "San Francisco", "US", -122.4, &["123"]),
        named(EntryKind::Place, "Café Aalto", "Helsinki", 24.941),
        named(EntryKind::Area, "Kamppi", "Helsinki", 24.93),
        named(EntryKind::Place, "Kampin Apteekki", "Helsinki", 24.931),
    ])
    .unwrap()
}

fn check(query: &str, label: &str, precision: Precision) {
    let hits = town().search(query, None, 5);
    let first = hits.first().map(|hit| (&*hit.label, hit.precision));
    assert_eq!(first, Some((label, precision)), "{query}: {hits:#?}");
}

#[test]
fn addresses_in_the_order_of_their_country() {
    use Precision::{Rooftop, Street};
    check("Aleksanterinkatu 52, 00100 Helsinki", "Aleksanterinkatu 52, Helsinki", Rooftop);
    check("aleksanterinkatu 52 b helsinki", "Aleksanterinkatu 52, Helsinki", Rooftop);
    check("aleksanterinkatu porvoo", "Aleksanterinkatu, Porvoo", Street);
    check("서울시 마포구 마포대로 155-3", "마포대로 155-3, 서울특별시 마포구", Rooftop);
    check("마포대로155", "마포대로 155, 서울특별시 마포구", Rooftop);
    check("마포대로1길 15", "마포대로1길 15, 서울특별시 마포구", Rooftop);
    check("123 Main St, San Francisco", "123 Main Street, San Francisco", Rooftop);
}

#[test]
fn beginnings_mistakes_and_missing_accents() {
    use Precision::{Area, Place, Street};
    check("aleksanterink helsinki", "Aleksanterinkatu, Helsinki", Street);
    check("alexanterinkatu helsinki", "Aleksanterinkatu, Helsinki", Street);
    check("itainen viertotie", "Itäinen Viertotie, Helsinki", Street);
    check("cafe aalto", "Café Aalto, Helsinki", Place);
    check("kamppi", "Kamppi, Helsinki", Area);
}

#[test]
fn a_number_between_two_lies_between_them() {
    // 5 is a third of the way from 3 (24.941) to 9 (24.942).
    let hits = town().search("Aleksanterinkatu 5 Helsinki", None, 1);
    assert_eq!(hits[0].precision, Precision::Street);
    assert!((hits[0].at.lng() - 24.941_333).abs() < 1e-5, "{:?}", hits[0]);
}

#[test]
fn near_decides_among_equals() {
    let nearest = |lng| town().search("aleksanterinkatu", Some(at(lng, 60.0)), 1)[0].label.clone();
    assert_eq!(nearest(25.66), "Aleksanterinkatu, Porvoo");
    assert_eq!(nearest(24.94), "Aleksanterinkatu, Helsinki");
}

#[test]
fn nothing_is_found_for_nothing() {
    for query in ["", "  ", "xqzzvw", "!!!"] {
        assert!(town().search(query, None, 5).is_empty(), "{query}");
    }
    assert!(Geocoder::default().search("katu", None, 5).is_empty());
}

#[test]
fn the_way_back() {
    let town = town();
    let hit = town.reverse(at(24.9421, 60.0)).unwrap();
    assert_eq!(hit.label, "Aleksanterinkatu 9, Helsinki");
    assert_eq!(hit.address.postcode.as_deref(), Some("00100"));
    assert_eq!(town.reverse(at(24.9421, 60.01)), None, "a kilometre away");
}

#[test]
fn sections_open_again() {
    let town = town();
    let sections = town.sections();
    let section = |name: &str| {
        let found = sections.iter().find(|(known, _)| *known == name);
        let (_, bytes) =
            found.ok_or_else(|| crate::domain::flat::FlatError::Missing(name.into()))?;
        // Aligned as a file's sections are.
        let mut aligned = vec![0_u64; bytes.len().div_ceil(8)];
        bytemuck::cast_slice_mut(&mut aligned)[..bytes.len()].copy_from_slice(bytes);
        let whole = bytes::Bytes::from_owner(Aligned(aligned));
        Ok(whole.slice(..bytes.len()))
    };
    let opened = Geocoder::open(section).unwrap();
    assert_eq!(opened.len(), town.len());
    assert_eq!(opened.search("마포대로155", None, 3), town.search("마포대로155", None, 3));
}

struct Aligned(Vec<u64>);

impl AsRef<[u8]> for Aligned {
    fn as_ref(&self) -> &[u8] {
        bytemuck::cast_slice(&self.0)
    }
}

proptest::proptest! {
    #[test]
    fn any_query_is_answered(query: String) {
        let hits = town().search(&query, None, 10);
        proptest::prop_assert!(hits.len() <= 10);
    }
}
