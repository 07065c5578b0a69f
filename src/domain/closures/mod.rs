//! Roads that are closed, or slow, for a while. Sits on roads and crm.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::domain::crm::stamp::Stamp;
use crate::domain::crm::{Draft, Fault, Faults, text};
use crate::domain::roads::overrides::Overrides;
use crate::domain::roads::stretch::Stretch;
use crate::domain::roads::{ProfileId, RoadNetwork};

/// Closures of one organisation, past ones that nobody deleted included.
pub const CLOSURES_MAX: usize = 500;
/// Stretches of one closure.
pub const STRETCHES_MAX: usize = 50;
/// Pieces of one stretch: a lane through the woods is crossed by many paths.
pub const PIECES_MAX: usize = 500;
const NAME_CHARS_MAX: usize = 200;
const NOTE_CHARS_MAX: usize = 2_000;
/// Slowest and fastest speed on a slow road in km/h.
const KMH_MIN: f32 = 1.0;
const KMH_MAX: f32 = 130.0;

/// What people write about a closure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoadClosureDraft {
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// Names and lines are the map's, whatever is written here.
    #[schema(min_items = 1, max_items = 50)]
    pub stretches: Vec<Stretch>,
    /// Only in the direction of the stretches, not both ways.
    #[serde(default)]
    pub one_way: bool,
    /// How fast one can drive there; closed without it.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 130)]
    pub speed_kmh: Option<f32>,
    /// Whom it concerns: car, van, bicycle, foot.
    #[serde(default = "motor_vehicles")]
    #[schema(value_type = Vec<String>, min_items = 1)]
    pub profiles: Vec<ProfileId>,
    /// The first and the last day, both included; without one since ever, or until further notice.
    #[serde(default)]
    pub starts_on: Option<NaiveDate>,
    #[serde(default)]
    pub ends_on: Option<NaiveDate>,
    #[serde(default)]
    pub note: Option<String>,
}

fn motor_vehicles() -> Vec<ProfileId> {
    vec![ProfileId::Car, ProfileId::Van]
}

impl RoadClosureDraft {
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.starts_on.is_none_or(|first| first <= day)
            && self.ends_on.is_none_or(|last| day <= last)
    }

    fn check_stretches(&self, at: &str, faults: &mut Faults) {
        let n_stretches = self.stretches.len();
        if n_stretches == 0 {
            faults.push(Fault::new(format!("{at}/stretches"), "field.required"));
        } else if n_stretches > STRETCHES_MAX {
            let fault = Fault::new(format!("{at}/stretches"), "list.too_long");
            faults.push(fault.with("max", STRETCHES_MAX));
        }
        for (i, stretch) in self.stretches.iter().enumerate() {
            let pointer = format!("{at}/stretches/{i}/pieces");
            if stretch.pieces.is_empty() {
                faults.push(Fault::new(pointer, "field.required"));
            } else if stretch.pieces.len() > PIECES_MAX {
                faults.push(Fault::new(pointer, "list.too_long").with("max", PIECES_MAX));
            }
        }
    }
}

impl Draft for RoadClosureDraft {
    fn tidy(&mut self, at: &str, faults: &mut Faults) {
        text::required(&mut self.name, format!("{at}/name"), NAME_CHARS_MAX, faults);
        text::optional(&mut self.note, format!("{at}/note"), NOTE_CHARS_MAX, faults);
        self.check_stretches(at, faults);
        self.profiles.sort_unstable();
        self.profiles.dedup();
        if self.profiles.is_empty() {
            faults.push(Fault::new(format!("{at}/profiles"), "field.required"));
        }
        if self.speed_kmh.is_some_and(|kmh| !(KMH_MIN..=KMH_MAX).contains(&kmh)) {
            let fault = Fault::new(format!("{at}/speed_kmh"), "number.out_of_range");
            faults.push(fault.with("min", KMH_MIN).with("max", KMH_MAX));
        }
        if let (Some(first), Some(last)) = (self.starts_on, self.ends_on)
            && last < first
        {
            faults.push(Fault::new(format!("{at}/ends_on"), "road_closure.ends_before_start"));
        }
    }
}

/// A closure of an organisation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RoadClosure {
    pub id: Uuid,
    #[serde(flatten)]
    pub fields: RoadClosureDraft,
    #[serde(flatten)]
    pub stamp: Stamp,
}

/// What closures change for a vehicle that drives at most `top_kmh`; stretches that the network does
/// not have are left out.
pub fn overrides(
    closures: &[RoadClosureDraft],
    network: &RoadNetwork,
    profile: ProfileId,
    top_kmh: f32,
) -> Overrides {
    let mut overrides = Overrides::default();
    for closure in closures.iter().filter(|closure| closure.profiles.contains(&profile)) {
        let kmh = closure.speed_kmh.map_or(0.0, |kmh| kmh.min(top_kmh));
        let pieces = closure.stretches.iter().flat_map(|stretch| &stretch.pieces);
        for (link, backward) in pieces.flat_map(|piece| piece.links(&network.atlas)) {
            overrides.set(link, backward, kmh);
            if !closure.one_way {
                overrides.set(link, !backward, kmh);
            }
        }
    }
    overrides
}

#[cfg(test)]
#[path = "closures_tests.rs"]
mod tests;
