//! How far one gets: every road to the second, as lines, as polygons, and as a yes or no for
//! given places.

use geo::MultiPolygon;

use super::atlas::{NONE, index, to_lnglat};
use super::contour::{self, Raster, Spot};
use super::cost::{self, Cost, NO_WAY, cost as cost_of};
use super::dijkstra;
use super::hierarchy;
use super::network::{RoadNetwork, View};
use super::path::Piece;
use super::profile::ProfileId;
use super::route::RouteError;
use super::snap::{Attachment, SnapOptions};
use crate::domain::units::LngLat;

/// Six hours: more is a map of the country.
pub const ISOCHRONE_SECONDS_MAX: u32 = 6 * 3600;
pub const CONTOURS_MAX: usize = 8;

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

impl ReachedLink {
    fn piece(&self) -> Piece {
        let &Self { link, backward, from_cm, to_cm, from_ms, to_ms } = self;
        let ms = to_ms - from_ms;
        Piece { link, backward, from_cm, to_cm, ms, turn: NONE, turn_ms: 0 }
    }
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
        let reached = self.reached_once(departures, longest);
        let Some(mut raster) = self.raster(&reached) else {
            return seconds.iter().map(|_| MultiPolygon(Vec::new())).collect();
        };
        let mut spots = Vec::new();
        for link in &reached {
            self.draw(link, &mut raster, &mut spots);
        }
        raster.grow();
        let limits = seconds.iter().map(|s| s.min(&ISOCHRONE_SECONDS_MAX) * 1000);
        limits.map(|limit| raster.polygon(limit)).collect()
    }

    /// An empty grid around what is reached: of a long ferry only the part that is.
    fn raster(&self, reached: &[ReachedLink]) -> Option<Raster> {
        let mut corners = [[i32::MAX; 2], [i32::MIN; 2]];
        let mut extend = |points: &[[i32; 2]]| {
            let [low, high] = corners;
            let wider = points.iter().fold((low, high), |(low, high), at| {
                let of = |pick: fn(i32, i32) -> i32, own: [i32; 2]| {
                    [pick(own[0], at[0]), pick(own[1], at[1])]
                };
                (of(i32::min, low), of(i32::max, high))
            });
            corners = wider.into();
        };
        for link in reached {
            if link.to_cm - link.from_cm == self.atlas.link_cm[link.link as usize] {
                extend(self.atlas.points(link.link));
            } else {
                extend(&super::path::line(self, &link.piece()));
            }
        }
        let [low, high] = corners;
        (!reached.is_empty()).then(|| Raster::new(low, high))
    }

    /// Everything reached within a time, roads cut where it ends. A road that is reached from
    /// both ends is there twice.
    pub fn reached_links(&self, departures: &[Attachment], seconds: u32) -> Vec<ReachedLink> {
        self.reached_where(departures, seconds, |_, _, _| true)
    }

    /// The same without roads all of which is reached earlier from their other end.
    fn reached_once(&self, departures: &[Attachment], seconds: u32) -> Vec<ReachedLink> {
        self.reached_where(departures, seconds, |reached, edge, start| {
            let other = self.graph.edge_reverse[edge as usize];
            other == NONE || self.end_of(reached, other).is_none_or(|end| cost::ms(end) > start)
        })
    }

    /// When the far end of an edge is reached.
    fn end_of(&self, reached: &[Cost], edge: u32) -> Option<Cost> {
        let costs = self.graph.states(edge).iter().map(|&state| reached[state as usize]);
        costs.min().filter(|&cost| cost::is_way(cost))
    }

    /// Links of the edges that `is_wanted`, which gets the costs to all states, the edge and the
    /// milliseconds to its beginning.
    fn reached_where(
        &self,
        departures: &[Attachment],
        seconds: u32,
        is_wanted: impl Fn(&[Cost], u32, u32) -> bool,
    ) -> Vec<ReachedLink> {
        let limit_ms = seconds.min(ISOCHRONE_SECONDS_MAX) * 1000;
        let reached = self.reach(departures, NO_WAY);
        let mut links = Vec::new();
        for edge in 0..index(self.graph.n_edges()) {
            let Some(end) = self.end_of(&reached, edge) else { continue };
            let start =
                cost::ms(end).saturating_sub(cost::ms(self.metric.edge_cost[edge as usize]));
            if start < limit_ms && is_wanted(&reached, edge, start) {
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
        // Most edges are a single link, whose cost is known.
        let is_single = self.graph.links(edge).nth(1).is_none();
        for (link, backward) in self.graph.links(edge) {
            let whole = if is_single {
                self.metric.edge_cost[edge as usize]
            } else {
                self.metric.link_cost(self.atlas, link, backward)
            };
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

    /// Puts a reached link on the grid. `spots` is memory to work in.
    fn draw(&self, reached: &ReachedLink, raster: &mut Raster, spots: &mut Vec<(Spot, f64)>) {
        let points = self.atlas.points(reached.link).iter();
        spots.clear();
        let mut walked = 0.0;
        let mut add = |&at: &[i32; 2]| {
            let spot = raster.spot(at);
            if let Some(&(before, _)) = spots.last() {
                let before: Spot = before;
                walked += contour::away(before, spot);
            }
            spots.push((spot, walked));
        };
        if reached.backward {
            points.rev().for_each(&mut add);
        } else {
            points.for_each(&mut add);
        }
        // On the grid lengths are as on the road, but for their unit.
        let unit = walked / f64::from(self.atlas.link_cm[reached.link as usize].max(1));
        let [from, until] = [reached.from_cm, reached.to_cm].map(|cm| f64::from(cm) * unit);
        let slope = f64::from(reached.to_ms - reached.from_ms) / (until - from).max(1e-9);
        let ms_at = |along: f64| f64::from(reached.from_ms) + (along - from) * slope;
        let mut last = usize::MAX;
        for pair in spots.windows(2) {
            let [(a, begin), (b, end)] = [pair[0], pair[1]];
            if from <= begin && end <= until {
                // Most pieces of road end where they begin, as far as the grid can tell.
                if raster.corner(b) != last {
                    raster.draw([a, b], [ms_at(begin), ms_at(end)], &mut last);
                }
                continue;
            }
            let (enter, leave) = (begin.max(from), end.min(until));
            if enter <= leave {
                let length = (end - begin).max(1e-9);
                let on = |along: f64| {
                    let t = (along - begin) / length;
                    [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t]
                };
                raster.draw([on(enter), on(leave)], [ms_at(enter), ms_at(leave)], &mut last);
            }
        }
    }

    /// The lines of everything reached, for a map.
    pub fn lines(&self, reached: &[ReachedLink]) -> Vec<Vec<LngLat>> {
        let line = |reached: &ReachedLink| {
            super::path::line(self, &reached.piece()).into_iter().map(to_lnglat).collect()
        };
        reached.iter().map(line).collect()
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a part is not larger than the whole")]
fn part(whole: u32, share: u32, of: u32) -> u32 {
    if of == 0 { 0 } else { (u64::from(whole) * u64::from(share) / u64::from(of)) as u32 }
}

#[cfg(test)]
#[path = "isochrone_tests.rs"]
mod tests;
