//! A road network with the metrics that requests have asked for.

use std::sync::Arc;

use super::OsrmError;
use super::request::{Request, invalid};
use crate::domain::roads::snap::{SNAP_RADIUS_M, Snap, SnapOptions};
use crate::domain::roads::variant::Changes;
use crate::domain::roads::variant_cache::VariantCache;
use crate::domain::roads::{ProfileId, RoadNetwork, View};

/// Shared by all requests.
#[derive(Debug)]
pub struct Engine {
    network: RoadNetwork,
    variants: Arc<VariantCache>,
    /// What every request finds changed.
    changes: Changes,
}

impl Engine {
    pub fn new(network: RoadNetwork) -> Self {
        Self::sharing(network, Arc::default(), Changes::default())
    }

    /// With metrics that others keep, too, and a vehicle of its own.
    pub const fn sharing(
        network: RoadNetwork,
        variants: Arc<VariantCache>,
        changes: Changes,
    ) -> Self {
        Self { network, variants, changes }
    }

    /// Runs `work` with the view that fits the request's profile and exclusions.
    pub fn with_view<T>(
        &self,
        request: &Request,
        work: impl FnOnce(View) -> Result<T, OsrmError>,
    ) -> Result<T, OsrmError> {
        let missing = || {
            OsrmError::new(
                "InvalidUrl",
                format!("This network has no profile '{}'.", request.profile.name()),
            )
        };
        let changes = Changes { avoid: request.avoided()?, ..self.changes.clone() };
        let profile = self.profile(request.profile);
        let drive = self.variants.drive(&self.network, profile, changes).ok_or_else(missing)?;
        work(drive.view().ok_or_else(missing)?)
    }

    /// The profile asked for; in a network with a single one that one, as OSRM has it.
    fn profile(&self, asked: ProfileId) -> ProfileId {
        let mut known = self.network.profiles();
        match (known.next(), known.next()) {
            (Some(only), None) => only,
            _ => asked,
        }
    }
}

/// The nearest road of every coordinate, with its radius, bearing and approach.
pub fn snap_all(view: &View, request: &Request) -> Result<Vec<Vec<Snap>>, OsrmError> {
    let radiuses = request.per_place("radiuses", radius)?;
    let bearings = request.per_place("bearings", bearing)?;
    let approaches = request.per_place("approaches", |text| match text {
        "curb" => Some(true),
        "unrestricted" => Some(false),
        _ => None,
    })?;
    let snapper = view.snapper();
    let snap = |(i, &place): (usize, &crate::domain::units::LngLat)| {
        let options = SnapOptions {
            radius_m: radiuses[i].unwrap_or(SNAP_RADIUS_M),
            bearing: bearings[i],
            at_kerb: approaches[i].unwrap_or(false),
            n_max: 1,
            ..SnapOptions::default()
        };
        let found = snapper.snap(place, &options);
        if found.is_empty() {
            return Err(OsrmError::new(
                "NoSegment",
                format!("Could not find a matching segment for coordinate {i}."),
            ));
        }
        Ok(found)
    };
    request.places.iter().enumerate().map(snap).collect()
}

/// Metres, none below zero.
pub fn radius(text: &str) -> Option<f64> {
    text.parse().ok().filter(|metres| *metres >= 0.0)
}

/// `bearing,range` in degrees.
pub fn bearing(text: &str) -> Option<(f64, f64)> {
    let (bearing, range) = text.split_once(',')?;
    let (bearing, range): (f64, f64) = (bearing.parse().ok()?, range.parse().ok()?);
    ((0.0..=360.0).contains(&bearing) && (0.0..=180.0).contains(&range)).then_some((bearing, range))
}

pub fn check_count(request: &Request, min: usize) -> Result<(), OsrmError> {
    if request.places.len() < min {
        return Err(invalid("coordinates", &format!("needs at least {min} places")));
    }
    Ok(())
}
