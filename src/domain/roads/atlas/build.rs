//! Extract in, links out.

use std::collections::HashMap;

use super::super::geometry;
use super::super::profile::{Locale, NodeRule, Pass, Profile, ProfileId, When};
use super::strings::{Interner, tag_string, tags};
use super::urban::Density;
use super::{Atlas, Grid, NONE, ferry, index, keys, to_fixed};
use crate::domain::control::Cancel;
use crate::domain::osm::{Extract, Tags};

/// A way that some profile uses, its nodes as positions in the extract ([`NONE`]: missing).
struct Kept {
    way: usize,
    nodes: std::ops::Range<usize>,
    /// Index of the builder's sets of tags.
    tags: u32,
}

/// Finds the usable ways, cuts them at junctions and barriers, and indexes the result. `None`
/// when cancelled.
pub fn build(extract: &Extract, locale: Locale, cancel: &Cancel) -> Option<Atlas> {
    let profiles = ProfileId::ALL.map(Profile::builtin);
    let mut builder = Builder::new(extract, locale);
    builder.keep_ways(&profiles);
    if cancel.is_cancelled() {
        return None;
    }
    builder.find_junctions(&profiles);
    let density = builder.density();
    let kept = std::mem::take(&mut builder.kept);
    for (i, way) in kept.iter().enumerate() {
        if i % 1024 == 0 && cancel.is_cancelled() {
            return None;
        }
        builder.cut_way(way, &density);
    }
    Some(builder.finish())
}

struct Builder<'a> {
    extract: &'a Extract,
    locale: Locale,
    kept: Vec<Kept>,
    nodes: Vec<u32>,
    /// For every node of the extract: [`NONE`], [`JUNCTION_WANTED`], or its junction.
    junction: Vec<u32>,
    /// Sign of every tagged node that has one, parallel to `extract.tagged_nodes`.
    sign_of: Vec<u32>,
    /// By node of the extract, whether it has one.
    is_signed: Vec<bool>,
    /// Sets of tags as they are in the extract, as far as they matter to roads.
    sets: Interner,
    /// What became of one, in and out of towns.
    tags_of_set: HashMap<(u32, bool), u32>,
    tags: Interner,
    signs: Interner,
    names: Interner,
    out: Out,
}

const JUNCTION_WANTED: u32 = NONE - 1;

/// What the tags of a node say.
#[derive(Clone, Copy)]
struct Sign {
    /// Whether they stop somebody.
    stops: bool,
    /// Index of the table of signs; 0 when they mean nothing to anybody.
    number: u32,
}

#[derive(Default)]
struct Out {
    node_at: Vec<[i32; 2]>,
    node_sign: Vec<u32>,
    tail: Vec<u32>,
    head: Vec<u32>,
    tags: Vec<u32>,
    name: Vec<u32>,
    way: Vec<i64>,
    cm: Vec<u32>,
    point_first: Vec<u32>,
    point_at: Vec<[i32; 2]>,
    point_node: Vec<i64>,
    sign_first: Vec<u32>,
    sign: Vec<u32>,
}

impl<'a> Builder<'a> {
    fn new(extract: &'a Extract, locale: Locale) -> Self {
        Self {
            extract,
            locale,
            kept: Vec::new(),
            nodes: Vec::new(),
            junction: vec![NONE; extract.n_nodes()],
            sign_of: Vec::new(),
            is_signed: vec![false; extract.n_nodes()],
            sets: Interner::default(),
            tags_of_set: HashMap::new(),
            tags: Interner::default(),
            signs: Interner::with_empty(),
            names: Interner::with_empty(),
            out: Out { point_first: vec![0], sign_first: vec![0], ..Out::default() },
        }
    }

    fn keep_ways(&mut self, profiles: &[Profile]) {
        let mut usable: Vec<bool> = Vec::new();
        for (i, way) in self.extract.ways.iter().enumerate() {
            if !may_be_road(&way.tags) {
                continue;
            }
            let text = tag_string(way.tags.iter().filter(|(key, _)| keys::of_way(key)));
            let set = self.sets.intern(&text);
            if set as usize == usable.len() {
                let tags = tags(&text);
                let open =
                    |p: &Profile| p.way_rule(&tags, When::ordinary(), &self.locale).is_open();
                usable.push(profiles.iter().any(open));
            }
            if usable[set as usize] {
                let first = self.nodes.len();
                let positions = self.extract.node_indices(&way.nodes);
                self.nodes.extend(positions.map(|position| position.map_or(NONE, index)));
                self.kept.push(Kept { way: i, nodes: first..self.nodes.len(), tags: set });
            }
        }
    }

    /// A node is a junction when a way ends there, when it is used twice, or when somebody is
    /// stopped there.
    fn find_junctions(&mut self, profiles: &[Profile]) {
        let mut used = vec![false; self.junction.len()];
        for kept in &self.kept {
            let nodes = &self.nodes[kept.nodes.clone()];
            for (i, &node) in nodes.iter().enumerate().filter(|(_, node)| **node != NONE) {
                let missing = |j: Option<&u32>| j.is_none_or(|&n| n == NONE);
                let is_end = i == 0 || missing(nodes.get(i - 1)) || missing(nodes.get(i + 1));
                let seen = std::mem::replace(&mut used[node as usize], true);
                if is_end || seen {
                    self.junction[node as usize] = JUNCTION_WANTED;
                }
            }
        }
        self.sign_of = vec![0; self.extract.tagged_nodes.len()];
        let mut known: HashMap<String, Sign> = HashMap::new();
        for (i, node) in self.extract.tagged_nodes.iter().enumerate() {
            let Some(position) = self.extract.node_index(node.id).filter(|&p| used[p]) else {
                continue;
            };
            let text =
                tag_string(node.tags.iter().filter(|(key, value)| keys::of_node(key, value)));
            if text.is_empty() {
                continue;
            }
            let sign = *known.entry(text).or_insert_with_key(|text| {
                let tags = tags(text);
                let rules = profiles.iter().map(|p| p.node_rule(&tags, When::ordinary()));
                let rules: Vec<NodeRule> = rules.collect();
                let matters = rules.iter().any(|rule| *rule != NodeRule::NOTHING);
                Sign {
                    stops: rules.iter().any(|rule| rule.pass != Pass::Open),
                    number: if matters { self.signs.intern(text) } else { 0 },
                }
            });
            if sign.stops {
                self.junction[position] = JUNCTION_WANTED;
            }
            if sign.number != 0 {
                self.sign_of[i] = sign.number;
                self.is_signed[position] = true;
            }
        }
    }

    fn density(&self) -> Density {
        let mut density = Density::default();
        for kept in &self.kept {
            if !is_street(&self.extract.ways[kept.way].tags) {
                continue;
            }
            for &node in &self.nodes[kept.nodes.clone()] {
                if node != NONE && self.junction[node as usize] != NONE {
                    density.add(to_fixed(self.extract.node_at(node as usize)));
                }
            }
        }
        density
    }

    fn cut_way(&mut self, kept: &Kept, density: &Density) {
        let way = &self.extract.ways[kept.way];
        let nodes = self.nodes[kept.nodes.clone()].to_vec();
        let (tags, name) = (self.tags_of(kept, &nodes, density), self.name_of(&way.tags));
        for run in nodes.split(|&node| node == NONE) {
            let mut run = run.to_vec();
            run.dedup();
            if run.len() < 2 {
                continue;
            }
            let is_cut = |i: &usize| self.junction[run[*i] as usize] != NONE;
            let cuts: Vec<usize> = (0..run.len()).filter(is_cut).collect();
            for pair in cuts.windows(2) {
                self.add_piece(&run[pair[0]..=pair[1]], way.id, tags, name);
            }
        }
    }

    /// A loop is cut in the middle: the ends of a link are always different junctions.
    fn add_piece(&mut self, nodes: &[u32], way: i64, tags: u32, name: u32) {
        if nodes[0] == nodes[nodes.len() - 1] && nodes.len() > 2 {
            let middle = nodes.len() / 2;
            self.add_link(&nodes[..=middle], way, tags, name);
            self.add_link(&nodes[middle..], way, tags, name);
        } else {
            self.add_link(nodes, way, tags, name);
        }
    }

    fn add_link(&mut self, nodes: &[u32], way: i64, tags: u32, name: u32) {
        let (tail, head) = (self.junction_at(nodes[0]), self.junction_at(nodes[nodes.len() - 1]));
        let first = self.out.point_at.len();
        for &node in nodes {
            self.out.point_at.push(to_fixed(self.extract.node_at(node as usize)));
            self.out.point_node.push(self.extract.node_id(node as usize));
        }
        for &node in &nodes[1..nodes.len() - 1] {
            match self.sign_at(node) {
                0 => {}
                sign => self.out.sign.push(sign),
            }
        }
        let cm = geometry::length_cm(&self.out.point_at[first..]).max(1);
        let out = &mut self.out;
        out.tail.push(tail);
        out.head.push(head);
        out.tags.push(tags);
        out.name.push(name);
        out.way.push(way);
        out.cm.push(cm);
        out.point_first.push(index(out.point_at.len()));
        out.sign_first.push(index(out.sign.len()));
    }

    fn junction_at(&mut self, node: u32) -> u32 {
        let known = self.junction[node as usize];
        if known < JUNCTION_WANTED {
            return known;
        }
        let new = index(self.out.node_at.len());
        self.junction[node as usize] = new;
        self.out.node_at.push(to_fixed(self.extract.node_at(node as usize)));
        let sign = self.sign_at(node);
        self.out.node_sign.push(sign);
        new
    }

    fn sign_at(&self, node: u32) -> u32 {
        if !self.is_signed[node as usize] {
            return 0;
        }
        let id = self.extract.node_id(node as usize);
        let tagged = self.extract.tagged_nodes.binary_search_by_key(&id, |n| n.id);
        tagged.map_or(0, |i| self.sign_of[i])
    }

    fn tags_of(&mut self, kept: &Kept, nodes: &[u32], density: &Density) -> u32 {
        let place = |node: u32| to_fixed(self.extract.node_at(node as usize));
        let known = || nodes.iter().copied().filter(|&node| node != NONE);
        let middle = known().nth(known().count() / 2);
        let is_urban = middle.is_some_and(|node| density.is_urban(place(node)));
        let way = &self.extract.ways[kept.way];
        // How fast a ferry is, each one's route says.
        let is_ferry = super::super::profile::is_ferry(&way.tags);
        if !is_ferry && let Some(&tags) = self.tags_of_set.get(&(kept.tags, is_urban)) {
            return tags;
        }
        let urban = is_urban.then_some((super::super::profile::URBAN_KEY, "yes"));
        let speed = is_ferry.then(|| ferry_kmh(&way.tags, &known().map(place).collect::<Vec<_>>()));
        let speed = speed.flatten().map(|kmh| format!("{kmh:.1}"));
        let speed = speed.as_deref().map(|kmh| (super::super::profile::FERRY_SPEED_KEY, kmh));
        let own = way.tags.iter().filter(|(key, _)| keys::of_way(key) && *key != "duration");
        let tags = self.tags.intern(&tag_string(own.chain(urban).chain(speed)));
        self.tags_of_set.insert((kept.tags, is_urban), tags);
        tags
    }

    fn name_of(&mut self, tags: &Tags) -> u32 {
        let part = |key| tags.get(key).unwrap_or("");
        let parts = [part("name"), part("ref"), part("destination")];
        if parts.iter().all(|part| part.is_empty()) {
            return 0;
        }
        self.names.intern(&parts.join("\u{1f}"))
    }

    fn finish(self) -> Atlas {
        let out = self.out;
        let grid = Grid::build(&out.point_first, &out.point_at);
        Atlas {
            locale: self.locale,
            node_at: out.node_at.into(),
            node_sign: out.node_sign.into(),
            link_tail: out.tail.into(),
            link_head: out.head.into(),
            link_tags: out.tags.into(),
            link_name: out.name.into(),
            link_way: out.way.into(),
            link_cm: out.cm.into(),
            point_first: out.point_first.into(),
            point_at: out.point_at.into(),
            point_node: out.point_node.into(),
            sign_first: out.sign_first.into(),
            sign: out.sign.into(),
            tag_table: self.tags.finish(),
            sign_table: self.signs.finish(),
            name_table: self.names.finish(),
            grid,
        }
    }
}

fn may_be_road(tags: &Tags) -> bool {
    ["highway", "route", "railway", "public_transport", "man_made"].iter().any(|key| tags.has(key))
}

fn is_street(tags: &Tags) -> bool {
    const STREETS: [&str; 5] =
        ["residential", "living_street", "tertiary", "secondary", "unclassified"];
    tags.get("highway").is_some_and(|class| STREETS.contains(&class))
}

fn ferry_kmh(tags: &Tags, places: &[[i32; 2]]) -> Option<f64> {
    let seconds = ferry::duration_s(tags.get("duration")?)?;
    let kmh = f64::from(geometry::length_cm(places)) / 100.0 / seconds * 3.6;
    (kmh > 0.5).then_some(kmh.min(80.0))
}
