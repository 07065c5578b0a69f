//! A road network with the metrics that requests have asked for.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::OsrmError;
use super::request::{Request, invalid};
use crate::domain::roads::snap::{SNAP_RADIUS_M, Snap, SnapOptions};
use crate::domain::roads::variant::{Avoid, Changes, Variant};
use crate::domain::roads::{ProfileId, RoadNetwork, View};

/// Metrics kept at a time; there are at most seven sets of classes to avoid for each profile.
const VARIANTS_MAX: usize = 28;

type VariantKey = (ProfileId, Vec<Avoid>);

/// Shared by all requests.
#[derive(Debug)]
pub struct Engine {
    network: RoadNetwork,
    variants: Mutex<HashMap<VariantKey, Arc<Variant>>>,
}

impl Engine {
    pub fn new(network: RoadNetwork) -> Self {
        Self { network, variants: Mutex::default() }
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
        let avoided = request.avoided()?;
        let profile = self.profile(request.profile);
        if avoided.is_empty() {
            return work(self.network.view(profile).ok_or_else(missing)?);
        }
        let variant = self.variant(profile, avoided).ok_or_else(missing)?;
        work(self.network.view_of(&variant).ok_or_else(missing)?)
    }

    /// The profile asked for; in a network with a single one that one, as OSRM has it.
    fn profile(&self, asked: ProfileId) -> ProfileId {
        let mut known = self.network.profiles();
        match (known.next(), known.next()) {
            (Some(only), None) => only,
            _ => asked,
        }
    }

    fn variant(&self, profile: ProfileId, avoid: Vec<Avoid>) -> Option<Arc<Variant>> {
        let key = (profile, avoid);
        let lock = || self.variants.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(&key) {
            return Some(known.clone());
        }
        let changes = Changes { avoid: key.1.clone(), ..Changes::default() };
        let variant = Arc::new(self.network.variant(profile, &changes)?);
        let mut variants = lock();
        if variants.len() < VARIANTS_MAX {
            variants.insert(key, variant.clone());
        }
        Some(variant)
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
