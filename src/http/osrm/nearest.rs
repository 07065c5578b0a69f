//! `/nearest`: the roads nearest to a coordinate.

use serde_json::{Value, json};

use super::OsrmError;
use super::engine::{Engine, bearing, radius};
use super::request::{Request, invalid};
use super::waypoint::waypoint;
use crate::domain::roads::View;
use crate::domain::roads::snap::{SNAP_RADIUS_M, Snap, SnapOptions};

const NUMBER_MAX: usize = 100;

pub fn answer(engine: &Engine, request: &Request) -> Result<Value, OsrmError> {
    let &[place] = &request.places[..] else {
        return Err(OsrmError::new("InvalidQuery", "Nearest takes one coordinate."));
    };
    let number = request.number("number")?.unwrap_or(1_usize);
    if !(1..=NUMBER_MAX).contains(&number) {
        return Err(invalid("number", &format!("is 1 to {NUMBER_MAX}")));
    }
    let radius_m = request.per_place("radiuses", radius)?[0];
    let options = SnapOptions {
        radius_m: radius_m.unwrap_or(SNAP_RADIUS_M),
        n_max: number,
        alternatives: number > 1,
        bearing: request.per_place("bearings", bearing)?[0],
        ..SnapOptions::default()
    };
    engine.with_view(request, |view| {
        let found = view.snapper().snap(place, &options);
        if found.is_empty() {
            return Err(OsrmError::new(
                "NoSegment",
                "Could not find a matching segment for coordinate 0.",
            ));
        }
        let waypoints: Vec<Value> = found.iter().map(|snap| with_nodes(&view, snap)).collect();
        Ok(json!({"code": "Ok", "waypoints": waypoints}))
    })
}

fn with_nodes(view: &View, snap: &Snap) -> Value {
    let mut found = waypoint(view, snap);
    let nodes = view.atlas.point_nodes(snap.link);
    found["nodes"] = json!([nodes[0], nodes[nodes.len() - 1]]);
    found
}
