//! The road engine on real extracts, beside its peers: one row a figure, as in BENCHMARKS.md.
//!
//! `make bench-roads`, or `cargo bench --bench roads -- EXTRACT.osm.pbf...`. From the environment:
//! `GCRM_EXTRACTS` is a folder of extracts to measure all of; `GCRM_JOINED` one of many joined
//! cities; `ROUTINGKIT` a folder in which RoutingKit is built; `VALHALLA_PYTHON` a Python with
//! pyvalhalla. What is absent is skipped with a message. Everything runs on one thread.

mod ours;
mod peers;
mod table;

use std::path::{Path, PathBuf};

use ours::{Figures, Network};
use table::Row;

fn main() {
    rayon::ThreadPoolBuilder::new().num_threads(1).build_global().expect("first use of rayon");
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    // A build in a process of its own, so that its peak memory is its own.
    if let [mode, extract, file] = &args[..]
        && mode == "--build"
    {
        ours::build_child(Path::new(extract), Path::new(file));
        return;
    }
    let work = std::env::temp_dir().join(format!("gcrm-bench-roads-{}", std::process::id()));
    std::fs::create_dir_all(&work).expect("a folder for files in between");
    table::begin();
    let extracts = extracts(&args);
    let mut last = None;
    for extract in &extracts {
        last = Some(measure(extract, &work));
    }
    match std::env::var_os("GCRM_JOINED") {
        Some(joined) => measure_joined(Path::new(&joined), last.as_ref(), &work),
        None => println!("GCRM_JOINED is not set: no figures of joined cities"),
    }
    let _ = std::fs::remove_dir_all(&work);
}

fn extracts(args: &[String]) -> Vec<PathBuf> {
    if !args.is_empty() {
        return args.iter().map(PathBuf::from).collect();
    }
    let Some(folder) = std::env::var_os("GCRM_EXTRACTS") else {
        println!("GCRM_EXTRACTS is not set: only the demo extract is measured");
        return vec!["data/helsinki.osm.pbf".into()];
    };
    let wanted = ["malta.osm.pbf", "milan-roads.osm.pbf"].map(|name| Path::new(&folder).join(name));
    wanted
        .into_iter()
        .filter(|path| {
            let is_there = path.exists();
            if !is_there {
                println!("{} is not there: skipped", path.display());
            }
            is_there
        })
        .collect()
}

fn measure(extract: &Path, work: &Path) -> Figures {
    let (network, build) = Network::built(extract, work);
    let points = network.points(1000);
    let points_file = work.join("points.txt");
    let lines: Vec<String> = points.iter().map(|at| format!("{} {}", at.lng(), at.lat())).collect();
    std::fs::write(&points_file, lines.join("\n")).expect("a writable folder");
    let ours = network.figures(&points);
    let input = extract.file_stem().unwrap_or_default().to_string_lossy();
    let kit = peers::routingkit(extract, &points_file, work);
    let valhalla = peers::valhalla(extract, &points_file, work);
    let peer = |figures: &Option<peers::Figures>, name: &str| {
        figures.as_ref().and_then(|f| f.get(name).copied())
    };
    let row = |what: &'static str, value: f64, unit, share: Option<f64>, peer: Option<f64>| {
        Row { what, input: &input, value, unit, peer, share }.print();
    };
    row("build, four profiles", build.ms, "ms", Some(1.0 / 3.0), peer(&valhalla, "build_ms"));
    row("build, peak memory", build.mb, "MB", None, peer(&valhalla, "build_mb"));
    row("region file", build.file_mb, "MB", None, None);
    row("open", ours.open, "ms", None, None);
    let rebuild = peer(&kit, "build_ms");
    row("customise, speeds of some roads", ours.customize, "ms", Some(0.1), rebuild);
    row("customise, another hour", ours.customize_hour, "ms", Some(0.1), rebuild);
    row("matrix 1000 x 1000", ours.matrix, "ms", Some(1.0), peer(&kit, "matrix_ms"));
    row("same with lengths", ours.matrix_lengths, "ms", None, None);
    let valhalla_matrix = peer(&valhalla, "matrix_100_ms");
    row("matrix 100 x 100, snapped", ours.matrix_100, "ms", Some(1.0 / 500.0), valhalla_matrix);
    row("route with path, p50", ours.route, "ms", Some(2.0), peer(&kit, "cch_route_ms"));
    row("same beside the peer's CH", ours.route, "ms", Some(2.0), peer(&kit, "route_ms"));
    let isochrone = peer(&valhalla, "isochrone_ms");
    row("isochrone 30 min, p50", ours.isochrone, "ms", Some(0.2), isochrone);
    row("drive time of 1000 places", ours.reachable, "ms", None, None);
    ours
}

/// Country size: the bars are relative to the extract measured last.
fn measure_joined(extract: &Path, one: Option<&Figures>, work: &Path) {
    if !extract.exists() {
        println!("{} is not there: skipped", extract.display());
        return;
    }
    let (network, build) = Network::built(extract, work);
    let ours = network.figures(&network.points(1000));
    let input = extract.file_stem().unwrap_or_default().to_string_lossy();
    let row = |what: &'static str, value: f64, unit, share: Option<f64>, peer: Option<f64>| {
        Row { what, input: &input, value, unit, peer, share }.print();
    };
    row("build, car", build.ms, "ms", None, None);
    row("build, peak memory", build.mb, "MB", None, None);
    row("region file", build.file_mb, "MB", None, None);
    row("open", ours.open, "ms", None, None);
    row("customise", ours.customize, "ms", None, None);
    let single = one.map(|figures| figures.matrix);
    row("matrix 1000 x 1000", ours.matrix, "ms", Some(5.0), single);
    row("route with path, p50", ours.route, "ms", None, None);
}
