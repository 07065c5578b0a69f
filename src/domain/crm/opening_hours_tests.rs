use super::*;

const HELSINKI: Tz = Tz::Europe__Helsinki;

fn check(hours: &str, day: &str, expected: &[(&str, &str)]) {
    let hours = OpeningHours::parse(hours, Some("FI")).unwrap();
    let windows: Vec<(String, String)> = hours
        .windows(day.parse().unwrap(), HELSINKI)
        .iter()
        .map(|(from, to)| (from.to_rfc3339(), to.to_rfc3339()))
        .collect();
    let expected: Vec<(String, String)> = expected
        .iter()
        .map(|(from, to)| (format!("{from}:00+00:00"), format!("{to}:00+00:00")))
        .collect();
    assert_eq!(windows, expected);
}

#[test]
fn a_weekday_in_winter_is_two_hours_behind_in_utc() {
    check("Mo-Fr 09:00-17:00", "2026-01-14", &[("2026-01-14T07:00", "2026-01-14T15:00")]);
}

#[test]
fn a_split_day_has_two_windows() {
    check(
        "Mo-Fr 09:00-12:00,13:00-17:00",
        "2026-06-10",
        &[("2026-06-10T06:00", "2026-06-10T09:00"), ("2026-06-10T10:00", "2026-06-10T14:00")],
    );
}

#[test]
fn closed_days_have_no_window() {
    check("Mo-Fr 09:00-17:00", "2026-01-17", &[]);
    // 6 December is Finland's independence day, in 2027 a Monday.
    check("Mo-Fr 09:00-17:00; PH off", "2027-12-06", &[]);
}

#[test]
fn hours_past_midnight_show_on_both_days() {
    // Friday 22:00 to Saturday 03:00 local, asked for the Saturday
    check("Fr 22:00-03:00", "2026-01-17", &[("2026-01-16T22:00", "2026-01-17T01:00")]);
}

#[test]
fn always_open_is_the_whole_local_day_also_when_clocks_change() {
    // 29 March 2026 has 23 hours in Helsinki: 22:00 UTC to 21:00 UTC
    check("24/7", "2026-03-29", &[("2026-03-28T22:00", "2026-03-29T21:00")]);
}

#[test]
fn by_appointment_can_be_visited() {
    check(
        "Mo-Fr 09:00-17:00 \"by appointment\"",
        "2026-01-14",
        &[("2026-01-14T07:00", "2026-01-14T15:00")],
    );
}

#[test]
fn nonsense_is_refused() {
    assert!(matches!(OpeningHours::parse("whenever", None), Err(OpeningHoursError::Syntax(_))));
    let long = "Mo 09:00-17:00; ".repeat(40);
    assert_eq!(OpeningHours::parse(&long, None).unwrap_err(), OpeningHoursError::TooLong);
}

#[test]
fn a_time_inside_the_spring_gap_becomes_the_moment_after_it() {
    let gap = NaiveDate::from_ymd_opt(2026, 3, 29).unwrap().and_hms_opt(3, 30, 0).unwrap();
    // 03:00 to 04:00 does not exist; 04:00 local is 01:00 UTC
    assert_eq!(instant(gap, HELSINKI).to_rfc3339(), "2026-03-29T01:00:00+00:00");
}
