//! Days of field sales, generated: reps at home in a region, visits around them, some with hours.

use gcrm::domain::control::{Cancel, Iterations};
use gcrm::domain::routing::check::check;
use gcrm::domain::routing::{self, Break, Costs, Problem, Rep, Solution, Visit, Window, solve};
use gcrm::domain::travel::TravelMatrix;

use crate::clock::CpuTime;

/// The days of a lone rep.
pub const ALONE: &str = "days1";
/// The days that are timed by themselves.
pub const INSERT: &str = "insert";
/// Eight hours.
const SHIFT_S: i64 = 8 * 3600;
const SERVICE_S: i64 = 15 * 60;
/// Metres along a side of the region of one rep.
const SIDE_M: f64 = 12_000.0;
/// Half a minute to park, then 40 km/h over streets.
const PARKING_S: f64 = 30.0;
const METRES_A_SECOND: f64 = 11.0;
/// A break of half an hour, begun two and a half to five hours after the day.
const LUNCH_S: i64 = 30 * 60;
const LUNCH: Window = Window { from_s: 9_000, to_s: 18_000 };
/// Hours split in two leave out so much around their middle.
const CLOSED_S: i64 = 45 * 60;

/// One generated day.
#[derive(Debug, Clone, Copy)]
pub struct Day {
    n_reps: usize,
    /// Visits a rep.
    n_each: usize,
    seed: u64,
    has_lunch: bool,
    /// Hours are split in two, as round noon.
    is_split: bool,
}

/// Every day with its family and its name.
pub fn all() -> Vec<(&'static str, String, Day)> {
    let mut all = Vec::new();
    for seed in 1..=3 {
        for n_each in 12..=25 {
            for (what, has_lunch, is_split) in [
                ("plain", false, false),
                ("lunch", true, false),
                ("split", false, true),
                ("both", true, true),
            ] {
                let day = Day { n_reps: 1, n_each, seed, has_lunch, is_split };
                all.push((ALONE, format!("{what}-{n_each}-{seed}"), day));
            }
        }
    }
    for (family, n_reps) in [("days10", 10), ("days100", 100)] {
        for seed in 1..=3 {
            all.push((family, format!("{n_reps}x20-{seed}"), Day::of_many(n_reps, seed)));
        }
    }
    all
}

/// A day with too much in it, and one more visit in a running plan of ten reps.
pub fn insert() {
    let mut over_full = Day { n_each: 60, ..Day::of_many(1, 1) }.problem();
    over_full.visits.iter_mut().for_each(|visit| visit.prize = Some(3_600));
    let solution = solved(&over_full, 0.02, 1);
    println!("over-full day: {} of 60 left out, each with a reason", solution.unserved.len());
    let mut problem = Day::of_many(10, 1).problem();
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
    println!("insert one visit of 200: {:.2} ms", elapsed_s * 1e3);
}

fn solved(problem: &Problem, limit_s: f64, seed: u64) -> Solution {
    let options = routing::Options { seed, threads: 1 };
    let budget = CpuTime::start(limit_s);
    let solution = solve(problem, options, &budget, &Cancel::never(), &|_| ()).expect("sound");
    assert_eq!(check(problem, &solution), []);
    solution
}

impl Day {
    fn of_many(n_reps: usize, seed: u64) -> Self {
        Self { n_reps, n_each: 20, seed, has_lunch: false, is_split: false }
    }

    /// The homes of the reps are the first places.
    pub fn problem(&self) -> Problem {
        let mut draw = Draw(self.seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        let side = SIDE_M * (self.n_reps as f64).sqrt();
        let n_visits = self.n_reps * self.n_each;
        let points: Vec<[f64; 2]> =
            (0..self.n_reps + n_visits).map(|_| [draw.unit() * side, draw.unit() * side]).collect();
        Problem {
            visits: (0..n_visits).map(|index| self.visit(index, &mut draw)).collect(),
            reps: (0..self.n_reps).map(|home| self.rep(home)).collect(),
            profiles: vec![matrix(&points)],
            ..Problem::default()
        }
    }

    fn visit(&self, index: usize, draw: &mut Draw) -> Visit {
        let windows = if draw.unit() < 0.5 { Vec::new() } else { vec![hours(draw)] };
        Visit {
            place: self.n_reps + index,
            service_s: SERVICE_S,
            windows: if self.is_split {
                windows.into_iter().flat_map(halves).collect()
            } else {
                windows
            },
            delivery: vec![1],
            ..Visit::default()
        }
    }

    fn rep(&self, home: usize) -> Rep {
        let lunch = Break { windows: vec![LUNCH], duration_s: LUNCH_S, ..Break::default() };
        Rep {
            start: Some(home),
            end: Some(home),
            shift: Window { from_s: 0, to_s: SHIFT_S },
            capacity: vec![1_000],
            breaks: if self.has_lunch { vec![lunch] } else { Vec::new() },
            costs: Costs { per_travel_s: 1, ..Costs::default() },
            ..Rep::default()
        }
    }
}

/// The window without what lies around its middle.
fn halves(window: Window) -> [Window; 2] {
    let middle_s = i64::midpoint(window.from_s, window.to_s);
    [
        Window { to_s: middle_s - CLOSED_S, ..window },
        Window { from_s: middle_s + CLOSED_S, ..window },
    ]
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
