//! What one profile pays on one graph: times and lengths of edges, costs of turns.

use super::atlas::{Atlas, index};
use super::cost::{Cost, NO_WAY, cost, is_way};
use super::graph::{Graph, TurnRecord, rules};
use super::leads;
use super::overrides::Overrides;
use super::profile::{NodeRule, Pass, Profile, Turn, TurnFlags, When};
use crate::domain::flat::Flat;

/// Other speeds than those of the profile.
#[derive(Debug, Clone, Default)]
pub struct Speeds {
    pub overrides: Overrides,
    /// What stretches the driving time by tag set: traffic by road class and hour, an infinite
    /// number for what is closed. Empty: nothing is changed.
    pub factors: Vec<f32>,
}

impl Speeds {
    fn stretched(&self, mut kmh: Vec<[f32; 2]>) -> Vec<[f32; 2]> {
        for (kmh, factor) in kmh.iter_mut().zip(&self.factors) {
            *kmh = kmh.map(|kmh| kmh / factor);
        }
        kmh
    }
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
        Self::with(atlas, graph, profile, when, Speeds::default(), None)
    }

    /// With other speeds than the profile's. `like` is a metric of the same graph that is probably
    /// open where this one is.
    pub fn with(
        atlas: &Atlas,
        graph: &Graph,
        profile: &Profile,
        when: When,
        speeds: Speeds,
        like: Option<&Self>,
    ) -> Self {
        let ways = atlas.tag_sets().map(|tags| profile.way_rule(&tags, when, &atlas.locale));
        let kmh = ways.map(|rule| rule.kmh).collect();
        Self::ruled(atlas, graph, profile, when, kmh, speeds).summed(atlas, graph, like)
    }

    /// The same profile at another moment: only rules that hold at times are judged again.
    #[must_use]
    pub fn at(
        &self,
        atlas: &Atlas,
        graph: &Graph,
        profile: &Profile,
        when: When,
        speeds: Speeds,
    ) -> Self {
        let judged = |(set, &kmh): (u32, &[f32; 2])| {
            if atlas.is_conditional(set) {
                profile.way_rule(&atlas.tag_set(set), when, &atlas.locale).kmh
            } else {
                kmh
            }
        };
        let kmh = (0..).zip(self.kmh.iter()).map(judged).collect();
        Self::ruled(atlas, graph, profile, when, kmh, speeds).summed(atlas, graph, Some(self))
    }

    /// The same rules with other speeds: nothing is judged again.
    #[must_use]
    pub fn changed(&self, atlas: &Atlas, graph: &Graph, speeds: Speeds) -> Self {
        let has_factors = !speeds.factors.is_empty();
        let kmh = speeds.stretched(self.kmh.to_vec());
        let changed = Self { kmh: kmh.into(), overrides: speeds.overrides, ..self.clone() };
        if has_factors || !self.overrides.is_empty() {
            return changed.summed(atlas, graph, Some(self));
        }
        let edge_cost = self.edge_cost.to_vec();
        changed.overridden(atlas, graph, edge_cost).led(graph, Some(self))
    }

    /// All but what is summed up along edges.
    fn ruled(
        atlas: &Atlas,
        graph: &Graph,
        profile: &Profile,
        when: When,
        kmh: Vec<[f32; 2]>,
        speeds: Speeds,
    ) -> Self {
        let sign = rules::signs(atlas, profile, when);
        let sign_ms: Vec<[u32; 2]> = sign.iter().map(|r| r.delay_s.map(to_ms)).collect();
        let turns = graph.turn.iter();
        let turn_ms: Vec<u32> =
            turns.map(|record| turn_ms(profile, atlas, *record, &sign, &sign_ms)).collect();
        Self {
            kmh: speeds.stretched(kmh).into(),
            sign_ms: sign_ms.into(),
            turn_ms: turn_ms.into(),
            overrides: speeds.overrides,
            ..Self::default()
        }
    }

    /// Fills in the costs of edges, and what leads anywhere.
    fn summed(self, atlas: &Atlas, graph: &Graph, like: Option<&Self>) -> Self {
        let cost = |link: u32, backward: bool| {
            let tags = atlas.link_tags[link as usize] as usize;
            self.cost_at(atlas, link, backward, self.kmh[tags][usize::from(backward)])
        };
        let edge_cost = (0..index(graph.n_edges())).map(|edge| sum(graph, edge, cost)).collect();
        self.overridden(atlas, graph, edge_cost).led(graph, like)
    }

    /// With the given costs of edges but for those whose speeds are overridden.
    fn overridden(mut self, atlas: &Atlas, graph: &Graph, mut edge_cost: Vec<Cost>) -> Self {
        for (link, backward) in self.overrides.places() {
            if let Some(edge) = graph.edge_of(link, backward) {
                let cost = |link, backward| self.link_cost(atlas, link, backward);
                edge_cost[edge as usize] = sum(graph, edge, cost);
            }
        }
        self.edge_cost = edge_cost.into();
        self
    }

    fn led(mut self, graph: &Graph, like: Option<&Self>) -> Self {
        self.leads = match like.filter(|like| self.is_open_like(like)) {
            Some(like) => like.leads.clone(),
            None => leads::of(graph, &self.edge_cost, &self.turn_ms).into(),
        };
        self
    }

    /// Whether the same roads and turns are open.
    fn is_open_like(&self, other: &Self) -> bool {
        let road = |&cost: &Cost| is_way(cost);
        let turn = |&ms: &u32| ms == CLOSED_MS;
        self.edge_cost.iter().map(road).eq(other.edge_cost.iter().map(road))
            && self.turn_ms.iter().map(turn).eq(other.turn_ms.iter().map(turn))
    }

    /// Time and length of a whole link.
    pub fn link_cost(&self, atlas: &Atlas, link: u32, backward: bool) -> Cost {
        self.cost_at(atlas, link, backward, self.link_kmh(atlas, link, backward))
    }

    fn cost_at(&self, atlas: &Atlas, link: u32, backward: bool, kmh: f32) -> Cost {
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
        if kmh <= 0.0 {
            return kmh;
        }
        self.overrides.get(link, backward).unwrap_or(kmh)
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
    sign: &[NodeRule],
    sign_ms: &[[u32; 2]],
) -> u32 {
    let flags = TurnFlags(record.flags);
    let is_u_turn = flags.has(TurnFlags::U_TURN);
    // Turning back in front of a barrier needs no way past it.
    if sign[record.sign as usize].pass == Pass::Blocked && !is_u_turn {
        return CLOSED_MS;
    }
    let signs = if is_u_turn {
        0
    } else {
        sign_ms[record.sign as usize][usize::from(record.entered_backward)]
    };
    to_ms(profile.turn_cost(Turn { angle: record.angle, flags }, &atlas.locale)) + signs
}

fn sum(graph: &Graph, edge: u32, cost: impl Fn(u32, bool) -> Cost) -> Cost {
    graph.links(edge).fold(0, |sum, (link, backward)| (sum + cost(link, backward)).min(NO_WAY))
}

/// At least a millisecond, so that no edge is free. Rounded as `f32::round` does, which is a call
/// into the system's library where this is an instruction or two.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a link is far shorter than 2^24 cm times any speed; the cast saturates"
)]
fn travel_ms(cm: u32, kmh: f32) -> u32 {
    let ms = cm as f32 * 36.0 / kmh;
    let whole = ms as u32;
    whole.saturating_add(u32::from(ms - whole as f32 >= 0.5)).clamp(1, 1 << 28)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a delay is minutes at most"
)]
fn to_ms(seconds: f32) -> u32 {
    (seconds * 1000.0).round().max(0.0) as u32
}
