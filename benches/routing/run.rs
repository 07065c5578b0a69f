//! Runs solvers on instances.

use gcrm::domain::control::Cancel;
use gcrm::domain::routing::check::check;
use gcrm::domain::routing::formats::{self, Goal};
use gcrm::domain::routing::{self, Solution, solve};

use crate::clock::CpuTime;
use crate::families::Instance;
use crate::options::Options;
use crate::peers;
use crate::runs::{Run, Runs};
use crate::table::OURS;

/// In limits below this everything has to fit, from the problem to the answer.
const SHORT_S: f64 = 0.1;
/// A search ends this much before such a limit.
const RESERVE_S: f64 = 0.001;

/// A run may take so many times its limit, the rest included.
const MARGIN: f64 = 1.2;

/// Ours and the peers on one instance, apart from what ran before.
pub fn instance(instance: &Instance, limit_s: f64, options: &Options, runs: &mut Runs) {
    let read = instance.read();
    for (solver, seed) in solvers(&read, limit_s, options) {
        let has_run = runs.has((&instance.family, &instance.name), limit_s, &solver, seed);
        if has_run || runs.elapsed_s() + limit_s * MARGIN > options.for_s {
            continue;
        }
        let Some((found, seconds)) = run(&solver, &read, limit_s, seed) else {
            println!("{solver} is absent, or failed on {}", instance.name);
            continue;
        };
        runs.add(Run {
            family: instance.family.clone(),
            instance: instance.name.clone(),
            limit_s,
            solver,
            seed,
            value: found.as_ref().map(|solution| value(&read, solution)),
            n_missing: found.as_ref().map_or(0, |found| found.n_missing(&read.problem)),
            seconds,
        });
    }
}

/// Who runs on the problem, with which seeds. Peers hear of no limit below a second.
fn solvers(read: &formats::Instance, limit_s: f64, options: &Options) -> Vec<(String, u64)> {
    let ours = options.seeds.clone().filter(|_| options.has_ours);
    let ours = ours.map(|seed| (OURS.to_owned(), seed));
    let can = |peer: &&String| limit_s >= 1.0 && peers::can_express(peer, &read.problem);
    let peers = options.peers.iter().filter(can).map(|peer| (peer.clone(), 1));
    ours.chain(peers).collect()
}

/// The answer, if there is one, and the seconds it took; None when the solver is absent.
fn run(
    solver: &str,
    read: &formats::Instance,
    limit_s: f64,
    seed: u64,
) -> Option<(Option<Solution>, f64)> {
    if solver != OURS {
        return peers::run(solver, &read.problem, limit_s)
            .map(|peer| (peer.solution, peer.seconds));
    }
    let reserve_s = if limit_s < SHORT_S { RESERVE_S } else { 0.0 };
    let budget = CpuTime::start(limit_s - reserve_s);
    let options = routing::Options { seed, threads: 1 };
    let solution =
        solve(&read.problem, options, &budget, &Cancel::never(), &|_| ()).expect("sound");
    let seconds = budget.elapsed_s();
    assert_eq!(check(&read.problem, &solution), []);
    Some((Some(solution), seconds))
}

fn value(read: &formats::Instance, solution: &Solution) -> f64 {
    match read.goal {
        Goal::Cost => solution.cost as f64 / read.scale,
        Goal::Score => {
            let visits = solution.routes.iter().flat_map(routing::Route::visits);
            visits.map(|visit| read.scores[visit]).sum::<i64>() as f64
        }
    }
}
