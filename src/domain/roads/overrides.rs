//! Other speeds on single roads.

use std::collections::HashMap;

use super::atlas::Atlas;

/// Speeds that replace those of the profile, by link and direction. What is closed to the profile
/// stays closed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Overrides {
    /// In km/h, 0 closes; `true` is against the link.
    kmh: HashMap<(u32, bool), f32>,
}

impl Overrides {
    /// The same speed on all of an OpenStreetMap way, both ways; ways that are not there are left
    /// out.
    pub fn of_ways(atlas: &Atlas, ways: impl IntoIterator<Item = (i64, f32)>) -> Self {
        let mut overrides = Self::default();
        for (way, kmh) in ways {
            for link in atlas.links_of_way(way) {
                overrides.set(link, false, kmh);
                overrides.set(link, true, kmh);
            }
        }
        overrides
    }

    /// Of several speeds for one place the slowest counts.
    pub fn set(&mut self, link: u32, backward: bool, kmh: f32) {
        let known = self.kmh.entry((link, backward)).or_insert(kmh);
        *known = known.min(kmh);
    }

    pub fn get(&self, link: u32, backward: bool) -> Option<f32> {
        if self.kmh.is_empty() { None } else { self.kmh.get(&(link, backward)).copied() }
    }

    pub fn is_empty(&self) -> bool {
        self.kmh.is_empty()
    }

    /// Links and directions with a speed of their own, in no order.
    pub fn places(&self) -> impl Iterator<Item = (u32, bool)> + '_ {
        self.kmh.keys().copied()
    }
}
