//! The instances with their best known values.

use std::fs;
use std::path::PathBuf;

use gcrm::domain::routing::formats::{self, Choices, Goal, Rounding};

use crate::days::{self, Day};
use crate::options::Options;

/// A row of `best-known.csv`, or a generated day.
#[derive(Clone)]
pub struct Instance {
    pub family: String,
    pub name: String,
    source: Source,
    pub best_known: Option<f64>,
    /// The value is a score.
    pub is_score: bool,
    /// The best known value counts what we count.
    is_comparable: bool,
}

#[derive(Clone)]
enum Source {
    File { path: PathBuf, vehicles: Option<usize>, rounding: Option<Rounding> },
    Day(Day),
}

/// Those of the families asked for, all or a sample of each.
pub fn instances(options: &Options) -> Vec<Instance> {
    let mut all = from_files(options);
    all.extend(days::all().into_iter().map(|(family, name, day)| Instance {
        family: family.to_owned(),
        name,
        source: Source::Day(day),
        best_known: None,
        is_score: false,
        is_comparable: true,
    }));
    options.families.iter().flat_map(|family| sample(&all, family, options)).collect()
}

fn from_files(options: &Options) -> Vec<Instance> {
    let path = options.data.join("best-known.csv");
    let Ok(text) = fs::read_to_string(&path) else {
        println!("skipped: {} is not there; name the folder with --data", path.display());
        return Vec::new();
    };
    text.lines().skip(1).map(|line| instance(line, options)).collect()
}

fn instance(line: &str, options: &Options) -> Instance {
    let columns: Vec<&str> = line.split(',').collect();
    let [family, name, file, vehicles, best, _, _, _, objective, rounding, ..] = columns[..] else {
        panic!("not a row of best-known.csv: {line}");
    };
    let is_comparable = objective != "vehicles-then-distance";
    Instance {
        family: family.to_owned(),
        name: if vehicles.is_empty() { name.to_owned() } else { format!("{name} m={vehicles}") },
        source: Source::File {
            path: options.data.join(file),
            vehicles: vehicles.parse().ok(),
            rounding: if is_comparable {
                rounding.parse().ok()
            } else {
                Some(Rounding::TruncateTenth)
            },
        },
        best_known: Some(best.parse().expect("a number")),
        is_score: objective == "max-score",
        is_comparable,
    }
}

fn sample(all: &[Instance], family: &str, options: &Options) -> Vec<Instance> {
    let wanted = |i: &&Instance| options.only.as_ref().is_none_or(|text| i.name.contains(text));
    let better = |i: &&Instance| {
        let is_better =
            |o: &Instance| o.is_comparable && o.path().is_some() && o.path() == i.path();
        i.is_comparable || !all.iter().any(is_better)
    };
    let own = all.iter().filter(|i| i.family == family).filter(wanted).filter(better);
    let own: Vec<&Instance> = own.collect();
    let count = own.len().min(if family == days::ALONE { own.len() } else { options.sample });
    (0..count).map(|index| own[index * own.len() / count].clone()).collect()
}

impl Instance {
    fn path(&self) -> Option<&PathBuf> {
        match &self.source {
            Source::File { path, .. } => Some(path),
            Source::Day(_) => None,
        }
    }

    pub fn read(&self) -> formats::Instance {
        let (path, choices) = match &self.source {
            Source::Day(day) => return plain(day),
            Source::File { path, vehicles, rounding } => {
                (path, Choices { rounding: *rounding, vehicles: *vehicles })
            }
        };
        let text = fs::read_to_string(path).expect("a readable instance");
        let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
        let read = match (self.family.as_str(), extension) {
            ("toptw", _) => formats::toptw,
            (_, "tsp") => formats::tsplib,
            (_, "vrp") => formats::vrplib,
            _ => formats::solomon,
        };
        read(&text, choices).unwrap_or_else(|e| panic!("{}: {e}", self.name))
    }
}

/// A generated day, whose costs are what they are.
fn plain(day: &Day) -> formats::Instance {
    formats::Instance {
        problem: day.problem(),
        nodes: Vec::new(),
        scale: 1.0,
        goal: Goal::Cost,
        scores: Vec::new(),
    }
}
