//! The route solver on the public families and on generated days of field sales, beside the peers
//! that are installed. Prints one row an instance and a table of means.
//!
//! `make bench-routing ARGS="--families cvrp-x,tsp --sample 3 --seeds 1 --limits 1,5"`; every
//! choice is explained in `options.rs`. Without any it is the whole table of BENCHMARKS.md, some hours.
//! Peers: `ROUTING_PEERS_PYTHON` names a Python that has pyvrp, pyvroom or ortools. Time is CPU time of the one thread that searches.

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

use families::Instance;
use options::Options;

fn main() {
    let options = Options::from_args();
    if options.families.iter().any(|family| family == "days") {
        days::run(&options);
    }
    let instances = families::instances(&options);
    for family in &options.families {
        let own: Vec<&Instance> = instances.iter().filter(|i| i.family == *family).collect();
        if own.is_empty() {
            continue;
        }
        for &limit_s in &options.limits {
            run::family(family, &own, limit_s, &options);
        }
    }
}
