use super::*;

fn check(tags: &[(&str, &str)], expected: Option<&str>) {
    let tags = tags.iter().copied().collect();
    assert_eq!(of(&tags).as_deref(), expected, "{tags:?}");
}

#[test]
fn the_first_key_decides() {
    check(&[("amenity", "cafe")], Some("amenity.cafe"));
    check(&[("amenity", "cafe"), ("shop", "bakery")], Some("shop.bakery"));
    check(&[("amenity", "bench"), ("office", "company")], Some("office.company"));
    check(&[("shop", "books;stationery")], Some("shop.books"));
    check(&[("shop", "something_new")], Some("shop.something_new"));
    check(&[("shop", "vacant"), ("craft", "tailor")], Some("craft.tailor"));
}

#[test]
fn street_furniture_is_no_business() {
    for amenity in ["bench", "parking", "toilets", "waste_basket", "bicycle_rental"] {
        check(&[("amenity", amenity)], None);
    }
    check(&[("shop", "no")], None);
    check(&[("tourism", "viewpoint")], None);
    check(&[("leisure", "park")], None);
    check(&[("highway", "residential")], None);
}

#[test]
fn every_row_is_complete_and_follows_its_group() {
    let mut group_now = "";
    for category in catalogue() {
        assert!(!category.en.is_empty() && !category.ko.is_empty(), "{category:?}");
        if !category.code.contains('.') {
            group_now = category.code;
        }
        assert_eq!(group(category.code), group_now);
    }
    assert_eq!(BY_CODE.len(), catalogue().len(), "codes are unique");
}

#[test]
fn unknown_values_get_a_label_too() {
    assert_eq!(labels("amenity.cafe"), ("Café".into(), "카페".into()));
    assert_eq!(labels("shop.cat_hotel"), ("Cat hotel".into(), "상점 (cat hotel)".into()));
}
