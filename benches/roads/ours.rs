//! Our own figures: everything on one thread, the median of several runs.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use gcrm::domain::control::Cancel;
use gcrm::domain::roads::atlas::{self, index};
use gcrm::domain::roads::cost::Cost;
use gcrm::domain::roads::overrides::Overrides;
use gcrm::domain::roads::snap::{Attachment, SnapOptions};
use gcrm::domain::roads::variant::Changes;
use gcrm::domain::roads::{ProfileId, ROADS_VERSION, RoadNetwork, View};
use gcrm::domain::units::LngLat;
use gcrm::region::file::{self, Kind, RegionFile};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::peers;

const KIND: Kind = Kind { name: "roads", version: ROADS_VERSION };
/// Above this many bytes of extract only the car's roads are built: the question is size.
const ALL_PROFILES_BYTES_MAX: u64 = 10 << 20;

pub struct Network {
    roads: RoadNetwork,
    open_ms: f64,
}

pub struct Build {
    pub ms: f64,
    pub mb: f64,
    pub file_mb: f64,
}

/// In milliseconds.
#[derive(Debug, Default)]
pub struct Figures {
    pub open: f64,
    pub customize: f64,
    pub customize_hour: f64,
    pub matrix: f64,
    pub matrix_lengths: f64,
    pub matrix_100: f64,
    pub route: f64,
    pub isochrone: f64,
    pub reachable: f64,
}

/// Extract to region file, timed from the first byte read to the last one written.
pub fn build_child(extract: &Path, file: &Path) {
    let start = Instant::now();
    let is_large = extract.metadata().is_ok_and(|m| m.len() > ALL_PROFILES_BYTES_MAX);
    let profiles = if is_large { &[ProfileId::Car][..] } else { &ProfileId::ALL };
    let roads = {
        let never = Cancel::never();
        let extract = gcrm::region::osm::read(extract, &never, &|_| {}).expect("an extract");
        let locale = atlas::detect_locale(&extract);
        RoadNetwork::build_for(&extract, locale, profiles, &never, &|_| {}).expect("not cancelled")
    };
    file::write(file, KIND, &roads.sections()).expect("a writable folder");
    println!("build_ms {}", start.elapsed().as_secs_f64() * 1e3);
    println!("build_mb {}", peak_mb());
}

impl Network {
    pub fn built(extract: &Path, work: &Path) -> (Self, Build) {
        let path = work.join("roads.gcrm");
        let bench = std::env::current_exe().expect("we are running");
        let output = Command::new(bench)
            .arg("--build")
            .args([extract, &path])
            .output()
            .expect("our own binary runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let told = peers::figures(&String::from_utf8_lossy(&output.stdout));
        let open = || {
            let file = RegionFile::open(&path, KIND).expect("was just written");
            let roads = RoadNetwork::from_sections(|name| file.section(name));
            roads.expect("was just written")
        };
        let open_ms = median_ms(9, || drop(open()));
        #[expect(clippy::cast_precision_loss, reason = "for display")]
        let file_mb = path.metadata().map_or(0, |m| m.len()) as f64 / 1e6;
        let build = Build { ms: told["build_ms"], mb: told["build_mb"], file_mb };
        (Self { roads: open(), open_ms }, build)
    }

    fn car(&self) -> View<'_> {
        self.roads.view(ProfileId::Car).expect("was built")
    }

    /// Places on roads that lead out and in, the same for every run.
    pub fn points(&self, n: usize) -> Vec<LngLat> {
        let view = self.car();
        let mut random = ChaCha8Rng::seed_from_u64(1);
        let n_links = index(view.atlas.n_links());
        let mut points = Vec::new();
        while points.len() < n {
            let link = random.random_range(0..n_links);
            if [false, true].iter().any(|&backward| view.graph.edge_of(link, backward).is_some()) {
                points.push(atlas::to_lnglat(view.atlas.points(link)[0]));
            }
        }
        points
    }

    pub fn figures(&self, points: &[LngLat]) -> Figures {
        let view = self.car();
        let never = Cancel::never();
        let ends = |n: usize| Ends::of(&view, &points[..n.min(points.len())]);
        let all = ends(points.len());
        let small = || {
            let few = ends(100);
            view.matrix::<Cost>(&few.from, &few.to, &never)
        };
        Figures {
            open: self.open_ms,
            customize: customize_ms(&self.roads, None),
            customize_hour: customize_ms(&self.roads, Some(8)),
            matrix: median_ms(5, || drop(view.matrix::<u32>(&all.from, &all.to, &never))),
            matrix_lengths: median_ms(3, || {
                drop(view.matrix::<Cost>(&all.from, &all.to, &never));
            }),
            matrix_100: median_ms(9, || drop(small())),
            route: route_ms(&view, &all),
            isochrone: isochrone_ms(&view, &points[..9]),
            reachable: median_ms(5, || {
                drop(self.roads.reachable(ProfileId::Car, points[0], points, 1800));
            }),
        }
    }
}

/// Places as trips start from and end at them.
struct Ends {
    from: Vec<Vec<Attachment>>,
    to: Vec<Vec<Attachment>>,
}

impl Ends {
    fn of(view: &View, points: &[LngLat]) -> Self {
        let snapper = view.snapper();
        let snap = |&at: &LngLat| snapper.snap(at, &SnapOptions::default());
        let snaps: Vec<_> = points.iter().map(snap).collect();
        Self {
            from: snaps.iter().map(|s| snapper.departures(s)).collect(),
            to: snaps.iter().map(|s| snapper.arrivals(s)).collect(),
        }
    }
}

/// From changed speeds on some roads, or another hour, to a hierarchy that answers.
fn customize_ms(roads: &RoadNetwork, hour: Option<u32>) -> f64 {
    let view = roads.view(ProfileId::Car).expect("was built");
    let some = view.atlas.link_way.iter().step_by(1000);
    let overrides = Overrides::of_ways(view.atlas, some.map(|&way| (way, 10.0)));
    let changes = Changes { hour, overrides, ..Changes::default() };
    median_ms(9, || drop(roads.variant(ProfileId::Car, &changes)))
}

fn route_ms(view: &View, ends: &Ends) -> f64 {
    let n = ends.from.len();
    let mut each: Vec<f64> =
        (0..n).map(|i| ms(|| drop(view.path(&ends.from[i], &ends.to[(i * 7 + 1) % n])))).collect();
    median(&mut each)
}

fn isochrone_ms(view: &View, points: &[LngLat]) -> f64 {
    let isochrone = |&at: &LngLat| {
        ms(|| {
            if let Ok(from) = view.departures_at(at) {
                drop(view.isochrone(&from, &[1800]));
            }
        })
    };
    isochrone(&points[0]);
    median(&mut points.iter().map(isochrone).collect::<Vec<_>>())
}

fn median_ms(n: usize, mut work: impl FnMut()) -> f64 {
    work();
    median(&mut (0..n).map(|_| ms(&mut work)).collect::<Vec<_>>())
}

fn ms(work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64() * 1e3
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn peak_mb() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    let kb: f64 = line.split_whitespace().nth(1).and_then(|kb| kb.parse().ok()).unwrap_or(0.0);
    kb / 1024.0
}
