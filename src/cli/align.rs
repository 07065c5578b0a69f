//! `gcrm align`: the territory optimiser alone, on a file.

use std::cell::Cell;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::ValueEnum;
use serde::Serialize;

use super::{Outcome, interrupt};
use crate::domain::control::{Budget, Cancel, Iterations};
use crate::domain::territory::formats::{self, Instance};
use crate::domain::territory::measures::{TerritoryMeasures, measure};
use crate::domain::territory::pmedian::{self, Median, MedianPlan};
use crate::domain::territory::{Plan, Progress, Status, check, propose};

/// The largest file that is read.
const FILE_BYTES_MAX: u64 = 256 * 1024 * 1024;
const NODES: &str = "_nodes.csv";
const EDGES: &str = "_edges.csv";

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  gcrm align ID_county_nodes.csv --format districting --territories 2 --lower 779873 --upper 787709 --time-limit 10"
)]
pub struct Args {
    /// The problem; for districting the `_nodes.csv`, the `_edges.csv` is read from beside it
    file: PathBuf,
    #[arg(long)]
    format: Format,
    /// How many territories (cpmp: as the file says unless given)
    #[arg(long)]
    territories: Option<usize>,
    /// Seconds to search
    #[arg(long, default_value_t = 10.0, value_parser = seconds)]
    time_limit: f64,
    /// Stop after so many iterations instead; the answer then repeats to the byte
    #[arg(long)]
    iterations: Option<u64>,
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// districting: least population of a district
    #[arg(long)]
    lower: Option<f64>,
    /// districting: most population of a district
    #[arg(long)]
    upper: Option<f64>,
    /// h3csv: how far a territory may be from its share
    #[arg(long, default_value_t = 0.05)]
    tolerance: f64,
    /// h3csv: columns to balance, separated by commas
    #[arg(long, value_delimiter = ',')]
    balance: Vec<String>,
    /// Write the answer here instead of to standard output
    #[arg(long)]
    out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// Capacitated p-median: `n p`, then `x y capacity demand`, or the OR-Library form
    Cpmp,
    /// Contiguous districts with few cut edges
    Districting,
    /// H3 cells with their work
    H3csv,
}

fn seconds(text: &str) -> Result<f64, String> {
    let value: f64 = text.parse().map_err(|_| format!("{text} is not a number of seconds"))?;
    let is_sane = value.is_finite() && (0.0..=86_400.0).contains(&value);
    is_sane.then_some(value).ok_or_else(|| "a time limit is 0 to 86400 seconds".to_owned())
}

/// What is written.
#[derive(Debug, Default, Serialize)]
struct Answer {
    status: &'static str,
    objective: f64,
    /// The territory of each unit, in the order of the file.
    assignment: Vec<usize>,
    /// cpmp: the points that are centres, one for each territory.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    medians: Vec<usize>,
    territories: Vec<AnswerTerritory>,
    lower_bound: f64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    causes: Vec<String>,
    iterations: u64,
    time_to_best_s: f64,
    time_to_first_s: f64,
    time_s: f64,
}

#[derive(Debug, Default, Serialize)]
struct AnswerTerritory {
    units: usize,
    /// What it holds, in the order of the activities.
    loads: Vec<f64>,
    deviations: Vec<f64>,
    inertia_km2: Option<f64>,
    polsby_popper: Option<f64>,
    components: Option<usize>,
}

impl From<TerritoryMeasures> for AnswerTerritory {
    fn from(measures: TerritoryMeasures) -> Self {
        Self {
            units: measures.n_units,
            loads: measures.loads.iter().map(|load| load.amount).collect(),
            deviations: measures.loads.iter().map(|load| load.deviation).collect(),
            inertia_km2: Some(measures.inertia_km2),
            polsby_popper: measures.polsby_popper,
            components: Some(measures.n_components),
        }
    }
}

pub fn run(args: &Args) -> Outcome {
    let cancel = interrupt::cancel();
    let watch = Watch::start(args);
    let answer = match args.format {
        Format::Cpmp => median(args, &watch, &cancel)?,
        Format::Districting | Format::H3csv => units(args, &watch, &cancel)?,
    };
    write(args.out.as_deref(), &serde_json::to_string_pretty(&watch.stamp(answer))?)
}

fn read(path: &Path) -> Result<String, Box<dyn Error + Send + Sync>> {
    let shown = path.display();
    let size = fs::metadata(path).map_err(|error| format!("cannot read {shown}: {error}"))?;
    if size.len() > FILE_BYTES_MAX {
        return Err(format!("{shown} is larger than {FILE_BYTES_MAX} bytes").into());
    }
    Ok(fs::read_to_string(path).map_err(|error| format!("cannot read {shown}: {error}"))?)
}

fn units(
    args: &Args,
    watch: &Watch,
    cancel: &Cancel,
) -> Result<Answer, Box<dyn Error + Send + Sync>> {
    let Instance { region, brief } = instance(args)?;
    let mut note = |_: &Progress<'_>| watch.note();
    let plan = propose(&region, &brief, watch.budget(), cancel, &mut note).map_err(|faults| {
        let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
        format!("the problem is not sound:\n  {}", lines.join("\n  "))
    })?;
    if matches!(plan.status, Status::Feasible | Status::Optimal) {
        verify(&check::violations(&region, &brief, &plan.territory))?;
    }
    let measures = if plan.territory.is_empty() {
        Vec::new()
    } else {
        measure(&region, &brief, &plan.territory)
    };
    Ok(answer(plan, measures.into_iter().map(AnswerTerritory::from).collect()))
}

fn answer(plan: Plan, territories: Vec<AnswerTerritory>) -> Answer {
    Answer {
        status: plan.status.code(),
        objective: plan.objective,
        assignment: plan.territory,
        territories,
        lower_bound: plan.lower_bound,
        causes: plan.causes.iter().map(ToString::to_string).collect(),
        iterations: plan.iterations,
        ..Answer::default()
    }
}

fn instance(args: &Args) -> Result<Instance, Box<dyn Error + Send + Sync>> {
    let shown = args.file.display();
    let n = args.territories.ok_or("say how many territories: --territories K")?;
    let text = read(&args.file)?;
    let instance = if let Format::H3csv = args.format {
        formats::h3csv(&text, n, &args.balance, args.tolerance, args.seed)
    } else {
        let bounds = args.lower.zip(args.upper);
        let bounds = bounds.filter(|(lower, upper)| lower <= upper);
        let bounds = bounds.ok_or("say the population of a district: --lower L --upper U")?;
        formats::districting(&text, &read(&edges_beside(&args.file)?)?, n, bounds, args.seed)
    };
    instance.map_err(|error| format!("{shown}: {error}").into())
}

fn edges_beside(nodes: &Path) -> Result<PathBuf, String> {
    let name = nodes.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let stem = name.strip_suffix(NODES);
    let stem = stem.ok_or_else(|| format!("{} does not end in {NODES}", nodes.display()))?;
    Ok(nodes.with_file_name(format!("{stem}{EDGES}")))
}

fn median(
    args: &Args,
    watch: &Watch,
    cancel: &Cancel,
) -> Result<Answer, Box<dyn Error + Send + Sync>> {
    let text = read(&args.file)?;
    let median = formats::points(&text, args.territories)
        .map_err(|error| format!("{}: {error}", args.file.display()))?;
    let mut note = |_| watch.note();
    let plan = pmedian::solve(&median, args.seed, watch.budget(), cancel, &mut note);
    if plan.status != Status::OutOfLimits {
        verify(&pmedian::violations(&median, &plan))?;
    }
    let territories = (0..plan.medians.len()).map(|own| cluster(&median, &plan, own)).collect();
    Ok(Answer {
        status: plan.status.code(),
        objective: plan.objective,
        assignment: plan.territory,
        medians: plan.medians,
        territories,
        lower_bound: plan.lower_bound,
        iterations: plan.iterations,
        ..Answer::default()
    })
}

fn cluster(median: &Median, plan: &MedianPlan, own: usize) -> AnswerTerritory {
    let points = median.points.iter().zip(&plan.territory);
    let members = points.filter(|(_, territory)| **territory == own);
    let demands: Vec<f64> = members.map(|(point, _)| point.demand).collect();
    AnswerTerritory {
        units: demands.len(),
        loads: vec![demands.iter().sum()],
        ..AnswerTerritory::default()
    }
}

/// No answer that claims to keep the limits leaves unchecked.
fn verify<V: ToString>(violations: &[V]) -> Outcome {
    if violations.is_empty() {
        return Ok(());
    }
    let lines: Vec<String> = violations.iter().take(10).map(ToString::to_string).collect();
    Err(format!("the answer did not pass the check:\n  {}", lines.join("\n  ")).into())
}

fn write(out: Option<&Path>, text: &str) -> Outcome {
    match out {
        None => println!("{text}"),
        Some(path) => fs::write(path, format!("{text}\n"))
            .map_err(|error| format!("cannot write {}: {error}", path.display()))?,
    }
    Ok(())
}

/// When the first and the best plan were found.
struct Watch {
    clock: Clock,
    iterations: Option<Iterations>,
    best: Cell<Duration>,
    first: Cell<Option<Duration>>,
}

/// Time since the start, reading the file included, as a budget.
struct Clock {
    started: Instant,
    limit: Duration,
}

impl Watch {
    fn start(args: &Args) -> Self {
        let limit = Duration::from_secs_f64(args.time_limit);
        Self {
            clock: Clock { started: Instant::now(), limit },
            iterations: args.iterations.map(Iterations),
            best: Cell::default(),
            first: Cell::default(),
        }
    }

    fn budget(&self) -> &dyn Budget {
        match &self.iterations {
            Some(iterations) => iterations,
            None => &self.clock,
        }
    }

    fn note(&self) {
        let now = self.clock.started.elapsed();
        self.best.set(now);
        self.first.set(self.first.get().or(Some(now)));
    }

    fn stamp(&self, answer: Answer) -> Answer {
        Answer {
            time_to_best_s: self.best.get().as_secs_f64(),
            time_to_first_s: self.first.get().unwrap_or_default().as_secs_f64(),
            time_s: self.clock.started.elapsed().as_secs_f64(),
            ..answer
        }
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
