//! `/route`: the fastest way over the coordinates in their order.

use geo::{LineString, Simplify};
use serde_json::{Value, json};

use super::OsrmError;
use super::engine::{Engine, check_count, snap_all};
use super::request::{Request, invalid};
use super::step::step;
use super::waypoint::{lnglat, tenth, waypoint};
use crate::domain::polyline;
use crate::domain::roads::profile::Mode;
use crate::domain::roads::route::{Leg, Route, RouteError};
use crate::domain::roads::{View, geometry, path};
use crate::domain::units::LngLat;

pub const PLACES_MAX: usize = 500;

/// How a route is to be told.
pub struct Telling {
    pub geometries: String,
    pub overview: String,
    pub steps: bool,
    pub annotations: Vec<String>,
}

const ANNOTATIONS: [&str; 6] = ["nodes", "distance", "duration", "datasources", "weight", "speed"];

impl Telling {
    pub fn read(request: &Request) -> Result<Self, OsrmError> {
        let annotations = match request.text("annotations") {
            None | Some("false") => Vec::new(),
            Some("true") => ANNOTATIONS.map(str::to_owned).to_vec(),
            Some(list) => list.split(',').map(str::to_owned).collect(),
        };
        if annotations.iter().any(|name| !ANNOTATIONS.contains(&name.as_str())) {
            return Err(invalid(
                "annotations",
                &format!("is true, false or some of {}", ANNOTATIONS.join(", ")),
            ));
        }
        Ok(Self {
            geometries: request
                .choice("geometries", &["polyline", "polyline6", "geojson"])?
                .to_owned(),
            overview: request.choice("overview", &["simplified", "full", "false"])?.to_owned(),
            steps: request.flag("steps")?,
            annotations,
        })
    }

    pub fn line(&self, line: &[LngLat]) -> Value {
        match self.geometries.as_str() {
            "geojson" => {
                let coordinates: Vec<[f64; 2]> = line.iter().map(|&at| lnglat(at)).collect();
                json!({"type": "LineString", "coordinates": coordinates})
            }
            "polyline6" => json!(polyline::encode(line, 6)),
            _ => json!(polyline::encode(line, 5)),
        }
    }
}

pub fn answer(engine: &Engine, request: &Request) -> Result<Value, OsrmError> {
    check_count(request, 2)?;
    if request.places.len() > PLACES_MAX {
        return Err(OsrmError::new(
            "TooBig",
            format!("A route has at most {PLACES_MAX} coordinates."),
        ));
    }
    let telling = Telling::read(request)?;
    check_alternatives(request)?;
    let straight = request.choice("continue_straight", &["default", "true", "false"])?;
    let silent = silent_places(request)?;
    engine.with_view(request, |view| {
        let straight = match straight {
            "default" => view.profile.mode() == Mode::Motor,
            other => other == "true",
        };
        let snaps = snap_all(&view, request)?;
        let found = view.route_between(&snaps, straight).map_err(no_route)?;
        let waypoints =
            (0..snaps.len()).filter(|i| !silent.contains(i)).map(|i| waypoint(&view, &snaps[i][0]));
        let waypoints: Vec<Value> = waypoints.collect();
        let route = join_silent(found, &silent);
        Ok(json!({"code": "Ok", "routes": [told(&view, &route, &telling)], "waypoints": waypoints}))
    })
}

pub fn no_route(error: RouteError) -> OsrmError {
    OsrmError::new("NoRoute", format!("Impossible route: {error}."))
}

/// A number or a yes or no; one route is what there is.
fn check_alternatives(request: &Request) -> Result<(), OsrmError> {
    match request.text("alternatives") {
        None | Some("true" | "false") => Ok(()),
        Some(number) if number.parse::<u32>().is_ok() => Ok(()),
        Some(_) => Err(invalid("alternatives", "is true, false or a number")),
    }
}

/// Coordinates that are only passed: those that `waypoints` leaves out.
fn silent_places(request: &Request) -> Result<Vec<usize>, OsrmError> {
    let n = request.places.len();
    let told = request.indices("waypoints")?;
    if !told.contains(&0) || !told.contains(&(n - 1)) {
        return Err(invalid("waypoints", "holds the first and the last coordinate"));
    }
    Ok((0..n).filter(|i| !told.contains(i)).collect())
}

/// Legs around a silent place become one.
fn join_silent(mut route: Route, silent: &[usize]) -> Route {
    let mut legs: Vec<Leg> = Vec::new();
    for (i, mut leg) in route.legs.into_iter().enumerate() {
        match legs.last_mut().filter(|_| silent.contains(&i)) {
            Some(before) => {
                before.duration_s += leg.duration_s;
                before.distance_m += leg.distance_m;
                before.geometry.append(&mut leg.geometry);
                before.steps.pop();
                before.steps.append(&mut leg.steps);
                before.pieces.append(&mut leg.pieces);
            }
            None => legs.push(leg),
        }
    }
    route.legs = legs;
    route
}

pub fn told(view: &View, route: &Route, telling: &Telling) -> Value {
    let legs: Vec<Value> = route.legs.iter().map(|leg| told_leg(view, leg, telling)).collect();
    let mut told = json!({
        "distance": tenth(route.distance_m),
        "duration": tenth(route.duration_s),
        "weight": tenth(route.duration_s),
        "weight_name": "duration",
        "legs": legs,
    });
    match telling.overview.as_str() {
        "full" => told["geometry"] = telling.line(&route.geometry()),
        "simplified" => told["geometry"] = telling.line(&simplified(&route.geometry())),
        _ => {}
    }
    told
}

fn told_leg(view: &View, leg: &Leg, telling: &Telling) -> Value {
    let steps: Vec<Value> = if telling.steps {
        leg.steps.iter().map(|found| step(view, found, telling)).collect()
    } else {
        Vec::new()
    };
    let mut told = json!({
        "distance": tenth(leg.distance_m),
        "duration": tenth(leg.duration_s),
        "weight": tenth(leg.duration_s),
        "summary": summary(leg),
        "steps": steps,
    });
    if !telling.annotations.is_empty() {
        told["annotation"] = annotation(view, leg, &telling.annotations);
    }
    told
}

/// The names of the two longest stretches, in travel order.
fn summary(leg: &Leg) -> String {
    let mut named: Vec<(usize, &str, f64)> = Vec::new();
    for (i, step) in leg.steps.iter().enumerate().filter(|(_, step)| !step.name.is_empty()) {
        match named.iter_mut().find(|known| known.1 == step.name) {
            Some(known) => known.2 += step.distance_m,
            None => named.push((i, &step.name, step.distance_m)),
        }
    }
    named.sort_by(|a, b| b.2.total_cmp(&a.2));
    named.truncate(2);
    named.sort_by_key(|known| known.0);
    named.iter().map(|known| known.1).collect::<Vec<_>>().join(", ")
}

/// One value for each straight piece of the line.
fn annotation(view: &View, leg: &Leg, wanted: &[String]) -> Value {
    let (mut nodes, mut distance, mut duration) = (Vec::<i64>::new(), Vec::new(), Vec::new());
    for piece in &leg.pieces {
        let line = path::line(view, piece);
        let lengths: Vec<f64> =
            line.windows(2).map(|pair| geometry::distance_m(pair[0], pair[1])).collect();
        let total: f64 = lengths.iter().sum();
        for metres in lengths {
            distance.push(tenth(metres));
            let share = if total > 0.0 { metres / total } else { 0.0 };
            duration.push(tenth(f64::from(piece.ms) / 1000.0 * share));
        }
        nodes.extend(path::node_ids(view, piece, line.len()));
    }
    nodes.dedup();
    let speed: Vec<f64> = distance
        .iter()
        .zip(&duration)
        .map(|(m, s): (&f64, &f64)| if *s > 0.0 { tenth(m / s) } else { 0.0 })
        .collect();
    let mut told = json!({});
    for name in wanted {
        told[name] = match name.as_str() {
            "nodes" => json!(nodes),
            "distance" => json!(distance),
            "duration" | "weight" => json!(duration),
            "speed" => json!(speed),
            _ => json!(vec![0; distance.len()]),
        };
    }
    told
}

/// Points that do not show at the scale of the whole line are left out.
fn simplified(line: &[LngLat]) -> Vec<LngLat> {
    const SHARE: f64 = 1.0 / 1500.0;
    let mut bbox = crate::domain::units::Bbox::EMPTY;
    for &at in line {
        bbox.extend(at);
    }
    let extent = (bbox.east - bbox.west).max(bbox.north - bbox.south);
    let full: LineString = line.iter().map(|&at| geo::Coord::from(at)).collect();
    let points = full.simplify(extent * SHARE);
    points.0.iter().filter_map(|at| LngLat::new(at.x, at.y).ok()).collect()
}
