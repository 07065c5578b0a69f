use super::*;

#[test]
fn keys_and_cells_agree_with_h3_at_every_resolution() {
    for (lng, lat) in [(24.94, 60.17), (126.97, 37.56), (-122.4, 37.8), (0.0, 90.0), (180.0, -45.0)]
    {
        let point = LngLat::new(lng, lat).unwrap();
        let at = LatLng::new(lat, lng).unwrap();
        for resolution in Resolution::range(Resolution::Zero, Resolution::Fifteen) {
            let expected = at.to_cell(Resolution::Fifteen).parent(resolution).unwrap();
            let prefix = key(point) >> shift(resolution);
            assert_eq!(cell(prefix, resolution), Some(expected), "{lng} {lat} {resolution}");
            let (first, last) = range(expected);
            assert!((first..=last).contains(&key(point)));
            assert_eq!(first >> shift(resolution), last >> shift(resolution));
        }
    }
}
