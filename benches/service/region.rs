//! Building regions: wall-clock seconds and peak memory.

use std::path::PathBuf;

use super::program::{gcrm, run};

/// Extract and the seconds it may take on two cores.
const EXTRACTS: [(&str, f64); 2] = [("liechtenstein", 10.0), ("milan-roads", 15.0)];
const PEAK_MB_MAX: u64 = 500;
const RUNS: usize = 3;

pub fn measure() {
    let folder = std::env::var_os("GCRM_BENCH_OSM");
    let folder = folder.map_or_else(|| PathBuf::from("../shared/data/osm"), PathBuf::from);
    for (name, seconds_max) in EXTRACTS {
        let file = folder.join(format!("{name}.osm.pbf"));
        if !file.is_file() {
            println!("region {name}: skipped, {} is not there (GCRM_BENCH_OSM)", file.display());
            continue;
        }
        for _ in 0..RUNS {
            let data = tempfile::tempdir().expect("a folder");
            let file = file.to_str().expect("a readable name");
            let spent = run(gcrm(data.path(), &["region", "build", "--osm", file]));
            let peak = spent.peak_mb.map_or_else(|| "unknown".to_owned(), |mb| format!("{mb} MB"));
            println!(
                "region {name}: {:.2} s (to reach {seconds_max}), peak {peak} (to reach {PEAK_MB_MAX} MB)",
                spent.seconds
            );
        }
    }
}
