//! The road engine behind the planners' [`TravelTime`].

use std::collections::HashMap;

use rayon::prelude::*;

use super::cost::{self, Cost};
use super::dijkstra;
use super::hierarchy::{self, Value};
use super::network::{RoadNetwork, View};
use super::profile::ProfileId;
use super::snap::{Attachment, Snap, SnapOptions};
use super::variant_cache::Drive;
use crate::domain::control::Cancel;
use crate::domain::travel::{TravelError, TravelMatrix, TravelTime, UNREACHABLE};
use crate::domain::units::LngLat;

/// Pairs one matrix may have.
pub const MATRIX_PAIRS_MAX: usize = 25_000_000;

/// Travel times of one profile.
pub struct Travel<'a> {
    view: Option<View<'a>>,
}

impl RoadNetwork {
    /// Travel times of one profile; nothing is reachable in a network built without it.
    pub fn travel(&self, profile: ProfileId) -> Travel<'_> {
        Travel { view: self.view(profile) }
    }
}

impl TravelTime for Travel<'_> {
    fn matrix(
        &self,
        sources: &[LngLat],
        targets: &[LngLat],
        cancel: &Cancel,
    ) -> Result<TravelMatrix, TravelError> {
        told(self.view.as_ref(), sources, targets, cancel)
    }
}

impl TravelTime for Drive {
    fn matrix(
        &self,
        sources: &[LngLat],
        targets: &[LngLat],
        cancel: &Cancel,
    ) -> Result<TravelMatrix, TravelError> {
        told(self.view().as_ref(), sources, targets, cancel)
    }
}

/// Nothing is reachable without a view.
fn told(
    view: Option<&View>,
    sources: &[LngLat],
    targets: &[LngLat],
    cancel: &Cancel,
) -> Result<TravelMatrix, TravelError> {
    check_size(sources.len(), targets.len())?;
    let costs = match view {
        Some(view) => matrix(view, sources, targets, cancel)?,
        None => vec![cost::NO_WAY; sources.len() * targets.len()],
    };
    Ok(TravelMatrix {
        n_sources: sources.len(),
        n_targets: targets.len(),
        duration_s: costs.iter().map(|&c| rounded(c, cost::ms(c), 1000)).collect(),
        distance_m: costs.iter().map(|&c| rounded(c, cost::cm(c), 100)).collect(),
    })
}

/// # Errors
/// When the matrix is larger than [`MATRIX_PAIRS_MAX`].
pub fn check_size(n_sources: usize, n_targets: usize) -> Result<(), TravelError> {
    if n_sources.saturating_mul(n_targets) > MATRIX_PAIRS_MAX {
        return Err(TravelError::TooManyPairs { n_sources, n_targets, max: MATRIX_PAIRS_MAX });
    }
    Ok(())
}

fn matrix(
    view: &View,
    sources: &[LngLat],
    targets: &[LngLat],
    cancel: &Cancel,
) -> Result<Vec<Cost>, TravelError> {
    let snapper = view.snapper();
    let snap = |at: &LngLat| snapper.snap(*at, &SnapOptions::default());
    let snaps = |places: &[LngLat]| -> Vec<Vec<Snap>> { places.par_iter().map(snap).collect() };
    let sources: Vec<Vec<Attachment>> =
        snaps(sources).iter().map(|s| snapper.departures(s)).collect();
    let targets: Vec<Vec<Attachment>> =
        snaps(targets).iter().map(|s| snapper.arrivals(s)).collect();
    view.matrix(&sources, &targets, cancel).ok_or(TravelError::Cancelled)
}

impl View<'_> {
    /// Cheapest costs from every set of departures to every set of arrivals, row by row; `None`
    /// when cancelled. With `u32` instead of [`Cost`] only milliseconds, faster.
    pub fn matrix<V: Value>(
        &self,
        sources: &[Vec<Attachment>],
        targets: &[Vec<Attachment>],
        cancel: &Cancel,
    ) -> Option<Vec<V>> {
        let starts: Vec<_> = sources
            .iter()
            .map(|from| dijkstra::first_states(self.graph, self.metric, from))
            .collect();
        let ends: Vec<_> = targets.iter().map(|to| self.end_states(to)).collect();
        let parent = &self.topology.parent;
        let mut values = hierarchy::matrix::<V>(parent, self.weights, &starts, &ends, cancel)?;
        add_direct(sources, targets, &mut values);
        Some(values)
    }

    fn end_states(&self, arrivals: &[Attachment]) -> Vec<(u32, Cost)> {
        let states = |a: &Attachment| {
            self.graph.states(a.edge).iter().map(|&s| (s, a.after)).collect::<Vec<_>>()
        };
        arrivals.iter().flat_map(states).collect()
    }
}

/// Targets ahead on the edge where a source is.
fn add_direct<V: Value>(
    sources: &[Vec<Attachment>],
    targets: &[Vec<Attachment>],
    values: &mut [V],
) {
    let mut on_edge: HashMap<u32, Vec<usize>> = HashMap::new();
    for (target, arrivals) in targets.iter().enumerate() {
        for arrival in arrivals {
            on_edge.entry(arrival.edge).or_default().push(target);
        }
    }
    for (source, departures) in sources.iter().enumerate() {
        for &target in departures.iter().filter_map(|d| on_edge.get(&d.edge)).flatten() {
            if let Some(cost) = dijkstra::direct(departures, &targets[target]) {
                let value = &mut values[source * targets.len() + target];
                *value = (*value).min(V::of(cost));
            }
        }
    }
}

fn rounded(cost: Cost, value: u32, unit: u32) -> u32 {
    if cost::is_way(cost) { (value + unit / 2) / unit } else { UNREACHABLE }
}
