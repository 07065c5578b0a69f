//! Days of field sales, generated: reps at home in a region, visits around them, some with hours.

use gcrm::domain::control::{Cancel, Iterations};
use gcrm::domain::routing::check::check;
use gcrm::domain::routing::{self, Costs, Problem, Rep, Solution, Visit, Window, solve};
use gcrm::domain::travel::TravelMatrix;

use crate::clock::CpuTime;
use crate::options::Options;
use crate::peers;

/// Eight hours.
const SHIFT_S: i64 = 8 * 3600;
const SERVICE_S: i64 = 15 * 60;
/// Metres along a side of the region of one rep.
const SIDE_M: f64 = 12_000.0;
/// Half a minute to park, then 40 km/h over streets.
const PARKING_S: f64 = 30.0;
const METRES_A_SECOND: f64 = 11.0;
/// The seconds a lone rep's day may take.
const DAY_LIMIT_S: f64 = 0.020;

pub fn run(options: &Options) {
    let wanted = |part: &str| options.only.as_ref().is_none_or(|only| only == part);
    if wanted("alone") {
        alone(options);
    }
    for (n_reps, limit_s, long_s) in [(10, 1.0, 20.0), (100, 1.0, 10.0)] {
        if wanted(&n_reps.to_string()) {
            together(n_reps, limit_s, long_s, options);
        }
    }
    if wanted("insert") {
        inserted();
    }
    println!("days: peak memory of this process {} MB", peak_mb());
}

/// One rep with 12 to 25 visits.
fn alone(options: &Options) {
    let (mut n_best, mut worst, mut slowest) = (0, 0.0_f64, 0.0_f64);
    let sizes: Vec<usize> = (12..=25).collect();
    for &n_visits in &sizes {
        let problem = day(1, n_visits, 1);
        let started = CpuTime::start(DAY_LIMIT_S);
        let ours = solved(&problem, DAY_LIMIT_S - 0.001, 1);
        slowest = slowest.max(started.elapsed_s());
        let mut best = solved(&problem, 1.0, 2).cost as f64;
        if options.has_peers {
            best = peers::NAMES
                .iter()
                .filter_map(|name| peers::run(name, &problem, 1.0))
                .filter(|peer| peer.n_missing == 0)
                .fold(best, |best, peer| best.min(peer.cost));
        }
        let gap = (ours.cost as f64 / best - 1.0) * 100.0;
        n_best += usize::from(gap <= 1e-9);
        worst = worst.max(gap);
    }
    println!(
        "days 1 rep: best in {n_best} of {}, worst gap {worst:.2} %, at most {:.1} ms",
        sizes.len(),
        slowest * 1e3
    );
    let mut over_full = day(1, 60, 1);
    over_full.visits.iter_mut().for_each(|visit| visit.prize = Some(3_600));
    let solution = solved(&over_full, DAY_LIMIT_S, 1);
    println!("days over-full: {} of 60 left out, each with a reason", solution.unserved.len());
}

fn together(n_reps: usize, limit_s: f64, long_s: f64, options: &Options) {
    let problem = day(n_reps, 20, 1);
    for (what, seconds) in [("short", limit_s), ("long", long_s)] {
        let started = CpuTime::start(seconds);
        let ours = solved(&problem, seconds, 1);
        println!(
            "days {n_reps} x 20 {what}: gcrm {seconds} s: {}, missing {}, CPU {:.2} s",
            ours.cost,
            ours.unserved.len(),
            started.elapsed_s()
        );
    }
    for name in peers::NAMES.iter().filter(|_| options.has_peers) {
        match peers::run(name, &problem, long_s) {
            Some(peer) => println!(
                "days {n_reps} x 20: {name} {long_s} s: {}, missing {}, CPU {:.1} s",
                peer.cost, peer.n_missing, peer.seconds
            ),
            None => println!("days {n_reps} x 20: {name} absent, or without an answer"),
        }
    }
}

/// One more visit in a running plan of ten reps.
fn inserted() {
    let mut problem = day(10, 20, 1);
    let plan = solved(&problem, 0.5, 1);
    problem.start_plan = vec![Vec::new(); problem.reps.len()];
    for route in &plan.routes {
        problem.start_plan[route.rep] = route.visits().collect();
    }
    let taken = problem.start_plan[4].remove(3);
    let started = CpuTime::start(1.0);
    let options = routing::Options::default();
    let solution =
        solve(&problem, options, &Iterations(0), &Cancel::never(), &|_| ()).expect("sound");
    let elapsed_s = started.elapsed_s();
    assert_eq!(check(&problem, &solution), []);
    assert!(solution.routes.iter().any(|route| route.visits().any(|visit| visit == taken)));
    println!("days insert one visit of 200: {:.2} ms", elapsed_s * 1e3);
}

fn solved(problem: &Problem, limit_s: f64, seed: u64) -> Solution {
    let options = routing::Options { seed, threads: 1 };
    let budget = CpuTime::start(limit_s);
    let solution = solve(problem, options, &budget, &Cancel::never(), &|_| ()).expect("sound");
    assert_eq!(check(problem, &solution), []);
    solution
}

/// The homes of the reps are the first places.
fn day(n_reps: usize, n_each: usize, seed: u64) -> Problem {
    let mut draw = Draw(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let side = SIDE_M * (n_reps as f64).sqrt();
    let n_visits = n_reps * n_each;
    let points: Vec<[f64; 2]> =
        (0..n_reps + n_visits).map(|_| [draw.unit() * side, draw.unit() * side]).collect();
    let visit = |index: usize, draw: &mut Draw| Visit {
        place: n_reps + index,
        service_s: SERVICE_S,
        windows: if draw.unit() < 0.5 { Vec::new() } else { vec![hours(draw)] },
        delivery: vec![1],
        ..Visit::default()
    };
    Problem {
        visits: (0..n_visits).map(|index| visit(index, &mut draw)).collect(),
        reps: (0..n_reps).map(rep).collect(),
        profiles: vec![matrix(&points)],
        ..Problem::default()
    }
}

fn rep(home: usize) -> Rep {
    Rep {
        start: Some(home),
        end: Some(home),
        shift: Window { from_s: 0, to_s: SHIFT_S },
        capacity: vec![1_000],
        costs: Costs { per_travel_s: 1, ..Costs::default() },
        ..Rep::default()
    }
}

/// Three to six hours somewhere in the day.
fn hours(draw: &mut Draw) -> Window {
    let length_s = ((3.0 + 3.0 * draw.unit()) * 3600.0) as i64;
    let from_s = (draw.unit() * (SHIFT_S - length_s) as f64) as i64;
    Window { from_s, to_s: from_s + length_s }
}

fn matrix(points: &[[f64; 2]]) -> TravelMatrix {
    let n = points.len();
    let metres = |k: usize| {
        let (a, b) = (points[k / n], points[k % n]);
        (a[0] - b[0]).abs() + (a[1] - b[1]).abs()
    };
    let seconds = |k: usize| {
        if k / n == k % n { 0 } else { (PARKING_S + metres(k) / METRES_A_SECOND).ceil() as u32 }
    };
    TravelMatrix {
        n_sources: n,
        n_targets: n,
        duration_s: (0..n * n).map(seconds).collect(),
        distance_m: (0..n * n).map(|k| metres(k) as u32).collect(),
    }
}

/// `xorshift64` (Marsaglia 2003).
struct Draw(u64);

impl Draw {
    fn unit(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

fn peak_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<u64>().ok()).unwrap_or(0) / 1024
}
