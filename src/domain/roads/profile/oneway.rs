//! One-way streets: the mode's own key first, then the general one, roundabouts and motorways.

use super::conditional::{self, When};
use super::joined::joined;
use super::{Mode, Profile};
use crate::domain::osm::Tags;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Oneway {
    No,
    Forward,
    Backward,
}

pub fn of(profile: &Profile, tags: &Tags, when: When) -> Oneway {
    if profile.mode == Mode::Foot {
        return tags.get("oneway:foot").and_then(value).unwrap_or(Oneway::No);
    }
    for key in profile.access_keys.iter().filter(|key| *key != "access") {
        if let Some(oneway) = joined(tags, &["oneway", key]).and_then(value) {
            return oneway;
        }
    }
    if profile.mode == Mode::Bicycle && cycles_both_ways(tags) {
        return Oneway::No;
    }
    let conditional = tags
        .get("oneway:conditional")
        .and_then(|rules| conditional::value_at(rules, when))
        .and_then(value);
    conditional
        .or_else(|| tags.get("oneway").and_then(value))
        .unwrap_or_else(|| implied(profile, tags))
}

fn value(value: &str) -> Option<Oneway> {
    match value {
        "yes" | "true" | "1" => Some(Oneway::Forward),
        "-1" | "reverse" => Some(Oneway::Backward),
        // Lanes that change direction by the hour are not relied on in either: both stay open
        // only where the tags of access say so.
        "no" | "false" | "0" | "alternating" | "reversible" => Some(Oneway::No),
        _ => None,
    }
}

fn implied(profile: &Profile, tags: &Tags) -> Oneway {
    let circular = matches!(tags.get("junction"), Some("roundabout" | "circular"));
    let motorway = tags
        .get("highway")
        .and_then(|class| profile.highway.get(class))
        .is_some_and(|class| class.motorway);
    if circular || motorway { Oneway::Forward } else { Oneway::No }
}

/// A contraflow lane or track, however it is written.
fn cycles_both_ways(tags: &Tags) -> bool {
    ["cycleway", "cycleway:left", "cycleway:right", "cycleway:both"].iter().any(|key| {
        tags.get(key).is_some_and(|value| value.starts_with("opposite"))
            || matches!(joined(tags, &[key, "oneway"]), Some("no" | "-1"))
    })
}
