//! Turn instructions in OSRM's words.

use serde_json::{Value, json};

use super::route::Telling;
use super::waypoint::{lnglat, tenth};
use crate::domain::roads::View;
use crate::domain::roads::profile::{DrivingSide, Mode};
use crate::domain::roads::steps::{Kind, Manoeuvre, Step};

pub fn step(view: &View, step: &Step, telling: &Telling) -> Value {
    let side = match view.atlas.locale.driving_side {
        DrivingSide::Right => "right",
        DrivingSide::Left => "left",
    };
    let mut told = json!({
        "distance": tenth(step.distance_m),
        "duration": tenth(step.duration_s),
        "weight": tenth(step.duration_s),
        "geometry": telling.line(&step.geometry),
        "name": step.name,
        "mode": mode(view, step),
        "driving_side": side,
        "maneuver": manoeuvre(&step.manoeuvre),
        "intersections": [intersection(&step.manoeuvre)],
    });
    if !step.reference.is_empty() {
        told["ref"] = json!(step.reference);
    }
    if !step.destinations.is_empty() {
        told["destinations"] = json!(step.destinations.replace(';', ", "));
    }
    told
}

fn mode(view: &View, step: &Step) -> &'static str {
    if step.is_ferry {
        return "ferry";
    }
    match view.profile.mode() {
        Mode::Motor => "driving",
        Mode::Bicycle => "cycling",
        Mode::Foot => "walking",
    }
}

fn manoeuvre(found: &Manoeuvre) -> Value {
    let mut told = json!({
        "location": lnglat(found.at),
        "bearing_before": whole(found.bearing_before),
        "bearing_after": whole(found.bearing_after),
        "type": kind(found.kind),
    });
    if !matches!(found.kind, Kind::Depart | Kind::Arrive) {
        told["modifier"] = json!(modifier(found.angle()));
    }
    if let Some(exit) = found.exit {
        told["exit"] = json!(exit);
    }
    told
}

const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Depart => "depart",
        Kind::Arrive => "arrive",
        Kind::Turn => "turn",
        Kind::Continue => "continue",
        Kind::NewName => "new name",
        Kind::OnRamp => "on ramp",
        Kind::OffRamp => "off ramp",
        Kind::Roundabout => "roundabout",
        Kind::Ferry => "notification",
    }
}

fn modifier(angle: f64) -> &'static str {
    let size = angle.abs();
    let right = angle > 0.0;
    match (size, right) {
        (s, _) if s > 170.0 => "uturn",
        (s, true) if s > 120.0 => "sharp right",
        (s, false) if s > 120.0 => "sharp left",
        (s, true) if s > 60.0 => "right",
        (s, false) if s > 60.0 => "left",
        (s, true) if s > 20.0 => "slight right",
        (s, false) if s > 20.0 => "slight left",
        _ => "straight",
    }
}

/// The junction where the step begins: the way in and the way out.
fn intersection(found: &Manoeuvre) -> Value {
    let back = (found.bearing_before + 180.0).rem_euclid(360.0);
    let location = lnglat(found.at);
    match found.kind {
        Kind::Depart => {
            json!({"location": location, "bearings": [whole(found.bearing_after)], "entry": [true], "out": 0})
        }
        Kind::Arrive => {
            json!({"location": location, "bearings": [whole(back)], "entry": [true], "in": 0})
        }
        _ => json!({
            "location": location,
            "bearings": [whole(back), whole(found.bearing_after)],
            "entry": [false, true],
            "in": 0,
            "out": 1,
        }),
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 360")]
fn whole(degrees: f64) -> u32 {
    (degrees.round() as u32) % 360
}
