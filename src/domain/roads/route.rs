//! Routes over several places.

use super::cost::{self, Cost};
use super::dijkstra;
use super::hierarchy;
use super::network::{RoadNetwork, View};
use super::path::{self, Path, Piece};
use super::profile::ProfileId;
use super::snap::{Attachment, Snap, SnapOptions};
use super::steps::{self, Step};
use crate::domain::units::LngLat;

/// Places a route may have.
pub const ROUTE_PLACES_MAX: usize = 500;

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RouteError {
    #[error("the network was built without this profile")]
    NoProfile,
    #[error("a route needs two to {ROUTE_PLACES_MAX} places, {0} were given")]
    Places(usize),
    #[error("no road within reach of place {0}")]
    NoRoad(usize),
    #[error("no way from place {0} to the next")]
    NoWay(usize),
}

/// The fastest way over a row of places.
#[derive(Debug, Clone, PartialEq)]
pub struct Route {
    pub duration_s: f64,
    pub distance_m: f64,
    pub legs: Vec<Leg>,
    pub waypoints: Vec<Waypoint>,
}

/// From one place to the next.
#[derive(Debug, Clone, PartialEq)]
pub struct Leg {
    pub duration_s: f64,
    pub distance_m: f64,
    pub geometry: Vec<LngLat>,
    pub steps: Vec<Step>,
    pub pieces: Vec<Piece>,
}

/// Where a place meets the road.
#[derive(Debug, Clone, PartialEq)]
pub struct Waypoint {
    pub at: LngLat,
    /// From the place as given; more than a few dozen metres are worth telling.
    pub distance_m: f64,
    pub street: String,
}

impl Route {
    /// The line of all legs.
    pub fn geometry(&self) -> Vec<LngLat> {
        let mut line: Vec<LngLat> =
            self.legs.iter().flat_map(|leg| leg.geometry.iter().copied()).collect();
        line.dedup();
        line
    }
}

impl RoadNetwork {
    /// # Errors
    /// Says which place has no road, or between which places there is no way.
    pub fn route(&self, profile: ProfileId, places: &[LngLat]) -> Result<Route, RouteError> {
        let view = self.view(profile).ok_or(RouteError::NoProfile)?;
        view.route(places, &SnapOptions::default())
    }
}

impl View<'_> {
    /// # Errors
    /// See [`RoadNetwork::route`].
    pub fn route(&self, places: &[LngLat], options: &SnapOptions) -> Result<Route, RouteError> {
        if places.len() < 2 || places.len() > ROUTE_PLACES_MAX {
            return Err(RouteError::Places(places.len()));
        }
        let snapper = self.snapper();
        let snaps = places.iter().enumerate().map(|(i, &place)| {
            let snaps = snapper.snap(place, options);
            if snaps.is_empty() { Err(RouteError::NoRoad(i)) } else { Ok(snaps) }
        });
        let snaps: Vec<Vec<Snap>> = snaps.collect::<Result<_, _>>()?;
        let mut legs = Vec::with_capacity(places.len() - 1);
        let mut waypoints: Vec<Snap> = snaps.iter().map(|snaps| snaps[0]).collect();
        for i in 0..places.len() - 1 {
            let (from, to) = (snapper.departures(&snaps[i]), snapper.arrivals(&snaps[i + 1]));
            let path = self.path(&from, &to).ok_or(RouteError::NoWay(i))?;
            let (start, end) = (snaps[i][path.departure.snap], snaps[i + 1][path.arrival.snap]);
            if i == 0 {
                waypoints[0] = start;
            }
            waypoints[i + 1] = end;
            legs.push(self.leg(&path, &start, &end));
        }
        Ok(Route {
            duration_s: legs.iter().map(|leg| leg.duration_s).sum(),
            distance_m: legs.iter().map(|leg| leg.distance_m).sum(),
            waypoints: waypoints.iter().map(|snap| self.waypoint(snap)).collect(),
            legs,
        })
    }

    pub fn leg(&self, path: &Path, from: &Snap, to: &Snap) -> Leg {
        let pieces = path::pieces(self, path, from, to);
        Leg {
            duration_s: cost::seconds(path.cost),
            distance_m: cost::metres(path.cost),
            geometry: path::geometry(self, &pieces),
            steps: steps::steps(self, &pieces),
            pieces,
        }
    }

    pub fn waypoint(&self, snap: &Snap) -> Waypoint {
        Waypoint {
            at: super::atlas::to_lnglat(snap.at),
            distance_m: snap.distance_m,
            street: self.atlas.name(snap.link).name.to_owned(),
        }
    }

    /// The cheapest path from any departure to any arrival.
    pub fn path(&self, departures: &[Attachment], arrivals: &[Attachment]) -> Option<Path> {
        let starts = dijkstra::first_states(self.graph, self.metric, departures);
        let (ends, base) = self.last_states(arrivals);
        let found = hierarchy::find(&self.topology.parent, self.weights, &starts, &ends);
        let over = found.map(|found| (found.cost - base, found.states));
        let along = dijkstra::direct(departures, arrivals).map(|cost| (cost, Vec::new()));
        let (cost, states) = over.into_iter().chain(along).min_by_key(|found| found.0)?;
        path::from_states(self, cost, &states, departures, arrivals)
    }

    /// States in which trips may end. What is not travelled of the last edge is counted against
    /// the largest such part, which is returned, since costs are never negative.
    fn last_states(&self, arrivals: &[Attachment]) -> (Vec<(u32, Cost)>, Cost) {
        let largest =
            |part: fn(Cost) -> u32| arrivals.iter().map(|a| part(a.after)).max().unwrap_or(0);
        let base = cost::cost(largest(cost::ms), largest(cost::cm));
        let ends = arrivals.iter().flat_map(|arrival| {
            let states = self.graph.states(arrival.edge).iter();
            states.map(move |&state| (state, base - arrival.after))
        });
        (ends.collect(), base)
    }
}
