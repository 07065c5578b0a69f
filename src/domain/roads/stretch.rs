//! Roads from one crossing to the next, in the words of OpenStreetMap, so that they are found again
//! in a newer extract.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::atlas::Atlas;
use super::block;
use super::network::{RoadNetwork, View};
use super::profile::ProfileId;
use super::snap::{Snap, SnapOptions};
use crate::domain::units::LngLat;

/// A place this far from any road points at none.
pub const POINT_RADIUS_M: f64 = 60.0;
/// A road for cars is meant where a lane for others is nearer by no more than this.
const CAR_BONUS_M: f64 = 4.0;

/// A part of an OpenStreetMap way between two of its nodes, in the direction of travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Piece {
    /// Way id.
    pub way: i64,
    /// Node id.
    pub from: i64,
    /// Node id.
    pub to: i64,
}

/// A road from one crossing to the next.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Stretch {
    /// Its name, else its number, else empty.
    #[serde(default)]
    pub name: String,
    pub pieces: Vec<Piece>,
    /// `[longitude, latitude]` in the direction of the pieces.
    #[serde(default)]
    #[schema(value_type = Vec<[f64; 2]>)]
    pub line: Vec<LngLat>,
}

impl Piece {
    fn of(atlas: &Atlas, link: u32, backward: bool) -> Option<Self> {
        let nodes = atlas.point_nodes(link);
        let (&tail, &head) = (nodes.first()?, nodes.last()?);
        let (from, to) = if backward { (head, tail) } else { (tail, head) };
        Some(Self { way: atlas.link_way[link as usize], from, to })
    }

    /// The links it stands for, with whether it runs against each; none when the way is not there
    /// or has lost one of the nodes. A way that was cut at more or fewer crossings since is covered
    /// by whole links.
    pub fn links(self, atlas: &Atlas) -> Vec<(u32, bool)> {
        let Self { way, from, to } = self;
        let along = span(atlas, way, from, to).map(|links| (links, false));
        let found = along.or_else(|| span(atlas, way, to, from).map(|links| (links, true)));
        let Some((links, backward)) = found else { return Vec::new() };
        let mut links: Vec<(u32, bool)> = links.map(|link| (link, backward)).collect();
        if backward {
            links.reverse();
        }
        links
    }
}

/// The links of a way from the one that a node begins to the one that another ends.
fn span(atlas: &Atlas, way: i64, from: i64, to: i64) -> Option<std::ops::RangeInclusive<u32>> {
    let mut links = atlas.links_of_way(way);
    let ends = |&link: &u32| {
        let nodes = atlas.point_nodes(link);
        nodes.first() == Some(&from) && nodes.last() == Some(&to)
    };
    if let Some(link) = links.clone().find(ends) {
        return Some(link..=link);
    }
    let but_last = |nodes: &[i64]| nodes[..nodes.len().saturating_sub(1)].contains(&from);
    let first = links.find(|&link| but_last(atlas.point_nodes(link)))?;
    let but_first = |nodes: &[i64]| nodes.iter().skip(1).any(|&node| node == to);
    let last = (first..links.end).find(|&link| but_first(atlas.point_nodes(link)))?;
    Some(first..=last)
}

impl Stretch {
    fn of(atlas: &Atlas, links: &[(u32, bool)]) -> Self {
        let name = links.first().map(|&(link, _)| atlas.name(link)).unwrap_or_default();
        let name = if name.name.is_empty() { name.reference } else { name.name };
        Self {
            name: name.to_owned(),
            pieces: links.iter().filter_map(|&(link, back)| Piece::of(atlas, link, back)).collect(),
            line: line(atlas, links),
        }
    }

    /// The same stretch as the network has it now; `None` when a piece of it is not there any more.
    #[must_use]
    pub fn found_in(&self, network: &RoadNetwork) -> Option<Self> {
        let atlas = &network.atlas;
        let mut links = Vec::with_capacity(self.pieces.len());
        for piece in &self.pieces {
            let found = piece.links(atlas);
            if found.is_empty() {
                return None;
            }
            links.extend(found);
        }
        Some(Self { pieces: self.pieces.clone(), ..Self::of(atlas, &links) })
    }
}

/// The points of links in a row, each junction once.
fn line(atlas: &Atlas, links: &[(u32, bool)]) -> Vec<LngLat> {
    let mut line: Vec<[i32; 2]> = Vec::new();
    for &(link, backward) in links {
        let points = atlas.points(link).iter().copied();
        if backward {
            line.extend(points.rev());
        } else {
            line.extend(points);
        }
    }
    line.dedup();
    line.into_iter().filter_map(degrees).collect()
}

/// Divided, so that JSON shows no more digits than there are.
fn degrees([lng, lat]: [i32; 2]) -> Option<LngLat> {
    LngLat::new(f64::from(lng) / 1e7, f64::from(lat) / 1e7).ok()
}

impl RoadNetwork {
    /// The road that a place points at, from crossing to crossing past driveways and lanes, in its
    /// direction of travel where it has but one; `None` with no road within [`POINT_RADIUS_M`].
    pub fn stretch_at(&self, at: LngLat) -> Option<Stretch> {
        let pointed = [ProfileId::Car, ProfileId::Bicycle, ProfileId::Foot];
        let nearest = pointed.into_iter().filter_map(|id| self.pointed(id, at));
        let (view, snap) = nearest.min_by(|a, b| distance(a).total_cmp(&distance(b)))?;
        Some(Stretch::of(view.atlas, &block::around(view.atlas, view.graph, snap.link)))
    }

    fn pointed(&self, id: ProfileId, at: LngLat) -> Option<(View<'_>, Snap)> {
        let view = self.view(id)?;
        let options = SnapOptions { radius_m: POINT_RADIUS_M, n_max: 1, ..SnapOptions::default() };
        let snap = *view.snapper().snap(at, &options).first()?;
        Some((view, snap))
    }
}

fn distance((view, snap): &(View<'_>, Snap)) -> f64 {
    snap.distance_m - if view.profile == ProfileId::Car { CAR_BONUS_M } else { 0.0 }
}

#[cfg(test)]
#[path = "stretch_tests.rs"]
mod tests;
