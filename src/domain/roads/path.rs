//! A found path, laid out over the links it runs along.

use super::atlas::{NONE, to_lnglat};
use super::cost::{self, Cost};
use super::geometry;
use super::hierarchy::Found;
use super::metric::Metric;
use super::network::View;
use super::snap::{Attachment, Snap, share};
use crate::domain::units::LngLat;

/// A path through the graph: the edges in order, and the turns between them.
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    pub cost: Cost,
    pub departure: Attachment,
    pub arrival: Attachment,
    /// The departure's edge first, the arrival's last.
    pub edges: Vec<u32>,
    /// Index into `Graph::turn`, one fewer than edges.
    pub turns: Vec<u32>,
}

/// Part of a link as it is travelled.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Piece {
    pub link: u32,
    pub backward: bool,
    /// Along the direction of travel.
    pub from_cm: u32,
    pub to_cm: u32,
    pub ms: u32,
    /// Turn taken to get onto this piece ([`NONE`]: none, the edge goes on), and its time.
    pub turn: u32,
    pub turn_ms: u32,
}

impl Path {
    /// The cost, added up from turn to turn.
    pub fn recounted(&self, metric: &Metric) -> Cost {
        let Some((_, entered)) = self.edges.split_first().filter(|_| !self.turns.is_empty()) else {
            return self.arrival.before.saturating_sub(self.departure.before);
        };
        let steps = entered.iter().zip(&self.turns).map(|(&edge, &turn)| {
            metric.edge_cost[edge as usize] + cost::cost(metric.turn_ms[turn as usize], 0)
        });
        (self.departure.after + steps.sum::<Cost>()).saturating_sub(self.arrival.after)
    }
}

/// Rebuilds a path from what a search found. `start` is what it cost to enter the first state,
/// `after` what is not travelled of the last.
pub fn from_found(
    view: &View,
    found: &Found,
    [start, after]: [Cost; 2],
    departures: &[Attachment],
    arrivals: &[Attachment],
) -> Option<Path> {
    let graph = view.graph;
    let [first, last] = found.ends;
    let [first_edge, last_edge] = [first, last].map(|state| graph.state_edge[state as usize]);
    let entered = departures.iter().find_map(|departure| {
        let arc = arc_between(view, graph.start_state(departure.edge), first)?;
        let arc_cost = view.metric.arc_cost(graph, arc, first_edge);
        (departure.after + arc_cost == start).then_some((departure, arc))
    });
    let (departure, arc) = entered?;
    let arrival = arrivals.iter().find(|a| a.edge == last_edge && a.after == after)?;
    let begin = [departure.edge, first_edge].into_iter();
    let turns = found.turns.iter();
    Some(Path {
        cost: found.cost,
        departure: *departure,
        arrival: *arrival,
        edges: begin.chain(turns.clone().map(|&[_, edge]| edge)).collect(),
        turns: std::iter::once(graph.arc_turn[arc]).chain(turns.map(|&[turn, _]| turn)).collect(),
    })
}

/// A path along one edge.
pub fn direct(cost: Cost, departures: &[Attachment], arrivals: &[Attachment]) -> Option<Path> {
    let mut pairs = departures.iter().flat_map(|d| arrivals.iter().map(move |a| (d, a)));
    let fits = |(d, a): &(&Attachment, &Attachment)| {
        d.edge == a.edge && d.before <= a.before && a.before - d.before == cost
    };
    let (d, a) = pairs.find(fits)?;
    Some(Path { cost, departure: *d, arrival: *a, edges: vec![d.edge], turns: Vec::new() })
}

/// The cheapest arc from one state to another; hardly ever there are two.
fn arc_between(view: &View, from: u32, to: u32) -> Option<usize> {
    let graph = view.graph;
    let range = graph.arcs(from);
    let heads = &graph.arc_head[range.clone()];
    let one = heads.iter().position(|&head| head == to)?;
    let others = (one + 1..heads.len()).filter(|&other| heads[other] == to);
    let turn_ms = |arc: usize| view.metric.turn_ms[graph.arc_turn[arc] as usize];
    Some(others.fold(range.start + one, |best, other| {
        let other = range.start + other;
        if turn_ms(other) < turn_ms(best) { other } else { best }
    }))
}

/// The links of a path with where it enters and leaves them, and the time on each.
pub fn pieces(view: &View, path: &Path, from: &Snap, to: &Snap) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let last = path.edges.len() - 1;
    for (i, &edge) in path.edges.iter().enumerate() {
        let mut turn = if i == 0 { NONE } else { path.turns[i - 1] };
        let starts = (i == 0).then_some(from);
        let ends = (i == last).then_some(to);
        // Before the departure nothing is travelled; after the arrival nothing more.
        let mut travelling = starts.is_none();
        for (link, backward) in view.graph.links(edge) {
            let whole = view.metric.link_cost(view.atlas, link, backward);
            let starts_here = starts.filter(|snap| snap.link == link);
            travelling |= starts_here.is_some();
            if !travelling {
                continue;
            }
            let ends_here = ends.filter(|snap| snap.link == link);
            let before = starts_here.map_or(0, |snap| share(whole, snap.offset_cm, backward));
            let until = ends_here.map_or(whole, |snap| share(whole, snap.offset_cm, backward));
            let turn_ms = if turn == NONE { 0 } else { view.metric.turn_ms[turn as usize] };
            pieces.push(Piece {
                link,
                backward,
                from_cm: cost::cm(before),
                to_cm: cost::cm(until),
                ms: cost::ms(until).saturating_sub(cost::ms(before)),
                turn,
                turn_ms,
            });
            turn = NONE;
            if ends_here.is_some() {
                break;
            }
        }
    }
    pieces
}

/// The points of a piece in travel order, both ends included.
pub fn line(view: &View, piece: &Piece) -> Vec<[i32; 2]> {
    let mut points = view.atlas.points(piece.link).to_vec();
    if piece.backward {
        points.reverse();
    }
    let whole = view.atlas.link_cm[piece.link as usize];
    if piece.from_cm == 0 && piece.to_cm >= whole {
        return points;
    }
    cut(&points, piece.from_cm, piece.to_cm)
}

/// OpenStreetMap nodes along a piece whose line has so many points: those between which it runs,
/// also where it begins or ends between two.
pub fn node_ids(view: &View, piece: &Piece, n_points: usize) -> Vec<i64> {
    let mut ids = view.atlas.point_nodes(piece.link).to_vec();
    let mut points = view.atlas.points(piece.link).to_vec();
    if piece.backward {
        ids.reverse();
        points.reverse();
    }
    let (before, share) = geometry::locate(&points, f64::from(piece.from_cm) / 100.0);
    let first = before as usize + usize::from(share >= 1.0);
    let first = first.min(ids.len().saturating_sub(n_points));
    ids.into_iter().skip(first).take(n_points).collect()
}

fn cut(points: &[[i32; 2]], from_cm: u32, to_cm: u32) -> Vec<[i32; 2]> {
    let at = |cm: u32| {
        let (i, t) = geometry::locate(points, f64::from(cm) / 100.0);
        let i = i as usize;
        (i, geometry::between(points[i], points[i + 1], t))
    };
    let ((first, start), (last, end)) = (at(from_cm), at(to_cm));
    let mut line = vec![start];
    if first < last {
        line.extend_from_slice(&points[first + 1..=last]);
    }
    line.push(end);
    line.dedup();
    if line.len() == 1 {
        line.push(end);
    }
    line
}

/// The line of a whole path without repeated points.
pub fn geometry(view: &View, pieces: &[Piece]) -> Vec<LngLat> {
    let mut points: Vec<[i32; 2]> = pieces.iter().flat_map(|piece| line(view, piece)).collect();
    points.dedup();
    if let &[only] = &points[..] {
        points.push(only);
    }
    points.into_iter().map(to_lnglat).collect()
}
