use serde_json::json;

use super::*;

fn goal(json: serde_json::Value) -> Goal {
    serde_json::from_value(json).unwrap()
}

fn codes(goals: &[Goal], n: Option<usize>) -> Vec<String> {
    let mut faults = Faults::default();
    check(goals, n, &mut faults);
    faults.none().err().into_iter().flatten().map(|fault| fault.code.to_string()).collect()
}

#[test]
fn a_goal_is_a_name_or_an_object() {
    assert_eq!(goal(json!("value")), Goal::By(Balance::Value));
    let terms = goal(json!({"by": "workload", "targets": {"shares": [1.0, 2.0]}, "max": 1800.0}));
    assert_eq!(terms.by(), Balance::Workload);
    let back: Goal = serde_json::from_value(serde_json::to_value(&terms).unwrap()).unwrap();
    assert_eq!(back, terms);
    let unknown = serde_json::from_value::<Goal>(json!("hours")).unwrap_err().to_string();
    assert!(unknown.contains("unknown variant `hours`"), "{unknown}");
    let unknown = serde_json::from_value::<Goal>(json!({"by": "value", "most": 3}));
    assert!(unknown.unwrap_err().to_string().contains("unknown field `most`"));
}

#[test]
fn faults_are_named_together() {
    let uneven = goal(json!({"by": "value", "targets": {"amounts": [1.0, 2.0]}, "tolerance": 2.0}));
    let crossed = goal(json!({"by": "accounts", "min": 5.0, "max": 4.0}));
    let found = codes(&[uneven, crossed], Some(3));
    assert_eq!(found, ["number.out_of_range", "territory.targets", "territory.limits"]);
    let twice = [Goal::By(Balance::Value), Goal::By(Balance::Value)];
    assert_eq!(codes(&twice, Some(3)), ["territory.activities"]);
    assert_eq!(codes(&[], Some(3)), ["territory.activities"]);
}

#[test]
fn hours_become_shares() {
    let goals = [goal(json!({"by": "workload", "targets": "capacity"}))];
    let made = activities(&goals, 0.1, &[40.0, 20.0], 2).unwrap();
    assert_eq!(made[0].targets, territory::Targets::Shares(vec![40.0, 20.0]));
    assert!((made[0].tolerance - 0.1).abs() < f64::EPSILON);
    assert!(activities(&goals, 0.1, &[40.0, 0.0], 2).is_err(), "an owner without hours");
    assert!(activities(&goals, 0.1, &[], 2).is_err(), "no owners");
}
