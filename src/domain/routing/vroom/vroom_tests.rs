use super::*;
use crate::domain::control::Iterations;
use crate::domain::travel::{GreatCircle, TravelTime};
use proptest::prelude::*;

struct Straight;

impl Roads for Straight {
    fn matrix(&self, _: &str, places: &[LngLat]) -> Result<TravelMatrix, VroomError> {
        let matrix = GreatCircle::default().matrix(places, places, &Cancel::never());
        matrix.map_err(|error| VroomError::Routing(error.to_string()))
    }

    fn line(&self, _: &str, places: &[LngLat]) -> Option<String> {
        Some(format!("{} places", places.len()))
    }

    fn source(&self) -> &'static str {
        "great_circle"
    }
}

fn run(problem: &Value, is_plan: bool) -> Result<Value, VroomError> {
    let input = read(problem.to_string().as_bytes())?;
    let mode = Mode { is_plan, has_geometry: true, search: Options::default() };
    answer(&input, &Straight, mode, &Iterations(2_000), &Cancel::never())
}

/// Places 0, 10, 20, 30 and 40 s along a line, a metre each 100 ms.
fn line() -> Value {
    let durations: Vec<Vec<i32>> =
        (0..5).map(|a: i32| (0..5).map(|b| (a - b).abs() * 10).collect()).collect();
    let distances: Vec<Vec<i32>> =
        durations.iter().map(|row| row.iter().map(|s| s * 10).collect()).collect();
    json!({"car": {"durations": durations, "distances": distances}})
}

fn types(route: &Value) -> Vec<String> {
    let steps = route["steps"].as_array().unwrap().iter();
    steps.map(|step| format!("{}{}", step["type"].as_str().unwrap(), step["id"])).collect()
}

#[test]
fn matrices_are_enough() {
    let problem = json!({
        "vehicles": [{"id": 7, "start_index": 0, "end_index": 4, "description": "van"}],
        "jobs": [
            {"id": 20, "location_index": 3, "service": 5, "description": "late"},
            {"id": 10, "location_index": 1, "setup": 2}],
        "matrices": line(),
    });
    let answer = run(&problem, false).unwrap();
    let route = &answer["routes"][0];
    assert_eq!(types(route), ["startnull", "job10", "job20", "endnull"]);
    assert_eq!((&route["vehicle"], &route["description"]), (&json!(7), &json!("van")));
    let summary = &answer["summary"];
    assert_eq!(
        (&summary["cost"], &summary["setup"], &summary["service"], &summary["distance"]),
        (&json!(40), &json!(2), &json!(5), &json!(400))
    );
    // 10 s there, 2 s setup, 20 s on
    assert_eq!(route["steps"][2]["arrival"], 32);
    assert_eq!(route["steps"][2]["duration"], 30);
    assert_eq!((&answer["code"], &summary["unassigned"]), (&json!(0), &json!(0)));
    assert_eq!(summary["violations"], json!([]));
}

#[test]
fn a_break_waits_for_its_load() {
    let mut problem = json!({
        "vehicles": [{"id": 7, "start_index": 0, "capacity": [9],
            "breaks": [{"id": 3, "service": 5, "max_load": [4]}]}],
        "jobs": [
            {"id": 10, "location_index": 1, "delivery": [4]},
            {"id": 20, "location_index": 3, "delivery": [4]}],
        "matrices": line(),
    });
    let answer = run(&problem, false).unwrap();
    let steps = types(&answer["routes"][0]);
    let at = |step: &str| steps.iter().position(|other| other == step);
    assert!(at("break3") > at("job10"), "{steps:?}");
    problem["vehicles"][0]["steps"] =
        json!([{"type": "break", "id": 3}, {"type": "job", "id": 10}, {"type": "job", "id": 20}]);
    let answer = run(&problem, true).unwrap();
    assert_eq!(answer["routes"][0]["violations"], json!([{"cause": "max_load"}]));
}

#[test]
fn shipments_skills_breaks_and_windows_are_kept() {
    let base = 1_600_000_000;
    let problem = json!({
        "vehicles": [
            {"id": 1, "start": [2.35, 48.71], "end": [2.35, 48.71], "capacity": [4],
             "skills": [1, 14], "time_window": [base, base + 14_400]},
            {"id": 2, "start": [2.35, 48.71], "end": [2.35, 48.71], "capacity": [4],
             "skills": [2, 14], "time_window": [base, base + 20_000],
             "breaks": [{"id": 5, "service": 300, "time_windows": [[base + 3_000, base + 9_000]]}]}],
        "jobs": [
            {"id": 1, "service": 300, "delivery": [1], "location": [2.30, 48.70], "skills": [1],
             "time_windows": [[base + 3_600, base + 7_200]]},
            {"id": 2, "service": 300, "pickup": [1], "location": [2.31, 48.75], "skills": [1]},
            {"id": 3, "service": 300, "delivery": [1], "location": [2.40, 48.72], "skills": [99]}],
        "shipments": [{"amount": [1], "skills": [2],
            "pickup": {"id": 4, "service": 300, "location": [2.41, 48.72]},
            "delivery": {"id": 4, "service": 300, "location": [2.39, 48.74]}}],
    });
    let answer = run(&problem, false).unwrap();
    assert_eq!(
        answer["unassigned"],
        json!([
        {"id": 3, "type": "job", "location": [2.40, 48.72], "reason": "no_skill"}])
    );
    let second = &answer["routes"][1];
    let order = types(second);
    let at = |name: &str| order.iter().position(|step| step == name).unwrap();
    assert!(at("pickup4") < at("delivery4") && order.contains(&"break5".to_owned()), "{order:?}");
    assert_eq!(second["geometry"], "4 places");
    // each step begins where the one before ended, and the travel between
    for route in answer["routes"].as_array().unwrap() {
        for pair in route["steps"].as_array().unwrap().windows(2) {
            let of = |step: &Value, key: &str| step[key].as_i64().unwrap();
            let travel = of(&pair[1], "duration") - of(&pair[0], "duration");
            let ready = ["arrival", "waiting_time", "setup", "service"];
            let ready: i64 = ready.iter().map(|key| of(&pair[0], key)).sum();
            assert_eq!(of(&pair[1], "arrival"), ready + travel);
        }
    }
    assert_eq!(answer["routes"][0]["delivery"], json!([1]));
    assert_eq!(answer["routes"][0]["steps"][0]["load"], json!([1]));
}

#[test]
fn prices_by_hour_kilometre_task_and_use_add_up() {
    let problem = json!({
        "vehicles": [{"id": 1, "start_index": 0, "end_index": 0, "speed_factor": 2,
            "costs": {"fixed": 100, "per_hour": 7200, "per_km": 1000, "per_task_hour": 3600}}],
        "jobs": [{"id": 1, "location_index": 4, "service": 11}],
        "matrices": line(),
    });
    let answer = run(&problem, false).unwrap();
    // 40 s at double speed are 20 s there and 20 s back at 2 a second; 800 m; 11 s at work
    assert_eq!(answer["summary"]["cost"], 100 + 40 * 2 + 800 + 11);
    assert_eq!(answer["summary"]["duration"], 40);
}

#[test]
fn custom_costs_decide() {
    let mut matrices = line();
    matrices["car"]["costs"] = json!([
        [0, 1, 9, 9, 9],
        [9, 0, 9, 1, 9],
        [1, 9, 0, 9, 9],
        [9, 9, 1, 0, 9],
        [9, 9, 9, 9, 0]
    ]);
    let problem = json!({
        "vehicles": [{"id": 1, "start_index": 0, "end_index": 0}],
        "jobs": [{"id": 2, "location_index": 2}, {"id": 3, "location_index": 3},
            {"id": 1, "location_index": 1}],
        "matrices": matrices,
    });
    let answer = run(&problem, false).unwrap();
    assert_eq!(types(&answer["routes"][0])[1..4], ["job1", "job3", "job2"]);
    assert_eq!(
        (&answer["summary"]["cost"], &answer["summary"]["duration"]),
        (&json!(4), &json!(60))
    );
}

#[test]
fn high_priority_comes_first() {
    let problem = json!({
        "vehicles": [{"id": 1, "start_index": 0, "end_index": 0, "max_tasks": 1}],
        "jobs": [{"id": 1, "location_index": 1}, {"id": 4, "location_index": 4, "priority": 10}],
        "matrices": line(),
    });
    let answer = run(&problem, false).unwrap();
    assert_eq!(answer["unassigned"][0]["id"], 1);
    assert_eq!(answer["summary"]["priority"], 10);
}

#[test]
fn plan_mode_keeps_the_order_and_tells_what_it_breaks() {
    let problem = json!({
        "vehicles": [
            {"id": 1, "start_index": 0, "end_index": 0, "capacity": [4], "time_window": [1000, 2000],
             "steps": [{"type": "start"}, {"type": "job", "id": 1}, {"type": "job", "id": 2},
                {"type": "end"}]},
            {"id": 2, "start_index": 0, "end_index": 0, "capacity": [4], "time_window": [1000, 1080],
             "steps": [{"type": "start", "service_after": 990}, {"type": "job", "id": 3},
                {"type": "end"}]}],
        "jobs": [
            {"id": 1, "location_index": 3, "delivery": [3]},
            {"id": 2, "location_index": 1, "delivery": [2], "time_windows": [[1500, 1600]]},
            {"id": 3, "location_index": 4, "delivery": [1], "service": 20,
             "time_windows": [[1000, 1029]]},
            {"id": 4, "location_index": 2, "delivery": [1]}],
        "matrices": line(),
    });
    let answer = run(&problem, true).unwrap();
    let first = &answer["routes"][0];
    assert_eq!(types(first), ["startnull", "job1", "job2", "endnull"]);
    assert_eq!(first["steps"][0]["violations"], json!([{"cause": "load"}]));
    // it starts late enough not to wait for the window
    assert_eq!((&first["steps"][0]["arrival"], &first["waiting_time"]), (&json!(1450), &json!(0)));
    // leaving at 990 is 10 early; at 1030 the job is 1 late, and home at 1090 is 10 late
    let second = &answer["routes"][1]["violations"];
    assert_eq!(
        second,
        &json!([{"cause": "delay", "duration": 11}, {"cause": "lead_time", "duration": 10}])
    );
    assert_eq!(answer["unassigned"][0]["id"], 4);
}

#[test]
fn plan_mode_tells_skills_order_breaks_and_limits() {
    let half = |index| json!({"id": 1, "location_index": index});
    let problem = json!({
        "vehicles": [{"id": 1, "start_index": 0, "end_index": 0, "max_tasks": 1,
            "max_travel_time": 10, "max_distance": 10, "breaks": [{"id": 1}],
            "steps": [{"type": "delivery", "id": 1}, {"type": "pickup", "id": 1}]}],
        "shipments": [{"pickup": half(1), "delivery": half(2), "skills": [5]}],
        "matrices": line(),
    });
    let answer = run(&problem, true).unwrap();
    let causes = answer["routes"][0]["violations"].as_array().unwrap().iter();
    let causes: Vec<&str> = causes.map(|violation| violation["cause"].as_str().unwrap()).collect();
    assert_eq!(
        causes,
        ["max_distance", "max_tasks", "max_travel_time", "missing_break", "precedence", "skills"]
    );
}

#[test]
fn faults_have_codes() {
    let check = |problem: Value, expected: &str| {
        let error = run(&problem, false).unwrap_err();
        assert_eq!((error.code(), error.to_string()), (2, expected.to_owned()));
    };
    check(json!({}), "Invalid or missing vehicles.");
    let vehicle = json!({"id": 1, "start_index": 0});
    check(json!({"vehicles": [vehicle]}), "Invalid jobs or shipments.");
    let job = json!({"id": 1, "location_index": 9});
    check(
        json!({"vehicles": [vehicle], "jobs": [job], "matrices": line()}),
        "Index 9 is not in the matrix of 5 places.",
    );
    check(
        json!({"vehicles": [vehicle], "jobs": [job, job], "matrices": line()}),
        "Duplicate Job id: 1.",
    );
    check(
        json!({"vehicles": [{"id": 1, "start_index": 0, "profile": "bike"}], "jobs": [job],
            "matrices": line()}),
        "No durations for profile bike.",
    );
    check(
        json!({"vehicles": [{"id": 1}], "jobs": [{"id": 1, "location_index": 1}],
            "matrices": line()}),
        "No start or end for vehicle 1.",
    );
    check(
        json!({"vehicles": [vehicle], "jobs": [{"id": 1, "location": [2.0, 45.0]}]}),
        "No start or end for vehicle 1.",
    );
    check(
        json!({"vehicles": [vehicle], "jobs": [{"id": 1, "location": [2.0, 95.0]}]}),
        "latitude 95 is not between -90 and 90; longitude comes first.",
    );
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "[ -~]{0,80}") {
        let _ = read(text.as_bytes());
    }

    #[test]
    fn any_windows_and_indices_are_answered(
        indices in prop::collection::vec(0_usize..6, 1..6),
        windows in prop::collection::vec((0_u64..200, 0_u64..200), 6),
        service: u32,
        is_plan: bool,
    ) {
        let jobs: Vec<Value> = indices.iter().enumerate().map(|(id, index)| {
            json!({"id": id, "location_index": index, "service": service % 1000,
                "time_windows": [[windows[id].0, windows[id].1]]})
        }).collect();
        let steps: Vec<Value> =
            (0..jobs.len()).map(|id| json!({"type": "job", "id": id})).collect();
        let problem = json!({"jobs": jobs, "matrices": line(),
            "vehicles": [{"id": 1, "start_index": 0, "steps": if is_plan { steps } else { vec![] }}]});
        match run(&problem, is_plan) {
            Ok(answer) => prop_assert_eq!(&answer["code"], 0),
            Err(error) => prop_assert_eq!(error.code(), 2),
        }
    }
    #[test]
    fn any_value_anywhere_is_answered(
        places in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..STRANGE.len()), 1..4),
        is_plan: bool,
    ) {
        let mut problem = varied();
        for (place, value) in places {
            let paths = paths(&problem, "");
            let path = &paths[place.index(paths.len())];
            let value = serde_json::from_str(STRANGE[value]).unwrap();
            *problem.pointer_mut(path).unwrap() = value;
        }
        match run(&problem, is_plan) {
            Ok(answer) => prop_assert_eq!(&answer["code"], 0),
            Err(error) => prop_assert!(error.code() >= 2, "{error} of {problem}"),
        }
    }
}

const STRANGE: [&str; 16] = [
    "null",
    "true",
    "-1",
    "0",
    "1.5",
    "2147483648",
    "4294967295",
    "9223372036854775807",
    "18446744073709551615",
    "1e300",
    "\"x\"",
    "[]",
    "{}",
    "[-5]",
    "[[7, 3]]",
    "[[0, 4294967295]]",
];

/// A problem with something of everything.
fn varied() -> Value {
    json!({
        "vehicles": [
            {"id": 1, "start_index": 0, "end_index": 4, "capacity": [4, 2], "skills": [1],
                "time_window": [0, 900], "max_tasks": 5, "max_travel_time": 300,
                "max_distance": 9000, "speed_factor": 1.2,
                "costs": {"fixed": 10, "per_hour": 3600, "per_km": 2},
                "breaks": [{"id": 1, "time_windows": [[100, 300]], "service": 20, "max_load": [3, 2]}],
                "steps": [{"type": "start"}, {"type": "job", "id": 1, "service_at": 50},
                    {"type": "pickup", "id": 5}, {"type": "break", "id": 1},
                    {"type": "delivery", "id": 6}, {"type": "end"}]},
            {"id": 2, "start_index": 2, "capacity": [3, 3]}],
        "jobs": [
            {"id": 1, "location_index": 1, "setup": 3, "service": 10, "delivery": [1, 1],
                "skills": [1], "priority": 10, "time_windows": [[10, 200], [400, 500]]},
            {"id": 2, "location_index": 3, "service": 5, "pickup": [1, 0]}],
        "shipments": [{"amount": [1, 0], "skills": [], "priority": 3,
            "pickup": {"id": 5, "location_index": 2, "service": 4},
            "delivery": {"id": 6, "location_index": 4, "time_windows": [[0, 800]]}}],
        "matrices": line(),
    })
}

/// Pointers to every value below the whole.
fn paths(value: &Value, path: &str) -> Vec<String> {
    let below: Vec<(String, &Value)> = match value {
        Value::Object(map) => map.iter().map(|(key, value)| (key.clone(), value)).collect(),
        Value::Array(list) => list.iter().enumerate().map(|(k, v)| (k.to_string(), v)).collect(),
        _ => Vec::new(),
    };
    let of = |(key, value): (String, &Value)| {
        let path = format!("{path}/{key}");
        let mut all = paths(value, &path);
        all.push(path);
        all
    };
    below.into_iter().flat_map(of).collect()
}

#[test]
fn the_varied_problem_is_sound() {
    assert_eq!(run(&varied(), false).unwrap()["summary"]["unassigned"], 0);
    assert_eq!(run(&varied(), true).unwrap()["code"], 0);
}
