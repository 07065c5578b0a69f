//! `gcrm roads table`

use clap::Args as ClapArgs;
use serde_json::{Value, json};

use super::{Network, place};
use crate::cli::{Outcome, interrupt};
use crate::domain::travel::{TravelTime, UNREACHABLE};
use crate::domain::units::LngLat;

#[derive(Debug, ClapArgs)]
pub(super) struct Args {
    #[command(flatten)]
    network: Network,
    /// Places, each longitude,latitude
    #[arg(required = true, value_parser = place, allow_negative_numbers = true)]
    places: Vec<LngLat>,
}

/// Prints durations in seconds and distances in metres as JSON, null where there is no way.
pub(super) fn run(args: &Args) -> Outcome {
    let cancel = interrupt::cancel();
    let network = args.network.build(&cancel)?;
    let travel = network.travel(args.network.profile);
    let matrix = travel.matrix(&args.places, &args.places, &cancel)?;
    let rows = |values: &[u32]| -> Vec<Vec<Value>> {
        let value = |&v: &u32| if v == UNREACHABLE { Value::Null } else { json!(v) };
        values.chunks(args.places.len()).map(|row| row.iter().map(value).collect()).collect()
    };
    println!(
        "{}",
        json!({"durations_s": rows(&matrix.duration_s), "distances_m": rows(&matrix.distance_m)})
    );
    Ok(())
}
