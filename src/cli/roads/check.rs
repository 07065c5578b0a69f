//! `gcrm roads check`

use std::path::PathBuf;

use clap::Args as ClapArgs;

use crate::cli::{Outcome, interrupt};
use crate::domain::control::Cancel;
use crate::domain::osm::Extract;
use crate::domain::roads::{ProfileId, RoadNetwork, check};
use crate::region::osm;

#[derive(Debug, ClapArgs)]
pub(super) struct Args {
    /// The extract: .osm.pbf, .osm, .osm.gz or .osm.bz2
    #[arg(long, value_name = "FILE")]
    osm: PathBuf,
    /// Random trips for each profile
    #[arg(long, default_value_t = 10_000)]
    pairs: usize,
    /// Another number takes other trips
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

pub(super) fn run(args: &Args) -> Outcome {
    let cancel = interrupt::cancel();
    let extract = osm::read(&args.osm, &cancel, &|_| {})?;
    let network = RoadNetwork::build(&extract, &cancel, &|_| {})?;
    let mut is_sound = true;
    for id in ProfileId::ALL {
        is_sound &= check_profile(args, &network, &extract, id, &cancel)?;
    }
    if is_sound { Ok(()) } else { Err("the road engine differs from the plain search".into()) }
}

fn check_profile(
    args: &Args,
    network: &RoadNetwork,
    extract: &Extract,
    id: ProfileId,
    cancel: &Cancel,
) -> Result<bool, &'static str> {
    let trips = check::trips(network, extract, id, args.pairs, args.seed, cancel);
    let sites = check::addressed_sites(extract);
    let reach = check::reach(network, id, &sites, cancel);
    let (trips, reach) = trips.zip(reach).ok_or("cancelled")?;
    println!(
        "{}: {} trips, {} with a way, {} differ from the plain search, {} break a rule; \
         {} of {} pairs of {} addressed sites can be travelled ({} sites without a road)",
        id.name(),
        trips.n,
        trips.n_routable,
        trips.n_different,
        trips.n_faults,
        reach.n_routable,
        reach.n_pairs,
        reach.n_sites,
        reach.n_off_road,
    );
    for fault in &trips.faults {
        println!("  {fault}");
    }
    Ok(trips.n_different == 0 && trips.n_faults == 0)
}
