//! Other solvers on the same problem, through `peers.py` and the Python named by
//! `ROUTING_PEERS_PYTHON`; those that are not installed are skipped.

use std::io::Write;
use std::process::{Command, Stdio};

use gcrm::domain::routing::Problem;
use serde_json::{Value, json};

pub const NAMES: [&str; 3] = ["pyvrp", "vroom", "ortools"];

/// What a peer came to.
#[derive(Debug, Clone, Copy)]
pub struct Outcome {
    pub cost: f64,
    pub n_missing: u64,
    pub seconds: f64,
}

/// None when the peer is absent or finds nothing.
pub fn run(name: &str, problem: &Problem, limit_s: f64) -> Option<Outcome> {
    let python = std::env::var("ROUTING_PEERS_PYTHON").ok()?;
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/routing/peers.py");
    let mut child = Command::new(python)
        .args([script, name, &limit_s.to_string()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    child.stdin.take()?.write_all(text(problem).to_string().as_bytes()).ok()?;
    let output = child.wait_with_output().ok()?;
    let last = String::from_utf8_lossy(&output.stdout).lines().last()?.to_owned();
    let answer: Value = serde_json::from_str(&last).ok()?;
    Some(Outcome {
        cost: answer["cost"].as_f64()?,
        n_missing: answer["missing"].as_u64()?,
        seconds: answer["seconds"].as_f64()?,
    })
}

/// The problem with one window a visit, one load, and prices of legs alone.
fn text(problem: &Problem) -> Value {
    let matrix = &problem.profiles[0];
    let costs = problem.reps[0].costs;
    let cost = matrix.duration_s.iter().zip(&matrix.distance_m).map(|(seconds, metres)| {
        i64::from(*seconds) * costs.per_travel_s + i64::from(*metres) * costs.per_meter
    });
    let shift = problem.reps[0].shift;
    let visits = problem.visits.iter().map(|visit| {
        let window = visit.windows.first().copied().unwrap_or(shift);
        json!({"place": visit.place, "service": visit.service_s,
            "load": visit.delivery.first().unwrap_or(&0), "window": [window.from_s, window.to_s]})
    });
    let reps = problem.reps.iter().map(|rep| {
        json!({"place": rep.start, "capacity": rep.capacity.first().unwrap_or(&0),
            "shift": [rep.shift.from_s, rep.shift.to_s]})
    });
    json!({"places": matrix.n_sources, "time": matrix.duration_s, "cost": cost.collect::<Vec<_>>(),
        "visits": visits.collect::<Vec<_>>(), "reps": reps.collect::<Vec<_>>()})
}
