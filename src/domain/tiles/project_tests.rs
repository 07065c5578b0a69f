use super::*;

fn point(lng: f64, lat: f64) -> LngLat {
    LngLat::new(lng, lat).unwrap()
}

#[test]
fn known_tiles() {
    // Slippy map tile names: Helsinki railway station at zoom 14.
    let helsinki = TileId::at(point(24.9414, 60.1719), 14);
    assert_eq!((helsinki.x(), helsinki.y()), (9327, 4742));
    assert_eq!(TileId::at(point(180.0, -90.0), 3), TileId::new(3, 7, 7).unwrap());
    assert_eq!(TileId::at(point(-180.0, 90.0), 3), TileId::new(3, 0, 0).unwrap());
}

#[test]
fn the_world_is_one_tile() {
    let world = TileId::new(0, 0, 0).unwrap();
    assert_eq!(world.to_tile(to_world(point(0.0, 0.0))), [2048, 2048]);
    assert!((world.bbox().north - 85.0511).abs() < 1e-4);
    assert_eq!(world.world_box(0), [0, 0, 1 << 28, 1 << 28]);
}

#[test]
fn tiles_outside_of_the_pyramid_are_refused() {
    for (z, x, y) in [(17, 0, 0), (0, 1, 0), (3, 0, 8), (255, 0, 0), (16, u32::MAX, 0)] {
        assert_eq!(TileId::new(z, x, y), Err(TileError { z, x, y }));
    }
}

proptest::proptest! {
    #[test]
    fn projection_goes_there_and_back(lng in -180.0_f64..180.0, lat in -85.0_f64..85.0) {
        let there = point(lng, lat);
        let back = to_lng_lat(to_world(there));
        proptest::prop_assert!(there.distance(back).0 < 0.2, "{there:?} {back:?}");
    }

    #[test]
    fn a_point_lies_in_its_tile(lng in -180.0_f64..180.0, lat in -85.0_f64..85.0, z in 0_u8..=16) {
        let tile = TileId::at(point(lng, lat), z);
        let [x, y] = tile.to_tile(to_world(point(lng, lat)));
        proptest::prop_assert!((0..=EXTENT).contains(&x) && (0..=EXTENT).contains(&y));
    }
}
