//! Other solvers on the same problem, through `peers.py` and the Python named by
//! `ROUTING_PEERS_PYTHON`; those that are not installed are skipped. Their routes are judged by
//! our own checker.

use std::io::Write;
use std::process::{Command, Stdio};

use gcrm::domain::control::{Cancel, Iterations};
use gcrm::domain::routing::check::check;
use gcrm::domain::routing::{self, Break, Problem, Rep, Solution, Visit, Window, solve};
use serde_json::{Value, json};

pub const NAMES: [&str; 3] = ["pyvrp", "ortools", "vroom"];

/// As good as no limit to what peers carry.
const CAPACITY_MAX: i64 = 1 << 30;

/// What a peer came to.
pub struct Outcome {
    /// None: it found nothing, or what breaks a rule.
    pub solution: Option<Solution>,
    pub seconds: f64,
}

/// Whether the peer can be told everything about the problem.
pub fn can_express(name: &str, problem: &Problem) -> bool {
    let reps = &problem.reps;
    let is_closed = reps.iter().all(|rep| rep.start.is_some() && rep.start == rep.end);
    let is_loaded = |visit: &Visit| visit.pickup.iter().any(|amount| *amount != 0);
    let is_staged = problem.visits.iter().any(|visit| visit.stage > 0 || is_loaded(visit));
    let has_reach = reps.iter().any(|rep| rep.max_distance_m.is_some());
    let has_breaks = reps.iter().any(|rep| !rep.breaks.is_empty());
    let has_prizes = problem.visits.iter().any(|visit| visit.prize.is_some());
    let has_durations = reps.iter().any(|rep| rep.max_work_s.is_some());
    is_closed
        && !is_staged
        && !has_reach
        && match name {
            "pyvrp" => !has_breaks,
            "vroom" => !has_prizes && !has_durations,
            _ => true,
        }
}

/// None when the peer is absent.
pub fn run(name: &str, problem: &Problem, limit_s: f64) -> Option<Outcome> {
    let python = std::env::var("ROUTING_PEERS_PYTHON").ok()?;
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/routing/peers.py");
    let mut child = Command::new(python)
        .args([script, name, &limit_s.to_string()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .ok()?;
    child.stdin.take()?.write_all(text(problem).to_string().as_bytes()).ok()?;
    let output = child.wait_with_output().ok()?;
    let last = String::from_utf8_lossy(&output.stdout).lines().last()?.to_owned();
    let answer: Value = serde_json::from_str(&last).ok()?;
    let seconds = answer["seconds"].as_f64()?;
    let routes: Option<Vec<(usize, Vec<usize>)>> =
        serde_json::from_value(answer["routes"].clone()).ok()?;
    Some(Outcome { solution: routes.and_then(|routes| judged(problem, &routes)), seconds })
}

/// The routes with times and costs of our own; None when they break a rule.
fn judged(problem: &Problem, routes: &[(usize, Vec<usize>)]) -> Option<Solution> {
    let mut fixed = problem.clone();
    fixed.start_plan = vec![Vec::new(); problem.reps.len()];
    for (rep, visits) in routes {
        fixed.start_plan[*rep].clone_from(visits);
    }
    fixed.frozen = fixed.start_plan.iter().map(Vec::len).collect();
    let planned: Vec<usize> = fixed.start_plan.concat();
    for (index, visit) in fixed.visits.iter_mut().enumerate() {
        if !planned.contains(&index) {
            visit.allowed_reps = Some(Vec::new());
        }
    }
    let options = routing::Options::default();
    let solution = solve(&fixed, options, &Iterations(0), &Cancel::never(), &|_| ()).ok()?;
    let n_served: usize = solution.routes.iter().map(|route| route.visits().count()).sum();
    (n_served == planned.len() && check(problem, &solution).is_empty()).then_some(solution)
}

fn text(problem: &Problem) -> Value {
    let matrix = &problem.profiles[0];
    let costs = problem.reps[0].costs;
    let cost = matrix.duration_s.iter().zip(&matrix.distance_m).map(|(seconds, metres)| {
        i64::from(*seconds) * costs.per_travel_s + i64::from(*metres) * costs.per_meter
    });
    let shift = problem.reps[0].shift;
    json!({"places": matrix.n_sources, "time": matrix.duration_s, "cost": cost.collect::<Vec<_>>(),
        "visits": problem.visits.iter().map(|v| visit(v, shift)).collect::<Vec<_>>(),
        "reps": problem.reps.iter().map(rep).collect::<Vec<_>>()})
}

fn visit(visit: &Visit, shift: Window) -> Value {
    let windows = if visit.windows.is_empty() { vec![shift] } else { visit.windows.clone() };
    json!({"place": visit.place, "service": visit.service_s,
        "load": visit.delivery.first().unwrap_or(&0), "windows": pairs(&windows),
        "prize": visit.prize, "allowed": visit.allowed_reps})
}

fn rep(rep: &Rep) -> Value {
    let pause =
        |pause: &Break| json!({"windows": pairs(&pause.windows), "duration": pause.duration_s});
    json!({"place": rep.start, "capacity": rep.capacity.first().unwrap_or(&CAPACITY_MAX),
        "shift": [rep.shift.from_s, rep.shift.to_s], "max_work": rep.max_work_s,
        "breaks": rep.breaks.iter().map(pause).collect::<Vec<_>>()})
}

fn pairs(windows: &[Window]) -> Vec<[i64; 2]> {
    windows.iter().map(|window| [window.from_s, window.to_s]).collect()
}
