//! What stands on a road: barriers by kind and access, signals, signs, crossings.

use serde::{Deserialize, Serialize};

use super::access::{self, Access};
use super::conditional::When;
use super::way::Direction;
use super::{Profile, limits};
use crate::domain::osm::Tags;

/// Whether a node lets a profile through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pass {
    Blocked,
    /// Only at either end of a trip, like a private road.
    Ends,
    Open,
}

/// What a node does to a profile: pass, and the delay in each direction of the way it is on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NodeRule {
    pub pass: Pass,
    pub delay_s: [f32; 2],
}

impl NodeRule {
    pub const NOTHING: Self = Self { pass: Pass::Open, delay_s: [0.0; 2] };
}

impl Profile {
    pub fn node_rule(&self, tags: &Tags, when: When) -> NodeRule {
        let (pass, barrier_s) = self.barrier(tags, when);
        let mut rule = NodeRule { pass, delay_s: [barrier_s; 2] };
        for (i, direction) in Direction::BOTH.into_iter().enumerate() {
            rule.delay_s[i] += self.sign_delay(tags, direction);
        }
        rule
    }

    fn barrier(&self, tags: &Tags, when: When) -> (Pass, f32) {
        if !limits::fits(&self.size, tags) {
            return (Pass::Blocked, 0.0);
        }
        let tagged =
            access::by_keys(tags, &self.access_keys, Direction::Forward, when).map(pass_of);
        let Some(kind) = tags.get("barrier") else {
            // Without a barrier only a plain refusal for this mode counts.
            let refused = access::by_keys(tags, &self.explicit_keys, Direction::Forward, when);
            return (if refused == Some(Access::No) { Pass::Blocked } else { Pass::Open }, 0.0);
        };
        let known = self.barriers.get(kind);
        let default = known.map_or(self.barrier_default, |barrier| barrier.pass);
        let locked = tags.is("locked", "yes") || removable_post(tags);
        let pass = match tagged {
            Some(tagged) => tagged,
            None if locked => default.min(Pass::Ends),
            None => default,
        };
        (pass, known.map_or(0.0, |barrier| barrier.delay_s))
    }

    fn sign_delay(&self, tags: &Tags, direction: Direction) -> f32 {
        let mut delay = 0.0;
        if tags.has("traffic_calming") && !tags.is("traffic_calming", "no") {
            delay += self.delay("traffic_calming");
        }
        for key in ["highway", "railway", "crossing"] {
            let Some(kind) = tags.get(key).and_then(|value| sign_kind(key, value, tags)) else {
                continue;
            };
            if faces(tags, direction) {
                delay += self.delay(kind);
            }
        }
        delay
    }

    fn delay(&self, kind: &str) -> f32 {
        self.delays_s.get(kind).copied().unwrap_or(0.0)
    }
}

fn pass_of(access: Access) -> Pass {
    match access {
        Access::No => Pass::Blocked,
        Access::Ends => Pass::Ends,
        Access::Through => Pass::Open,
    }
}

fn removable_post(tags: &Tags) -> bool {
    tags.is("barrier", "bollard")
        && matches!(tags.get("bollard"), Some("rising" | "removable" | "foldable"))
}

/// The delay a sign stands for. A crossing with lights is counted once, as such.
fn sign_kind(key: &str, value: &str, tags: &Tags) -> Option<&'static str> {
    match (key, value) {
        ("highway", "traffic_signals") => Some("traffic_signals"),
        ("highway", "stop") => Some("stop"),
        ("highway", "give_way") => Some("give_way"),
        ("highway", "mini_roundabout") => Some("mini_roundabout"),
        ("highway", "crossing") if !tags.is("crossing", "traffic_signals") => Some("crossing"),
        ("crossing", "traffic_signals") if !tags.is("highway", "traffic_signals") => {
            Some("crossing_signals")
        }
        ("railway", "level_crossing") => Some("level_crossing"),
        _ => None,
    }
}

/// Whether a sign is meant for travel in this direction; without a word it is meant for both.
fn faces(tags: &Tags, direction: Direction) -> bool {
    match tags.get("traffic_signals:direction").or_else(|| tags.get("direction")) {
        Some("forward") => direction == Direction::Forward,
        Some("backward") => direction == Direction::Backward,
        _ => true,
    }
}

#[cfg(test)]
#[path = "node_tests.rs"]
mod tests;
