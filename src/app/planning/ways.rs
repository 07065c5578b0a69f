//! Where travel times come from: the roads of the region that covers the whole day, else straight
//! lines stretched to the usual detour.

use serde_json::Value;

use crate::domain::planning::route::line_string;
use crate::domain::roads::{ProfileId, RoadNetwork};
use crate::domain::travel::{GreatCircle, TravelTime};
use crate::domain::units::LngLat;
use crate::region::Regions;

/// The way a rep travels on one day.
pub(super) struct Ways<'a> {
    travel: Box<dyn TravelTime + 'a>,
    roads: Option<(&'a RoadNetwork, ProfileId)>,
    pub attribution: &'a str,
}

impl<'a> Ways<'a> {
    /// Over these places, by this profile.
    pub fn new(regions: &'a Regions, profile: &str, places: &[LngLat]) -> Self {
        let id = ProfileId::ALL.into_iter().find(|id| id.name() == profile);
        let region = places.first().and_then(|first| regions.at(*first));
        let covers_all =
            |bbox: crate::domain::units::Bbox| places.iter().all(|at| bbox.contains(*at));
        match region.filter(|region| covers_all(region.bbox())).zip(id) {
            Some((region, id)) => Self {
                travel: Box::new(region.roads().travel(id)),
                roads: Some((region.roads(), id)),
                attribution: region.attribution(),
            },
            None => Self { travel: Box::new(straight(profile)), roads: None, attribution: "" },
        }
    }

    pub fn travel(&self) -> &dyn TravelTime {
        &*self.travel
    }

    /// As [`crate::domain::planning::route::Route::travel_source`].
    pub fn source(&self) -> &'static str {
        if self.roads.is_some() { "roads" } else { "great_circle" }
    }

    /// The line on the map; straight where there is no way.
    pub fn line(&self, places: &[LngLat]) -> Value {
        let along = self.roads.and_then(|(roads, id)| roads.route(id, places).ok());
        match along.map(|route| route.geometry()) {
            Some(line) if line.len() > 1 => line_string(&line),
            _ => line_string(places),
        }
    }
}

fn straight(profile: &str) -> GreatCircle {
    let kmh = match profile {
        "bicycle" => 15.0,
        "foot" => 4.8,
        _ => 30.0,
    };
    GreatCircle { speed_mps: kmh / 3.6, ..GreatCircle::default() }
}
