//! Problems for tests: small ones by hand, rich ones by chance.

use super::rng::Rng;
use super::{Break, Costs, Follow, Objective, Pair, Position, Problem, Rep, Visit, Window, faults};
use crate::domain::travel::TravelMatrix;

/// Places on a line, `positions` apart in seconds and ten times as many metres.
pub fn line(positions: &[u32]) -> TravelMatrix {
    let n = positions.len();
    let gap = |k: usize| positions[k / n].abs_diff(positions[k % n]);
    TravelMatrix {
        n_sources: n,
        n_targets: n,
        duration_s: (0..n * n).map(gap).collect(),
        distance_m: (0..n * n).map(|k| 10 * gap(k)).collect(),
    }
}

/// Reps at place 0, a visit at each other place.
pub fn on_a_line(positions: &[u32], n_reps: usize) -> Problem {
    let visit = |place| Visit { place, service_s: 10, ..Visit::default() };
    Problem {
        profiles: vec![line(positions)],
        visits: (1..positions.len()).map(visit).collect(),
        reps: vec![Rep { start: Some(0), end: Some(0), ..Rep::default() }; n_reps],
        ..Problem::default()
    }
}

/// Points in the plane with a twist, so that there and back differ but detours never pay.
fn plane(n: usize, rng: &mut Rng) -> TravelMatrix {
    let points: Vec<(i64, i64)> =
        (0..n).map(|_| (rng.below(2000) as i64, rng.below(2000) as i64)).collect();
    let gap = |k: usize| {
        let (a, b) = (points[k / n], points[k % n]);
        let uphill = (b.1 - a.1).max(0);
        u32::try_from((a.0 - b.0).abs() + (a.1 - b.1).abs() + uphill).unwrap()
    };
    TravelMatrix {
        n_sources: n,
        n_targets: n,
        duration_s: (0..n * n).map(gap).collect(),
        distance_m: (0..n * n).map(|k| 7 * gap(k)).collect(),
    }
}

fn window(rng: &mut Rng, from_s: i64, spread: usize) -> Window {
    let from_s = from_s + rng.below(spread) as i64;
    Window { from_s, to_s: from_s + 600 + rng.below(6000) as i64 }
}

/// A problem that uses most of the model, different for each seed.
pub fn rich(seed: u64, n_visits: usize, n_reps: usize) -> Problem {
    let mut rng = Rng::new(seed);
    let rng = &mut rng;
    let base_s = rng.below(100_000) as i64 - 50_000;
    let n_places = n_visits + 3;
    let n_dims = rng.below(3);
    let visits = (0..n_visits).map(|index| visit(rng, base_s, index, n_dims, n_reps)).collect();
    let mut problem = Problem {
        profiles: vec![plane(n_places, rng), plane(n_places, rng)],
        visits,
        reps: (0..n_reps).map(|_| rep(rng, base_s, n_places, n_dims)).collect(),
        ..Problem::default()
    };
    if one_in(rng, 2) {
        add_pairs(&mut problem, rng);
    }
    if one_in(rng, 3) {
        add_setups(&mut problem, rng);
    }
    if one_in(rng, 3) {
        add_lateness(&mut problem, rng, base_s);
    }
    if one_in(rng, 3) {
        add_locks(&mut problem, rng);
    }
    if one_in(rng, 4) {
        add_ranking(&mut problem, rng);
    }
    problem
}

/// Some objectives in strict order, where that fits.
fn add_ranking(problem: &mut Problem, rng: &mut Rng) {
    use Objective::{Cost, Distance, Lateness, Prizes, Reps, Travel, Work};
    let mut all = [Prizes, Cost, Work, Travel, Distance, Reps, Lateness];
    rng.shuffle(&mut all);
    problem.ranking = all[..=rng.below(3)].to_vec();
    if !faults(problem).is_empty() {
        problem.ranking.clear();
    }
}

/// Visits locked to positions and behind others.
fn add_locks(problem: &mut Problem, rng: &mut Rng) {
    for index in 0..problem.visits.len() {
        problem.visits[index].position = match rng.below(14) {
            0 => Some(Position::FromStart(rng.below(4).min(index))),
            1 => Some(Position::FromEnd(rng.below(3).min(index))),
            _ => None,
        };
        if index > 0 && one_in(rng, 4) {
            let (after, is_direct) = (rng.below(index), one_in(rng, 3));
            problem.follows.push(Follow { visit: index, after, is_direct });
        }
        if index > 0 && one_in(rng, 12) {
            let after = rng.below(index);
            problem.follows.push(Follow { visit: index, after, is_direct: false });
        }
    }
}

/// Lateness at a price and without one, release and due dates.
fn add_lateness(problem: &mut Problem, rng: &mut Rng, base_s: i64) {
    for visit in &mut problem.visits {
        visit.late_max_s = rng.below(3) as i64 * 1500;
        visit.per_late_s = rng.below(4) as i64;
        let opens_s = visit.windows.iter().map(|window| window.from_s).max().unwrap_or(base_s);
        visit.release_s = one_in(rng, 8).then(|| base_s + rng.below(9000) as i64);
        let from_s = visit.release_s.unwrap_or(base_s).max(opens_s);
        visit.due_s = one_in(rng, 8).then(|| from_s + rng.below(20_000) as i64);
        let is_late = |window: &Window| {
            visit.release_s.is_none_or(|at_s| window.to_s + visit.late_max_s >= at_s)
        };
        if !visit.windows.is_empty() && !visit.windows.iter().any(is_late) {
            visit.release_s = None;
        }
    }
}

/// Makes pairs of up to half of the visits, each delivery somewhere behind its pick-up.
fn add_pairs(problem: &mut Problem, rng: &mut Rng) {
    let mut open: Vec<usize> = (0..problem.visits.len()).collect();
    rng.shuffle(&mut open);
    for halves in open.chunks_exact(2).take(1 + problem.visits.len() / 4) {
        let pair = Pair { pickup: halves[0], delivery: halves[1] };
        let amounts = std::mem::take(&mut problem.visits[pair.delivery].delivery);
        problem.visits[pair.pickup].delivery.clear();
        problem.visits[pair.pickup].pickup.clone_from(&amounts);
        problem.visits[pair.delivery].pickup.clear();
        problem.visits[pair.delivery].delivery = amounts;
        problem.visits[pair.pickup].stage = 0;
        problem.visits[pair.pickup].prize = problem.visits[pair.delivery].prize;
        problem.pairs.push(pair);
    }
}

/// Visits at few places with setups, and prices of legs and tasks.
fn add_setups(problem: &mut Problem, rng: &mut Rng) {
    for visit in &mut problem.visits {
        visit.place = rng.below(1 + visit.place);
        visit.setup_s = rng.below(3) as i64 * 100;
        visit.priority = rng.below(3) as u8;
    }
    problem.visits[0].setup_by_rep = vec![(0, 50)];
    for rep in &mut problem.reps {
        rep.price_profile = one_in(rng, 3).then_some(1);
        rep.costs.per_task_s = rng.below(2) as i64;
    }
}

fn one_in(rng: &mut Rng, n: usize) -> bool {
    rng.below(n) == 0
}

fn visit(rng: &mut Rng, base_s: i64, index: usize, n_dims: usize, n_reps: usize) -> Visit {
    let n_windows = rng.below(4);
    Visit {
        place: index,
        windows: (0..n_windows).map(|_| window(rng, base_s, 25_000)).collect(),
        service_s: rng.below(1800) as i64,
        service_by_rep: if one_in(rng, 5) { vec![(rng.below(n_reps), 77)] } else { Vec::new() },
        skills: if one_in(rng, 6) { vec![rng.below(3) as u32] } else { Vec::new() },
        prize: (!one_in(rng, 3)).then(|| rng.below(9000) as i64),
        delivery: (0..n_dims).map(|_| rng.below(10) as i64).collect(),
        pickup: (0..n_dims).map(|_| rng.below(4) as i64 * rng.below(2) as i64).collect(),
        allowed_reps: one_in(rng, 8).then(|| vec![rng.below(n_reps)]),
        forbidden_reps: if one_in(rng, 8) { vec![rng.below(n_reps)] } else { Vec::new() },
        stage: u8::from(one_in(rng, 9)),
        is_fixed: one_in(rng, 7),
        price_by_rep: if one_in(rng, 4) {
            vec![(rng.below(n_reps), rng.below(3000) as i64)]
        } else {
            Vec::new()
        },
        ..Visit::default()
    }
}

fn rep(rng: &mut Rng, base_s: i64, n_places: usize, n_dims: usize) -> Rep {
    let lunch = Break {
        windows: vec![window(rng, base_s + 9_000, 4000)],
        duration_s: 1800,
        max_load: if one_in(rng, 4) { vec![rng.below(40) as i64; n_dims] } else { Vec::new() },
    };
    let shift = Window { from_s: base_s, to_s: base_s + 20_000 + rng.below(9_000) as i64 };
    let has_overtime = one_in(rng, 3);
    Rep {
        start: (!one_in(rng, 5)).then(|| rng.below(n_places)),
        end: (!one_in(rng, 5)).then(|| rng.below(n_places)),
        shift,
        overtime_max_s: if has_overtime { 3600 } else { 0 },
        profile: rng.below(2),
        travel_percent: 80 + 20 * rng.below(3) as u32,
        price_profile: None,
        breaks: if one_in(rng, 2) { vec![lunch] } else { Vec::new() },
        skills: (0..3).filter(|_| !one_in(rng, 3)).collect(),
        capacity: (0..n_dims).map(|_| 30 + rng.below(30) as i64).collect(),
        max_travel_s: one_in(rng, 4).then_some(9_000),
        max_distance_m: one_in(rng, 4).then_some(80_000),
        max_work_s: one_in(rng, 4).then_some(18_000),
        max_visits: one_in(rng, 4).then_some(6),
        centre: one_in(rng, 4).then(|| rng.below(n_places)),
        costs: Costs {
            per_use: rng.below(500) as i64,
            per_travel_s: 1,
            per_meter: rng.below(2) as i64,
            per_work_s: i64::from(one_in(rng, 3)),
            per_overtime_s: if has_overtime { 3 } else { 0 },
            per_squared_work_h: if one_in(rng, 4) { 200 } else { 0 },
            per_centre_m: rng.below(2) as i64,
            ..Costs::default()
        },
    }
}
