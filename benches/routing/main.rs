//! The route solver on the public families and on generated days of field sales, beside the peers
//! that are installed. Prints one line a run and a table of means.
//!
//! `make bench-routing ARGS="--families cvrp-x,tsp --sample 3 --seeds 1 --limits 1,5"`; every
//! choice is explained in `options.rs`. Without any it is the whole table of BENCHMARKS.md, some
//! hours; with `--runs FILE` it goes on where it was interrupted. Peers: `ROUTING_PEERS_PYTHON`
//! names a Python that has pyvrp, pyvroom or ortools. Our time is CPU time of the one thread that
//! searches; the peers stop by the clock.

#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "counts, costs and coordinates stay far below 2^31"
)]

mod clock;
mod days;
mod families;
mod options;
mod peers;
mod run;
mod runs;
mod table;

use options::Options;
use runs::Runs;

fn main() {
    let options = Options::from_args();
    let instances = families::instances(&options);
    let mut runs = Runs::open(options.runs.clone());
    if !options.is_table {
        if options.families.iter().any(|family| family == days::INSERT) {
            days::insert();
        }
        for family in &options.families {
            for limit_s in options.limits_of(family) {
                for own in instances.iter().filter(|instance| instance.family == *family) {
                    run::instance(own, limit_s, &options, &mut runs);
                }
            }
        }
        println!("peak memory of this process: {} MB", peak_mb());
    }
    table::print(&runs, &instances, &options.families);
}

fn peak_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<u64>().ok()).unwrap_or(0) / 1024
}
