//! The territory optimiser against its bars: H3 cells, districts, capacitated medians, realignment, one
//! edit. Prints one row a figure.
//!
//! `cargo bench --bench territory -- [--instances FOLDER] [--accounts milan.osm.pbf] [--only h3,grid,...]`;
//! `FOLDER` holds `h3`, `districting`, `pmedcap`, `ccp` and `best_known.csv`. What has no files is left
//! out with a message. Rows: h3, h3long, grid, county, tract, pmedcap, ccp, ccplong, realign, edit.

#[path = "territory/instances.rs"]
mod instances;
#[path = "territory/realign.rs"]
mod realign;
#[path = "territory/rows.rs"]
mod rows;
#[path = "territory/timed.rs"]
mod timed;

use std::path::PathBuf;

/// What was asked for on the command line.
pub struct Options {
    instances: Option<PathBuf>,
    accounts: Option<PathBuf>,
    only: Vec<String>,
}

type Row = (&'static str, fn(&Options));

const ROWS: [Row; 10] = [
    ("h3", rows::h3),
    ("h3long", rows::h3_long),
    ("grid", rows::grid),
    ("county", rows::county),
    ("tract", rows::tract),
    ("pmedcap", rows::pmedcap),
    ("ccp", rows::ccp),
    ("ccplong", rows::ccp_long),
    ("realign", realign::realign),
    ("edit", realign::edit),
];

fn main() {
    let options = options();
    println!("{:<34} {:>14} {:>14} {:>9}", "what", "ours", "to reach", "seconds");
    for (name, row) in ROWS {
        if options.only.is_empty() || options.only.iter().any(|only| only == name) {
            row(&options);
        }
    }
}

fn options() -> Options {
    let mut options = Options { instances: None, accounts: None, only: Vec::new() };
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        let mut value = || args.next().expect("a value after the option");
        match arg.as_str() {
            "--instances" => options.instances = Some(value().into()),
            "--accounts" => options.accounts = Some(value().into()),
            "--only" => options.only = value().split(',').map(str::to_owned).collect(),
            _ => {}
        }
    }
    options
}
