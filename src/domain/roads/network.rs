//! All profiles over one extract.

use bytes::Bytes;

use super::atlas::{self, Atlas};
use super::graph::{self, Graph};
use super::hierarchy::{self, Topology, Weights};
use super::metric::Metric;
use super::pack::Block;
use super::profile::{Locale, Mode, Profile, ProfileId, When};
use super::sections;
use super::snap::Snapper;
use crate::domain::control::Cancel;
use crate::domain::flat::FlatError;
use crate::domain::osm::Extract;

/// A road network ready for questions: immutable, cheap to clone (the arrays are shared), the
/// same whether it was just built or is looked at in a region file.
#[derive(Debug, Clone)]
pub struct RoadNetwork {
    atlas_block: Block,
    pub atlas: Atlas,
    modes: Vec<ModeNetwork>,
    profiles: Vec<ProfileNetwork>,
}

#[derive(Debug, Clone)]
struct ModeNetwork {
    mode: Mode,
    block: Block,
    graph: Graph,
    topology: Topology,
}

#[derive(Debug, Clone)]
struct ProfileNetwork {
    id: ProfileId,
    block: Block,
    metric: Metric,
    weights: Weights,
}

/// Everything one profile needs to answer.
#[derive(Clone, Copy)]
pub struct View<'a> {
    pub profile: ProfileId,
    pub atlas: &'a Atlas,
    pub graph: &'a Graph,
    pub topology: &'a Topology,
    pub metric: &'a Metric,
    pub weights: &'a Weights,
}

impl<'a> View<'a> {
    pub fn snapper(&self) -> Snapper<'a> {
        Snapper { atlas: self.atlas, graph: self.graph, metric: self.metric }
    }
}

/// The build was stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("cancelled")]
pub struct Cancelled;

impl RoadNetwork {
    /// Builds all profiles; the country is read off the extract.
    ///
    /// # Errors
    /// When cancelled. An extract without roads gives a network in which nothing is found.
    pub fn build(
        extract: &Extract,
        cancel: &Cancel,
        progress: &dyn Fn(f32),
    ) -> Result<Self, Cancelled> {
        let locale = atlas::detect_locale(extract);
        Self::build_for(extract, locale, &ProfileId::ALL, cancel, progress)
    }

    /// Builds some profiles for a known country.
    ///
    /// # Errors
    /// When cancelled.
    pub fn build_for(
        extract: &Extract,
        locale: Locale,
        profiles: &[ProfileId],
        cancel: &Cancel,
        progress: &dyn Fn(f32),
    ) -> Result<Self, Cancelled> {
        progress(0.0);
        let atlas = atlas::build(extract, locale, cancel).ok_or(Cancelled)?;
        let atlas_block = sections::pack_atlas(&atlas);
        let mut network = Self { atlas_block, atlas, modes: Vec::new(), profiles: Vec::new() };
        let mut ranks = Ranks::default();
        for (i, &id) in profiles.iter().enumerate() {
            #[expect(clippy::cast_precision_loss, reason = "a handful of profiles")]
            progress(0.1 + 0.9 * i as f32 / profiles.len() as f32);
            network.add_mode(extract, id.mode(), &mut ranks, cancel)?;
            network.add_profile(id);
        }
        progress(1.0);
        Ok(network)
    }

    fn add_mode(
        &mut self,
        extract: &Extract,
        mode: Mode,
        ranks: &mut Ranks,
        cancel: &Cancel,
    ) -> Result<(), Cancelled> {
        if self.modes.iter().any(|known| known.mode == mode) {
            return Ok(());
        }
        let graph = Graph::build(&self.atlas, extract, mode, cancel).ok_or(Cancelled)?;
        let order = ranks.order(&self.atlas, &graph, mode);
        if cancel.is_cancelled() {
            return Err(Cancelled);
        }
        let graph = graph::renumber(graph, &order);
        let topology = Topology::build(&graph);
        let block = sections::pack_mode(&graph, &topology);
        self.modes.push(ModeNetwork { mode, block, graph, topology });
        Ok(())
    }

    fn add_profile(&mut self, id: ProfileId) {
        let Some(mode) = self.modes.iter().find(|known| known.mode == id.mode()) else { return };
        let metric = Metric::new(&self.atlas, &mode.graph, &Profile::builtin(id), When::ordinary());
        let weights = hierarchy::customize(&mode.graph, &metric, &mode.topology);
        let block = sections::pack_profile(&metric, &weights);
        self.profiles.push(ProfileNetwork { id, block, metric, weights });
    }

    /// What one profile needs; `None` when the network was built without it.
    pub fn view(&self, id: ProfileId) -> Option<View<'_>> {
        let mode = self.modes.iter().find(|known| known.mode == id.mode())?;
        let profile = self.profiles.iter().find(|known| known.id == id)?;
        Some(View {
            profile: id,
            atlas: &self.atlas,
            graph: &mode.graph,
            topology: &mode.topology,
            metric: &profile.metric,
            weights: &profile.weights,
        })
    }

    /// Whether both share their arrays.
    pub fn is_same(&self, other: &Self) -> bool {
        let at = |network: &Self| network.atlas.point_at.as_ptr_range();
        at(self) == at(other)
    }

    /// The network as named blocks, for a region file; each in pieces, one behind the other.
    pub fn sections(&self) -> Vec<(&'static str, Vec<&[u8]>)> {
        let modes = self.modes.iter().map(|m| (mode_section(m.mode), &m.block));
        let profiles = self.profiles.iter().map(|p| (profile_section(p.id), &p.block));
        let blocks = std::iter::once(("atlas", &self.atlas_block)).chain(modes).chain(profiles);
        blocks.map(|(name, block)| (name, block.pieces())).collect()
    }

    /// Opens a network where its blocks lie; nothing is copied or decoded.
    ///
    /// # Errors
    /// When a block that must be there is missing or does not fit the others. Lengths are
    /// compared, single numbers are not: [`RoadNetwork::validate`] does that.
    pub fn from_sections(
        section: impl Fn(&str) -> Result<Bytes, FlatError>,
    ) -> Result<Self, FlatError> {
        let atlas_block = section("atlas")?;
        let atlas = sections::open_atlas(atlas_block.clone())?;
        let mut modes = Vec::new();
        for mode in Mode::ALL {
            // A network may have been built without some modes.
            if let Ok(block) = section(mode_section(mode)) {
                let (graph, topology) = sections::open_mode(block.clone(), atlas.n_links())?;
                modes.push(ModeNetwork { mode, block: block.into(), graph, topology });
            }
        }
        let atlas_block = atlas_block.into();
        let mut network = Self { atlas_block, atlas, modes, profiles: Vec::new() };
        for id in ProfileId::ALL {
            let Some(mode) = network.modes.iter().find(|known| known.mode == id.mode()) else {
                continue;
            };
            if let Ok(block) = section(profile_section(id)) {
                let (metric, weights) =
                    sections::open_profile(block.clone(), &network.atlas, &mode.graph)?;
                let block = block.into();
                network.profiles.push(ProfileNetwork { id, block, metric, weights });
            }
        }
        Ok(network)
    }

    /// The graph of every mode, with the shape of its hierarchy.
    pub(super) fn shapes(&self) -> impl Iterator<Item = (&Graph, &Topology)> {
        self.modes.iter().map(|mode| (&mode.graph, &mode.topology))
    }

    pub fn profiles(&self) -> impl Iterator<Item = ProfileId> + '_ {
        self.profiles.iter().map(|profile| profile.id)
    }
}

/// How much links matter. What bicycles and pedestrians use is nearly all there is, and they share
/// the ranks of all links; cars use much less.
#[derive(Default)]
struct Ranks {
    of_all: Option<Vec<u32>>,
}

impl Ranks {
    fn order(&mut self, atlas: &Atlas, graph: &Graph, mode: Mode) -> Vec<u32> {
        if mode == Mode::Motor {
            let own = hierarchy::rank(atlas, |link| graph.is_used(link));
            return hierarchy::order(graph, &own);
        }
        let of_all = self.of_all.get_or_insert_with(|| hierarchy::rank(atlas, |_| true));
        hierarchy::order(graph, of_all)
    }
}

const fn mode_section(mode: Mode) -> &'static str {
    match mode {
        Mode::Motor => "mode.motor",
        Mode::Bicycle => "mode.bicycle",
        Mode::Foot => "mode.foot",
    }
}

const fn profile_section(id: ProfileId) -> &'static str {
    match id {
        ProfileId::Car => "profile.car",
        ProfileId::Van => "profile.van",
        ProfileId::Bicycle => "profile.bicycle",
        ProfileId::Foot => "profile.foot",
    }
}
