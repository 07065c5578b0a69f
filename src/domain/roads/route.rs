//! Routes over several places.

use super::cost::{self, Cost};
use super::dijkstra;
use super::hierarchy;
use super::matching::{MatchedPlace, Matching};
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
        self.route_between(&snaps, false)
    }

    /// A route over places that are already on the road. With `straight`, it goes on from every
    /// place in the direction it came, as far as there is a way.
    ///
    /// # Errors
    /// When there is no way from one place to the next.
    pub fn route_between(&self, snaps: &[Vec<Snap>], straight: bool) -> Result<Route, RouteError> {
        let snapper = self.snapper();
        let mut found: Vec<(Path, Snap, Snap)> = Vec::with_capacity(snaps.len().saturating_sub(1));
        for (i, pair) in snaps.windows(2).enumerate() {
            let (from, to) = (snapper.departures(&pair[0]), snapper.arrivals(&pair[1]));
            let onward: Vec<Attachment> = match found.last() {
                Some((before, _, _)) if straight => {
                    from.iter().copied().filter(|d| d.edge == before.arrival.edge).collect()
                }
                _ => Vec::new(),
            };
            let path = self
                .path(&onward, &to)
                .or_else(|| self.path(&from, &to))
                .ok_or(RouteError::NoWay(i))?;
            let ends = (pair[0][path.departure.snap], pair[1][path.arrival.snap]);
            found.push((path, ends.0, ends.1));
        }
        let legs: Vec<Leg> =
            found.iter().map(|(path, from, to)| self.leg(path, from, to)).collect();
        let starts = found.first().map(|(_, from, _)| *from);
        let waypoints = starts.into_iter().chain(found.iter().map(|(_, _, to)| *to));
        Ok(Route {
            duration_s: legs.iter().map(|leg| leg.duration_s).sum(),
            distance_m: legs.iter().map(|leg| leg.distance_m).sum(),
            waypoints: waypoints.map(|snap| self.waypoint(&snap)).collect(),
            legs,
        })
    }

    /// The drive behind a matched trace, one leg from position to position.
    pub fn route_of(&self, matching: &Matching) -> Route {
        let snapper = self.snapper();
        let mut legs = Vec::new();
        for pair in matching.places.windows(2) {
            let attach = |place: &MatchedPlace| snapper.attach(&place.snap, place.backward, 0);
            let (Some(from), Some(to)) = (attach(&pair[0]), attach(&pair[1])) else { continue };
            // A position that noise moved backward stands still.
            let to = if from.edge == to.edge && to.before < from.before { from } else { to };
            let end = if to == from { pair[0].snap } else { pair[1].snap };
            if let Some(path) = self.path(&[from], &[to]) {
                legs.push(self.leg(&path, &pair[0].snap, &end));
            }
        }
        Route {
            duration_s: legs.iter().map(|leg| leg.duration_s).sum(),
            distance_m: legs.iter().map(|leg| leg.distance_m).sum(),
            waypoints: matching.places.iter().map(|place| self.waypoint(&place.snap)).collect(),
            legs,
        }
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
        let mut found = hierarchy::find(&self.topology.parent, self.weights, &starts, &ends);
        if let Some(over) = &mut found {
            over.cost = over.cost.saturating_sub(base);
        }
        let along = dijkstra::direct(departures, arrivals);
        if let Some(cost) = along.filter(|&cost| found.as_ref().is_none_or(|over| cost < over.cost))
        {
            return path::direct(cost, departures, arrivals);
        }
        let found = found?;
        let cheapest = |labels: &[(u32, Cost)], state: u32| {
            let costs = labels.iter().filter(|label| label.0 == state).map(|label| label.1);
            costs.min().unwrap_or(0)
        };
        let [first, last] = found.ends;
        let ends = [cheapest(&starts, first), base - cheapest(&ends, last)];
        path::from_found(self, &found, ends, departures, arrivals)
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
