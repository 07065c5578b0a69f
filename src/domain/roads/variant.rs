//! Other metrics on the same graph: an hour of the day, closures and speeds on single roads,
//! classes to be avoided, an adjusted profile. Ready in the time of one customisation.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::atlas::{Atlas, index};
use super::hierarchy::{self, Weights};
use super::metric::{Metric, Speeds};
use super::network::{RoadNetwork, View};
use super::overrides::Overrides;
use super::profile::{Mode, Profile, ProfileId, Settings, When, is_ferry};
use super::traffic::Traffic;
use crate::domain::osm::Tags;

/// A class of roads that a trip may keep away from.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
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
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Changes {
    /// Traffic of this hour; rules that hold at times are judged then, too.
    pub hour: Option<u32>,
    pub avoid: Vec<Avoid>,
    pub overrides: Overrides,
    /// The vehicle's own measures and speeds.
    pub settings: Settings,
}

impl Changes {
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

impl From<Settings> for Changes {
    fn from(settings: Settings) -> Self {
        Self { settings, ..Self::default() }
    }
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
        let factors = factors(view.atlas, id, changes);
        let speeds = Speeds { overrides: changes.overrides.clone(), factors };
        let profile = changes.settings.profile(id);
        let (is_ordinary, like) = (profile == Profile::builtin(id), view.metric);
        let metric = match changes.hour.map(When::weekday_at) {
            None if is_ordinary => like.changed(view.atlas, view.graph, speeds),
            Some(when) if is_ordinary => like.at(view.atlas, view.graph, &profile, when, speeds),
            when => {
                let when = when.unwrap_or_else(When::ordinary);
                Metric::with(view.atlas, view.graph, &profile, when, speeds, Some(like))
            }
        };
        let weights = hierarchy::customize_unpruned(view.graph, &metric, view.topology);
        Some(Variant { id, metric, weights })
    }

    /// What answers with a variant of this network.
    pub fn view_of<'a>(&'a self, variant: &'a Variant) -> Option<View<'a>> {
        let view = self.view(variant.id)?;
        Some(View { metric: &variant.metric, weights: &variant.weights, ..view })
    }
}

/// By tag set; an infinite factor closes the road, and without an entry nothing changes.
fn factors(atlas: &Atlas, id: ProfileId, changes: &Changes) -> Vec<f32> {
    let Settings { speed, avoid, .. } = &changes.settings;
    let avoid: Vec<Avoid> = changes.avoid.iter().chain(avoid).copied().collect();
    if avoid.is_empty() && changes.hour.is_none() && speed.is_empty() {
        return Vec::new();
    }
    let traffic =
        changes.hour.filter(|_| id.mode() == Mode::Motor).map(|hour| (Traffic::builtin(), hour));
    let factor = |set: u32| {
        // Few ask for it, and taking all tags apart takes its time.
        let tags = if avoid.is_empty() { Tags::default() } else { atlas.tag_set(set) };
        if avoid.iter().any(|avoid| avoid.matches(&tags)) {
            return f32::INFINITY;
        }
        let tag = |key: &str| atlas.tag_of(set, key);
        let own = tag("highway").and_then(|class| speed.get(class)).copied().unwrap_or(1.0);
        traffic.as_ref().map_or(1.0, |(traffic, hour)| traffic.factor(tag, *hour)) / own
    };
    (0..index(atlas.tag_table.len())).map(factor).collect()
}

#[cfg(test)]
#[path = "variant_tests.rs"]
mod tests;
