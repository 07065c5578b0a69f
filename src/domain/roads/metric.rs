//! What one profile pays on one graph: times and lengths of edges, costs of turns.

use std::collections::HashMap;

use super::atlas::{Atlas, index};
use super::cost::{Cost, NO_WAY, cost};
use super::graph::{Graph, Rules, TurnRecord};
use super::leads;
use super::profile::{Pass, Profile, Turn, TurnFlags, When};
use crate::domain::flat::Flat;

/// Changes on single roads, by OpenStreetMap way id.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Overrides {
    /// Speed in km/h by way; 0 closes it.
    pub kmh: HashMap<i64, f32>,
}

/// Closed to this profile.
pub const CLOSED_MS: u32 = u32::MAX;

#[derive(Debug, Clone, Default)]
pub struct Metric {
    /// Along and against, by tag set; 0 is closed.
    pub kmh: Flat<[f32; 2]>,
    /// Delay by sign set and direction.
    pub sign_ms: Flat<[u32; 2]>,
    pub edge_cost: Flat<Cost>,
    /// By turn record; [`CLOSED_MS`] where this profile is stopped.
    pub turn_ms: Flat<u32>,
    /// By edge, whether trips can start and end there: [`leads::LEADS_OUT`], [`leads::LEADS_IN`].
    pub leads: Flat<u8>,
    pub overrides: Overrides,
}

impl Metric {
    pub fn new(atlas: &Atlas, graph: &Graph, profile: &Profile, when: When) -> Self {
        Self::with(atlas, graph, profile, when, Overrides::default(), &|_| 1.0, None)
    }

    /// `factor` stretches the driving time by tag set: traffic by road class and hour. `like` is a
    /// metric of the same graph that is probably open where this one is.
    pub fn with(
        atlas: &Atlas,
        graph: &Graph,
        profile: &Profile,
        when: When,
        overrides: Overrides,
        factor: &dyn Fn(u32) -> f32,
        like: Option<&Self>,
    ) -> Self {
        let rules = Rules::new(atlas, profile, when);
        let sign_ms: Vec<[u32; 2]> = rules.sign.iter().map(|r| r.delay_s.map(to_ms)).collect();
        let turn_ms: Vec<u32> = graph
            .turn
            .iter()
            .map(|record| turn_ms(profile, atlas, *record, &rules, &sign_ms))
            .collect();
        let kmh: Vec<[f32; 2]> = (0..)
            .zip(&rules.way)
            .map(|(tags, rule)| rule.kmh.map(|kmh| kmh / factor(tags)))
            .collect();
        let (kmh, sign_ms, turn_ms) = (kmh.into(), sign_ms.into(), turn_ms.into());
        let (edge_cost, leads) = (Flat::default(), Flat::default());
        Self { kmh, sign_ms, edge_cost, turn_ms, leads, overrides }.summed(atlas, graph, like)
    }

    /// The same rules with other speeds: nothing is judged again.
    #[must_use]
    pub fn changed(
        &self,
        atlas: &Atlas,
        graph: &Graph,
        overrides: Overrides,
        factor: &dyn Fn(u32) -> f32,
    ) -> Self {
        let kmh: Vec<[f32; 2]> = (0..)
            .zip(self.kmh.iter())
            .map(|(tags, kmh)| kmh.map(|kmh| kmh / factor(tags)))
            .collect();
        let changed = Self { kmh: kmh.into(), overrides, ..self.clone() };
        changed.summed(atlas, graph, Some(self))
    }

    /// Fills in the costs of edges, and what leads anywhere.
    fn summed(mut self, atlas: &Atlas, graph: &Graph, like: Option<&Self>) -> Self {
        let sum = |edge| {
            graph.links(edge).fold(0, |sum: Cost, (link, backward)| {
                (sum + self.link_cost(atlas, link, backward)).min(NO_WAY)
            })
        };
        let edge_cost: Vec<Cost> = (0..index(graph.n_edges())).map(sum).collect();
        self.edge_cost = edge_cost.into();
        self.leads = match like.filter(|like| self.is_open_like(like)) {
            Some(like) => like.leads.clone(),
            None => leads::of(graph, &self.edge_cost, &self.turn_ms).into(),
        };
        self
    }

    /// Whether the same roads and turns are open.
    fn is_open_like(&self, other: &Self) -> bool {
        let open = |kmh: &[f32; 2]| kmh.map(|kmh| kmh > 0.0);
        let closes = |metric: &Self| metric.overrides.kmh.values().any(|&kmh| kmh <= 0.0);
        let stopped = |&turn: &u32| turn == CLOSED_MS;
        !closes(self)
            && !closes(other)
            && self.kmh.iter().map(open).eq(other.kmh.iter().map(open))
            && self.turn_ms.iter().map(stopped).eq(other.turn_ms.iter().map(stopped))
    }

    /// Time and length of a whole link.
    pub fn link_cost(&self, atlas: &Atlas, link: u32, backward: bool) -> Cost {
        let kmh = self.link_kmh(atlas, link, backward);
        if kmh <= 0.0 {
            return NO_WAY;
        }
        let cm = atlas.link_cm[link as usize];
        let signs =
            atlas.signs(link).iter().map(|&s| self.sign_ms[s as usize][usize::from(backward)]);
        cost(signs.fold(travel_ms(cm, kmh), u32::saturating_add), cm).min(NO_WAY)
    }

    pub fn link_kmh(&self, atlas: &Atlas, link: u32, backward: bool) -> f32 {
        let kmh = self.kmh[atlas.link_tags[link as usize] as usize][usize::from(backward)];
        if kmh <= 0.0 || self.overrides.kmh.is_empty() {
            return kmh;
        }
        self.overrides.kmh.get(&atlas.link_way[link as usize]).copied().unwrap_or(kmh)
    }

    /// Cost of the arc at `arc` into a state of `edge`.
    pub fn arc_cost(&self, graph: &Graph, arc: usize, edge: u32) -> Cost {
        match self.turn_ms[graph.arc_turn[arc] as usize] {
            CLOSED_MS => NO_WAY,
            turn => (self.edge_cost[edge as usize] + cost(turn, 0)).min(NO_WAY),
        }
    }
}

fn turn_ms(
    profile: &Profile,
    atlas: &Atlas,
    record: TurnRecord,
    rules: &Rules,
    sign_ms: &[[u32; 2]],
) -> u32 {
    let flags = TurnFlags(record.flags);
    let is_u_turn = flags.has(TurnFlags::U_TURN);
    // Turning back in front of a barrier needs no way past it.
    if rules.sign[record.sign as usize].pass == Pass::Blocked && !is_u_turn {
        return CLOSED_MS;
    }
    let signs = if is_u_turn {
        0
    } else {
        sign_ms[record.sign as usize][usize::from(record.entered_backward)]
    };
    to_ms(profile.turn_cost(Turn { angle: record.angle, flags }, &atlas.locale)) + signs
}

/// At least a millisecond, so that no edge is free.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a link is far shorter than 2^24 cm times any speed; the cast saturates"
)]
fn travel_ms(cm: u32, kmh: f32) -> u32 {
    ((cm as f32 * 36.0 / kmh).round() as u32).clamp(1, 1 << 28)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a delay is minutes at most"
)]
fn to_ms(seconds: f32) -> u32 {
    (seconds * 1000.0).round().max(0.0) as u32
}
