//! What a vehicle may use, how fast, and what slows it down: plain data that can be adjusted, and
//! the rules that read OpenStreetMap tags with it.

mod access;
mod conditional;
mod country;
mod joined;
mod limits;
mod maxspeed;
mod node;
mod oneway;
mod settings;
mod speed;
mod turn;
mod way;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use access::Access;
pub use conditional::When;
pub use country::URBAN_KEY;
pub use country::{DrivingSide, Locale};
pub use node::{NodeRule, Pass};
pub use settings::{BadSetting, Settings};
pub use turn::{Turn, TurnFlags};
pub use way::{Direction, FERRY_SPEED_KEY, WayRule, is_ferry};

pub(crate) use conditional::holds as condition_holds;

/// Which network a profile moves on. Profiles of one mode share a graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    Motor,
    Bicycle,
    Foot,
}

impl Mode {
    pub const ALL: [Self; 3] = [Self::Motor, Self::Bicycle, Self::Foot];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Motor => "motor",
            Self::Bicycle => "bicycle",
            Self::Foot => "foot",
        }
    }
}

/// The built-in profiles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProfileId {
    Car,
    Van,
    Bicycle,
    Foot,
}

impl ProfileId {
    pub const ALL: [Self; 4] = [Self::Car, Self::Van, Self::Bicycle, Self::Foot];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Car => "car",
            Self::Van => "van",
            Self::Bicycle => "bicycle",
            Self::Foot => "foot",
        }
    }

    pub const fn mode(self) -> Mode {
        match self {
            Self::Car | Self::Van => Mode::Motor,
            Self::Bicycle => Mode::Bicycle,
            Self::Foot => Mode::Foot,
        }
    }

    /// Our names, and those that clients of other engines use for the same thing.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "car" | "driving" | "auto" | "driving-car" => Some(Self::Car),
            "van" => Some(Self::Van),
            "bicycle" | "bike" | "cycling" | "cycling-regular" => Some(Self::Bicycle),
            "foot" | "walking" | "pedestrian" | "foot-walking" => Some(Self::Foot),
            _ => None,
        }
    }
}

/// Speeds of one `highway` class in km/h. A posted limit replaces the typical speeds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HighwayClass {
    pub urban: f32,
    pub rural: f32,
    /// Never faster than this, whatever the signs say: bends, parked cars, crossings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<f32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access: Option<Access>,
    #[serde(default)]
    pub motorway: bool,
    /// A bicycle is pushed here unless tags say that riding is allowed.
    #[serde(default)]
    pub pushed: bool,
}

/// What a `service=*` kind changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceKind {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<f32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access: Option<Access>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Barrier {
    pub pass: Pass,
    #[serde(default)]
    pub delay_s: f32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TurnCosts {
    /// Seconds of the sharpest turn across oncoming traffic.
    pub worst_s: f32,
    /// Above 1, turns across oncoming traffic cost more than those along the kerb.
    pub bias: f32,
    pub u_turn_s: f32,
    pub ferry_boarding_s: f32,
}

/// Measures of the vehicle; a missing one is never checked.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VehicleSize {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height_m: Option<f32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width_m: Option<f32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length_m: Option<f32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight_t: Option<f32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub axle_load_t: Option<f32>,
}

/// Everything that makes one way of travelling different from another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    pub name: String,
    pub mode: Mode,
    /// Access keys, the most specific first; the first one present decides.
    pub access_keys: Vec<String>,
    /// Keys that open a way whose class is closed to this profile.
    pub explicit_keys: Vec<String>,
    /// Keys that open a ferry which names whom it carries, besides `explicit_keys`.
    #[serde(default)]
    pub ferry_keys: Vec<String>,
    pub restriction_keys: Vec<String>,
    /// Values of `except=*` that exempt this profile from a turn restriction.
    pub exceptions: Vec<String>,
    pub highway: BTreeMap<String, HighwayClass>,
    pub explicit_highway_kmh: f32,
    /// Riding speed on classes where a bicycle is otherwise pushed.
    #[serde(default)]
    pub ridden_kmh: f32,
    pub service: BTreeMap<String, ServiceKind>,
    pub obey_maxspeed: bool,
    /// Driven speed over posted limit.
    pub limit_factor: f32,
    pub top_kmh: f32,
    pub surface: BTreeMap<String, f32>,
    pub tracktype: BTreeMap<String, f32>,
    pub smoothness: BTreeMap<String, f32>,
    #[serde(default)]
    pub single_lane_max_kmh: Option<f32>,
    pub barrier_default: Pass,
    pub barriers: BTreeMap<String, Barrier>,
    pub delays_s: BTreeMap<String, f32>,
    pub turn: TurnCosts,
    pub ferry_kmh: f32,
    pub size: VehicleSize,
}

impl Profile {
    pub fn builtin(id: ProfileId) -> Self {
        let json = match id {
            ProfileId::Car => include_str!("car.json"),
            ProfileId::Van => include_str!("van.json"),
            ProfileId::Bicycle => include_str!("bicycle.json"),
            ProfileId::Foot => include_str!("foot.json"),
        };
        serde_json::from_str(json).expect("the built-in profiles are valid, a test reads them")
    }
}

#[cfg(test)]
#[path = "profile_tests.rs"]
mod tests;
