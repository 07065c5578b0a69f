use super::*;

fn check(lng: f64, lat: f64, zone: &str, country: &str, left: bool) {
    let centre = LngLat::new(lng, lat).unwrap();
    let facts = find(&Extract::default(), &Outlines::default(), centre, None);
    assert_eq!(facts.time_zone.name(), zone);
    assert_eq!((facts.country.as_deref(), facts.drives_on_left), (Some(country), left));
}

#[test]
fn places_of_the_world() {
    check(24.94, 60.17, "Europe/Helsinki", "FI", false);
    check(7.42, 43.73, "Europe/Monaco", "MC", false);
    check(9.19, 45.46, "Europe/Rome", "IT", false);
    check(14.51, 35.90, "Europe/Malta", "MT", true);
    check(126.95, 37.55, "Asia/Seoul", "KR", false);
    check(-122.40, 37.78, "America/Los_Angeles", "US", false);
    check(9.52, 47.14, "Europe/Vaduz", "LI", false);
}

#[test]
fn a_given_zone_wins() {
    let centre = LngLat::new(0.0, 0.0).unwrap();
    let facts = find(&Extract::default(), &Outlines::default(), centre, Some(Tz::Asia__Seoul));
    assert_eq!(facts.time_zone, Tz::Asia__Seoul);
    assert_eq!(facts.country.as_deref(), Some("KR"));
}
