//! Other metrics on the same graph: an hour of the day, closures and speeds on single roads,
//! classes to be avoided, an adjusted profile. Ready in the time of one customisation.

use super::hierarchy::{self, Weights};
use super::metric::{Metric, Overrides};
use super::network::{RoadNetwork, View};
use super::profile::{Mode, Profile, ProfileId, When, is_ferry};
use super::traffic::Traffic;
use crate::domain::osm::Tags;

/// A class of roads that a trip may keep away from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Avoid {
    Ferry,
    Motorway,
    Toll,
}

impl Avoid {
    pub const ALL: [Self; 3] = [Self::Ferry, Self::Motorway, Self::Toll];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Ferry => "ferry",
            Self::Motorway => "motorway",
            Self::Toll => "toll",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|avoid| avoid.name() == name)
    }

    pub fn matches(self, tags: &Tags) -> bool {
        match self {
            Self::Ferry => is_ferry(tags),
            Self::Motorway => matches!(tags.get("highway"), Some("motorway" | "motorway_link")),
            Self::Toll => tags.is("toll", "yes"),
        }
    }
}

/// What is different from the ordinary metric of a profile.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    /// Traffic of this hour; rules that hold at times are judged then, too.
    pub hour: Option<u32>,
    pub avoid: Vec<Avoid>,
    pub overrides: Overrides,
    /// Instead of the built-in one; of the same mode.
    pub profile: Option<Profile>,
}

/// A metric that is not part of the network's file.
#[derive(Debug, Clone)]
pub struct Variant {
    id: ProfileId,
    metric: Metric,
    weights: Weights,
}

impl RoadNetwork {
    /// A metric with changes; `None` when the network was built without the profile.
    pub fn variant(&self, id: ProfileId, changes: &Changes) -> Option<Variant> {
        let view = self.view(id)?;
        let profile = changes.profile.clone().filter(|p| p.mode == id.mode());
        let factors = factors(&view, id, changes);
        let overrides = changes.overrides.clone();
        let factor = |tags: u32| factors.get(tags as usize).copied().unwrap_or(1.0);
        let metric = if profile.is_none() && changes.hour.is_none() {
            view.metric.changed(view.atlas, view.graph, overrides, &factor)
        } else {
            let profile = profile.unwrap_or_else(|| Profile::builtin(id));
            let when = changes.hour.map_or_else(When::ordinary, When::weekday_at);
            Metric::with(
                view.atlas,
                view.graph,
                &profile,
                when,
                overrides,
                &factor,
                Some(view.metric),
            )
        };
        let weights = hierarchy::customize(view.graph, &metric, view.topology);
        Some(Variant { id, metric, weights })
    }

    /// What answers with a variant of this network.
    pub fn view_of<'a>(&'a self, variant: &'a Variant) -> Option<View<'a>> {
        let view = self.view(variant.id)?;
        Some(View { metric: &variant.metric, weights: &variant.weights, ..view })
    }
}

/// By tag set; an infinite factor closes the road, and without an entry nothing changes.
fn factors(view: &View, id: ProfileId, changes: &Changes) -> Vec<f32> {
    if changes.avoid.is_empty() && changes.hour.is_none() {
        return Vec::new();
    }
    let traffic =
        changes.hour.filter(|_| id.mode() == Mode::Motor).map(|hour| (Traffic::builtin(), hour));
    let factor = |tags: Tags| {
        if changes.avoid.iter().any(|avoid| avoid.matches(&tags)) {
            return f32::INFINITY;
        }
        traffic.as_ref().map_or(1.0, |(traffic, hour)| traffic.factor(&tags, *hour))
    };
    view.atlas.tag_sets().map(factor).collect()
}

#[cfg(test)]
#[path = "variant_tests.rs"]
mod tests;
