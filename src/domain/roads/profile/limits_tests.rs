use super::*;

fn check(found: Option<f32>, expected: Option<f32>) {
    match (found, expected) {
        (Some(found), Some(expected)) => assert!((found - expected).abs() < 0.005, "{found}"),
        (found, expected) => assert_eq!(found, expected),
    }
}

#[test]
fn lengths_and_weights_are_read_in_their_units() {
    check(metres("2.5"), Some(2.5));
    check(metres("2,5 m"), Some(2.5));
    check(metres("7'6\""), Some(2.286)); // 7 * 0.3048 + 6 * 0.0254
    check(metres("7 ft 6 in"), Some(2.286));
    check(metres("250 cm"), Some(2.5));
    check(metres("default"), None);
    check(metres("none"), None);
    check(tonnes("3.5 t"), Some(3.5));
    check(tonnes("3500 kg"), Some(3.5));
    check(tonnes("8000 lbs"), Some(3.629));
    check(tonnes("heavy"), None);
}

#[test]
fn a_van_does_not_fit_under_a_low_bridge() {
    let van = VehicleSize { height_m: Some(2.7), weight_t: Some(3.5), ..VehicleSize::default() };
    let tags = |key, value| [(key, value)].into_iter().collect::<Tags>();
    assert!(!fits(&van, &tags("maxheight", "2.2")));
    assert!(fits(&van, &tags("maxheight", "2.7")));
    assert!(fits(&van, &tags("maxheight", "below_default")));
    assert!(!fits(&van, &tags("maxweight", "3")));
    assert!(fits(&VehicleSize::default(), &tags("maxheight", "1")));
}
