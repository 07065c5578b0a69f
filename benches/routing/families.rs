//! The instances with their best known values.

use std::fs;
use std::path::PathBuf;

use gcrm::domain::routing::formats::{self, Choices, Rounding};

use crate::options::Options;

/// A row of `best-known.csv`.
pub struct Instance {
    pub family: String,
    pub name: String,
    pub file: PathBuf,
    pub vehicles: Option<usize>,
    pub best_known: f64,
    /// The best known value counts what we count.
    pub is_comparable: bool,
    pub rounding: Option<Rounding>,
}

pub fn instances(options: &Options) -> Vec<Instance> {
    let path = options.data.join("best-known.csv");
    let Ok(text) = fs::read_to_string(&path) else {
        println!("skipped: {} is not there; name the folder with --data", path.display());
        return Vec::new();
    };
    let all: Vec<Instance> = text.lines().skip(1).map(|line| instance(line, options)).collect();
    options.families.iter().flat_map(|family| sample(&all, family, options)).collect()
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
        file: options.data.join(file),
        vehicles: vehicles.parse().ok(),
        best_known: best.parse().expect("a number"),
        is_comparable,
        rounding: if is_comparable { rounding.parse().ok() } else { Some(Rounding::TruncateTenth) },
    }
}

fn sample(all: &[Instance], family: &str, options: &Options) -> Vec<Instance> {
    let wanted = |i: &&Instance| options.only.as_ref().is_none_or(|text| i.name.contains(text));
    let better = |i: &&Instance| {
        i.is_comparable || !all.iter().any(|other| other.is_comparable && other.file == i.file)
    };
    let own = all.iter().filter(|i| i.family == family).filter(wanted).filter(better);
    let own: Vec<&Instance> = own.collect();
    let count = own.len().min(options.sample);
    (0..count).map(|index| own[index * own.len() / count].copy()).collect()
}

impl Instance {
    fn copy(&self) -> Self {
        Self {
            family: self.family.clone(),
            name: self.name.clone(),
            file: self.file.clone(),
            ..*self
        }
    }

    pub fn read(&self) -> formats::Instance {
        let text = fs::read_to_string(&self.file).expect("a readable instance");
        let choices = Choices { rounding: self.rounding, vehicles: self.vehicles };
        let extension = self.file.extension().and_then(|e| e.to_str()).unwrap_or_default();
        let read = match (self.family.as_str(), extension) {
            ("toptw", _) => formats::toptw,
            (_, "tsp") => formats::tsplib,
            (_, "vrp") => formats::vrplib,
            _ => formats::solomon,
        };
        read(&text, choices).unwrap_or_else(|e| panic!("{}: {e}", self.name))
    }
}
