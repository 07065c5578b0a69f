use proptest::prelude::*;

use super::*;

/// Easting and northing as PROJ 9.1 gives them.
#[test]
fn agrees_with_proj() {
    for (lng, lat, crs, easting, northing) in [
        (126.978, 37.5665, Crs::Epsg3857, 14_135_126.301_948, 4_518_366.509_982),
        (126.978, 37.5665, Crs::Epsg5179, 953_901.165_312, 1_952_032.080_979),
        (126.978, 37.5665, Crs::Epsg5186, 198_056.366_737, 551_885.030_589),
        (129.075, 35.1796, Crs::Epsg5179, 1_143_412.741_572, 1_688_281.116_355),
        (129.075, 35.1796, Crs::Epsg5186, 389_022.138_476, 288_992.614_721),
        (127.5, 38.0, Crs::Epsg5179, 1_000_000.0, 2_000_000.0),
        (124.7, 37.9, Crs::Epsg5179, 753_809.770_747, 1_992_601.823_077),
        (124.7, 37.9, Crs::Epsg5186, -2_302.130_479, 591_395.488_315),
    ] {
        let [first, second] = crs.project(LngLat::new(lng, lat).unwrap());
        let (x, y) = if crs == Crs::Epsg3857 { (first, second) } else { (second, first) };
        let off = (x - easting).hypot(y - northing);
        assert!(off < 1e-5, "{crs:?} at {lng}, {lat}: off by {off} m");
    }
}

#[test]
fn axes_are_in_the_order_of_the_system() {
    let seoul = LngLat::new(127.0, 37.0).unwrap();
    let first = |crs: Crs| crs.project(seoul)[0];
    assert!((first(Crs::Crs84) - 127.0).abs() < 1e-9);
    assert!((first(Crs::Epsg4326) - 37.0).abs() < 1e-9);
    assert_eq!(Crs::from_uri(Crs::Epsg5186.uri()), Some(Crs::Epsg5186));
    assert_eq!(Crs::from_uri("EPSG:1"), None);
}

proptest! {
    #[test]
    fn places_come_back(lng in 120.0..135.0, lat in 30.0..45.0) {
        let at = LngLat::new(lng, lat).unwrap();
        for crs in Crs::ALL {
            let back = crs.place(crs.project(at)).unwrap();
            prop_assert!((back.lng() - lng).abs() < 1e-10 && (back.lat() - lat).abs() < 1e-10);
        }
    }
}
