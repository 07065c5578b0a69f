//! Where travel times come from: the roads of the region that covers the whole day, else straight
//! lines stretched to the usual detour.

use serde_json::Value;

use crate::app::fleet::Vehicle;
use crate::domain::planning::route::line_string;
use crate::domain::roads::ProfileId;
use crate::domain::roads::variant_cache::Drive;
use crate::domain::travel::{GreatCircle, TravelTime};
use crate::domain::units::LngLat;
use crate::region::Regions;

/// The way a rep travels on one day.
pub(in crate::app) struct Ways<'a> {
    /// The roads, where a region covers the day.
    roads: Option<Drive>,
    straight: GreatCircle,
    pub attribution: &'a str,
}

impl<'a> Ways<'a> {
    /// Over these places, by this vehicle.
    pub fn new(regions: &'a Regions, vehicle: &Vehicle, places: &[LngLat]) -> Self {
        let region = regions.covering(places);
        let roads = region.and_then(|region| vehicle.on(region.roads()));
        let attribution = match region {
            Some(region) if roads.is_some() => region.attribution(),
            _ => "",
        };
        Self { roads, straight: straight(vehicle.profile), attribution }
    }

    pub fn travel(&self) -> &dyn TravelTime {
        match &self.roads {
            Some(roads) => roads,
            None => &self.straight,
        }
    }

    /// As [`crate::domain::planning::route::Route::travel_source`].
    pub fn source(&self) -> &'static str {
        if self.roads.is_some() { "roads" } else { "great_circle" }
    }

    /// The line on the map; straight where there is no way.
    pub fn line(&self, places: &[LngLat]) -> Value {
        let along = self.roads.as_ref().and_then(|roads| roads.route(places).ok());
        match along.map(|route| route.geometry()) {
            Some(line) if line.len() > 1 => line_string(&line),
            _ => line_string(places),
        }
    }
}

fn straight(profile: ProfileId) -> GreatCircle {
    let kmh = match profile {
        ProfileId::Bicycle => 15.0,
        ProfileId::Foot => 4.8,
        ProfileId::Car | ProfileId::Van => 30.0,
    };
    GreatCircle { speed_mps: kmh / 3.6, ..GreatCircle::default() }
}
