use super::*;

#[test]
fn navigation_links_are_encoded() {
    let at = LngLat::new(24.9459, 60.1681).unwrap();
    assert_eq!(
        navigation_url(at, "Café & Co"),
        "geo:60.168100,24.945900?q=60.168100,24.945900(Caf%C3%A9%20%26%20Co)"
    );
}

#[test]
fn a_line_has_two_points_at_least() {
    let at = LngLat::new(1.0, 2.0).unwrap();
    assert_eq!(line_string(&[at])["coordinates"], json!([[1.0, 2.0], [1.0, 2.0]]));
}
