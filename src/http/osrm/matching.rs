//! `/match`: the roads behind a GPS trace.

use serde_json::{Value, json};

use super::OsrmError;
use super::engine::{Engine, check_count, radius};
use super::request::{Request, invalid};
use super::route::{Telling, told};
use super::waypoint::waypoint;
use crate::domain::roads::View;
use crate::domain::roads::matching::{Fix, Matching, TRACE_MAX};

/// Standard deviation of a position whose accuracy is not given, in metres.
const ACCURACY_M: f64 = 5.0;

pub fn answer(engine: &Engine, request: &Request) -> Result<Value, OsrmError> {
    check_count(request, 2)?;
    if request.places.len() > TRACE_MAX {
        return Err(OsrmError::new(
            "TooBig",
            format!("A trace has at most {TRACE_MAX} coordinates."),
        ));
    }
    let telling = Telling::read(request)?;
    let split = request.choice("gaps", &["split", "ignore"])? == "split";
    let trace = trace(request)?;
    engine.with_view(request, |view| {
        let matchings = view.match_trace(&trace, split);
        if matchings.is_empty() {
            return Err(OsrmError::new("NoMatch", "Could not match the trace."));
        }
        let mut tracepoints = vec![Value::Null; trace.len()];
        let mut told_matchings = Vec::with_capacity(matchings.len());
        for (i, matching) in matchings.iter().enumerate() {
            told_matchings.push(told_matching(&view, matching, &telling));
            for (j, (&fix, place)) in matching.fixes.iter().zip(&matching.places).enumerate() {
                let mut point = waypoint(&view, &place.snap);
                point["matchings_index"] = json!(i);
                point["waypoint_index"] = json!(j);
                point["alternatives_count"] = json!(place.n_alternatives);
                tracepoints[fix] = point;
            }
        }
        Ok(json!({"code": "Ok", "matchings": told_matchings, "tracepoints": tracepoints}))
    })
}

fn trace(request: &Request) -> Result<Vec<Fix>, OsrmError> {
    let times: Vec<Option<i64>> = request.per_place("timestamps", |text| text.parse().ok())?;
    let rising =
        times.iter().flatten().collect::<Vec<_>>().windows(2).all(|pair| pair[0] <= pair[1]);
    if !rising {
        return Err(invalid("timestamps", "never goes back"));
    }
    let radiuses = request.per_place("radiuses", radius)?;
    let fix = |i: usize| Fix {
        at: request.places[i],
        accuracy_m: radiuses[i].unwrap_or(ACCURACY_M).max(1.0),
        time_s: times[i],
    };
    Ok((0..request.places.len()).map(fix).collect())
}

fn told_matching(view: &View, matching: &Matching, telling: &Telling) -> Value {
    let mut matched = told(view, &view.route_of(matching), telling);
    matched["confidence"] = json!((matching.confidence * 1000.0).round() / 1000.0);
    matched
}
