use super::*;
use crate::domain::control::Iterations;
use crate::domain::planning::Lunch;
use crate::domain::planning::test_days::{Straight, at, candidate, day, step};

fn planned(day: &Day, candidates: &[Candidate]) -> DayPlan {
    let (options, budget) = (Options::default(), Iterations(2_000));
    plan_day(day, candidates, &Straight, options, &budget, &Cancel::never(), &|_| ()).unwrap()
}

fn open(steps: f64, hours: &str) -> Candidate {
    Candidate { opening_hours: Some(hours.to_owned()), ..candidate(steps) }
}

#[test]
fn a_day_is_ordered_by_windows() {
    let plan = planned(
        &day(),
        &[open(1.0, "Tu 14:00-15:00"), candidate(2.0), open(3.0, "Tu 10:00-11:00")],
    );
    let order: Vec<usize> = plan.stops.iter().map(|stop| stop.candidate).collect();
    assert_eq!((order, plan.left_out), (vec![2, 1, 0], vec![]));
    assert!(plan.is_proven);
    // three visits of half an hour, an hour on the road
    assert_eq!((plan.service_s, plan.travel_s, plan.distance_m), (5400, 3600, 36_000));
    let last = plan.stops.last().unwrap();
    assert!(last.starts_at >= at("14:00"));
    assert_eq!(last.windows, [(at("14:00"), at("15:00"))]);
}

#[test]
fn who_does_not_fit_is_told_why() {
    let far = Candidate { at: Some(step(60.0)), ..candidate(1.0) };
    let nowhere = Candidate { at: None, ..candidate(1.0) };
    let refused = Candidate { do_not_visit: true, ..candidate(1.0) };
    let plan = planned(
        &day(),
        &[
            open(1.0, "Tu 18:00-20:00"),
            open(1.0, "Mo 09:00-17:00"),
            far,
            nowhere,
            refused,
            open(1.0, "Tu 10:00-10:10"),
            candidate(2.0),
        ],
    );
    let expected = [
        (0, LeftOut::OutsideShift),
        (1, LeftOut::ClosedAllDay),
        (2, LeftOut::OutsideShift),
        (3, LeftOut::NotGeocoded),
        (4, LeftOut::DoNotVisit),
        (5, LeftOut::OpenTooShort),
    ];
    assert_eq!(plan.left_out, expected);
    assert_eq!(plan.stops.len(), 1);
}

#[test]
fn a_full_day_keeps_what_is_overdue_and_important() {
    let mut accounts: Vec<Candidate> = (0..20).map(|_| candidate(1.0)).collect();
    accounts[3].status = VisitStatus::Due;
    accounts[4].priority = 10;
    let plan = planned(&Day { visits_max: 30, ..day() }, &accounts);
    // 8 h less 20 min of driving hold 15 visits
    assert_eq!(plan.stops.len(), 15);
    assert!(plan.left_out.contains(&(3, LeftOut::NoTimeLeft)));
    assert!(plan.left_out.contains(&(4, LeftOut::NoTimeLeft)));
    let plan = planned(&Day { visits_max: 4, ..day() }, &accounts);
    assert_eq!(plan.stops.len(), 4);
    assert!(plan.left_out.contains(&(3, LeftOut::VisitLimit)));
}

#[test]
fn others_work_around_an_appointment() {
    let fixed =
        Candidate { appointment: Some(at("09:30")), duration_s: 6 * 3600, ..candidate(1.0) };
    let plan = planned(&day(), &[fixed, open(2.0, "Tu 11:00-12:00"), candidate(2.0)]);
    assert_eq!(plan.left_out, [(1, LeftOut::ConflictsWithFixed)]);
    assert!(plan.stops[0].is_fixed);
    assert_eq!(plan.stops[0].starts_at, at("09:30"));
    assert_eq!(plan.stops.len(), 2);
}

#[test]
fn lunch_is_kept() {
    let lunch = Lunch { from: at("12:00"), to: at("13:00"), duration_s: 1800 };
    let accounts: Vec<Candidate> = (0..8).map(|k| candidate(f64::from(k))).collect();
    let plan = planned(&Day { lunch: Some(lunch), ..day() }, &accounts);
    let (from, to) = plan.lunch.unwrap();
    assert!(at("12:00") <= from && from <= at("13:00"));
    assert_eq!((to - from).num_seconds(), 1800);
    assert!(plan.stops.iter().all(|stop| stop.leaves_at <= from || stop.starts_at >= to));
}

#[test]
fn a_day_without_any_visit_is_an_answer() {
    let plan = planned(&day(), &[open(1.0, "Mo 09:00-17:00")]);
    assert_eq!((plan.stops.len(), plan.left_out.len()), (0, 1));
    assert_eq!(plan.departs_at, plan.returns_at);
}

#[test]
fn too_many_accounts_are_refused() {
    let accounts = vec![candidate(1.0); 201];
    let (options, budget) = (Options::default(), Iterations(1));
    let answer =
        plan_day(&day(), &accounts, &Straight, options, &budget, &Cancel::never(), &|_| ());
    assert!(matches!(answer, Err(PlanError::TooManyCandidates { count: 201, max: 200 })));
}
