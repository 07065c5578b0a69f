//! Who may use a way: the most specific key present decides, directional and conditional forms
//! first.

use serde::{Deserialize, Serialize};

use super::conditional::{self, When};
use super::joined::joined;
use super::way::Direction;
use crate::domain::osm::Tags;

/// How freely something may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    No,
    /// Only to reach a place on it, or beyond it, at either end of a trip.
    Ends,
    Through,
}

/// What a value of an access key allows; `None` when it says nothing.
pub fn of_value(value: &str) -> Option<Access> {
    match value {
        "yes" | "designated" | "permissive" | "official" | "public" | "dismount" | "hgv" => {
            Some(Access::Through)
        }
        "private" | "destination" | "delivery" | "customers" | "permit" | "residents"
        | "employees" | "use_sidepath" | "discouraged" => Some(Access::Ends),
        "no"
        | "agricultural"
        | "forestry"
        | "emergency"
        | "psv"
        | "bus"
        | "taxi"
        | "military"
        | "agricultural;forestry"
        | "forestry;agricultural"
        | "restricted" => Some(Access::No),
        // A list allows what its most generous entry allows.
        list if list.contains(';') => list.split(';').filter_map(|v| of_value(v.trim())).max(),
        _ => None,
    }
}

/// The access of one direction by the first of `keys` that says anything.
pub fn by_keys(tags: &Tags, keys: &[String], direction: Direction, when: When) -> Option<Access> {
    keys.iter().find_map(|key| by_key(tags, key, direction, when))
}

fn by_key(tags: &Tags, key: &str, direction: Direction, when: When) -> Option<Access> {
    [direction.name(), ""].into_iter().find_map(|side| {
        let conditional = joined(tags, &[key, side, "conditional"])
            .and_then(|value| conditional::value_at(value, when))
            .and_then(of_value);
        conditional.or_else(|| joined(tags, &[key, side]).and_then(of_value))
    })
}
