//! `gcrm roads isochrone`

use clap::Args as ClapArgs;
use serde_json::{Value, json};

use super::{Network, place};
use crate::cli::{Outcome, interrupt};
use crate::domain::units::LngLat;

#[derive(Debug, ClapArgs)]
pub(super) struct Args {
    #[command(flatten)]
    network: Network,
    /// One polygon for each number of minutes
    #[arg(long, value_delimiter = ',', default_value = "15", value_parser = clap::value_parser!(u32).range(1..=360))]
    minutes: Vec<u32>,
    /// Where to start, longitude,latitude
    #[arg(value_parser = place, allow_negative_numbers = true)]
    place: LngLat,
}

pub(super) fn run(args: &Args) -> Outcome {
    let network = args.network.build(&interrupt::cancel())?;
    let seconds: Vec<u32> = args.minutes.iter().map(|minutes| minutes * 60).collect();
    let polygons = network.isochrone(args.network.profile, args.place, &seconds)?;
    let features = args.minutes.iter().zip(&polygons).map(|(minutes, polygon)| {
        let geometry = geojson::Geometry::from(polygon);
        json!({"type": "Feature", "geometry": geometry, "properties": {"minutes": minutes}})
    });
    println!(
        "{}",
        json!({"type": "FeatureCollection", "features": features.collect::<Vec<Value>>()})
    );
    Ok(())
}
