//! `/trip`: the coordinates in a good order.

use serde_json::{Value, json};

use super::OsrmError;
use super::engine::{Engine, check_count, snap_all};
use super::request::{Request, invalid};
use super::route::{Telling, no_route, told};
use super::waypoint::waypoint;
use crate::domain::control::Cancel;
use crate::domain::roads::cost;
use crate::domain::roads::profile::Mode;
use crate::domain::roads::snap::Snap;
use crate::domain::roads::trip::{Ends, order};

pub const TRIP_MAX: usize = 100;

pub fn answer(engine: &Engine, request: &Request, cancel: &Cancel) -> Result<Value, OsrmError> {
    check_count(request, 1)?;
    if request.places.len() > TRIP_MAX {
        return Err(OsrmError::new(
            "TooBig",
            format!("A trip has at most {TRIP_MAX} coordinates."),
        ));
    }
    let telling = Telling::read(request)?;
    let starts_first = request.choice("source", &["any", "first"])? == "first";
    let ends = Ends {
        last_is_end: request.choice("destination", &["any", "last"])? == "last",
        returns: request.choice("roundtrip", &["true", "false"])? == "true",
    };
    let is_open = starts_first && ends.last_is_end;
    if !ends.returns && !is_open {
        return Err(OsrmError::new(
            "NotImplemented",
            "Without a return, source=first and destination=last are needed.",
        ));
    }
    engine.with_view(request, |view| {
        let snaps = snap_all(&view, request)?;
        let snapper = view.snapper();
        let from: Vec<_> = snaps.iter().map(|s| snapper.departures(s)).collect();
        let to: Vec<_> = snaps.iter().map(|s| snapper.arrivals(s)).collect();
        let costs: Vec<cost::Cost> = view
            .matrix(&from, &to, cancel)
            .ok_or_else(|| OsrmError::new("NoTrips", "The request was cancelled."))?;
        if costs.iter().any(|&c| !cost::is_way(c)) {
            return Err(OsrmError::new("NoTrips", "No trip visiting all destinations possible."));
        }
        let order = order(snaps.len(), |a, b| costs[a * snaps.len() + b], ends)
            .ok_or_else(|| invalid("source", "and destination leave nothing to order"))?;
        let back = if ends.returns { Some(order[0]) } else { None };
        let stops: Vec<Vec<Snap>> =
            order.iter().copied().chain(back).map(|i| snaps[i].clone()).collect();
        let straight = view.profile.mode() == Mode::Motor
            && request.text("continue_straight") != Some("false");
        let found = view.route_between(&stops, straight).map_err(no_route)?;
        let place_of = |i: usize| order.iter().position(|&place| place == i).unwrap_or(0);
        let waypoints: Vec<Value> = (0..snaps.len())
            .map(|i| {
                let mut told = waypoint(&view, &snaps[i][0]);
                told["trips_index"] = json!(0);
                told["waypoint_index"] = json!(place_of(i));
                told
            })
            .collect();
        Ok(json!({"code": "Ok", "trips": [told(&view, &found, &telling)], "waypoints": waypoints}))
    })
}
