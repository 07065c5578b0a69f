//! How far one gets: every road to the second, as lines, as polygons, and as a yes or no for
//! given places.

use geo::MultiPolygon;

use super::atlas::{index, to_lnglat};
use super::contour::{self, Sample};
use super::cost::{self, Cost, NO_WAY, cost as cost_of};
use super::dijkstra;
use super::geometry;
use super::hierarchy;
use super::network::{RoadNetwork, View};
use super::profile::ProfileId;
use super::route::RouteError;
use super::snap::{Attachment, SnapOptions};
use crate::domain::units::LngLat;

/// Six hours: more is a map of the country.
pub const ISOCHRONE_SECONDS_MAX: u32 = 6 * 3600;
pub const CONTOURS_MAX: usize = 8;
/// Metres between the points that stand for a road.
const SAMPLE_M: f64 = 25.0;

/// Part of a link that is reached in time, in the direction of travel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReachedLink {
    pub link: u32,
    pub backward: bool,
    pub from_cm: u32,
    pub to_cm: u32,
    /// When its beginning is reached, and its end.
    pub from_ms: u32,
    pub to_ms: u32,
}

impl RoadNetwork {
    /// One polygon for each number of seconds, in their order.
    ///
    /// # Errors
    /// When there is no road at the place.
    pub fn isochrone(
        &self,
        profile: ProfileId,
        from: LngLat,
        seconds: &[u32],
    ) -> Result<Vec<MultiPolygon>, RouteError> {
        let view = self.view(profile).ok_or(RouteError::NoProfile)?;
        let departures = view.departures_at(from)?;
        Ok(view.isochrone(&departures, seconds))
    }

    /// Travel time in seconds to each place that is reached in time, answered from the roads
    /// themselves, not from a polygon.
    ///
    /// # Errors
    /// When there is no road at the place trips start from.
    pub fn reachable(
        &self,
        profile: ProfileId,
        from: LngLat,
        places: &[LngLat],
        seconds: u32,
    ) -> Result<Vec<Option<u32>>, RouteError> {
        let view = self.view(profile).ok_or(RouteError::NoProfile)?;
        let departures = view.departures_at(from)?;
        let limit = limit(seconds);
        let reached = view.reach(&departures, NO_WAY);
        let snapper = view.snapper();
        Ok(places
            .iter()
            .map(|&place| {
                let arrivals = snapper.arrivals(&snapper.snap(place, &SnapOptions::default()));
                let found = dijkstra::arrive(view.graph, &reached, &departures, &arrivals)?.0;
                (found <= limit).then(|| (cost::ms(found) + 500) / 1000)
            })
            .collect())
    }
}

fn limit(seconds: u32) -> Cost {
    cost_of(seconds.min(ISOCHRONE_SECONDS_MAX) * 1000, u32::MAX)
}

impl View<'_> {
    /// # Errors
    /// When there is no road at the place.
    pub fn departures_at(&self, from: LngLat) -> Result<Vec<Attachment>, RouteError> {
        let snapper = self.snapper();
        let snaps = snapper.snap(from, &SnapOptions::default());
        if snaps.is_empty() { Err(RouteError::NoRoad(0)) } else { Ok(snapper.departures(&snaps)) }
    }

    /// Costs to the far end of everything.
    fn reach(&self, departures: &[Attachment], limit: Cost) -> Vec<Cost> {
        let starts = dijkstra::first_states(self.graph, self.metric, departures);
        hierarchy::reach(&self.topology.parent, self.weights, &starts, limit)
    }

    /// See [`RoadNetwork::isochrone`].
    pub fn isochrone(&self, departures: &[Attachment], seconds: &[u32]) -> Vec<MultiPolygon> {
        let seconds = &seconds[..seconds.len().min(CONTOURS_MAX)];
        let longest = seconds.iter().copied().max().unwrap_or(0);
        let reached = self.reached_links(departures, longest);
        let mut samples = Vec::new();
        for link in &reached {
            self.sample(link, &mut samples);
        }
        let limits: Vec<u32> =
            seconds.iter().map(|s| s.min(&ISOCHRONE_SECONDS_MAX) * 1000).collect();
        contour::polygons(&samples, &limits)
    }

    /// Everything reached within a time, roads cut where it ends. A road that is reached from
    /// both ends is there twice.
    pub fn reached_links(&self, departures: &[Attachment], seconds: u32) -> Vec<ReachedLink> {
        let limit_ms = seconds.min(ISOCHRONE_SECONDS_MAX) * 1000;
        let reached = self.reach(departures, NO_WAY);
        let mut links = Vec::new();
        for edge in 0..index(self.graph.n_edges()) {
            let costs = self.graph.states(edge).iter().map(|&state| reached[state as usize]);
            let Some(end) = costs.min().filter(|&cost| cost::is_way(cost)) else { continue };
            let start =
                cost::ms(end).saturating_sub(cost::ms(self.metric.edge_cost[edge as usize]));
            if start < limit_ms {
                self.follow(edge, 0, start, limit_ms, &mut links);
            }
        }
        for departure in departures {
            self.follow(departure.edge, cost::cm(departure.before), 0, limit_ms, &mut links);
        }
        links
    }

    /// Goes along an edge from some centimetres on until the time is up.
    fn follow(
        &self,
        edge: u32,
        from_cm: u32,
        from_ms: u32,
        limit_ms: u32,
        links: &mut Vec<ReachedLink>,
    ) {
        let (mut skip_cm, mut ms) = (from_cm, from_ms);
        for (link, backward) in self.graph.links(edge) {
            let whole = self.metric.link_cost(self.atlas, link, backward);
            let (whole_ms, whole_cm) = (cost::ms(whole), cost::cm(whole));
            if skip_cm >= whole_cm {
                skip_cm -= whole_cm;
                continue;
            }
            let left_cm = whole_cm - skip_cm;
            let left_ms = part(whole_ms, left_cm, whole_cm);
            let spare_ms = limit_ms - ms;
            let travelled_ms = left_ms.min(spare_ms);
            let travelled_cm =
                if left_ms <= spare_ms { left_cm } else { part(left_cm, spare_ms, left_ms) };
            links.push(ReachedLink {
                link,
                backward,
                from_cm: skip_cm,
                to_cm: skip_cm + travelled_cm,
                from_ms: ms,
                to_ms: ms + travelled_ms,
            });
            ms += travelled_ms;
            skip_cm = 0;
            if ms >= limit_ms {
                break;
            }
        }
    }

    /// Points along a reached link with the times they are reached at.
    fn sample(&self, reached: &ReachedLink, samples: &mut Vec<Sample>) {
        let points = self.atlas.points(reached.link);
        let n = points.len();
        let length_m = f64::from(reached.to_cm - reached.from_cm) / 100.0;
        let (from_m, until_m) =
            (f64::from(reached.from_cm) / 100.0, f64::from(reached.to_cm) / 100.0);
        let ms_per_m = f64::from(reached.to_ms - reached.from_ms) / length_m.max(0.01);
        let mut walked = 0.0;
        for i in 1..n {
            let at = |i: usize| points[if reached.backward { n - 1 - i } else { i }];
            let (a, b) = (at(i - 1), at(i));
            let piece_m = geometry::distance_m(a, b);
            let begin = (from_m - walked).max(0.0);
            let end = (until_m - walked).min(piece_m);
            if begin <= end {
                spread(
                    a,
                    b,
                    piece_m,
                    [begin, end],
                    |along| {
                        f64::from(reached.from_ms) + (walked + along - from_m).max(0.0) * ms_per_m
                    },
                    samples,
                );
            }
            walked += piece_m;
            if walked >= until_m {
                break;
            }
        }
    }

    /// The lines of everything reached, for a map.
    pub fn lines(&self, reached: &[ReachedLink]) -> Vec<Vec<LngLat>> {
        let line = |r: &ReachedLink| {
            let piece = super::path::Piece {
                link: r.link,
                backward: r.backward,
                from_cm: r.from_cm,
                to_cm: r.to_cm,
                ms: 0,
                turn: super::atlas::NONE,
                turn_ms: 0,
            };
            super::path::line(self, &piece).into_iter().map(to_lnglat).collect()
        };
        reached.iter().map(line).collect()
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "times stay below six hours"
)]
fn spread(
    a: [i32; 2],
    b: [i32; 2],
    piece_m: f64,
    [begin, end]: [f64; 2],
    ms_at: impl Fn(f64) -> f64,
    samples: &mut Vec<Sample>,
) {
    let n = ((end - begin) / SAMPLE_M).ceil().max(1.0) as u32;
    for i in 0..=n {
        let along = begin + (end - begin) * f64::from(i) / f64::from(n);
        let t = if piece_m > 0.0 { along / piece_m } else { 0.0 };
        samples.push(Sample { at: geometry::between(a, b, t), ms: ms_at(along) as u32 });
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a part is not larger than the whole")]
fn part(whole: u32, share: u32, of: u32) -> u32 {
    if of == 0 { 0 } else { (u64::from(whole) * u64::from(share) / u64::from(of)) as u32 }
}

#[cfg(test)]
#[path = "isochrone_tests.rs"]
mod tests;
