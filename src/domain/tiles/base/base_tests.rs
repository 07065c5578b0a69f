use super::*;

fn check(shape: Shape, tags: &[(&str, &str)], expected: &[(&str, u8)]) {
    let tags: Tags = tags.iter().copied().collect();
    let found: Vec<_> =
        shown(&tags, shape).iter().map(|shown| (shown.layer.as_str(), shown.min_zoom)).collect();
    assert_eq!(found, expected, "{tags:?}");
}

#[test]
fn elements_land_in_their_layers() {
    check(Shape::Line, &[("highway", "motorway_link")], &[("roads", 6)]);
    check(
        Shape::Line,
        &[("highway", "residential"), ("railway", "tram")],
        &[("roads", 12), ("rail", 13)],
    );
    check(Shape::Line, &[("highway", "proposed")], &[]);
    check(Shape::Line, &[("route", "ferry")], &[("ferry", 7)]);
    check(Shape::Line, &[("waterway", "stream"), ("tunnel", "culvert")], &[]);
    check(Shape::Area, &[("highway", "pedestrian"), ("area", "yes")], &[("landuse", 13)]);
    check(Shape::Area, &[("building", "no")], &[]);
    let shop = [("building", "yes"), ("shop", "bakery"), ("name", "B"), ("addr:housenumber", "1")];
    check(Shape::Area, &shop, &[("buildings", 13), ("pois", 15), ("housenumbers", 16)]);
    check(Shape::Point, &[("place", "suburb"), ("name", "Kamppi")], &[("places", 11)]);
    check(Shape::Point, &[("place", "suburb")], &[]);
}

#[test]
fn attributes_are_few_and_named() {
    let tags = [("highway", "primary"), ("oneway", "yes"), ("bridge", "no"), ("name:ko", "길")];
    let road = &shown(&tags.into_iter().collect(), Shape::Line)[0];
    let expected = [
        ("class", Attribute::Text("primary".into())),
        ("oneway", Attribute::Bool(true)),
        ("name_ko", Attribute::Text("길".into())),
    ];
    assert_eq!(road.attributes, expected);
    let known = LayerName::Roads.fields();
    assert!(road.attributes.iter().all(|(key, _)| known.iter().any(|(name, _)| name == key)));
}

#[test]
fn layers_keep_their_numbers() {
    for (number, layer) in (0_u8..).zip(LayerName::ALL) {
        assert_eq!((layer as u8, LayerName::from_number(number)), (number, Some(layer)));
    }
    assert_eq!(LayerName::from_number(10), None);
}

#[test]
fn closed_ways_are_areas_when_they_should_be() {
    let area = |tags: &[(&str, &str)]| is_area(&tags.iter().copied().collect());
    assert!(area(&[("landuse", "forest")]));
    assert!(!area(&[("highway", "primary"), ("junction", "roundabout")]));
    assert!(area(&[("highway", "pedestrian"), ("area", "yes")]));
    assert!(!area(&[("barrier", "fence")]));
    assert!(!area(&[("natural", "coastline")]));
    assert!(area(&[("barrier", "wall"), ("building", "yes")]));
}
