use super::*;
use crate::domain::planning::Lunch;
use crate::domain::planning::test_days::{Straight, at, candidate, day};

fn timed(day: &Day, candidates: &[Candidate]) -> DayPlan {
    time_in_order(day, candidates, &Straight, &Cancel::never()).unwrap()
}

#[test]
fn the_order_is_kept_and_home_left_in_time() {
    let late = Candidate { opening_hours: Some("Tu 10:00-12:00".into()), ..candidate(1.0) };
    let plan = timed(&day(), &[late, candidate(3.0), candidate(2.0)]);
    let order: Vec<usize> = plan.stops.iter().map(|stop| stop.candidate).collect();
    assert_eq!(order, [0, 1, 2]);
    assert_eq!((plan.departs_at, plan.stops[0].arrives_at), (at("09:50"), at("10:00")));
    // 10:30, 20 min, 30 min visit, 10 min, 30 min visit, 20 min
    assert_eq!(plan.returns_at, at("12:20"));
    assert_eq!((plan.travel_s, plan.wait_s), (3600, 0));
}

#[test]
fn what_does_not_work_is_marked() {
    let early = Candidate { opening_hours: Some("Tu 08:00-09:30".into()), ..candidate(1.0) };
    let long = Candidate { duration_s: 8 * 3600, ..candidate(1.0) };
    let plan = timed(&day(), &[candidate(2.0), early, long]);
    let issues: Vec<Option<StopIssue>> = plan.stops.iter().map(|stop| stop.issue).collect();
    assert_eq!(issues, [None, Some(StopIssue::OutsideWindow), Some(StopIssue::AfterShift)]);
}

#[test]
fn lunch_comes_with_the_first_stop_after_its_time() {
    let lunch = Lunch { from: at("10:00"), to: at("11:00"), duration_s: 1200 };
    let accounts: Vec<Candidate> = (1..4).map(|k| candidate(f64::from(k))).collect();
    let plan = timed(&Day { lunch: Some(lunch), ..day() }, &accounts);
    // 9:10-9:40, 9:50-10:20, at the third site at 10:30
    assert_eq!(plan.lunch, Some((at("10:30"), at("10:50"))));
    assert_eq!(plan.stops[2].starts_at, at("10:50"));
}
