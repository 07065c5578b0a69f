//! Sea from coastlines. Land lies to the left of a coastline way and water to the right; within
//! the extract's box the water is what lies to the right of the chains that cross it, closed along
//! the box, less the islands.

use geo::{Area, BooleanOps, Coord, LineString, MultiPolygon, Polygon, Rect, coord};

use super::rings;
use crate::domain::osm::Extract;
use crate::domain::units::Bbox;

/// The sea and what could not be used.
#[derive(Debug, Default)]
pub(super) struct Sea {
    pub(super) polygons: Vec<Polygon>,
    /// Chains that end far inside of the box: without their ends nobody knows where the water is.
    pub(super) n_dangling: usize,
}

pub(super) fn sea(extract: &Extract) -> Sea {
    let bbox = extract.covered();
    let chains = chains(extract);
    if chains.is_empty() || bbox.is_empty() {
        return Sea::default();
    }
    let mut sea = Sea::default();
    let (mut islands, mut crossings) = (Vec::new(), Vec::new());
    for chain in chains {
        if chain.first() == chain.last() && chain.iter().all(|point| inside(bbox, *point)) {
            islands.push(Polygon::new(LineString(chain), Vec::new()));
        } else {
            let cut = crossings_of(bbox, &chain);
            sea.n_dangling += cut.n_dangling;
            crossings.extend(cut.pieces);
        }
    }
    // One chain without its end makes every side uncertain: better no sea than a flooded town.
    if sea.n_dangling > 0 {
        return sea;
    }
    sea.polygons = without_islands(waters(bbox, crossings, islands.is_empty()), &islands);
    sea
}

/// Coastline ways joined end to end, in their direction.
fn chains(extract: &Extract) -> Vec<Vec<Coord>> {
    let ways: Vec<&[i64]> = extract
        .ways
        .iter()
        .filter(|way| way.tags.is("natural", "coastline") && way.nodes.len() > 1)
        .map(|way| &*way.nodes)
        .collect();
    let chains = rings::directed_chains(&ways);
    chains.iter().flat_map(|nodes| runs(extract, nodes)).filter(|chain| chain.len() > 1).collect()
}

/// The chain without its missing nodes, in pieces: an extract cut at its edge leaves them out.
fn runs(extract: &Extract, nodes: &[i64]) -> Vec<Vec<Coord>> {
    let positions: Vec<Option<Coord>> =
        nodes.iter().map(|id| extract.position(*id).map(Coord::from)).collect();
    let runs = positions.split(Option::is_none);
    let mut runs: Vec<Vec<Coord>> = runs
        .map(|run| run.iter().copied().flatten().collect())
        .filter(|r: &Vec<_>| !r.is_empty())
        .collect();
    // A ring torn elsewhere than at its seam is one piece across the seam.
    if runs.len() > 1 && positions[0].is_some() && nodes.first() == nodes.last() {
        let mut head = runs.remove(0);
        if let Some(tail) = runs.last_mut() {
            tail.extend(head.drain(1..));
        }
    }
    runs
}

fn inside(bbox: Bbox, point: Coord) -> bool {
    (bbox.west..=bbox.east).contains(&point.x) && (bbox.south..=bbox.north).contains(&point.y)
}

/// Pieces of one chain that run through the box from edge to edge.
struct Cut {
    pieces: Vec<Vec<Coord>>,
    n_dangling: usize,
}

fn crossings_of(bbox: Bbox, chain: &[Coord]) -> Cut {
    let mut chain = chain.to_vec();
    if chain.first() == chain.last() {
        // Start a closed chain outside, so that no piece is torn where the ring begins.
        let outside = chain.iter().position(|point| !inside(bbox, *point)).unwrap_or(0);
        chain.pop();
        chain.rotate_left(outside);
        chain.push(chain[0]);
    }
    let mut cut = Cut { pieces: Vec::new(), n_dangling: 0 };
    let mut piece: Vec<Coord> = Vec::new();
    for pair in chain.windows(2) {
        let Some((from, to)) = clipped(bbox, pair[0], pair[1]) else { continue };
        if piece.is_empty() {
            piece.push(from);
        }
        piece.push(to);
        if !inside(bbox, pair[1]) {
            cut.finish(bbox, std::mem::take(&mut piece));
        }
    }
    if !piece.is_empty() {
        cut.finish(bbox, piece);
    }
    cut
}

impl Cut {
    fn finish(&mut self, bbox: Bbox, mut piece: Vec<Coord>) {
        let ends = [piece[0], piece[piece.len() - 1]];
        if ends[0] == ends[1] && piece.len() < 3 {
            return;
        }
        let [Some(start), Some(end)] = ends.map(|end| nearest_edge(bbox, end)) else {
            self.n_dangling += 1;
            return;
        };
        if start != ends[0] {
            piece.insert(0, start);
        }
        if end != ends[1] {
            piece.push(end);
        }
        self.pieces.push(piece);
    }
}

/// How far a loose end is led straight to the edge, as a share of the box's shorter side. Extracts
/// cut along a border, or without the nodes outside, end shortly before their box.
const LOOSE_END_SHARE_MAX: f64 = 0.1;

/// The point of the edge that is nearest to an end, unless that is far away.
fn nearest_edge(bbox: Bbox, end: Coord) -> Option<Coord> {
    let candidates = [
        (end.x - bbox.west, coord! { x: bbox.west, y: end.y }),
        (bbox.east - end.x, coord! { x: bbox.east, y: end.y }),
        (end.y - bbox.south, coord! { x: end.x, y: bbox.south }),
        (bbox.north - end.y, coord! { x: end.x, y: bbox.north }),
    ];
    let (distance, edge) = candidates.into_iter().min_by(|a, b| a.0.total_cmp(&b.0))?;
    let side = (bbox.east - bbox.west).min(bbox.north - bbox.south);
    (distance <= side * LOOSE_END_SHARE_MAX).then_some(edge)
}

/// The part of a segment inside of the box (Liang and Barsky 1984).
fn clipped(bbox: Bbox, from: Coord, to: Coord) -> Option<(Coord, Coord)> {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    let sides = [
        (-dx, from.x - bbox.west),
        (dx, bbox.east - from.x),
        (-dy, from.y - bbox.south),
        (dy, bbox.north - from.y),
    ];
    for (speed, distance) in sides {
        if speed == 0.0 && distance < 0.0 {
            return None;
        } else if speed < 0.0 {
            enter = enter.max(distance / speed);
        } else if speed > 0.0 {
            leave = leave.min(distance / speed);
        }
    }
    let at = |share: f64| match share {
        0.0 => from,
        1.0 => to,
        _ => onto_edge(bbox, coord! { x: from.x + dx * share, y: from.y + dy * share }),
    };
    (enter <= leave).then(|| (at(enter), at(leave)))
}

const EDGE_DEGREES: f64 = 1e-9;

/// Rounding must not leave a crossing beside the edge.
fn onto_edge(bbox: Bbox, point: Coord) -> Coord {
    let snap = |value: f64, edges: [f64; 2]| {
        edges.into_iter().find(|edge| (value - edge).abs() < EDGE_DEGREES).unwrap_or(value)
    };
    coord! {
        x: snap(point.x, [bbox.west, bbox.east]),
        y: snap(point.y, [bbox.south, bbox.north]),
    }
}

/// How far along the box's outline a point on it lies, counter-clockwise from the south-west
/// corner; four sides count one each.
#[expect(clippy::float_cmp, reason = "crossings are snapped onto the edge exactly")]
fn along(bbox: Bbox, point: Coord) -> f64 {
    let (x, y) = (
        (point.x - bbox.west) / (bbox.east - bbox.west),
        (point.y - bbox.south) / (bbox.north - bbox.south),
    );
    if point.y == bbox.south {
        x
    } else if point.x == bbox.east {
        1.0 + y
    } else if point.y == bbox.north {
        3.0 - x
    } else {
        4.0 - y
    }
}

/// Closes the water to the right of the pieces along the box. Reversed, a piece has its water to
/// the left, as a ring against the clock has its inside: from the end of a reversed piece go
/// against the clock to the next beginning of one.
fn waters(bbox: Bbox, pieces: Vec<Vec<Coord>>, no_islands: bool) -> Vec<Polygon> {
    if pieces.is_empty() {
        let whole = Rect::new((bbox.west, bbox.south), (bbox.east, bbox.north)).to_polygon();
        return if no_islands { Vec::new() } else { vec![whole] };
    }
    let reversed: Vec<Vec<Coord>> =
        pieces.into_iter().map(|piece| piece.into_iter().rev().collect()).collect();
    let mut starts: Vec<(f64, usize)> =
        reversed.iter().enumerate().map(|(index, piece)| (along(bbox, piece[0]), index)).collect();
    starts.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut used = vec![false; reversed.len()];
    let mut polygons = Vec::new();
    for first in 0..reversed.len() {
        let (mut ring, mut now) = (Vec::new(), first);
        while !used[now] {
            used[now] = true;
            ring.extend(&reversed[now]);
            let end = along(bbox, reversed[now][reversed[now].len() - 1]);
            now = next_start(&starts, end);
            ring.extend(corners_between(bbox, end, along(bbox, reversed[now][0])));
        }
        if ring.len() > 2 {
            polygons.push(Polygon::new(LineString(ring), Vec::new()));
        }
    }
    polygons
}

fn next_start(starts: &[(f64, usize)], end: f64) -> usize {
    let next = starts.iter().find(|(at, _)| *at >= end).unwrap_or(&starts[0]);
    next.1
}

/// Corners of the box passed on the way against the clock.
fn corners_between(bbox: Bbox, from: f64, to: f64) -> Vec<Coord> {
    let to = if to < from { to + 4.0 } else { to };
    let corners = [
        coord! { x: bbox.west, y: bbox.south },
        coord! { x: bbox.east, y: bbox.south },
        coord! { x: bbox.east, y: bbox.north },
        coord! { x: bbox.west, y: bbox.north },
    ];
    let passed = (1..8_u8).filter(|corner| (from..to).contains(&f64::from(*corner)));
    passed.map(|corner| corners[usize::from(corner % 4)]).collect()
}

fn without_islands(waters: Vec<Polygon>, islands: &[Polygon]) -> Vec<Polygon> {
    // A ring with water inside runs with the clock: a basin, not an island.
    let (land, basins): (Vec<_>, Vec<_>) =
        islands.iter().cloned().partition(|ring| ring.signed_area() > 0.0);
    let sea = MultiPolygon(waters).difference(&MultiPolygon(land));
    sea.0.into_iter().chain(basins).collect()
}

#[cfg(test)]
#[path = "coastline_tests.rs"]
mod tests;
