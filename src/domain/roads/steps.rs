//! Turn instructions for a leg.

use super::atlas::{NONE, RoadName, to_lnglat};
use super::geometry::{self, turn_angle};
use super::network::View;
use super::path::{self, Piece};
use super::profile::{TurnFlags, is_ferry};
use crate::domain::units::LngLat;

/// A bend by at least this many degrees is a turn worth telling where there is a choice.
const TURN_MIN_DEG: f64 = 35.0;
/// Metres over which the bearing at a manoeuvre is taken.
const BEARING_M: f64 = 15.0;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Depart,
    Arrive,
    Turn,
    Continue,
    NewName,
    OnRamp,
    OffRamp,
    Roundabout,
    Ferry,
}

/// What to do where a step begins.
#[derive(Debug, Clone, PartialEq)]
pub struct Manoeuvre {
    pub kind: Kind,
    pub at: LngLat,
    pub bearing_before: f64,
    pub bearing_after: f64,
    /// Which exit of a roundabout to take, counted from 1.
    pub exit: Option<u32>,
}

impl Manoeuvre {
    /// Degrees from straight on, left negative.
    pub fn angle(&self) -> f64 {
        turn_angle(self.bearing_before, self.bearing_after)
    }
}

/// A stretch under one name, begun by a manoeuvre.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    pub manoeuvre: Manoeuvre,
    pub name: String,
    pub reference: String,
    pub destinations: String,
    pub is_ferry: bool,
    pub duration_s: f64,
    pub distance_m: f64,
    pub geometry: Vec<LngLat>,
}

/// The steps of a leg; the last is the arrival and has no length.
pub fn steps(view: &View, pieces: &[Piece]) -> Vec<Step> {
    let roads: Vec<Road> = pieces.iter().map(|piece| Road::new(view, piece)).collect();
    let mut steps: Vec<Step> = Vec::new();
    let mut exits = 0;
    for (i, road) in roads.iter().enumerate() {
        let piece = &pieces[i];
        let kind = if i == 0 { Some(Kind::Depart) } else { kind(view, &roads[i - 1], road, piece) };
        let in_roundabout = road.is_roundabout && i > 0 && roads[i - 1].is_roundabout;
        if in_roundabout && piece.turn != NONE && has_exit(view, &pieces[i - 1]) {
            exits += 1;
        }
        if let Some(kind) = kind {
            steps.push(begin(kind, if i == 0 { None } else { Some(&roads[i - 1]) }, road));
            exits = 0;
        }
        let Some(step) = steps.last_mut() else { continue };
        // Leaving a roundabout belongs to the step that entered it.
        if step.manoeuvre.kind == Kind::Roundabout
            && !road.is_roundabout
            && step.manoeuvre.exit.is_none()
        {
            step.manoeuvre.exit = Some(exits + 1);
            road.rename(step);
        }
        step.duration_s += f64::from(piece.ms + piece.turn_ms) / 1000.0;
        step.distance_m += f64::from(piece.to_cm - piece.from_cm) / 100.0;
        extend(&mut step.geometry, &road.line);
    }
    if let Some(last) = roads.last() {
        steps.push(arrival(last));
    }
    steps
}

/// What the instructions need to know of a piece.
struct Road<'a> {
    name: RoadName<'a>,
    line: Vec<[i32; 2]>,
    is_roundabout: bool,
    is_ramp: bool,
    is_ferry: bool,
}

impl<'a> Road<'a> {
    fn new(view: &View<'a>, piece: &Piece) -> Self {
        let tags = view.atlas.tags(piece.link);
        Self {
            name: view.atlas.name(piece.link),
            line: path::line(view, piece),
            is_roundabout: matches!(tags.get("junction"), Some("roundabout" | "circular")),
            is_ramp: matches!(tags.get("highway"), Some("motorway_link" | "trunk_link")),
            is_ferry: is_ferry(&tags),
        }
    }

    fn bearing_in(&self) -> f64 {
        (geometry::heading(self.line.iter().rev().copied(), BEARING_M) + 180.0).rem_euclid(360.0)
    }

    fn bearing_out(&self) -> f64 {
        geometry::heading(self.line.iter().copied(), BEARING_M)
    }

    fn is_called_like(&self, other: &Road) -> bool {
        (self.name.name, self.name.reference) == (other.name.name, other.name.reference)
    }

    fn rename(&self, step: &mut Step) {
        self.name.name.clone_into(&mut step.name);
        self.name.reference.clone_into(&mut step.reference);
        self.name.destinations.clone_into(&mut step.destinations);
    }
}

/// What happens between two pieces; `None` when one just goes on.
fn kind(view: &View, from: &Road, to: &Road, piece: &Piece) -> Option<Kind> {
    if to.is_ferry != from.is_ferry {
        return Some(if to.is_ferry { Kind::Ferry } else { Kind::Continue });
    }
    if to.is_roundabout {
        return (!from.is_roundabout).then_some(Kind::Roundabout);
    }
    if from.is_roundabout {
        return None;
    }
    let choice = piece.turn != NONE && !only_way(view, piece.turn);
    let angle = turn_angle(from.bearing_in(), to.bearing_out());
    let is_turn = choice && angle.abs() >= TURN_MIN_DEG;
    if choice && to.is_ramp != from.is_ramp {
        return Some(if to.is_ramp && from.is_called_motorway() {
            Kind::OffRamp
        } else if to.is_ramp {
            Kind::OnRamp
        } else {
            Kind::Turn
        });
    }
    if is_turn {
        return Some(if to.is_called_like(from) && !to.name.name.is_empty() {
            Kind::Continue
        } else {
            Kind::Turn
        });
    }
    let renamed =
        !to.is_called_like(from) && !to.name.name.is_empty() && from.name.name != to.name.name;
    renamed.then_some(Kind::NewName)
}

impl Road<'_> {
    fn is_called_motorway(&self) -> bool {
        !self.is_ramp && self.name.reference.starts_with(['A', 'E', 'M'])
    }
}

fn only_way(view: &View, turn: u32) -> bool {
    TurnFlags(view.graph.turn[turn as usize].flags).has(TurnFlags::ONLY_CONTINUATION)
}

/// Whether one could have left the roundabout at the end of a piece.
fn has_exit(view: &View, piece: &Piece) -> bool {
    let Some(edge) = view.graph.edge_of(piece.link, piece.backward) else { return false };
    let state = view.graph.start_state(edge);
    view.graph.arcs(state).any(|arc| {
        let next = view.graph.state_edge[view.graph.arc_head[arc] as usize];
        let Some((link, _)) = view.graph.links(next).next() else { return false };
        !matches!(view.atlas.tags(link).get("junction"), Some("roundabout" | "circular"))
    })
}

fn begin(kind: Kind, from: Option<&Road>, to: &Road) -> Step {
    let bearing_after = to.bearing_out();
    let manoeuvre = Manoeuvre {
        kind,
        at: to_lnglat(to.line[0]),
        bearing_before: from.map_or(0.0, Road::bearing_in),
        bearing_after,
        exit: None,
    };
    let mut step = Step {
        manoeuvre,
        name: String::new(),
        reference: String::new(),
        destinations: String::new(),
        is_ferry: to.is_ferry,
        duration_s: 0.0,
        distance_m: 0.0,
        geometry: Vec::new(),
    };
    to.rename(&mut step);
    step
}

fn arrival(last: &Road) -> Step {
    let mut step = begin(Kind::Arrive, Some(last), last);
    let end = to_lnglat(last.line[last.line.len() - 1]);
    step.manoeuvre.at = end;
    step.manoeuvre.bearing_before = last.bearing_in();
    step.manoeuvre.bearing_after = 0.0;
    step.geometry = vec![end, end];
    step
}

fn extend(geometry: &mut Vec<LngLat>, line: &[[i32; 2]]) {
    for &point in line {
        let point = to_lnglat(point);
        if geometry.last() != Some(&point) {
            geometry.push(point);
        }
    }
    if let &[only] = &geometry[..] {
        geometry.push(only);
    }
}
