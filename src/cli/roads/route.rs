//! `gcrm roads route`

use clap::Args as ClapArgs;
use serde_json::json;

use super::{Network, place};
use crate::cli::{Outcome, interrupt};
use crate::domain::roads::Route;
use crate::domain::roads::steps::{Kind, Step};
use crate::domain::units::LngLat;

#[derive(Debug, ClapArgs)]
pub(super) struct Args {
    #[command(flatten)]
    network: Network,
    /// Print a GeoJSON line instead of the turns
    #[arg(long)]
    json: bool,
    /// Two or more places, each longitude,latitude
    #[arg(required = true, num_args = 2.., value_parser = place, allow_negative_numbers = true)]
    places: Vec<LngLat>,
}

pub(super) fn run(args: &Args) -> Outcome {
    let network = args.network.build(&interrupt::cancel())?;
    let route = network.route(args.network.profile, &args.places)?;
    if args.json {
        println!("{}", geojson(&route));
    } else {
        tell(&route);
    }
    Ok(())
}

fn geojson(route: &Route) -> serde_json::Value {
    json!({
        "type": "Feature",
        "geometry": {"type": "LineString", "coordinates": route.geometry()},
        "properties": {"duration_s": route.duration_s, "distance_m": route.distance_m},
    })
}

fn tell(route: &Route) {
    println!("{:.1} km, {:.0} min", route.distance_m / 1000.0, route.duration_s / 60.0);
    for step in route.legs.iter().flat_map(|leg| &leg.steps) {
        println!("{:>7.0} m  {}", step.distance_m, sentence(step));
    }
    for waypoint in route.waypoints.iter().filter(|waypoint| waypoint.distance_m > 100.0) {
        println!("note: the nearest road is {:.0} m from a place given", waypoint.distance_m);
    }
}

fn sentence(step: &Step) -> String {
    let side = if step.manoeuvre.angle() < 0.0 { "left" } else { "right" };
    let verb = match step.manoeuvre.kind {
        Kind::Depart => "start".to_owned(),
        Kind::Arrive => return "arrive".to_owned(),
        Kind::Turn => format!("turn {side}"),
        Kind::Continue => "go on".to_owned(),
        Kind::NewName => "follow".to_owned(),
        Kind::OnRamp => format!("take the ramp on the {side}"),
        Kind::OffRamp => format!("leave on the {side}"),
        Kind::Roundabout => {
            format!("at the roundabout take exit {}", step.manoeuvre.exit.unwrap_or(1))
        }
        Kind::Ferry => "board the ferry".to_owned(),
    };
    let name = [&step.name, &step.reference].into_iter().find(|name| !name.is_empty());
    name.map_or(verb.clone(), |name| format!("{verb}: {name}"))
}
