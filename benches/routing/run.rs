//! Runs instances and prints what came out.

use gcrm::domain::control::Cancel;
use gcrm::domain::routing::check::check;
use gcrm::domain::routing::formats::Goal;
use gcrm::domain::routing::{self, Solution, solve};

use crate::clock::CpuTime;
use crate::families::Instance;
use crate::options::Options;
use crate::peers;

pub fn family(family: &str, instances: &[&Instance], limit_s: f64, options: &Options) {
    let mut sum = 0.0;
    let mut n_missing = 0;
    for instance in instances {
        let outcome = mean(instance, limit_s, options);
        sum += outcome.gap;
        n_missing += outcome.n_missing;
        if !options.is_quiet {
            println!(
                "{family} {} {limit_s} s: {:.1}, best known {}, gap {:.2} %, missing {}, {:.0} iterations, best after {:.2}",
                instance.name,
                outcome.value,
                instance.best_known,
                outcome.gap,
                outcome.n_missing,
                outcome.iterations,
                outcome.best_at
            );
        }
    }
    if options.has_peers && AGAINST_PYVRP.contains(&family) {
        against_pyvrp(family, instances, limit_s, sum);
    }
    let n = instances.len();
    let gap = sum / n as f64;
    println!("{family} {limit_s} s: mean gap {gap:.3} % of {n}, missing {n_missing}");
}

/// Families whose bar is `PyVRP` in the same time.
const AGAINST_PYVRP: [&str; 2] = ["vrptw-gh200", "vrptw-gh400"];

fn against_pyvrp(family: &str, instances: &[&Instance], limit_s: f64, sum: f64) {
    let mut peer_sum = 0.0;
    for instance in instances {
        let read = instance.read();
        let Some(peer) = peers::run("pyvrp", &read.problem, limit_s) else {
            return println!("{family} {limit_s} s: pyvrp is absent, or without an answer");
        };
        let gap = peer.cost / read.scale / instance.best_known - 1.0;
        peer_sum += gap * 100.0;
        println!("{family} {} {limit_s} s: pyvrp gap {:.2} %", instance.name, gap * 100.0);
    }
    let n = instances.len() as f64;
    println!(
        "{family} {limit_s} s: pyvrp mean gap {:.3} %, ours is {:.3} points lower",
        peer_sum / n,
        (peer_sum - sum) / n
    );
}

struct Outcome {
    value: f64,
    gap: f64,
    n_missing: usize,
    iterations: f64,
    best_at: f64,
}

fn mean(instance: &Instance, limit_s: f64, options: &Options) -> Outcome {
    let read = instance.read();
    let mut sum = Outcome { value: 0.0, gap: 0.0, n_missing: 0, iterations: 0.0, best_at: 0.0 };
    for seed in 1..=options.seeds {
        let budget = CpuTime::start(limit_s);
        let options = routing::Options { seed, threads: 1 };
        let solution =
            solve(&read.problem, options, &budget, &Cancel::never(), &|_| ()).expect("sound");
        assert_eq!(check(&read.problem, &solution), []);
        sum.value += value(&read, &solution);
        sum.n_missing += solution.n_missing(&read.problem);
        sum.iterations += solution.iterations as f64;
        sum.best_at += solution.best_iteration as f64 / solution.iterations.max(1) as f64;
    }
    let n = options.seeds as f64;
    let value = sum.value / n;
    let gap = match read.goal {
        Goal::Cost => value / instance.best_known - 1.0,
        Goal::Score => 1.0 - value / instance.best_known,
    };
    Outcome {
        value,
        gap: gap * 100.0,
        n_missing: sum.n_missing,
        iterations: sum.iterations / n,
        best_at: sum.best_at / n,
    }
}

fn value(read: &gcrm::domain::routing::formats::Instance, solution: &Solution) -> f64 {
    match read.goal {
        Goal::Cost => solution.cost as f64 / read.scale,
        Goal::Score => {
            let visits = solution.routes.iter().flat_map(routing::Route::visits);
            visits.map(|visit| read.scores[visit]).sum::<i64>() as f64
        }
    }
}
