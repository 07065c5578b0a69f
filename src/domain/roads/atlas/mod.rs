//! The roads as they lie: junctions and the links between them, their geometry, tags and names.
//! Shared by all modes; what a profile may do on a link is decided elsewhere.

mod build;
mod ferry;
mod grid;
mod keys;
mod locale;
mod strings;
mod urban;

use crate::domain::osm::Tags;
use crate::domain::units::LngLat;

use super::profile::Locale;
use crate::domain::flat::Flat;

pub use build::build;
pub use grid::{Grid, link_of_piece};
pub use locale::detect as detect_locale;
pub use strings::Strings;

/// Marks an absent index in flat arrays.
pub const NONE: u32 = u32::MAX;

/// All links of an extract that at least one profile can use.
#[derive(Debug, Clone, Default)]
pub struct Atlas {
    pub locale: Locale,
    /// Junctions, `[lng, lat]` in 1e-7 degrees.
    pub node_at: Flat<[i32; 2]>,
    /// Signs and barriers on a junction, an index of `sign_table`; 0 is nothing.
    pub node_sign: Flat<u32>,
    pub link_tail: Flat<u32>,
    pub link_head: Flat<u32>,
    /// Index of `tag_table`.
    pub link_tags: Flat<u32>,
    /// Index of `name_table`.
    pub link_name: Flat<u32>,
    /// OpenStreetMap way id; links of one way are neighbours and in its order.
    pub link_way: Flat<i64>,
    pub link_cm: Flat<u32>,
    /// Points of a link, both junctions included: `point_first[l]..point_first[l + 1]`.
    pub point_first: Flat<u32>,
    pub point_at: Flat<[i32; 2]>,
    pub point_node: Flat<i64>,
    /// Signs between the junctions of a link, in its direction.
    pub sign_first: Flat<u32>,
    pub sign: Flat<u32>,
    pub tag_table: Strings,
    pub sign_table: Strings,
    pub name_table: Strings,
    pub grid: Grid,
}

/// What a road is called, as far as it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RoadName<'a> {
    pub name: &'a str,
    pub reference: &'a str,
    pub destinations: &'a str,
}

impl Atlas {
    pub fn n_nodes(&self) -> usize {
        self.node_at.len()
    }

    pub fn n_links(&self) -> usize {
        self.link_tail.len()
    }

    pub fn points(&self, link: u32) -> &[[i32; 2]] {
        &self.point_at[span(&self.point_first, link)]
    }

    /// OpenStreetMap node ids, parallel to [`Self::points`].
    pub fn point_nodes(&self, link: u32) -> &[i64] {
        &self.point_node[span(&self.point_first, link)]
    }

    pub fn signs(&self, link: u32) -> &[u32] {
        &self.sign[span(&self.sign_first, link)]
    }

    pub fn tags(&self, link: u32) -> Tags {
        strings::tags(self.tag_table.get(self.link_tags[link as usize]))
    }

    pub fn name(&self, link: u32) -> RoadName<'_> {
        let mut parts = self.name_table.get(self.link_name[link as usize]).split('\u{1f}');
        let mut part = || parts.next().unwrap_or("");
        RoadName { name: part(), reference: part(), destinations: part() }
    }

    /// Every distinct set of way tags, in the order of `link_tags`.
    pub fn tag_sets(&self) -> impl Iterator<Item = Tags> {
        self.tag_table.iter().map(strings::tags)
    }

    pub fn tag_set(&self, set: u32) -> Tags {
        strings::tags(self.tag_table.get(set))
    }

    /// One tag of a set.
    pub fn tag_of(&self, set: u32, key: &str) -> Option<&str> {
        strings::tag(self.tag_table.get(set), key)
    }

    /// Whether a set has rules that hold at times only.
    pub fn is_conditional(&self, set: u32) -> bool {
        self.tag_table.get(set).contains("conditional")
    }

    /// Every distinct set of node tags, in the order of `node_sign`.
    pub fn sign_sets(&self) -> impl Iterator<Item = Tags> {
        self.sign_table.iter().map(strings::tags)
    }

    /// Links of an OpenStreetMap way.
    pub fn links_of_way(&self, way: i64) -> std::ops::Range<u32> {
        let first = self.link_way.partition_point(|&id| id < way);
        let end = self.link_way.partition_point(|&id| id <= way);
        index(first)..index(end)
    }
}

/// The slice that `first` gives to `i`.
pub fn span(first: &[u32], i: u32) -> std::ops::Range<usize> {
    first[i as usize] as usize..first[i as usize + 1] as usize
}

/// An index as stored in flat arrays.
#[expect(clippy::cast_possible_truncation, reason = "a region has far fewer than 2^32 of anything")]
pub const fn index(i: usize) -> u32 {
    i as u32
}

pub fn to_lnglat([lng, lat]: [i32; 2]) -> LngLat {
    LngLat::new(f64::from(lng) * 1e-7, f64::from(lat) * 1e-7)
        .unwrap_or_else(|_| LngLat::new(0.0, 0.0).expect("zero is a place"))
}

#[expect(clippy::cast_possible_truncation, reason = "180 degrees are 1.8e9, below 2^31")]
pub fn to_fixed(at: LngLat) -> [i32; 2] {
    [(at.lng() * 1e7).round() as i32, (at.lat() * 1e7).round() as i32]
}
