//! Where travel times come from: straight lines stretched to the usual detour.

use crate::domain::travel::{GreatCircle, TravelTime};

/// The way a rep travels on one day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ways {
    straight: GreatCircle,
    /// As [`crate::domain::planning::route::Route::travel_source`].
    pub source: &'static str,
    pub attribution: &'static str,
}

impl Ways {
    pub fn new(profile: &str) -> Self {
        let kmh = match profile {
            "bicycle" => 15.0,
            "foot" => 4.8,
            _ => 30.0,
        };
        let straight = GreatCircle { speed_mps: kmh / 3.6, ..GreatCircle::default() };
        Self { straight, source: "great_circle", attribution: "" }
    }

    pub fn travel(&self) -> &dyn TravelTime {
        &self.straight
    }
}
