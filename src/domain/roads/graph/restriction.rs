//! Turn restrictions: relations in, sequences of links out.

use std::collections::{HashMap, HashSet, VecDeque};

use super::super::atlas::{Atlas, NONE};
use super::super::profile::{Profile, ProfileId, When, condition_holds};
use super::rules::ModeAccess;
use crate::domain::osm::{ElementKind, Extract, Relation, Tags};

/// A via of more links than this is a mapping error.
const VIA_LINKS_MAX: usize = 64;

/// A link and whether it is travelled against its direction.
pub type Step = (u32, bool);

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restriction {
    /// From, via links if any, to.
    pub steps: Vec<Step>,
    /// Having begun the sequence, nothing but its continuation is allowed.
    pub is_only: bool,
}

/// All restrictions of an extract that bind this profile. Broken relations are left out.
pub fn find(
    atlas: &Atlas,
    extract: &Extract,
    access: &ModeAccess,
    profile: ProfileId,
) -> Vec<Restriction> {
    let profile = Profile::builtin(profile);
    let finder = Finder { atlas, access };
    let mut found = Vec::new();
    for relation in &extract.relations {
        if let Some(is_only) = binding(&relation.tags, &profile) {
            found.extend(
                finder.sequences(relation).into_iter().map(|steps| Restriction { steps, is_only }),
            );
        }
    }
    found
}

/// Whether a relation binds the profile, and if so whether it is an `only_*`.
fn binding(tags: &Tags, profile: &Profile) -> Option<bool> {
    if !tags.get("type").is_some_and(|kind| kind.starts_with("restriction")) {
        return None;
    }
    let mut exempt = tags.get("except").into_iter().flat_map(|list| list.split([';', ',']));
    if exempt.any(|mode| profile.exceptions.iter().any(|own| own == mode.trim())) {
        return None;
    }
    let value = profile.restriction_keys.iter().find_map(|key| in_force(tags, key))?;
    match value {
        value if value.starts_with("no_") => Some(false),
        value if value.starts_with("only_") => Some(true),
        _ => None,
    }
}

fn in_force<'a>(tags: &'a Tags, key: &str) -> Option<&'a str> {
    let conditional = tags.get(&format!("{key}:conditional")).and_then(|rule| {
        let (value, condition) = rule.split_once('@')?;
        condition_holds(condition, When::ordinary()).then_some(value.trim())
    });
    conditional.or_else(|| tags.get(key))
}

struct Finder<'a> {
    atlas: &'a Atlas,
    access: &'a ModeAccess<'a>,
}

impl Finder<'_> {
    fn sequences(&self, relation: &Relation) -> Vec<Vec<Step>> {
        let ways = |role: &str| -> Vec<i64> {
            let of_role =
                relation.members.iter().filter(|m| m.kind == ElementKind::Way && &*m.role == role);
            of_role.map(|m| m.id).collect()
        };
        let (from, via, to) = (ways("from"), ways("via"), ways("to"));
        let via_node =
            relation.members.iter().find(|m| m.kind == ElementKind::Node && &*m.role == "via");
        let mut found = Vec::new();
        for &from in &from {
            for &to in &to {
                match via_node {
                    Some(node) => {
                        if let Some(node) = self.junction(from, node.id) {
                            found.extend(self.over_node(from, node, to));
                        }
                    }
                    None => found.extend(self.over_ways(from, &via, to)),
                }
            }
        }
        found
    }

    /// Links of a way that the mode uses.
    fn links(&self, way: i64) -> impl Iterator<Item = u32> + '_ {
        self.atlas.links_of_way(way).filter(|&link| self.access.is_used(link))
    }

    /// The junction at a node of OpenStreetMap where a link of a way ends.
    fn junction(&self, way: i64, node: i64) -> Option<u32> {
        self.links(way).find_map(|link| {
            let nodes = self.atlas.point_nodes(link);
            let at = [nodes[0], nodes[nodes.len() - 1]].iter().position(|&end| end == node)?;
            Some(self.ends(link)[at])
        })
    }

    fn over_node(&self, from: i64, node: u32, to: i64) -> Option<Vec<Step>> {
        let mut entering: Vec<Step> =
            self.links(from).filter_map(|l| self.toward(l, node)).collect();
        let mut leaving: Vec<Step> = self.links(to).filter_map(|l| self.out_of(l, node)).collect();
        // A way that runs on past the node does not say which side is meant.
        if from == to {
            entering.retain(|&(link, backward)| self.usable(link, backward));
            leaving.retain(|&(link, _)| entering.iter().any(|e| e.0 == link));
            return match (&entering[..], &leaving[..]) {
                (&[from], &[to]) => Some(vec![from, to]),
                _ => None,
            };
        }
        entering.retain(|&(link, backward)| self.usable(link, backward));
        leaving.retain(|&(link, backward)| self.usable(link, backward));
        match (&entering[..], &leaving[..]) {
            (&[from], &[to]) => Some(vec![from, to]),
            _ => None,
        }
    }

    fn over_ways(&self, from: i64, via: &[i64], to: i64) -> Option<Vec<Step>> {
        let via: HashSet<u32> = via.iter().flat_map(|&way| self.links(way)).collect();
        if via.is_empty() || via.len() > VIA_LINKS_MAX {
            return None;
        }
        let on_via: HashSet<u32> = via.iter().flat_map(|&link| self.ends(link)).collect();
        let touching = |way: i64, enters: bool| -> Vec<(Step, u32)> {
            let mut found = Vec::new();
            for link in self.links(way) {
                for node in self.ends(link).into_iter().filter(|node| on_via.contains(node)) {
                    let step =
                        if enters { self.toward(link, node) } else { self.out_of(link, node) };
                    found.extend(step.filter(|s| self.usable(s.0, s.1)).map(|step| (step, node)));
                }
            }
            found
        };
        let paths = touching(from, true).into_iter().flat_map(|(from, start)| {
            let ends = touching(to, false);
            ends.into_iter().filter_map({
                let via = &via;
                move |(to, end)| {
                    let path = self.path(via, start, end)?;
                    Some(std::iter::once(from).chain(path).chain([to]).collect::<Vec<Step>>())
                }
            })
        });
        paths.min_by_key(Vec::len)
    }

    /// Fewest links from one junction to another inside the via ways.
    fn path(&self, via: &HashSet<u32>, start: u32, end: u32) -> Option<Vec<Step>> {
        let mut came: HashMap<u32, (u32, Step)> = HashMap::new();
        let mut queue = VecDeque::from([start]);
        while let Some(node) = queue.pop_front() {
            for step in via.iter().filter_map(|&link| self.out_of(link, node)) {
                let (link, backward) = step;
                let next = self.ends(link)[usize::from(!backward)];
                if next == start || came.contains_key(&next) || !self.usable(link, backward) {
                    continue;
                }
                came.insert(next, (node, step));
                queue.push_back(next);
            }
        }
        let mut steps = Vec::new();
        let mut node = end;
        while node != start {
            let &(before, step) = came.get(&node)?;
            steps.push(step);
            node = before;
        }
        steps.reverse();
        (!steps.is_empty()).then_some(steps)
    }

    fn ends(&self, link: u32) -> [u32; 2] {
        [self.atlas.link_tail[link as usize], self.atlas.link_head[link as usize]]
    }

    fn toward(&self, link: u32, node: u32) -> Option<Step> {
        let [tail, head] = self.ends(link);
        (node != NONE && (head == node || tail == node)).then_some((link, head != node))
    }

    fn out_of(&self, link: u32, node: u32) -> Option<Step> {
        self.toward(link, node).map(|(link, backward)| (link, !backward))
    }

    fn usable(&self, link: u32, backward: bool) -> bool {
        self.access.access(link, backward) != super::super::profile::Access::No
    }
}
