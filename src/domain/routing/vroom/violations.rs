//! What a route of plan mode breaks: times, loads, skills, order, breaks and limits.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::input::{Input, StepKind};
use super::problem::Translated;
use super::write::{Timed, What};

/// Causes with the seconds of those that have any.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Violations(BTreeMap<&'static str, i64>);

impl Violations {
    pub fn add(&mut self, cause: &'static str, seconds: i64) {
        *self.0.entry(cause).or_default() += seconds;
    }

    pub fn extend(&mut self, other: &Self) {
        for (cause, seconds) in &other.0 {
            self.add(cause, *seconds);
        }
    }

    pub fn to_json(&self) -> Value {
        let violation = |(cause, seconds): (&&'static str, &i64)| match *cause {
            "lead_time" | "delay" => json!({"cause": cause, "duration": seconds}),
            _ => json!({"cause": cause}),
        };
        self.0.iter().map(violation).collect()
    }
}

/// Seconds before the nearest window (negative) or after it; zero inside.
pub fn off_by(windows: &[[u64; 2]], at: i64) -> i64 {
    let distance = |window: &[u64; 2]| {
        let [from, to] = window.map(|at| i64::try_from(at).unwrap_or(i64::MAX));
        (at - from).min(0) + (at - to).max(0)
    };
    windows.iter().map(distance).min_by_key(|off| off.abs()).unwrap_or(0)
}

/// The windows in which a step may start.
pub fn windows_of(input: &Input, vehicle: usize, what: What) -> &[[u64; 2]] {
    let vehicle = &input.vehicles[vehicle];
    match what {
        What::Start | What::End => vehicle.time_window.as_slice(),
        What::Break(index) => &vehicle.breaks[index].time_windows,
        What::Task(task) => {
            input.tasks().nth(task).map_or(&[], |(_, task)| task.time_windows.as_slice())
        }
    }
}

/// Marks every step, and gives what the route as a whole breaks.
pub fn mark(input: &Input, translated: &Translated, route: &mut Timed) -> Violations {
    let vehicle = &input.vehicles[route.vehicle];
    let tasks: Vec<usize> = route.tasks().collect();
    let mut all = Violations::default();
    for step in &mut route.steps {
        let windows = windows_of(input, route.vehicle, step.what);
        let off = off_by(windows, step.arrival + step.waiting);
        if off != 0 {
            step.violations.add(if off < 0 { "lead_time" } else { "delay" }, off.abs());
        }
        let capacity = vehicle.capacity.iter().zip(&step.load);
        if capacity.into_iter().any(|(most, load)| *load > i64::from(*most)) {
            step.violations.add("load", 0);
        }
        if let What::Break(index) = step.what {
            let allowed = vehicle.breaks[index].max_load.iter().flatten();
            if allowed.zip(&step.load).any(|(most, load)| *load > i64::from(*most)) {
                step.violations.add("max_load", 0);
            }
        }
        if let What::Task(task) = step.what {
            mark_task(input, translated, route.vehicle, &tasks, task, &mut step.violations);
        }
        all.extend(&step.violations);
    }
    mark_limits(input, route, &mut all);
    all
}

fn mark_task(
    input: &Input,
    translated: &Translated,
    vehicle: usize,
    tasks: &[usize],
    task: usize,
    violations: &mut Violations,
) {
    let skills = &translated.problem.visits[task].skills;
    if !skills.iter().all(|skill| input.vehicles[vehicle].skills.contains(skill)) {
        violations.add("skills", 0);
    }
    let at = |task: usize| tasks.iter().position(|other| *other == task);
    let is_in_order = match input.tasks().nth(task).map(|(kind, _)| kind) {
        Some(StepKind::Pickup) => at(task + 1) > at(task),
        Some(StepKind::Delivery) => at(task - 1).is_some() && at(task - 1) < at(task),
        _ => true,
    };
    if !is_in_order {
        violations.add("precedence", 0);
    }
}

fn mark_limits(input: &Input, route: &Timed, all: &mut Violations) {
    let vehicle = &input.vehicles[route.vehicle];
    let n_breaks = route.steps.iter().filter(|step| matches!(step.what, What::Break(_))).count();
    let (travel_s, distance_m) = route.totals();
    let limits = [
        ("max_tasks", vehicle.max_tasks.is_some_and(|most| route.tasks().count() > most)),
        ("missing_break", n_breaks < vehicle.breaks.len()),
        ("max_travel_time", vehicle.max_travel_time.is_some_and(|most| travel_s > most.into())),
        ("max_distance", vehicle.max_distance.is_some_and(|most| distance_m > most.into())),
    ];
    for (cause, _) in limits.into_iter().filter(|(_, is_over)| *is_over) {
        all.add(cause, 0);
    }
}
