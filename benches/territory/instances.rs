//! Where the instances come from: files, or cells made from a seed.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use gcrm::domain::territory::formats::{self, Instance};
use gcrm::domain::territory::pmedian::Median;
use h3o::{LatLng, Resolution};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::Options;

/// What is known of an instance.
pub struct Known {
    pub name: String,
    pub k: usize,
    pub best: f64,
    pub bounds: Option<(f64, f64)>,
}

/// The folder of instances, or a message.
pub fn folder(options: &Options, what: &str) -> Option<PathBuf> {
    if options.instances.is_none() {
        println!("{what}: left out, no --instances FOLDER");
    }
    options.instances.clone()
}

pub fn read(path: &Path) -> Option<String> {
    let text = fs::read_to_string(path);
    if text.is_err() {
        println!("{}: left out, cannot be read", path.display());
    }
    text.ok()
}

/// The lines of `best_known.csv` about one problem that give a value.
pub fn known(folder: &Path, problem: &str) -> Vec<Known> {
    let text = read(&folder.join("best_known.csv")).unwrap_or_default();
    let line = |line: &str| {
        let field: Vec<&str> = line.split(',').collect();
        let bounds = field[6].parse().ok().zip(field[7].parse().ok());
        Some(Known {
            name: field[1].to_owned(),
            k: field[3].parse().ok()?,
            best: field[4].parse().ok()?,
            bounds,
        })
    };
    text.lines().filter(|text| text.starts_with(&format!("{problem},"))).filter_map(line).collect()
}

pub fn districts(folder: &Path, known: &Known) -> Option<Instance> {
    let file = |end: &str| read(&folder.join("districting").join(format!("{}{end}", known.name)));
    let (nodes, edges) = (file("_nodes.csv")?, file("_edges.csv")?);
    formats::districting(&nodes, &edges, known.k, known.bounds?, 1).ok()
}

pub fn points(path: &Path) -> Option<Median> {
    formats::points(&read(path)?, None).ok()
}

/// Cells of resolution 8 in a disk, with crowded and empty quarters and three columns to balance.
pub fn cells(n: usize, k: usize) -> Instance {
    let mut rng = ChaCha8Rng::seed_from_u64(6);
    let centre = LatLng::new(45.46, 9.19).expect("a place").to_cell(Resolution::Eight);
    let mut radius = 0;
    while 3 * radius * (radius + 1) + 1 < n {
        radius += 1;
    }
    let towns: Vec<(f64, f64, f64)> =
        (0..60).map(|_| (rng.random(), rng.random(), rng.random::<f64>().powi(3))).collect();
    let mut text = String::from("cell,lat,lon,accounts,visits,minutes\n");
    let disk = centre.grid_disk::<Vec<_>>(u32::try_from(radius).expect("a small radius"));
    for cell in disk.into_iter().take(n) {
        let at = LatLng::from(cell);
        let crowd: f64 = towns
            .iter()
            .map(|(x, y, size)| {
                let (dx, dy) = (at.lng() - 8.2 - 2.0 * x, (at.lat() - 44.8 - 1.4 * y) * 1.4);
                size * (-(dx * dx + dy * dy) / 0.01).exp()
            })
            .sum();
        let accounts = ((0.3 + 12.0 * crowd) * rng.random::<f64>() * 2.0).floor();
        let visits = accounts * (4.0 + (8.0 * rng.random::<f64>()).floor());
        let minutes = visits * (20.0 + (30.0 * rng.random::<f64>()).floor());
        let (lat, lng) = (at.lat(), at.lng());
        writeln!(text, "{cell},{lat},{lng},{accounts},{visits},{minutes}").expect("room in memory");
    }
    let columns = ["minutes", "accounts", "visits"].map(str::to_owned);
    formats::h3csv(&text, k, &columns, 0.05, 1).expect("a sound table")
}
