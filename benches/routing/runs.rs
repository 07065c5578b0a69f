//! What ran, kept in a file so that a long table can be made in pieces.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::PathBuf;
use std::time::Instant;

/// One solver on one instance.
#[derive(Debug, Clone)]
pub struct Run {
    pub family: String,
    pub instance: String,
    pub limit_s: f64,
    pub solver: String,
    pub seed: u64,
    /// None: no answer that keeps the rules.
    pub value: Option<f64>,
    pub n_missing: usize,
    pub seconds: f64,
}

impl Run {
    fn line(&self) -> String {
        let value = self.value.map_or_else(String::new, |value| value.to_string());
        let Self { family, instance, limit_s, solver, seed, n_missing, seconds, .. } = self;
        format!("{family},{instance},{limit_s},{solver},{seed},{value},{n_missing},{seconds:.4}")
    }

    /// None: a line that an interruption cut.
    fn read(line: &str) -> Option<Self> {
        let columns: Vec<&str> = line.split(',').collect();
        let [family, instance, limit_s, solver, seed, value, n_missing, seconds] = columns[..]
        else {
            return None;
        };
        Some(Self {
            family: family.to_owned(),
            instance: instance.to_owned(),
            limit_s: limit_s.parse().ok()?,
            solver: solver.to_owned(),
            seed: seed.parse().ok()?,
            value: if value.is_empty() { None } else { Some(value.parse().ok()?) },
            n_missing: n_missing.parse().ok()?,
            seconds: seconds.parse().ok()?,
        })
    }

    pub fn is_within(&self, limit_s: f64) -> bool {
        (self.limit_s - limit_s).abs() < 1e-9
    }
}

pub struct Runs {
    started: Instant,
    file: Option<PathBuf>,
    pub all: Vec<Run>,
}

impl Runs {
    pub fn open(file: Option<PathBuf>) -> Self {
        let text = file.as_ref().and_then(|file| fs::read_to_string(file).ok());
        let all = text.unwrap_or_default().lines().filter_map(Run::read).collect();
        Self { started: Instant::now(), file, all }
    }

    pub fn elapsed_s(&self) -> f64 {
        self.started.elapsed().as_secs_f64()
    }

    pub fn has(&self, instance: (&str, &str), limit_s: f64, solver: &str, seed: u64) -> bool {
        self.all.iter().any(|run| {
            (run.family.as_str(), run.instance.as_str()) == instance
                && run.is_within(limit_s)
                && run.solver == solver
                && run.seed == seed
        })
    }

    pub fn add(&mut self, run: Run) {
        println!("{}", run.line());
        if let Some(file) = &self.file {
            let mut file =
                OpenOptions::new().create(true).append(true).open(file).expect("a writable file");
            writeln!(file, "{}", run.line()).expect("a writable file");
        }
        self.all.push(run);
    }
}
