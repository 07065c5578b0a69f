use super::*;

fn check(conditional: &str, hour: u32, expected: Option<&str>) {
    assert_eq!(value_at(conditional, When::weekday_at(hour)), expected, "{conditional} at {hour}");
}

#[test]
fn times_are_looked_up() {
    check("no @ (Mo-Fr 07:00-09:00)", 8, Some("no"));
    check("no @ (Mo-Fr 07:00-09:00)", 11, None);
    check("no @ (Sa-Su)", 11, None);
    check("30 @ 22:00-06:00", 23, Some("30"));
    check("delivery @ (Mo-Sa 06:00-12:00); no @ (12:00-24:00)", 13, Some("no"));
    check("delivery @ (Mo-Sa 06:00-12:00; Su 08:00-10:00)", 11, Some("delivery"));
}

#[test]
fn weights_and_weather_do_not_concern_an_ordinary_vehicle() {
    check("no @ (weight>7.5)", 11, None);
    check("80 @ wet", 11, None);
    check("no @ (Mo-Fr 07:00-19:00 AND weight>3.5)", 11, None);
    check("", 11, None);
    check("no @", 11, None);
    check("@@@;;((", 11, None);
}
