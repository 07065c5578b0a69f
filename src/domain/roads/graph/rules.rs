//! The rules of profiles, evaluated once for every distinct set of tags.

use super::super::atlas::Atlas;
use super::super::profile::{Access, Locale, NodeRule, Pass, Profile, ProfileId, WayRule, When};

/// What one profile may do, by index of the atlas's tag tables.
#[derive(Debug, Clone)]
pub struct Rules {
    pub way: Vec<WayRule>,
    pub sign: Vec<NodeRule>,
}

impl Rules {
    pub fn new(atlas: &Atlas, profile: &Profile, when: When) -> Self {
        let locale: &Locale = &atlas.locale;
        Self {
            way: atlas.tag_sets().map(|tags| profile.way_rule(&tags, when, locale)).collect(),
            sign: signs(atlas, profile, when),
        }
    }

    pub fn builtin(atlas: &Atlas, id: ProfileId, when: When) -> Self {
        Self::new(atlas, &Profile::builtin(id), when)
    }
}

/// What signs and barriers mean to a profile.
pub fn signs(atlas: &Atlas, profile: &Profile, when: When) -> Vec<NodeRule> {
    atlas.sign_sets().map(|tags| profile.node_rule(&tags, when)).collect()
}

/// The network of a mode: open where any of its profiles may go, and no through road where any of
/// them may not go through, so that no path is forbidden to anyone who may use its roads at all.
pub struct ModeAccess<'a> {
    atlas: &'a Atlas,
    rules: &'a [Rules],
}

impl<'a> ModeAccess<'a> {
    pub fn new(atlas: &'a Atlas, rules: &'a [Rules]) -> Self {
        Self { atlas, rules }
    }

    /// The strictest access of those that have any on a link in one direction.
    pub fn access(&self, link: u32, backward: bool) -> Access {
        let tags = self.atlas.link_tags[link as usize] as usize;
        let each = self.rules.iter().map(|rules| rules.way[tags].access[usize::from(backward)]);
        each.filter(|&access| access != Access::No).min().unwrap_or(Access::No)
    }

    pub fn is_used(&self, link: u32) -> bool {
        self.access(link, false) != Access::No || self.access(link, true) != Access::No
    }

    /// The access of every profile in one direction, as one number to compare.
    pub fn signature(&self, link: u32, backward: bool) -> u32 {
        let tags = self.atlas.link_tags[link as usize] as usize;
        self.rules.iter().fold(0, |signature, rules| {
            signature * 3 + rules.way[tags].access[usize::from(backward)] as u32
        })
    }

    /// The strictest way past a junction's sign of those that have any.
    pub fn pass(&self, node: u32) -> Pass {
        let sign = self.atlas.node_sign[node as usize] as usize;
        let each = self.rules.iter().map(|rules| rules.sign[sign].pass);
        each.filter(|&pass| pass != Pass::Blocked).min().unwrap_or(Pass::Blocked)
    }

    /// Whether every profile passes freely.
    pub fn all_pass(&self, node: u32) -> bool {
        let sign = self.atlas.node_sign[node as usize] as usize;
        self.rules.iter().all(|rules| rules.sign[sign].pass == Pass::Open)
    }
}
