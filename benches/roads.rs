//! The road engine on real extracts: build, open, customise, matrices, routes, isochrones, and
//! equality with the plain search. Prints one line a figure.
//!
//! `cargo bench --bench roads -- data/helsinki.osm.pbf [more extracts]`; with `--check N` it
//! compares N random pairs a profile, with `--points N` it changes the size of the matrix.

use std::path::{Path, PathBuf};
use std::time::Instant;

use gcrm::domain::control::Cancel;
use gcrm::domain::osm::Extract;
use gcrm::domain::roads::atlas::{self, index};
use gcrm::domain::roads::cost::{self, Cost};
use gcrm::domain::roads::metric::Metric;
use gcrm::domain::roads::profile::{Profile, When};
use gcrm::domain::roads::snap::{Attachment, SnapOptions};
use gcrm::domain::roads::{ProfileId, RoadNetwork, View, dijkstra, hierarchy};
use gcrm::domain::units::LngLat;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

struct Options {
    files: Vec<PathBuf>,
    n_check: usize,
    n_points: usize,
    profiles: Vec<ProfileId>,
}

fn main() {
    let options = options();
    // One thread, as the peers are measured.
    rayon::ThreadPoolBuilder::new().num_threads(1).build_global().expect("first use of rayon");
    for file in &options.files {
        measure(file, &options);
    }
}

fn options() -> Options {
    let mut options = Options {
        files: Vec::new(),
        n_check: 200,
        n_points: 1000,
        profiles: ProfileId::ALL.to_vec(),
    };
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        let mut number = || args.next().and_then(|n| n.parse().ok()).expect("a number");
        match arg.as_str() {
            "--check" => options.n_check = number(),
            "--points" => options.n_points = number(),
            "--car" => options.profiles = vec![ProfileId::Car],
            "--bench" => {}
            file => options.files.push(file.into()),
        }
    }
    if options.files.is_empty() {
        options.files.push("data/helsinki.osm.pbf".into());
    }
    options
}

fn measure(file: &Path, options: &Options) {
    println!("== {}", file.display());
    let extract = timed("read", || {
        gcrm::region::osm::read(file, &Cancel::never(), &|_| {}).expect("a readable extract")
    });
    let network = timed("build", || build(&extract, &options.profiles));
    drop(extract);
    println!("peak memory {:.0} MB", peak_mb());
    for &id in &options.profiles {
        measure_profile(&network, id, options);
    }
}

fn build(extract: &Extract, profiles: &[ProfileId]) -> RoadNetwork {
    let locale = atlas::detect_locale(extract);
    println!("locale {locale:?}");
    RoadNetwork::build_for(extract, locale, profiles, &Cancel::never(), &|_| {})
        .expect("no one cancels")
}

fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = work();
    println!("{what} {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
    result
}

fn measure_profile(network: &RoadNetwork, id: ProfileId, options: &Options) {
    let view = network.view(id).expect("was built");
    println!(
        "-- {}: {} links, {} edges, {} states, {} turns, {} arcs, {} kept",
        id.name(),
        view.atlas.n_links(),
        view.graph.n_edges(),
        view.graph.n_states(),
        view.graph.arc_head.len(),
        view.topology.n_arcs(),
        view.weights.out.upper.len() + view.weights.into.upper.len(),
    );
    let metric = timed("metric", || {
        Metric::new(view.atlas, view.graph, &Profile::builtin(id), When::ordinary())
    });
    timed("customise", || hierarchy::customize(view.graph, &metric, view.topology));
    let points = points(&view, options.n_points);
    let snapper = view.snapper();
    let snaps = timed("snap", || -> Vec<_> {
        points.iter().map(|&at| snapper.snap(at, &SnapOptions::default())).collect()
    });
    let from: Vec<Vec<Attachment>> = snaps.iter().map(|s| snapper.departures(s)).collect();
    let to: Vec<Vec<Attachment>> = snaps.iter().map(|s| snapper.arrivals(s)).collect();
    let n = points.len();
    let small = n.min(100);
    timed(&format!("matrix {small} x {small}, time and length"), || {
        view.matrix::<Cost>(&from[..small], &to[..small], &Cancel::never())
    });
    timed(&format!("matrix {n} x {n}, time"), || view.matrix::<u32>(&from, &to, &Cancel::never()));
    let costs: Vec<Cost> = timed(&format!("matrix {n} x {n}, time and length"), || {
        view.matrix(&from, &to, &Cancel::never()).expect("no one cancels")
    });
    let routable = costs.iter().filter(|&&c| cost::is_way(c)).count();
    println!("routable {routable} of {} pairs", costs.len());
    routes(&view, &from, &to);
    check(&view, &from, &to, &costs, options.n_check);
    isochrones(&view, &from);
}

/// Places on roads that lead out and in, the same for every run.
fn points(view: &View, n: usize) -> Vec<LngLat> {
    let mut random = ChaCha8Rng::seed_from_u64(1);
    let n_links = index(view.atlas.n_links());
    let mut points = Vec::new();
    while points.len() < n {
        let link = random.random_range(0..n_links);
        let usable = |backward| view.graph.edge_of(link, backward).is_some();
        if usable(false) || usable(true) {
            points.push(atlas::to_lnglat(view.atlas.points(link)[0]));
        }
    }
    points
}

fn routes(view: &View, from: &[Vec<Attachment>], to: &[Vec<Attachment>]) {
    let mut micros: Vec<f64> = (0..from.len())
        .map(|i| {
            let start = Instant::now();
            let _ = view.path(&from[i], &to[(i * 7 + 1) % to.len()]);
            start.elapsed().as_secs_f64() * 1e6
        })
        .collect();
    micros.sort_by(f64::total_cmp);
    println!(
        "route with path p50 {:.1} us, p95 {:.1} us",
        micros[micros.len() / 2],
        micros[micros.len() * 95 / 100]
    );
}

fn check(
    view: &View,
    from: &[Vec<Attachment>],
    to: &[Vec<Attachment>],
    costs: &[Cost],
    n_check: usize,
) {
    let per_source = 20.min(to.len());
    let mut wrong = 0;
    let mut n = 0;
    for i in (0..from.len()).cycle().take(n_check.div_ceil(per_source)) {
        let reached = dijkstra::search(view.graph, view.metric, &from[i], cost::NO_WAY);
        for j in (0..to.len()).map(|j| (j * 31 + i) % to.len()).take(per_source) {
            let plain = dijkstra::arrive(view.graph, &reached.cost, &from[i], &to[j]);
            let expected = plain.map_or(cost::NO_WAY, |found| found.0);
            let path = view.path(&from[i], &to[j]).map_or(cost::NO_WAY, |path| path.cost);
            n += 1;
            wrong += usize::from(expected != path || expected != costs[i * to.len() + j]);
        }
    }
    println!("checked {n} pairs against the plain search, {wrong} differ");
}

fn isochrones(view: &View, from: &[Vec<Attachment>]) {
    let Some(departures) = from.iter().find(|d| !d.is_empty()) else { return };
    let reached = timed("roads within 30 min", || view.reached_links(departures, 1800));
    println!("reached links {}", reached.len());
    let polygons = timed("polygon of 30 min", || view.isochrone(departures, &[1800]));
    let n_points: usize = polygons[0].iter().map(|p| p.exterior().0.len()).sum();
    println!("polygon parts {}, points {n_points}", polygons[0].0.len());
}

fn peak_mb() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    let kb: f64 = line.split_whitespace().nth(1).and_then(|kb| kb.parse().ok()).unwrap_or(0.0);
    kb / 1024.0
}
