//! `gcrm solve --format vroom`: VROOM's JSON in and out.

use std::path::PathBuf;
use std::time::Instant;

use super::{Args, Clock, Outcome, bytes, write};
use crate::app::vroom::Ways;
use crate::domain::control::Cancel;
use crate::domain::roads::{ProfileId, RoadNetwork, atlas};
use crate::domain::routing::Options;
use crate::domain::routing::vroom::{Input, Mode, VroomError, answer, read};
use crate::region::osm;

#[derive(Debug, clap::Args)]
pub(super) struct VroomArgs {
    /// For VROOM's problems without matrices: the extract whose roads are driven; without it
    /// straight lines stretched to the usual detour
    #[arg(long, value_name = "FILE")]
    osm: Option<PathBuf>,
    /// For VROOM's problems: keep the steps given, choose times and tell what they break
    #[arg(short = 'c', long = "choose-eta")]
    choose_eta: bool,
    /// For VROOM's problems: with geometry and distances
    #[arg(short = 'g', long = "geometry")]
    geometry: bool,
}

pub(super) fn run(args: &Args, started: Instant, cancel: &Cancel) -> Outcome {
    let input = read(&bytes(args)?);
    let solved = input.and_then(|input| solved(args, &input, started, cancel));
    let json = match &solved {
        Ok(json) => json.clone(),
        Err(error) => error.to_json(),
    };
    write(args.out.as_deref(), &serde_json::to_string_pretty(&json)?)?;
    solved.map(|_| ()).map_err(Into::into)
}

fn solved(
    args: &Args,
    input: &Input,
    started: Instant,
    cancel: &Cancel,
) -> Result<serde_json::Value, VroomError> {
    let network = args.vroom.osm.as_ref().map(|file| network(file, input, cancel)).transpose();
    let network = network.map_err(|error| VroomError::Routing(error.to_string()))?;
    let ways = Ways { network, fleet: None };
    let mode = Mode {
        is_plan: args.vroom.choose_eta || input.options.c,
        has_geometry: args.vroom.geometry || input.options.g,
        search: Options { seed: args.seed, threads: args.threads },
    };
    let watch = Clock::start(args, started);
    answer(input, &ways, mode, watch.budget(), cancel)
}

fn network(
    file: &std::path::Path,
    input: &Input,
    cancel: &Cancel,
) -> Result<RoadNetwork, Box<dyn std::error::Error + Send + Sync>> {
    let mut profiles: Vec<ProfileId> =
        input.vehicles.iter().filter_map(|vehicle| ProfileId::parse(&vehicle.profile)).collect();
    profiles.sort_unstable();
    profiles.dedup();
    let extract = osm::read(file, cancel, &|_| {})?;
    let locale = atlas::detect_locale(&extract);
    Ok(RoadNetwork::build_for(&extract, locale, &profiles, cancel, &|_| {})?)
}
