//! What to run, from the command line.

use std::path::PathBuf;

pub struct Options {
    /// `--data DIR`: the instances and `best-known.csv`.
    pub data: PathBuf,
    /// `--families a,b`: names of `best-known.csv`.
    pub families: Vec<String>,
    /// `--only TEXT`: instances whose name holds the text; of the days alone, 10, 100 or insert.
    pub only: Option<String>,
    /// `--quick`: four instances of a family, seed 1, one second. `--sample N`: at most so many instances of a family, evenly spread.
    pub sample: usize,
    /// `--seeds N`: seeds 1 to N, averaged.
    pub seeds: u64,
    /// `--limits 1,5,20`: seconds of CPU time.
    pub limits: Vec<f64>,
    /// `--quiet`: means alone.
    pub is_quiet: bool,
    /// `--no-peers`: ours alone.
    pub has_peers: bool,
}

const FAMILIES: [&str; 11] = [
    "days",
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
            seeds: 3,
            limits: vec![1.0, 5.0, 20.0],
            is_quiet: false,
            has_peers: true,
        };
        let mut args = std::env::args().skip(1);
        while let Some(arg) = args.next() {
            let mut value = || args.next().unwrap_or_else(|| panic!("{arg} needs a value"));
            match arg.as_str() {
                "--data" => options.data = value().into(),
                "--families" => options.families = list(&value()),
                "--only" => options.only = Some(value()),
                "--sample" => options.sample = number(&value()),
                "--seeds" => options.seeds = number(&value()),
                "--limits" => options.limits = list(&value()),
                "--quiet" => options.is_quiet = true,
                "--no-peers" => options.has_peers = false,
                "--quick" => (options.sample, options.seeds, options.limits) = (4, 1, vec![1.0]),
                "--bench" => {}
                _ => panic!("{arg} is unknown; see benches/routing/options.rs"),
            }
        }
        options
    }
}

fn list<T: std::str::FromStr>(text: &str) -> Vec<T> {
    text.split(',').map(number).collect()
}

fn number<T: std::str::FromStr>(text: &str) -> T {
    text.parse().unwrap_or_else(|_| panic!("{text} does not belong here"))
}
