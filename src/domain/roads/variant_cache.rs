//! Metrics that were asked for lately, so that the next question does not wait for them.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use geo::MultiPolygon;

use super::network::{RoadNetwork, View};
use super::profile::ProfileId;
use super::variant::{Changes, Variant};
use crate::domain::units::LngLat;

/// Metrics kept at a time; those of a city take some 20 MB each.
pub const VARIANTS_MAX: usize = 16;

/// Shared by all questions; the metric that was not asked for the longest makes room.
#[derive(Debug, Default)]
pub struct VariantCache {
    /// The last used one at the back.
    kept: Mutex<VecDeque<Kept>>,
}

#[derive(Debug)]
struct Kept {
    network: RoadNetwork,
    id: ProfileId,
    changes: Changes,
    variant: Arc<Variant>,
}

impl VariantCache {
    /// What answers for a profile with changes; a new metric is made where none is kept. `None` when
    /// the network was built without the profile.
    pub fn drive(&self, network: &RoadNetwork, id: ProfileId, changes: Changes) -> Option<Drive> {
        network.view(id)?;
        let variant =
            if changes.is_none() { None } else { Some(self.variant(network, id, changes)?) };
        Some(Drive { network: network.clone(), id, variant })
    }

    fn variant(
        &self,
        network: &RoadNetwork,
        id: ProfileId,
        changes: Changes,
    ) -> Option<Arc<Variant>> {
        if let Some(known) = self.known(network, id, &changes) {
            return Some(known);
        }
        let variant = Arc::new(network.variant(id, &changes)?);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= VARIANTS_MAX {
            kept.pop_front();
        }
        let network = network.clone();
        kept.push_back(Kept { network, id, changes, variant: variant.clone() });
        Some(variant)
    }

    fn known(
        &self,
        network: &RoadNetwork,
        id: ProfileId,
        changes: &Changes,
    ) -> Option<Arc<Variant>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let place = kept.iter().position(|kept| {
            kept.id == id && kept.network.is_same(network) && kept.changes == *changes
        })?;
        let found = kept.remove(place)?;
        let variant = found.variant.clone();
        kept.push_back(found);
        Some(variant)
    }
}

/// A network with the metric that is to be used.
#[derive(Debug, Clone)]
pub struct Drive {
    network: RoadNetwork,
    id: ProfileId,
    variant: Option<Arc<Variant>>,
}

impl Drive {
    pub fn view(&self) -> Option<View<'_>> {
        match &self.variant {
            Some(variant) => self.network.view_of(variant),
            None => self.network.view(self.id),
        }
    }

    /// # Errors
    /// As [`RoadNetwork::route`].
    pub fn route(&self, places: &[LngLat]) -> Result<super::Route, super::RouteError> {
        let view = self.view().ok_or(super::RouteError::NoProfile)?;
        view.route(places, &super::snap::SnapOptions::default())
    }

    /// # Errors
    /// As [`RoadNetwork::isochrone`].
    pub fn isochrone(
        &self,
        from: LngLat,
        seconds: &[u32],
    ) -> Result<Vec<MultiPolygon>, super::RouteError> {
        let view = self.view().ok_or(super::RouteError::NoProfile)?;
        Ok(view.isochrone(&view.departures_at(from)?, seconds))
    }
}

#[cfg(test)]
#[path = "variant_cache_tests.rs"]
mod tests;
