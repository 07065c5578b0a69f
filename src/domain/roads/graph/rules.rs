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
    /// By tag set: the strictest access of those that have any, in both directions.
    access: Vec<[Access; 2]>,
    /// By tag set: the access of every profile, as one number to compare, in both directions.
    signature: Vec<[u32; 2]>,
    /// By sign set: the strictest way past of those that have any.
    pass: Vec<Pass>,
    /// By sign set: whether every profile passes freely.
    is_free: Vec<bool>,
}

impl<'a> ModeAccess<'a> {
    pub fn new(atlas: &'a Atlas, rules: &[Rules]) -> Self {
        let of = |set: usize, side: usize| rules.iter().map(move |r| r.way[set].access[side]);
        let strictest = |set, side| of(set, side).filter(|&a| a != Access::No).min();
        let signature = |set, side| of(set, side).fold(0, |all, access| all * 3 + access as u32);
        let pass = |sign: usize| rules.iter().map(move |rules| rules.sign[sign].pass);
        let strictest_pass = |sign| pass(sign).filter(|&pass| pass != Pass::Blocked).min();
        let (sets, signs) = (0..atlas.tag_table.len(), 0..atlas.sign_table.len());
        Self {
            atlas,
            access: sets
                .clone()
                .map(|set| [0, 1].map(|side| strictest(set, side).unwrap_or(Access::No)))
                .collect(),
            signature: sets.map(|set| [0, 1].map(|side| signature(set, side))).collect(),
            pass: signs.clone().map(|sign| strictest_pass(sign).unwrap_or(Pass::Blocked)).collect(),
            is_free: signs.map(|sign| pass(sign).all(|pass| pass == Pass::Open)).collect(),
        }
    }

    /// The access to a link in one direction.
    pub fn access(&self, link: u32, backward: bool) -> Access {
        self.access[self.atlas.link_tags[link as usize] as usize][usize::from(backward)]
    }

    pub fn is_used(&self, link: u32) -> bool {
        self.access[self.atlas.link_tags[link as usize] as usize] != [Access::No; 2]
    }

    /// Equal where every profile has the same access.
    pub fn signature(&self, link: u32, backward: bool) -> u32 {
        self.signature[self.atlas.link_tags[link as usize] as usize][usize::from(backward)]
    }

    /// The way past a junction's sign.
    pub fn pass(&self, node: u32) -> Pass {
        self.pass[self.atlas.node_sign[node as usize] as usize]
    }

    /// Whether every profile passes freely.
    pub fn all_pass(&self, node: u32) -> bool {
        self.is_free[self.atlas.node_sign[node as usize] as usize]
    }
}
