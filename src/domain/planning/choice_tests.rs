use super::*;
use crate::domain::planning::test_days::candidate;

#[test]
fn overdue_then_priority_then_value() {
    let account = |status, priority, value| Candidate { priority, value, status, ..candidate(1.0) };
    let accounts = [
        account(VisitStatus::NotDue, 100, 900.0),
        account(VisitStatus::Due, 90, 900.0),
        account(VisitStatus::Overdue, 20, 1.0),
        account(VisitStatus::Overdue, 20, 5.0),
        account(VisitStatus::Overdue, 30, 0.0),
        Candidate { do_not_visit: true, ..account(VisitStatus::Overdue, 99, 9.0) },
    ];
    assert_eq!(choose_due(&accounts, 10), [4, 3, 2, 1]);
    assert_eq!(choose_due(&accounts, 2), [4, 3]);
}
