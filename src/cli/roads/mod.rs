//! `gcrm roads`: the road engine alone, over one extract.

mod check;
mod isochrone;
mod route;
mod serve;
mod table;

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand};

use super::Outcome;
use crate::domain::control::Cancel;
use crate::domain::roads::{ProfileId, RoadNetwork, atlas};
use crate::domain::units::LngLat;
use crate::region::osm;

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Example:\n  gcrm roads route --osm helsinki.osm.pbf 24.9384,60.1699 24.9522,60.1750"
)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// The fastest way over places, with turns
    #[command(
        after_help = "Example:\n  gcrm roads route --osm malta.osm.pbf 14.5146,35.8989 14.4036,35.8869"
    )]
    Route(route::Args),
    /// Travel times and distances between all places
    #[command(
        after_help = "Example:\n  gcrm roads table --osm malta.osm.pbf 14.51,35.90 14.40,35.89 14.42,35.93"
    )]
    Table(table::Args),
    /// What is reached in so many minutes, as GeoJSON
    #[command(
        after_help = "Example:\n  gcrm roads isochrone --osm malta.osm.pbf --minutes 10,20 14.51,35.90"
    )]
    Isochrone(isochrone::Args),
    /// Compare random trips with a plain search and with the rules of the map
    #[command(after_help = "Example:\n  gcrm roads check --osm malta.osm.pbf --pairs 10000")]
    Check(check::Args),
    /// Answer the HTTP API of OSRM
    #[command(
        after_help = "Example:\n  gcrm roads serve --osm malta.osm.pbf --profile car --port 5000
  curl 'http://127.0.0.1:5000/route/v1/driving/14.51,35.90;14.40,35.89?steps=true'"
    )]
    Serve(serve::Args),
}

/// Which roads, and for whom.
#[derive(Debug, ClapArgs)]
struct Network {
    /// The extract: .osm.pbf, .osm, .osm.gz or .osm.bz2
    #[arg(long, value_name = "FILE")]
    osm: PathBuf,
    /// car, van, bicycle or foot
    #[arg(long, default_value = "car", value_parser = profile)]
    profile: ProfileId,
}

pub(crate) fn run(args: &Args) -> Outcome {
    match &args.command {
        Command::Route(args) => route::run(args),
        Command::Table(args) => table::run(args),
        Command::Isochrone(args) => isochrone::run(args),
        Command::Check(args) => check::run(args),
        Command::Serve(args) => serve::run(args),
    }
}

impl Network {
    fn build(
        &self,
        cancel: &Cancel,
    ) -> Result<RoadNetwork, Box<dyn std::error::Error + Send + Sync>> {
        let extract = osm::read(&self.osm, cancel, &|_| {})?;
        let locale = atlas::detect_locale(&extract);
        Ok(RoadNetwork::build_for(&extract, locale, &[self.profile], cancel, &|_| {})?)
    }
}

fn profile(name: &str) -> Result<ProfileId, String> {
    ProfileId::parse(name)
        .ok_or_else(|| format!("'{name}' is no profile; car, van, bicycle and foot are"))
}

/// `longitude,latitude`
fn place(text: &str) -> Result<LngLat, String> {
    let numbers =
        text.split_once(',').and_then(|(lng, lat)| Some((lng.parse().ok()?, lat.parse().ok()?)));
    let (lng, lat) = numbers.ok_or("a place is longitude,latitude such as 24.94,60.17")?;
    LngLat::new(lng, lat).map_err(|error| format!("{error}; longitude comes first"))
}
