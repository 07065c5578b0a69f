//! `gcrm solve`: the route solver alone, on a file.

mod vroom;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use clap::ValueEnum;
use serde::Serialize;

use super::{Outcome, interrupt};
use crate::domain::control::{Budget, Iterations};
use crate::domain::routing::check::check;
use crate::domain::routing::formats::{
    Choices, FormatError, Goal, Instance, Rounding, solomon, toptw, tsplib, vrplib,
};
use crate::domain::routing::{Options, Problem, Route, Solution, Status, solve};

/// The largest file that is read.
const FILE_BYTES_MAX: u64 = 256 * 1024 * 1024;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  gcrm solve R101.txt --format solomon --time-limit 5 --seed 1 --out R101.json"
)]
pub struct Args {
    /// The problem
    file: PathBuf,
    #[arg(long)]
    format: Format,
    /// Seconds to search
    #[arg(long, default_value_t = 10.0, value_parser = seconds)]
    time_limit: f64,
    /// Stop after so many iterations instead; the answer then repeats to the byte
    #[arg(long)]
    iterations: Option<u64>,
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Searches side by side
    #[arg(long, default_value_t = 1)]
    threads: usize,
    /// How many vehicles there are, if not as the file says
    #[arg(long)]
    vehicles: Option<usize>,
    /// truncate-0.1, truncate-0.01, nearest-integer, nearest-0.001 or none; each format has its usual
    #[arg(long, value_parser = rounding)]
    rounding: Option<Rounding>,
    #[command(flatten)]
    vroom: vroom::VroomArgs,
    /// Write the answer here instead of to standard output
    #[arg(long)]
    out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Solomon,
    Vrplib,
    Toptw,
    Tsplib,
    Vroom,
}

fn seconds(text: &str) -> Result<f64, String> {
    let value: f64 = text.parse().map_err(|_| format!("{text} is not a number of seconds"))?;
    let is_sane = value.is_finite() && (0.0..=86_400.0).contains(&value);
    is_sane.then_some(value).ok_or_else(|| "a time limit is 0 to 86400 seconds".to_owned())
}

fn rounding(text: &str) -> Result<Rounding, FormatError> {
    text.parse()
}

/// What is written.
#[derive(Debug, Serialize)]
struct Answer {
    status: &'static str,
    objective: f64,
    routes: Vec<AnswerRoute>,
    unserved: Vec<AnswerUnserved>,
    iterations: u64,
    time_to_best_s: f64,
    time_s: f64,
}

#[derive(Debug, Serialize)]
struct AnswerRoute {
    vehicle: usize,
    nodes: Vec<usize>,
}

#[derive(Debug, Serialize)]
struct AnswerUnserved {
    node: usize,
    reason: &'static str,
}

pub fn run(args: &Args) -> Outcome {
    let cancel = interrupt::cancel();
    let started = Instant::now();
    if matches!(args.format, Format::Vroom) {
        return vroom::run(args, started, &cancel);
    }
    let instance = read(args)?;
    let watch = Clock::start(args, started);
    let options = Options { seed: args.seed, threads: args.threads };
    let solution = solve(&instance.problem, options, watch.budget(), &cancel, &|_| watch.note());
    let solution = solution.map_err(|faults| {
        let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
        format!("the problem is not sound:\n  {}", lines.join("\n  "))
    })?;
    verify(&instance.problem, &solution)?;
    let answer = answer(&instance, &solution, &watch);
    write(args.out.as_deref(), &serde_json::to_string_pretty(&answer)?)
}

fn read(args: &Args) -> Result<Instance, Box<dyn std::error::Error + Send + Sync>> {
    let bytes = bytes(args)?;
    let text = String::from_utf8_lossy(&bytes);
    let choices = Choices { rounding: args.rounding, vehicles: args.vehicles };
    let instance = match args.format {
        Format::Solomon => solomon(&text, choices),
        Format::Vrplib => vrplib(&text, choices),
        Format::Toptw => toptw(&text, choices),
        Format::Tsplib => tsplib(&text, choices),
        Format::Vroom => return Err("VROOM's problems are read on a way of their own".into()),
    };
    instance.map_err(|error| format!("{}: {error}", args.file.display()).into())
}

fn bytes(args: &Args) -> Result<Vec<u8>, Box<dyn std::error::Error + Send + Sync>> {
    let shown = args.file.display();
    let size = fs::metadata(&args.file).map_err(|error| format!("cannot read {shown}: {error}"))?;
    if size.len() > FILE_BYTES_MAX {
        return Err(format!("{shown} is larger than {FILE_BYTES_MAX} bytes").into());
    }
    fs::read(&args.file).map_err(|error| format!("cannot read {shown}: {error}").into())
}

/// No answer leaves unchecked.
fn verify(problem: &Problem, solution: &Solution) -> Outcome {
    let violations = check(problem, solution);
    if violations.is_empty() {
        return Ok(());
    }
    let lines: Vec<String> = violations.iter().take(10).map(ToString::to_string).collect();
    Err(format!("the answer did not pass the check:\n  {}", lines.join("\n  ")).into())
}

fn answer(instance: &Instance, solution: &Solution, watch: &Clock) -> Answer {
    let node = |visit: usize| instance.nodes[visit];
    Answer {
        status: status(&instance.problem, solution),
        objective: objective(instance, solution),
        routes: solution
            .routes
            .iter()
            .map(|route| AnswerRoute {
                vehicle: route.rep,
                nodes: route.visits().map(node).collect(),
            })
            .collect(),
        unserved: solution
            .unserved
            .iter()
            .map(|u| AnswerUnserved { node: node(u.visit), reason: u.reason.code() })
            .collect(),
        iterations: solution.iterations,
        time_to_best_s: watch.time_to_best_s(),
        time_s: watch.started.elapsed().as_secs_f64(),
    }
}

fn status(problem: &Problem, solution: &Solution) -> &'static str {
    match solution.status {
        _ if solution.n_missing(problem) > 0 => "infeasible",
        Status::Optimal => "optimal",
        Status::Feasible => "feasible",
    }
}

#[expect(clippy::cast_precision_loss, reason = "costs stay far below 2^52")]
fn objective(instance: &Instance, solution: &Solution) -> f64 {
    match instance.goal {
        Goal::Cost => solution.cost as f64 / instance.scale,
        Goal::Score => {
            let visits = solution.routes.iter().flat_map(Route::visits);
            visits.map(|visit| instance.scores[visit]).sum::<i64>() as f64
        }
    }
}

fn write(out: Option<&Path>, text: &str) -> Outcome {
    match out {
        None => println!("{text}"),
        Some(path) => fs::write(path, format!("{text}\n"))
            .map_err(|error| format!("cannot write {}: {error}", path.display()))?,
    }
    Ok(())
}

/// Time spent since the start, reading the file included, as a budget.
struct Clock {
    started: Instant,
    limit: Duration,
    iterations: Option<Iterations>,
    best: Mutex<Duration>,
}

impl Clock {
    fn start(args: &Args, started: Instant) -> Self {
        Self {
            started,
            limit: Duration::from_secs_f64(args.time_limit),
            iterations: args.iterations.map(Iterations),
            best: Mutex::default(),
        }
    }

    fn budget(&self) -> &dyn Budget {
        match &self.iterations {
            Some(iterations) => iterations,
            None => self,
        }
    }

    fn note(&self) {
        if let Ok(mut best) = self.best.lock() {
            *best = self.started.elapsed();
        }
    }

    fn time_to_best_s(&self) -> f64 {
        self.best.lock().map_or(0.0, |best| best.as_secs_f64())
    }
}

impl Budget for Clock {
    fn spent(&self, _iterations: u64) -> f64 {
        if self.limit.is_zero() {
            return 1.0;
        }
        self.started.elapsed().as_secs_f64() / self.limit.as_secs_f64()
    }
}
