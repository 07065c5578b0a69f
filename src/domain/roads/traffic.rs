//! How much longer roads take by the hour, by class and surroundings: plain data that can be
//! replaced. The built-in factors are our own estimates of a mid-size city's day, not measured on
//! any road: whoever has counts should put them in place of these.

use serde::{Deserialize, Serialize};

use super::profile::URBAN_KEY;

/// Factors on the driving time, hour by hour from midnight.
pub type Day = [f32; 24];

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ByClass {
    /// Motorways and trunk roads.
    pub motorway: Day,
    /// Primary to tertiary roads.
    pub main: Day,
    pub side: Day,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Traffic {
    pub urban: ByClass,
    pub rural: ByClass,
}

impl Traffic {
    pub fn builtin() -> Self {
        serde_json::from_str(include_str!("traffic.json"))
            .expect("the built-in factors are valid, a test reads them")
    }

    /// The factor for a way at an hour, wrapped to 0 to 23. `tag` looks up its tags.
    pub fn factor<'a>(&self, tag: impl Fn(&str) -> Option<&'a str>, hour: u32) -> f32 {
        let surroundings = if tag(URBAN_KEY).is_some() { &self.urban } else { &self.rural };
        let class = tag("highway").unwrap_or_default();
        let day = match class.trim_end_matches("_link") {
            "motorway" | "trunk" => &surroundings.motorway,
            "primary" | "secondary" | "tertiary" => &surroundings.main,
            _ => &surroundings.side,
        };
        day[(hour % 24) as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::osm::Tags;

    #[test]
    fn rush_hours_are_slower_in_town() {
        let traffic = Traffic::builtin();
        let town: Tags = [("highway", "primary"), (URBAN_KEY, "yes")].into_iter().collect();
        let country: Tags = [("highway", "primary")].into_iter().collect();
        let factor = |tags: &Tags, hour| traffic.factor(|key| tags.get(key), hour);
        assert!(factor(&town, 8) > factor(&town, 11));
        assert!(factor(&town, 8) > factor(&country, 8));
        assert!(factor(&town, 3) < 1.0);
    }
}
