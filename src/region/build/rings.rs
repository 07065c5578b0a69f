//! Polygons from ways and multipolygon relations. Cut extracts miss members, and mappers leave
//! gaps: what does not close is left out and the shape is marked as incomplete.
//! <https://wiki.openstreetmap.org/wiki/Relation:multipolygon/Algorithm>

use std::collections::HashMap;

use geo::{
    Area, BoundingRect, Centroid, Contains, Coord, LineString, MultiPolygon, Point, Polygon,
};

use crate::domain::osm::{ElementKind, Extract, Relation, Way};

/// The polygons of an element and whether all of its outline was there.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Shape {
    pub(super) polygons: MultiPolygon,
    pub(super) is_complete: bool,
}

/// The area inside of a closed way.
pub(super) fn of_way(extract: &Extract, way: &Way) -> Option<Polygon> {
    if !way.is_closed() {
        return None;
    }
    let (ring, is_complete) = coordinates(extract, &way.nodes);
    (is_complete && ring.0.len() > 3).then(|| Polygon::new(ring, Vec::new()))
}

/// The area of a multipolygon or boundary relation, nothing when no outer ring closes.
pub(super) fn of_relation(extract: &Extract, relation: &Relation) -> Option<Shape> {
    let (mut outer, mut inner, mut is_complete) = (Vec::new(), Vec::new(), true);
    for member in relation.members.iter().filter(|member| member.kind == ElementKind::Way) {
        let list = match &*member.role {
            "outer" | "" | "exclave" => &mut outer,
            "inner" | "enclave" => &mut inner,
            _ => continue,
        };
        match extract.way(member.id) {
            Some(way) => list.push(&*way.nodes),
            None => is_complete = false,
        }
    }
    let (outer, inner) = (assemble(&outer), assemble(&inner));
    is_complete &= outer.n_open + inner.n_open == 0;
    let mut close = |rings: Vec<Vec<i64>>| -> Vec<LineString> {
        let rings = rings.iter().map(|ring| coordinates(extract, ring));
        let rings = rings.inspect(|(_, is_whole)| is_complete &= is_whole);
        rings.map(|(ring, _)| ring).filter(|ring| ring.0.len() > 3).collect()
    };
    let (outer, inner) = (close(outer.closed), close(inner.closed));
    let polygons = with_holes(outer, inner);
    (!polygons.0.is_empty()).then_some(Shape { polygons, is_complete })
}

/// Positions of the nodes that are there, closed, and whether all were.
fn coordinates(extract: &Extract, nodes: &[i64]) -> (LineString, bool) {
    let points: Vec<Coord> =
        nodes.iter().filter_map(|node| extract.position(*node)).map(Coord::from).collect();
    let is_complete = points.len() == nodes.len();
    let mut ring = LineString(points);
    ring.close();
    (ring, is_complete)
}

/// Puts each hole into the first outer ring that contains it; a hole in nothing is dropped.
fn with_holes(outer: Vec<LineString>, inner: Vec<LineString>) -> MultiPolygon {
    let mut polygons: Vec<Polygon> =
        outer.into_iter().map(|ring| Polygon::new(ring, Vec::new())).collect();
    for hole in inner {
        let around = polygons.iter_mut().find(|polygon| holds(polygon, &hole));
        if let Some(polygon) = around {
            polygon.interiors_push(hole);
        }
    }
    MultiPolygon(polygons)
}

/// By the first point that is not on the outline itself: rings may touch.
fn holds(polygon: &Polygon, hole: &LineString) -> bool {
    let outline = Polygon::new(polygon.exterior().clone(), Vec::new());
    hole.0.iter().take(TOUCHING_POINTS_MAX).any(|point| outline.contains(&Point(*point)))
}

const TOUCHING_POINTS_MAX: usize = 16;

/// A point inside of the shape: its middle where that is inside, else the middle of the longest
/// stretch of its largest polygon at half height.
pub(super) fn inside_point(shape: &MultiPolygon) -> Option<Point> {
    if let Some(middle) = shape.centroid().filter(|middle| shape.contains(middle)) {
        return Some(middle);
    }
    let areas = shape.iter().map(|polygon| (polygon.unsigned_area(), polygon));
    let (_, largest) = areas.max_by(|a, b| a.0.total_cmp(&b.0))?;
    let rect = largest.bounding_rect()?;
    // Off the exact half, where a corner is likely.
    let y = rect.min().y + rect.height() * 0.497;
    let rings = std::iter::once(largest.exterior()).chain(largest.interiors());
    let mut crossings: Vec<f64> = rings
        .flat_map(LineString::lines)
        .filter(|line| (line.start.y > y) != (line.end.y > y))
        .map(|line| line.start.x + (y - line.start.y) / line.slope())
        .collect();
    crossings.sort_by(f64::total_cmp);
    let stretches = crossings.chunks_exact(2).map(|pair| (pair[1] - pair[0], pair[0]));
    let (width, start) = stretches.max_by(|a, b| a.0.total_cmp(&b.0))?;
    Some(Point::new(start + width / 2.0, y))
}

/// Rings made of ways, as node ids, and how many chains stayed open.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Rings {
    /// First and last id are the same.
    pub(super) closed: Vec<Vec<i64>>,
    pub(super) n_open: usize,
}

/// Joins ways end to end. Where a chain meets itself, the loop is cut off as a ring of its own, so
/// rings that touch in a node come apart.
pub(super) fn assemble(ways: &[&[i64]]) -> Rings {
    let mut at_node: HashMap<i64, Vec<usize>> = HashMap::new();
    for (index, way) in ways.iter().enumerate().filter(|(_, way)| way.len() > 1) {
        for end in [way[0], way[way.len() - 1]] {
            at_node.entry(end).or_default().push(index);
        }
    }
    let mut used = vec![false; ways.len()];
    let mut rings = Rings::default();
    for start in 0..ways.len() {
        if !used[start] && ways[start].len() > 1 {
            follow(start, ways, &at_node, &mut used, &mut rings);
        }
    }
    rings
}

fn follow(
    start: usize,
    ways: &[&[i64]],
    at_node: &HashMap<i64, Vec<usize>>,
    used: &mut [bool],
    rings: &mut Rings,
) {
    let mut nodes = vec![ways[start][0]];
    let mut joints: HashMap<i64, usize> = HashMap::from([(nodes[0], 0)]);
    let mut next = Some(start);
    while let Some(index) = next {
        used[index] = true;
        extend(&mut nodes, ways[index]);
        let end = nodes[nodes.len() - 1];
        if let Some(&from) = joints.get(&end) {
            rings.closed.push(nodes[from..].to_vec());
            nodes.truncate(from + 1);
            joints.retain(|_, at| *at <= from);
        } else {
            joints.insert(end, nodes.len() - 1);
        }
        let end = nodes[nodes.len() - 1];
        next = at_node.get(&end).and_then(|at| at.iter().copied().find(|way| !used[*way]));
    }
    rings.n_open += usize::from(nodes.len() > 1);
}

/// Appends a way that begins or ends where the chain ends.
fn extend(nodes: &mut Vec<i64>, way: &[i64]) {
    if nodes.last() == way.first() {
        nodes.extend_from_slice(&way[1..]);
    } else {
        nodes.extend(way.iter().rev().skip(1));
    }
}

/// Ways joined end to end without turning any around, as coastlines must be. A closed chain ends
/// with the id it starts with.
pub(super) fn directed_chains(ways: &[&[i64]]) -> Vec<Vec<i64>> {
    let starts: HashMap<i64, usize> =
        ways.iter().enumerate().map(|(index, way)| (way[0], index)).collect();
    let ends: std::collections::HashSet<i64> = ways.iter().map(|way| way[way.len() - 1]).collect();
    let mut used = vec![false; ways.len()];
    // Open chains first, from their beginnings; what is left over then are closed ones.
    let (heads, others): (Vec<usize>, Vec<usize>) =
        (0..ways.len()).partition(|index| !ends.contains(&ways[*index][0]));
    let mut chains = Vec::new();
    for first in heads.into_iter().chain(others) {
        let mut chain: Vec<i64> = Vec::new();
        let mut next = Some(first);
        while let Some(index) = next.filter(|index| !used[*index]) {
            used[index] = true;
            chain.extend(&ways[index][usize::from(!chain.is_empty())..]);
            next = starts.get(&ways[index][ways[index].len() - 1]).copied();
        }
        if !chain.is_empty() {
            chains.push(chain);
        }
    }
    chains
}

#[cfg(test)]
#[path = "rings_tests.rs"]
mod tests;
