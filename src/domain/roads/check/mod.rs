//! The engine held against other eyes, on random trips of a whole extract: costs against the plain
//! search, to the last unit; paths against the tags and restrictions as they are in the extract.

mod law;
mod main_roads;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::atlas::{index, to_lnglat};
use super::cost::{self, Cost};
use super::network::{RoadNetwork, View};
use super::path;
use super::profile::ProfileId;
use super::snap::{Attachment, Snap, SnapOptions};
use super::{atlas, dijkstra};
use crate::domain::control::Cancel;
use crate::domain::osm::Extract;
use crate::domain::units::LngLat;
use law::Law;

/// Trips that share a start, so that one plain search judges all of them.
const TRIPS_PER_START: usize = 10;
/// Random places lie up to this far from a road, in 1e-7 degrees: some 30 m.
const STRAY: i32 = 3000;
/// Faults that are told; more are only counted.
const FAULTS_TOLD_MAX: usize = 20;
/// Sites whose pairs are looked at; of more, every so many-th.
pub const SITES_MAX: usize = 2000;

/// What random trips showed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trips {
    pub n: usize,
    /// Trips with a way.
    pub n_routable: usize,
    /// Trips whose cost is not that of the plain search, by path or by matrix.
    pub n_different: usize,
    pub n_faults: usize,
    /// The first few paths that break a rule, and which.
    pub faults: Vec<String>,
}

/// How many pairs of sites can be driven between.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reach {
    pub n_sites: usize,
    /// Sites too far from any road of the profile.
    pub n_off_road: usize,
    pub n_pairs: usize,
    pub n_routable: usize,
}

/// Compares random trips; the same seed takes the same trips. `None` when cancelled or when the
/// network was built without the profile.
pub fn trips(
    network: &RoadNetwork,
    extract: &Extract,
    id: ProfileId,
    n: usize,
    seed: u64,
    cancel: &Cancel,
) -> Option<Trips> {
    let view = network.view(id)?;
    let law = Law::new(extract, id, view.atlas);
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut trips = Trips::default();
    while trips.n < n {
        if cancel.is_cancelled() {
            return None;
        }
        let Some(start) = random_place(&view, &mut random) else { break };
        let count = TRIPS_PER_START.min(n - trips.n);
        let ends: Vec<Vec<Snap>> =
            (0..count).map_while(|_| random_place(&view, &mut random)).collect();
        trips.add(&view, &law, &start, &ends);
    }
    Some(trips)
}

/// A place beside some road, as it snaps; `None` when nothing can be snapped to.
fn random_place(view: &View, random: &mut ChaCha8Rng) -> Option<Vec<Snap>> {
    const TRIES_MAX: usize = 1000;
    let n_points = view.atlas.point_at.len();
    (0..TRIES_MAX).find_map(|_| {
        let at = view.atlas.point_at.get(random.random_range(0..n_points.max(1)))?;
        let stray = [0, 1].map(|axis| at[axis] + random.random_range(-STRAY..=STRAY));
        let snaps = view.snapper().snap(to_lnglat(stray), &SnapOptions::default());
        (!snaps.is_empty()).then_some(snaps)
    })
}

impl Trips {
    fn add(&mut self, view: &View, law: &Law, start: &[Snap], ends: &[Vec<Snap>]) {
        let snapper = view.snapper();
        let from = snapper.departures(start);
        let to: Vec<Vec<Attachment>> = ends.iter().map(|end| snapper.arrivals(end)).collect();
        let reached = dijkstra::search(view.graph, view.metric, &from, cost::NO_WAY);
        let row: Vec<Cost> =
            view.matrix(std::slice::from_ref(&from), &to, &Cancel::never()).unwrap_or_default();
        for (i, to) in to.iter().enumerate() {
            let plain = dijkstra::arrive(view.graph, &reached.cost, &from, to);
            let expected = plain.map_or(cost::NO_WAY, |found| found.0);
            let found = view.path(&from, to);
            let by_path = found.as_ref().map_or(cost::NO_WAY, |path| path.recounted(view.metric));
            self.n += 1;
            self.n_routable += usize::from(cost::is_way(expected));
            self.n_different += usize::from(by_path != expected || row.get(i) != Some(&expected));
            if let Some(found) = found {
                let snaps = (&start[found.departure.snap], &ends[i][found.arrival.snap]);
                let pieces = path::pieces(view, &found, snaps.0, snaps.1);
                if let Some(fault) = law.fault(view.atlas, &pieces) {
                    self.n_faults += 1;
                    if self.faults.len() < FAULTS_TOLD_MAX {
                        self.faults.push(fault);
                    }
                }
            }
        }
    }
}

/// Places with a house number, as they are in the extract: nodes, and the first point of
/// outlines.
pub fn addressed_sites(extract: &Extract) -> Vec<LngLat> {
    let nodes = extract.tagged_nodes.iter().filter(|n| n.tags.has("addr:housenumber"));
    let ways = extract.ways.iter().filter(|way| way.tags.has("addr:housenumber"));
    let on_ways = ways.filter_map(|way| extract.position(*way.nodes.first()?));
    nodes.map(|node| node.at).chain(on_ways).collect()
}

/// All pairs of up to [`SITES_MAX`] sites, each with itself left out. `None` when cancelled or
/// when the network was built without the profile.
pub fn reach(
    network: &RoadNetwork,
    id: ProfileId,
    sites: &[LngLat],
    cancel: &Cancel,
) -> Option<Reach> {
    let view = network.view(id)?;
    let every = sites.len().div_ceil(SITES_MAX).max(1);
    let snapper = view.snapper();
    let snaps: Vec<Vec<Snap>> = sites
        .iter()
        .step_by(every)
        .map(|&site| snapper.snap(site, &SnapOptions::default()))
        .collect();
    let from: Vec<Vec<Attachment>> = snaps.iter().map(|s| snapper.departures(s)).collect();
    let to: Vec<Vec<Attachment>> = snaps.iter().map(|s| snapper.arrivals(s)).collect();
    let costs = view.matrix::<Cost>(&from, &to, cancel)?;
    let n = snaps.len();
    let is_pair = |i: usize| i / n != i % n;
    Some(Reach {
        n_sites: n,
        n_off_road: snaps.iter().filter(|snaps| snaps.is_empty()).count(),
        n_pairs: n * n.saturating_sub(1),
        n_routable: (0..costs.len()).filter(|&i| is_pair(i) && cost::is_way(costs[i])).count(),
    })
}

/// The OpenStreetMap nodes of a piece, in travel order.
fn nodes(atlas: &atlas::Atlas, piece: &path::Piece) -> Vec<i64> {
    let mut nodes = atlas.point_nodes(piece.link).to_vec();
    if piece.backward {
        nodes.reverse();
    }
    debug_assert!(index(nodes.len()) > 1);
    nodes
}

#[cfg(test)]
#[path = "check_tests.rs"]
mod tests;
