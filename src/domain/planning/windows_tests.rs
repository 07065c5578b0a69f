use super::*;
use crate::domain::planning::test_days::{at, candidate, day};

fn check(opening_hours: &str, expected: Result<&[(&str, &str)], LeftOut>) {
    let candidate = Candidate { opening_hours: Some(opening_hours.to_owned()), ..candidate(1.0) };
    let spans = open_spans(&candidate, day().date);
    let expected = expected
        .map(|spans| spans.iter().map(|(from, to)| window(at(from), at(to))).collect::<Vec<_>>());
    assert_eq!(start_windows(&candidate, spans.as_deref()), expected, "{opening_hours}");
}

#[test]
fn a_visit_ends_before_closing() {
    // half an hour's visit
    check("Mo-Fr 10:00-12:00,13:00-16:00", Ok(&[("10:00", "11:30"), ("13:00", "15:30")]));
    check("Tu 10:00-10:20,14:00-14:30", Ok(&[("14:00", "14:00")]));
    check("Tu 10:00-10:20", Err(LeftOut::OpenTooShort));
    check("We 10:00-18:00", Err(LeftOut::ClosedAllDay));
    check("whenever we like", Ok(&[]));
}

#[test]
fn an_appointment_overrules_opening_hours() {
    let fixed = Candidate { appointment: Some(at("18:00")), ..candidate(1.0) };
    assert_eq!(start_windows(&fixed, Some(&[])), Ok(vec![window(at("18:00"), at("18:00"))]));
}
