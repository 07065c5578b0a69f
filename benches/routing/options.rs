//! What to run, from the command line.

use std::ops::RangeInclusive;
use std::path::PathBuf;

pub struct Options {
    /// `--data DIR`: the instances and `best-known.csv`.
    pub data: PathBuf,
    /// `--families a,b`: names of `best-known.csv`, days1, days10, days100, insert.
    pub families: Vec<String>,
    /// `--only TEXT`: instances whose name holds the text.
    pub only: Option<String>,
    /// `--quick`: four instances of a family, seed 1, one second. `--sample N`: at most so many instances of a family, evenly spread.
    pub sample: usize,
    /// `--seeds A..B` from A to B, `--seeds N` from 1 to N; peers run once.
    pub seeds: RangeInclusive<u64>,
    /// `--limits 1,5,20`: seconds of CPU time; else those of each family's bars.
    pub limits: Vec<f64>,
    /// `--peers pyvrp,ortools,vroom`, `--no-peers`: which of those installed.
    pub peers: Vec<String>,
    /// `--no-ours`: peers alone.
    pub has_ours: bool,
    /// `--runs FILE`: what ran is added to it, and what is in it does not run again.
    pub runs: Option<PathBuf>,
    /// `--for S`: nothing begins that would end later than this after the start.
    pub for_s: f64,
    /// `--table`: nothing runs, the table of the file is printed.
    pub is_table: bool,
}

const FAMILIES: [&str; 14] = [
    crate::days::INSERT,
    crate::days::ALONE,
    "days10",
    "days100",
    "vrptw-solomon",
    "vrptw-gh200",
    "vrptw-gh400",
    "vrptw-gh1000",
    "cvrp-x",
    "pcvrptw",
    "mdvrptw",
    "sdvrptw",
    "toptw",
    "tsp",
];

impl Options {
    pub fn from_args() -> Self {
        let mut options = Self {
            data: "../shared/bench/vrp".into(),
            families: FAMILIES.map(str::to_owned).to_vec(),
            only: None,
            sample: 6,
            seeds: 1..=3,
            limits: Vec::new(),
            peers: crate::peers::NAMES.map(str::to_owned).to_vec(),
            has_ours: true,
            runs: None,
            for_s: f64::INFINITY,
            is_table: false,
        };
        let mut args = std::env::args().skip(1);
        while let Some(arg) = args.next() {
            let mut value = || args.next().unwrap_or_else(|| panic!("{arg} needs a value"));
            match arg.as_str() {
                "--data" => options.data = value().into(),
                "--families" => options.families = list(&value()),
                "--only" => options.only = Some(value()),
                "--sample" => options.sample = number(&value()),
                "--seeds" => options.seeds = range(&value()),
                "--limits" => options.limits = list(&value()),
                "--peers" => options.peers = list(&value()),
                "--no-peers" => options.peers.clear(),
                "--no-ours" => options.has_ours = false,
                "--runs" => options.runs = Some(value().into()),
                "--for" => options.for_s = number(&value()),
                "--table" => options.is_table = true,
                "--quick" => {
                    (options.sample, options.seeds, options.limits) = (4, 1..=1, vec![1.0]);
                }
                "--bench" => {}
                _ => panic!("{arg} is unknown; see benches/routing/options.rs"),
            }
        }
        options
    }

    /// Seconds to run the family for.
    pub fn limits_of(&self, family: &str) -> Vec<f64> {
        if !self.limits.is_empty() {
            return self.limits.clone();
        }
        match family {
            "days1" => vec![0.02, 1.0],
            "days10" => vec![1.0, 20.0],
            "days100" => vec![1.0, 10.0, 20.0],
            _ => vec![1.0, 5.0, 20.0],
        }
    }
}

fn range(text: &str) -> RangeInclusive<u64> {
    let (from, to) = text.split_once("..").unwrap_or(("1", text));
    number(from)..=number(to)
}

fn list<T: std::str::FromStr>(text: &str) -> Vec<T> {
    text.split(',').map(number).collect()
}

fn number<T: std::str::FromStr>(text: &str) -> T {
    text.parse().unwrap_or_else(|_| panic!("{text} does not belong here"))
}
