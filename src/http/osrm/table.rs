//! `/table`: durations and distances between all sources and destinations.

use serde_json::{Value, json};

use super::engine::{Engine, check_count, snap_all};
use super::request::{Request, invalid};
use super::waypoint::{tenth, waypoint};
use super::{OsrmError, TABLE_PAIRS_MAX};
use crate::domain::control::Cancel;
use crate::domain::roads::View;
use crate::domain::roads::cost::{self, Cost};
use crate::domain::roads::snap::Snap;

pub fn answer(engine: &Engine, request: &Request, cancel: &Cancel) -> Result<Value, OsrmError> {
    check_count(request, 1)?;
    let (sources, targets) = (request.indices("sources")?, request.indices("destinations")?);
    if sources.len() * targets.len() > TABLE_PAIRS_MAX {
        let message = format!(
            "{} x {} pairs are more than the {TABLE_PAIRS_MAX} allowed.",
            sources.len(),
            targets.len()
        );
        return Err(OsrmError::new("TooBig", message));
    }
    let wanted = request.text("annotations").unwrap_or("duration");
    let wants = |word: &str| wanted.split(',').any(|part| part == word);
    if wanted.split(',').any(|part| part != "duration" && part != "distance") {
        return Err(invalid("annotations", "is duration, distance or both"));
    }
    let fallback = Fallback::read(request)?;
    engine.with_view(request, |view| {
        let snaps = snap_all(&view, request)?;
        let costs = costs(&view, &snaps, &sources, &targets, cancel)?;
        let pair = |i: usize| (sources[i / targets.len()], targets[i % targets.len()]);
        let rows = |value: &dyn Fn(usize, Cost) -> Value| -> Vec<Vec<Value>> {
            let values: Vec<Value> =
                costs.iter().enumerate().map(|(i, &cost)| value(i, cost)).collect();
            values.chunks(targets.len()).map(<[Value]>::to_vec).collect()
        };
        let points = |indices: &[usize]| -> Vec<Value> {
            indices.iter().map(|&i| waypoint(&view, &snaps[i][0])).collect()
        };
        let mut answer =
            json!({"code": "Ok", "sources": points(&sources), "destinations": points(&targets)});
        if wants("duration") {
            answer["durations"] = json!(rows(&|i, cost| fallback.duration(request, pair(i), cost)));
        }
        if wants("distance") {
            answer["distances"] = json!(rows(&|i, cost| fallback.distance(request, pair(i), cost)));
        }
        if let Some(cells) = fallback.cells(&costs, targets.len()) {
            answer["fallback_speed_cells"] = json!(cells);
        }
        Ok(answer)
    })
}

fn costs(
    view: &View,
    snaps: &[Vec<Snap>],
    sources: &[usize],
    targets: &[usize],
    cancel: &Cancel,
) -> Result<Vec<Cost>, OsrmError> {
    let snapper = view.snapper();
    let from: Vec<_> = sources.iter().map(|&i| snapper.departures(&snaps[i])).collect();
    let to: Vec<_> = targets.iter().map(|&i| snapper.arrivals(&snaps[i])).collect();
    view.matrix(&from, &to, cancel)
        .ok_or_else(|| OsrmError::new("NoTable", "The request was cancelled."))
}

/// What stands where there is no way: null, or the straight line at some speed.
struct Fallback {
    speed_mps: Option<f64>,
    scale: f64,
}

impl Fallback {
    fn read(request: &Request) -> Result<Self, OsrmError> {
        let positive = |name: &str| -> Result<Option<f64>, OsrmError> {
            match request.number::<f64>(name)? {
                Some(value) if !(value > 0.0 && value.is_finite()) => {
                    Err(invalid(name, "is above zero"))
                }
                value => Ok(value),
            }
        };
        request.choice("fallback_coordinate", &["input", "snapped"])?;
        Ok(Self {
            speed_mps: positive("fallback_speed")?,
            scale: positive("scale_factor")?.unwrap_or(1.0),
        })
    }

    fn duration(&self, request: &Request, pair: (usize, usize), cost: Cost) -> Value {
        if cost::is_way(cost) {
            return json!(tenth(cost::seconds(cost) * self.scale));
        }
        self.speed_mps.map_or(Value::Null, |speed| {
            json!(tenth(straight_m(request, pair) / speed * self.scale))
        })
    }

    fn distance(&self, request: &Request, pair: (usize, usize), cost: Cost) -> Value {
        if cost::is_way(cost) {
            return json!(tenth(cost::metres(cost)));
        }
        self.speed_mps.map_or(Value::Null, |_| json!(tenth(straight_m(request, pair))))
    }

    fn cells(&self, costs: &[Cost], n_targets: usize) -> Option<Vec<[usize; 2]>> {
        self.speed_mps?;
        let missing = costs.iter().enumerate().filter(|(_, cost)| !cost::is_way(**cost));
        Some(missing.map(|(i, _)| [i / n_targets, i % n_targets]).collect())
    }
}

fn straight_m(request: &Request, (from, to): (usize, usize)) -> f64 {
    request.places[from].distance(request.places[to]).0
}
