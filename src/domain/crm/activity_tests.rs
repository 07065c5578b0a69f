use super::*;

#[test]
fn a_check_in_is_judged_by_distance_and_certainty() {
    let site = LngLat::new(24.9400, 60.1700).unwrap();
    // A hundredth of a degree of longitude at 60.17 degrees north is 553 m.
    let east = |degrees: f64| Some(LngLat::new(24.94 + degrees, 60.17).unwrap());
    let check = |location, accuracy, site, expected| {
        let found = CheckIn::judge(Utc::now(), location, accuracy, site);
        assert_eq!(found.check_in_verdict, Some(expected), "{location:?} {accuracy:?}");
    };
    check(east(0.0), Some(10.0), Some(site), CheckInVerdict::Verified);
    check(east(0.0025), Some(10.0), Some(site), CheckInVerdict::Verified);
    check(east(0.003), None, Some(site), CheckInVerdict::Outside);
    check(east(0.003), Some(20.0), Some(site), CheckInVerdict::Verified);
    check(east(0.01), Some(200.0), Some(site), CheckInVerdict::Outside);
    check(east(0.0), Some(300.0), Some(site), CheckInVerdict::Unverified);
    check(east(0.0), Some(10.0), None, CheckInVerdict::Unverified);
    check(None, None, Some(site), CheckInVerdict::Manual);
}

#[test]
fn only_meeting_somebody_counts_as_a_visit() {
    let counting: Vec<&str> =
        Outcome::ALL.iter().filter(|o| o.counts_as_visit()).map(|o| o.code()).collect();
    assert_eq!(counting, ["order", "offer_requested", "follow_up", "refused", "information"]);
}

#[test]
fn a_visit_needs_an_account_and_time_runs_forward() {
    let draft: ActivityDraft = serde_json::from_value(serde_json::json!({
        "type": "visit", "subject": "x",
        "planned_start": "2026-11-22T10:00:00Z", "planned_end": "2026-11-22T09:00:00Z"
    }))
    .unwrap();
    let codes: Vec<&str> = draft.check().unwrap_err().iter().map(|fault| fault.code).collect();
    assert_eq!(codes, ["time.ends_before_start", "visit.without_account"]);
}
