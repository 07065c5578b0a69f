use super::*;

fn check(value: &str, expected: Option<f32>) {
    let found = parse(value, &Tags::default(), &Locale::default());
    match (found, expected) {
        (Some(found), Some(expected)) => {
            assert!((found - expected).abs() < 0.05, "{value}: {found} is not {expected}");
        }
        (found, expected) => assert_eq!(found, expected, "{value}"),
    }
}

#[test]
fn limits_are_read_in_all_their_spellings() {
    check("50", Some(50.0));
    check("50 km/h", Some(50.0));
    check("30 mph", Some(48.3)); // 30 * 1.609344
    check("30mph", Some(48.3));
    check("10 knots", Some(18.5));
    check("walk", Some(7.0));
    check("none", Some(140.0));
    check("DE:urban", Some(50.0));
    check("DE:zone:30", Some(30.0));
    check("FR:zone30", Some(30.0));
    check("DE:motorway", Some(140.0));
    check("KR:urban", Some(50.0));
    check("GB:nsl_single", Some(96.6)); // 60 mph
    check("50;30", Some(30.0));
}

#[test]
fn nonsense_is_no_limit() {
    check("", None);
    check("signals", None);
    check("fast", None);
    check("0", None);
    check("9999", None);
    check("-50", None);
    check("50 furlongs", None);
    check("XX:", None);
}

#[test]
fn directions_lanes_and_zones_have_their_order() {
    let tags: Tags = [("maxspeed", "70"), ("maxspeed:backward", "50")].into_iter().collect();
    let locale = Locale::default();
    let at = |tags: &Tags, d| limit(tags, d, When::ordinary(), &locale);
    assert_eq!(at(&tags, Direction::Forward), Some(70.0));
    assert_eq!(at(&tags, Direction::Backward), Some(50.0));
    let lanes: Tags = [("maxspeed:lanes", "100|80|")].into_iter().collect();
    assert_eq!(at(&lanes, Direction::Forward), Some(100.0));
    let zone: Tags = [("source:maxspeed", "IT:rural")].into_iter().collect();
    assert_eq!(at(&zone, Direction::Forward), Some(90.0));
    let night: Tags =
        [("maxspeed", "80"), ("maxspeed:conditional", "60 @ (10:00-12:00)")].into_iter().collect();
    assert_eq!(at(&night, Direction::Forward), Some(60.0));
}
