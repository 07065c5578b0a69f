//! From the tags of a way to what a profile may do on it in each direction.

use super::access::{self, Access};
use super::conditional::When;
use super::country::Locale;
use super::oneway::{self, Oneway};
use super::{Mode, Profile, limits, speed};
use crate::domain::osm::Tags;

/// Along the way as it is drawn, or against it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    Forward,
    Backward,
}

impl Direction {
    pub const BOTH: [Self; 2] = [Self::Forward, Self::Backward];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Forward => "forward",
            Self::Backward => "backward",
        }
    }
}

/// Speed and access of both directions; a closed direction has speed 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WayRule {
    pub access: [Access; 2],
    pub kmh: [f32; 2],
}

impl WayRule {
    pub const CLOSED: Self = Self { access: [Access::No; 2], kmh: [0.0; 2] };

    pub fn is_open(&self) -> bool {
        self.access.iter().any(|access| *access != Access::No)
    }
}

/// Speed of a ferry from its duration, put on its tags when the graph is built, in km/h.
pub const FERRY_SPEED_KEY: &str = "gcrm:ferry_kmh";

impl Profile {
    /// What this profile may do on a way with these tags.
    pub fn way_rule(&self, tags: &Tags, when: When, locale: &Locale) -> WayRule {
        if !self.could_pass(tags) {
            return WayRule::CLOSED;
        }
        let oneway = oneway::of(self, tags, when);
        let mut rule = WayRule::CLOSED;
        for (i, direction) in Direction::BOTH.into_iter().enumerate() {
            let against = matches!(
                (oneway, direction),
                (Oneway::Forward, Direction::Backward) | (Oneway::Backward, Direction::Forward)
            );
            if against {
                continue;
            }
            let access = self.access_of(tags, direction, when);
            let kmh = if access == Access::No {
                0.0
            } else {
                speed::of(self, tags, direction, when, locale)
            };
            if kmh > 0.0 {
                rule.access[i] = access;
                rule.kmh[i] = kmh;
            }
        }
        rule
    }

    /// Rules out what no access tag can open.
    fn could_pass(&self, tags: &Tags) -> bool {
        let impassable = tags.is("impassable", "yes") || tags.is("status", "impassable");
        let area = self.mode != Mode::Foot && tags.is("area", "yes");
        let seasonal = tags.is("ice_road", "yes") || tags.is("winter_road", "yes");
        !impassable && !area && !seasonal && limits::fits(&self.size, tags)
    }

    fn access_of(&self, tags: &Tags, direction: Direction, when: When) -> Access {
        let default = self.class_access(tags);
        let service = tags.get("service").and_then(|kind| self.service.get(kind)?.access);
        let tagged = access::by_keys(tags, &self.access_keys, direction, when);
        let explicit = access::by_keys(tags, &self.explicit_keys, direction, when);
        match (default, tagged) {
            // A class that is closed to this mode is opened only by the mode's own key; what
            // carries cars or lorries carries vans.
            (Access::No, _) if is_ferry(tags) => explicit
                .or_else(|| access::by_keys(tags, &self.ferry_keys, direction, when))
                .unwrap_or(Access::No),
            (Access::No, _) => explicit.unwrap_or(Access::No),
            (_, Some(tagged)) if explicit.is_some() => tagged,
            (default, Some(tagged)) => tagged.min(default).min(service.unwrap_or(Access::Through)),
            (default, None) => default.min(service.unwrap_or(Access::Through)),
        }
    }

    fn class_access(&self, tags: &Tags) -> Access {
        if is_ferry(tags) {
            return self.ferry_access(tags);
        }
        if tags.is("motorroad", "yes") && self.mode != Mode::Motor {
            return Access::No;
        }
        match self.highway.get(class_of(tags)) {
            Some(class) => class.access.unwrap_or(Access::Through),
            None => Access::No,
        }
    }

    /// Ferries that name who they carry carry nobody else.
    fn ferry_access(&self, tags: &Tags) -> Access {
        const NAMED: [&str; 5] = ["motor_vehicle", "motorcar", "bicycle", "foot", "vehicle"];
        let names_others = NAMED.iter().any(|key| tags.has(key));
        if self.mode == Mode::Foot || !names_others { Access::Through } else { Access::No }
    }
}

pub fn is_ferry(tags: &Tags) -> bool {
    matches!(tags.get("route"), Some("ferry" | "shuttle_train"))
}

/// The `highway` class, or what stands in for it on platforms and piers.
pub fn class_of(tags: &Tags) -> &str {
    if let Some(class) = tags.get("highway") {
        return class;
    }
    if tags.is("railway", "platform") || tags.is("public_transport", "platform") {
        return "platform";
    }
    if tags.is("man_made", "pier") { "pier" } else { "" }
}

#[cfg(test)]
#[path = "way_tests.rs"]
mod tests;
