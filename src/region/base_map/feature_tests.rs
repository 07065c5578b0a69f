use proptest::prelude::*;

use super::*;

fn points() -> impl Strategy<Value = Vec<WorldPoint>> {
    proptest::collection::vec([0..1 << 28, 0..1 << 28], 0..6)
}

fn geometry() -> impl Strategy<Value = Geometry> {
    prop_oneof![
        [0..1 << 28, 0..1 << 28].prop_map(Geometry::Point),
        proptest::collection::vec(points(), 0..3).prop_map(Geometry::Lines),
        proptest::collection::vec(proptest::collection::vec(points(), 0..3), 0..3)
            .prop_map(Geometry::Polygons),
    ]
}

fn attribute() -> impl Strategy<Value = Attribute> {
    prop_oneof![
        any::<u64>().prop_map(Attribute::Text),
        any::<i64>().prop_map(Attribute::Int),
        any::<bool>().prop_map(Attribute::Bool),
    ]
}

proptest! {
    #[test]
    fn features_come_back(
        geometry in geometry(),
        attributes in proptest::collection::vec((any::<u64>(), attribute()), 0..5),
        layer: u8,
    ) {
        let feature = Feature { layer, min_zoom: 3, attributes, geometry };
        prop_assert_eq!(Feature::decode(&feature.encode()), Some(feature));
    }

    #[test]
    fn random_bytes_never_panic(bytes: Vec<u8>) {
        let _ = Feature::decode(&bytes);
    }
}
