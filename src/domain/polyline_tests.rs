use super::*;

#[test]
fn the_documented_example_holds() {
    let line: Vec<LngLat> = [(-120.2, 38.5), (-120.95, 40.7), (-126.453, 43.252)]
        .iter()
        .map(|&(lng, lat)| LngLat::new(lng, lat).unwrap())
        .collect();
    assert_eq!(encode(&line, 5), "_p~iF~ps|U_ulLnnqC_mqNvxq`@");
    let back = decode("_p~iF~ps|U_ulLnnqC_mqNvxq`@", 5).unwrap();
    assert!(back.iter().zip(&line).all(|(a, b)| a.distance(*b).0 < 1.0));
}

#[test]
fn nonsense_is_refused() {
    for text in ["_", "\u{7f}", "_p~iF", "~~~~~~~~~~~~~~~~~~~~~~~~~~", "ä"] {
        assert!(decode(text, 5).is_none(), "{text}");
    }
}
