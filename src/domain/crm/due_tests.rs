use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn check(today: &str, last_visit: Option<&str>, interval: Option<u32>, expected: VisitStatus) {
    let due = next_due_on(last_visit.map(day), day("2026-01-01"), interval);
    assert_eq!(visit_status(day(today), due, interval), expected, "due {due:?}");
}

#[test]
fn a_monthly_account_runs_through_its_states() {
    // 1 March + 30 days = 31 March; 30 % of 30 days = 9 days before: from 22 March
    check("2026-03-21", Some("2026-03-01"), Some(30), VisitStatus::NotDue);
    check("2026-03-22", Some("2026-03-01"), Some(30), VisitStatus::Due);
    check("2026-03-31", Some("2026-03-01"), Some(30), VisitStatus::Due);
    check("2026-04-01", Some("2026-03-01"), Some(30), VisitStatus::Overdue);
}

#[test]
fn never_visited_is_due_from_the_first_day() {
    check("2026-01-01", None, Some(30), VisitStatus::Due);
    check("2026-01-02", None, Some(30), VisitStatus::Overdue);
}

#[test]
fn without_an_interval_nothing_is_due() {
    check("2030-01-01", Some("2020-01-01"), None, VisitStatus::None);
}
