//! What a path may do, read straight from the extract: nothing here knows edges, states or turns.

use std::cell::RefCell;
use std::collections::HashMap;

use super::{main_roads, nodes};
use crate::domain::osm::{ElementKind, Extract, Relation, Tags};
use crate::domain::roads::atlas::{Atlas, NONE, index};
use crate::domain::roads::path::Piece;
use crate::domain::roads::profile::{Access, Locale, Pass, Profile, ProfileId, When};

pub struct Law<'a> {
    extract: &'a Extract,
    profile: Profile,
    locale: &'a Locale,
    by_from: HashMap<i64, Vec<Restriction>>,
    /// The network of main roads of every link.
    networks: Vec<u32>,
    /// Access by way and direction, as far as it was asked for.
    access: RefCell<HashMap<i64, [Access; 2]>>,
}

#[derive(Debug, Clone)]
struct Restriction {
    id: i64,
    via_node: Option<i64>,
    via_ways: Vec<i64>,
    to: i64,
    is_only: bool,
}

/// A stretch of a path on one way: the way, where it is left, and how it may be used.
struct Stretch {
    way: i64,
    backward: bool,
    link: u32,
    exit: i64,
    access: Access,
}

impl<'a> Law<'a> {
    pub fn new(extract: &'a Extract, id: ProfileId, atlas: &'a Atlas) -> Self {
        let profile = Profile::builtin(id);
        let mut by_from: HashMap<i64, Vec<Restriction>> = HashMap::new();
        for relation in &extract.relations {
            if let Some((from, restriction)) = read(relation, &profile) {
                by_from.entry(from).or_default().push(restriction);
            }
        }
        let (locale, networks, access) = (&atlas.locale, Vec::new(), RefCell::default());
        let mut law = Self { extract, profile, locale, by_from, networks, access };
        let ids = node_ids(atlas);
        law.networks = main_roads::of_links(
            atlas,
            |link| law.access(atlas.link_way[link as usize]),
            |node| law.pass(ids[node as usize]) == Pass::Open,
        );
        law
    }

    /// The first rule that a path breaks.
    pub fn fault(&self, atlas: &Atlas, pieces: &[Piece]) -> Option<String> {
        let stretches: Vec<Stretch> = pieces
            .iter()
            .map(|piece| {
                let way = atlas.link_way[piece.link as usize];
                let nodes = nodes(atlas, piece);
                Stretch {
                    way,
                    backward: piece.backward,
                    link: piece.link,
                    exit: nodes[nodes.len() - 1],
                    access: self.access(way)[usize::from(piece.backward)],
                }
            })
            .collect();
        self.closed_way(&stretches)
            .or_else(|| disconnected(atlas, pieces))
            .or_else(|| self.barrier(&stretches))
            .or_else(|| self.through_private(&stretches))
            .or_else(|| self.forbidden_turn(&stretches))
    }

    fn access(&self, way: i64) -> [Access; 2] {
        *self.access.borrow_mut().entry(way).or_insert_with(|| {
            let Some(way) = self.extract.way(way) else { return [Access::No; 2] };
            self.profile.way_rule(&way.tags, When::ordinary(), self.locale).access
        })
    }

    fn closed_way(&self, path: &[Stretch]) -> Option<String> {
        let closed = path.iter().find(|s| {
            let tags = self.extract.way(s.way).map(|way| &way.tags);
            s.access == Access::No || tags.is_some_and(|tags| self.is_against(tags, s.backward))
        })?;
        let sense = if closed.backward { "against" } else { "along" };
        Some(format!("way {} is closed {sense} its direction", closed.way))
    }

    /// The plainest one-way streets, whatever the rules made of them.
    fn is_against(&self, tags: &Tags, backward: bool) -> bool {
        let is_plain = tags.iter().all(|(key, _)| !key.starts_with("oneway:"));
        let is_driven = self.profile.exceptions.iter().any(|mode| mode == "motorcar");
        is_driven && is_plain && backward && tags.is("oneway", "yes")
    }

    fn pass(&self, node: i64) -> Pass {
        let node = self.extract.tagged_node(node);
        node.map_or(Pass::Open, |n| self.profile.node_rule(&n.tags, When::ordinary()).pass)
    }

    fn barrier(&self, path: &[Stretch]) -> Option<String> {
        let mut crossed = path.windows(2).filter(|pair| pair[0].link != pair[1].link);
        let pair = crossed.find(|pair| self.pass(pair[0].exit) == Pass::Blocked)?;
        Some(format!("node {} cannot be passed", pair[0].exit))
    }

    /// Between roads of one network of main roads nothing is private.
    fn through_private(&self, path: &[Stretch]) -> Option<String> {
        let network = |stretch: &Stretch| {
            let network = self.networks[stretch.link as usize];
            (stretch.access == Access::Through && network != NONE).then_some(network)
        };
        let joins = |i: usize, from: usize| {
            let before: Vec<u32> = path[..i].iter().filter_map(network).collect();
            path[from..].iter().filter_map(network).any(|after| before.contains(&after))
        };
        (0..path.len()).find_map(|i| {
            if path[i].access == Access::Ends && joins(i, i + 1) {
                return Some(format!("way {} is no through road", path[i].way));
            }
            let is_gate = self.pass(path[i].exit) == Pass::Ends;
            (is_gate && joins(i + 1, i + 1))
                .then(|| format!("the gate at node {} is no way through", path[i].exit))
        })
    }

    fn forbidden_turn(&self, path: &[Stretch]) -> Option<String> {
        (0..path.len().saturating_sub(1)).find_map(|i| {
            let (here, next) = (&path[i], &path[i + 1]);
            let restrictions = self.by_from.get(&here.way)?;
            if !self.ends_at(here.way, here.exit) {
                return None;
            }
            let at_node = || restrictions.iter().filter(|r| r.via_node == Some(here.exit));
            let turns = |r: &&Restriction| r.to == next.way && self.ends_at(r.to, here.exit);
            let forbidden = at_node().filter(|r| !r.is_only).find(turns);
            let forced: Vec<&Restriction> =
                at_node().filter(|r| r.is_only && self.leads_on(r.to, here.exit)).collect();
            let strays = !forced.is_empty() && !forced.iter().any(|r| r.to == next.way);
            let over = restrictions.iter().find(|r| !r.is_only && self.follows(r, &path[i..]));
            let broken = forbidden.or(if strays { forced.first().copied() } else { None }).or(over);
            Some(format!("relation {} forbids to leave way {}", broken?.id, here.way))
        })
    }

    /// Whether a way begins or ends at a node, so that there is no doubt which side is meant.
    fn ends_at(&self, way: i64, node: i64) -> bool {
        let Some(way) = self.extract.way(way) else { return false };
        way.nodes.first() != way.nodes.last()
            && (way.nodes.first() == Some(&node)) != (way.nodes.last() == Some(&node))
    }

    /// Whether a way can be entered at its end.
    fn leads_on(&self, way: i64, node: i64) -> bool {
        let Some(nodes) = self.extract.way(way).map(|way| &way.nodes) else { return false };
        let backward = nodes.last() == Some(&node);
        self.ends_at(way, node) && self.access(way)[usize::from(backward)] != Access::No
    }

    /// Whether the path takes exactly the via ways and then the last way, from end to end.
    fn follows(&self, restriction: &Restriction, path: &[Stretch]) -> bool {
        if restriction.via_ways.is_empty() {
            return false;
        }
        let mut rest = &path[1..];
        let mut exit = path[0].exit;
        for &way in &restriction.via_ways {
            let n = rest.iter().take_while(|stretch| stretch.way == way).count();
            if n == 0 || !self.ends_at(way, exit) || !self.ends_at(way, rest[n - 1].exit) {
                return false;
            }
            exit = rest[n - 1].exit;
            rest = &rest[n..];
        }
        rest.first().is_some_and(|next| next.way == restriction.to)
            && self.ends_at(restriction.to, exit)
    }
}

/// The OpenStreetMap node of every junction.
fn node_ids(atlas: &Atlas) -> Vec<i64> {
    let mut ids = vec![0; atlas.n_nodes()];
    for link in 0..index(atlas.n_links()) {
        let nodes = atlas.point_nodes(link);
        ids[atlas.link_tail[link as usize] as usize] = nodes[0];
        ids[atlas.link_head[link as usize] as usize] = nodes[nodes.len() - 1];
    }
    ids
}

fn disconnected(atlas: &Atlas, pieces: &[Piece]) -> Option<String> {
    let gap = pieces.windows(2).find(|pair| {
        let (before, after) = (nodes(atlas, &pair[0]), nodes(atlas, &pair[1]));
        before.last() != after.first()
    })?;
    let way = atlas.link_way[gap[0].link as usize];
    Some(format!("way {way} does not touch what follows it"))
}

/// A restriction that binds always, with one way at either end. Those that hold at times are
/// judged elsewhere.
fn read(relation: &Relation, profile: &Profile) -> Option<(i64, Restriction)> {
    let tags = &relation.tags;
    let holds_at_times = tags.iter().any(|(key, _)| key.ends_with(":conditional"));
    let exempt = tags.get("except").is_some_and(|list| {
        list.split([';', ',']).any(|mode| profile.exceptions.iter().any(|own| own == mode.trim()))
    });
    if !tags.get("type").is_some_and(|t| t.starts_with("restriction")) || holds_at_times || exempt {
        return None;
    }
    let value = profile.restriction_keys.iter().find_map(|key| tags.get(key))?;
    let is_only = value.starts_with("only_");
    if !is_only && !value.starts_with("no_") {
        return None;
    }
    let of_role = |kind: ElementKind, role: &str| -> Vec<i64> {
        let members = relation.members.iter().filter(|m| m.kind == kind && &*m.role == role);
        members.map(|member| member.id).collect()
    };
    let via_ways = of_role(ElementKind::Way, "via");
    let via_node = of_role(ElementKind::Node, "via").first().copied();
    match (&of_role(ElementKind::Way, "from")[..], &of_role(ElementKind::Way, "to")[..]) {
        (&[from], &[to]) => {
            Some((from, Restriction { id: relation.id, via_node, via_ways, to, is_only }))
        }
        _ => None,
    }
}
