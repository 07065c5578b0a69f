//! The road that people mean when they point at a piece of one: on past driveways and lanes, up to
//! the crossings with other streets.

use super::atlas::{Atlas, NONE, index};
use super::graph::Graph;

/// Links of one road: nobody means more.
const LINKS_MAX: usize = 200;
/// What joins a street without making a crossing.
const MINOR: [&str; 8] =
    ["service", "track", "footway", "path", "cycleway", "steps", "bridleway", "pedestrian"];

/// A link in the direction of travel.
type Step = (u32, bool);

/// The road around a link, in its direction of travel where it has but one.
pub fn around(atlas: &Atlas, graph: &Graph, link: u32) -> Vec<Step> {
    let Some(edge) = [false, true].into_iter().find_map(|way| graph.edge_of(link, way)) else {
        return Vec::new();
    };
    let road = Road { atlas, graph };
    let mut steps: Vec<Step> = graph.links(edge).collect();
    while let Some(more) = road.after(&steps) {
        steps.extend(more);
    }
    while let Some(mut more) = road.before(&steps) {
        more.append(&mut steps);
        steps = more;
    }
    steps
}

struct Road<'a> {
    atlas: &'a Atlas,
    graph: &'a Graph,
}

impl Road<'_> {
    fn after(&self, steps: &[Step]) -> Option<Vec<Step>> {
        let &last = steps.last()?;
        let node = self.end(last);
        let link = self.next(node, last.0, steps)?;
        self.chain(link, self.atlas.link_tail[link as usize] != node)
    }

    fn before(&self, steps: &[Step]) -> Option<Vec<Step>> {
        let &first = steps.first()?;
        let node = self.end((first.0, !first.1));
        let link = self.next(node, first.0, steps)?;
        self.chain(link, self.atlas.link_head[link as usize] != node)
    }

    fn end(&self, (link, backward): Step) -> u32 {
        let ends = if backward { &self.atlas.link_tail } else { &self.atlas.link_head };
        ends[link as usize]
    }

    /// The one link in which the same road goes on, where no other street begins.
    fn next(&self, node: u32, from: u32, steps: &[Step]) -> Option<u32> {
        let mut others = self.links_at(node).filter(|&link| link != from && !self.is_minor(link));
        let next = others.next().filter(|_| others.next().is_none())?;
        let is_new = steps.len() < LINKS_MAX && steps.iter().all(|&(link, _)| link != next);
        (is_new && self.is_same_road(from, next)).then_some(next)
    }

    fn links_at(&self, node: u32) -> impl Iterator<Item = u32> + '_ {
        let ends = self.atlas.link_tail.iter().zip(self.atlas.link_head.iter());
        let at = ends.enumerate().filter(move |(_, (tail, head))| **tail == node || **head == node);
        at.map(|(link, _)| index(link)).filter(|&link| self.graph.is_used(link))
    }

    fn is_minor(&self, link: u32) -> bool {
        self.class(link).is_none_or(|class| MINOR.contains(&class))
    }

    fn class(&self, link: u32) -> Option<&str> {
        self.atlas.tag_of(self.atlas.link_tags[link as usize], "highway")
    }

    fn is_same_road(&self, a: u32, b: u32) -> bool {
        let (one, other) = (self.atlas.name(a), self.atlas.name(b));
        let is_named = !one.name.is_empty() || !one.reference.is_empty();
        is_named
            && (one.name, one.reference) == (other.name, other.reference)
            && self.class(a) == self.class(b)
    }

    fn chain(&self, link: u32, backward: bool) -> Option<Vec<Step>> {
        let edge = self.graph.link_edge[link as usize][usize::from(backward)];
        (edge != NONE).then(|| self.graph.links(edge).collect())
    }
}
