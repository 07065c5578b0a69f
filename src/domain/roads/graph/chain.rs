//! Edges: maximal chains of links without a choice in between.

use super::super::atlas::{Atlas, NONE, index, span};
use super::super::geometry;
use super::super::profile::{Access, is_ferry};
use super::super::variant::Avoid;
use super::restriction::{Restriction, Step};
use super::rules::ModeAccess;

/// Metres over which the heading at an edge's end is taken.
const HEADING_M: f64 = 15.0;

/// Directed edges before turns are known.
#[derive(Debug, Default)]
pub struct Edges {
    pub chain_first: Vec<u32>,
    pub chain: Vec<u32>,
    pub reverse: Vec<u32>,
    pub tail: Vec<u32>,
    pub head: Vec<u32>,
    pub ends_only: Vec<bool>,
    pub length_m: Vec<f64>,
    pub is_roundabout: Vec<bool>,
    pub is_ferry: Vec<bool>,
    /// Bearings at the start and at the end, in travel direction.
    pub heading: Vec<[f64; 2]>,
    pub link_edge: Vec<[u32; 2]>,
    pub n_nodes: usize,
}

impl Edges {
    pub fn len(&self) -> usize {
        self.reverse.len()
    }

    pub fn links(&self, edge: u32) -> &[u32] {
        &self.chain[span(&self.chain_first, edge)]
    }

    /// The edge that ends (`at_end`) or begins with a directed link.
    pub fn edge_of(&self, (link, backward): Step) -> Option<u32> {
        let edge = self.link_edge[link as usize][usize::from(backward)];
        (edge != NONE).then_some(edge)
    }
}

pub fn build(atlas: &Atlas, access: &ModeAccess, restrictions: &[Restriction]) -> Edges {
    let incident = Incident::new(atlas, access);
    let mut is_break = vec![false; atlas.n_nodes()];
    for restriction in restrictions {
        for &(link, _) in &restriction.steps {
            is_break[atlas.link_tail[link as usize] as usize] = true;
            is_break[atlas.link_head[link as usize] as usize] = true;
        }
    }
    let kinds = Kinds::new(atlas);
    for (node, is_break) in is_break.iter_mut().enumerate() {
        let node = index(node);
        *is_break = *is_break || !joins(atlas, access, &kinds, node, incident.of(node));
    }
    let mut builder = ChainBuilder {
        atlas,
        access,
        kinds,
        incident,
        is_break,
        edges: Edges {
            chain_first: vec![0],
            link_edge: vec![[NONE; 2]; atlas.n_links()],
            n_nodes: atlas.n_nodes(),
            ..Edges::default()
        },
    };
    builder.run();
    builder.edges
}

/// What of a link's tags the turns need, by tag set.
struct Kinds {
    roundabout: Vec<bool>,
    ferry: Vec<bool>,
    /// Which classes a trip may avoid it is of: such a class ends where another road begins.
    avoidable: Vec<[bool; Avoid::ALL.len()]>,
}

impl Kinds {
    fn new(atlas: &Atlas) -> Self {
        let circular = |t: &crate::domain::osm::Tags| {
            matches!(t.get("junction"), Some("roundabout" | "circular"))
        };
        Self {
            roundabout: atlas.tag_sets().map(|t| circular(&t)).collect(),
            ferry: atlas.tag_sets().map(|t| is_ferry(&t)).collect(),
            avoidable: atlas.tag_sets().map(|t| Avoid::ALL.map(|a| a.matches(&t))).collect(),
        }
    }

    fn of(&self, atlas: &Atlas, link: u32) -> (bool, bool) {
        let tags = atlas.link_tags[link as usize] as usize;
        (self.roundabout[tags], self.ferry[tags])
    }

    /// Whether two links may become one edge.
    fn alike(&self, atlas: &Atlas, a: u32, b: u32) -> bool {
        let [one, other] = [a, b].map(|link| atlas.link_tags[link as usize] as usize);
        self.of(atlas, a) == self.of(atlas, b) && self.avoidable[one] == self.avoidable[other]
    }
}

/// Links of the mode at every junction.
struct Incident {
    first: Vec<u32>,
    link: Vec<u32>,
}

impl Incident {
    fn new(atlas: &Atlas, access: &ModeAccess) -> Self {
        let used: Vec<u32> = (0..index(atlas.n_links())).filter(|&l| access.is_used(l)).collect();
        let ends = |l: u32| [atlas.link_tail[l as usize], atlas.link_head[l as usize]];
        let mut first = vec![0_u32; atlas.n_nodes() + 1];
        for &link in &used {
            for node in ends(link) {
                first[node as usize + 1] += 1;
            }
        }
        for i in 1..first.len() {
            first[i] += first[i - 1];
        }
        let mut next = first.clone();
        let mut link = vec![0; first[first.len() - 1] as usize];
        for &l in &used {
            for node in ends(l) {
                link[next[node as usize] as usize] = l;
                next[node as usize] += 1;
            }
        }
        Self { first, link }
    }

    fn of(&self, node: u32) -> &[u32] {
        &self.link[span(&self.first, node)]
    }
}

/// Whether a junction may disappear inside a chain: two different links meet, open alike to
/// every profile, and nobody is stopped.
fn joins(atlas: &Atlas, access: &ModeAccess, kinds: &Kinds, node: u32, links: &[u32]) -> bool {
    let &[a, b] = links else { return false };
    if a == b || !access.all_pass(node) || atlas.node_sign[node as usize] != 0 {
        return false;
    }
    let into = |link: u32| atlas.link_head[link as usize] != node;
    let (a_in, b_in) = (into(a), into(b));
    kinds.alike(atlas, a, b)
        && access.signature(a, a_in) == access.signature(b, !b_in)
        && access.signature(a, !a_in) == access.signature(b, b_in)
}

struct ChainBuilder<'a> {
    atlas: &'a Atlas,
    access: &'a ModeAccess<'a>,
    kinds: Kinds,
    incident: Incident,
    is_break: Vec<bool>,
    edges: Edges,
}

impl ChainBuilder<'_> {
    fn run(&mut self) {
        for link in 0..index(self.atlas.n_links()) {
            let taken = self.edges.link_edge[link as usize] != [NONE; 2];
            if taken || !self.access.is_used(link) {
                continue;
            }
            let start = self.first_of_chain(link);
            let chain = self.walk(start);
            self.add(&chain);
        }
    }

    /// Goes back from a link to where its chain begins; a ring begins anywhere.
    fn first_of_chain(&self, link: u32) -> Step {
        let mut step = (link, true);
        while let Some(next) = self.next(step) {
            step = next;
            if step.0 == link {
                break;
            }
        }
        (step.0, !step.1)
    }

    fn walk(&self, start: Step) -> Vec<Step> {
        let mut chain = vec![start];
        let mut step = start;
        while let Some(next) = self.next(step).filter(|next| next.0 != start.0) {
            chain.push(next);
            step = next;
        }
        chain
    }

    /// The only way on, if the junction ahead joins two links.
    fn next(&self, (link, backward): Step) -> Option<Step> {
        let ends = [self.atlas.link_head[link as usize], self.atlas.link_tail[link as usize]];
        let node = ends[usize::from(backward)];
        if self.is_break[node as usize] {
            return None;
        }
        let &other = self.incident.of(node).iter().find(|&&other| other != link)?;
        Some((other, self.atlas.link_tail[other as usize] != node))
    }

    fn add(&mut self, chain: &[Step]) {
        let against: Vec<Step> =
            chain.iter().rev().map(|&(link, backward)| (link, !backward)).collect();
        let starts = [chain[0], against[0]].map(|step| start_heading(self.atlas, step));
        let ends = starts.map(|start| (start + 180.0).rem_euclid(360.0));
        let forward = self.add_directed(chain, [starts[0], ends[1]]);
        let backward = self.add_directed(&against, [starts[1], ends[0]]);
        if let (Some(forward), Some(backward)) = (forward, backward) {
            self.edges.reverse[forward as usize] = backward;
            self.edges.reverse[backward as usize] = forward;
        }
    }

    fn add_directed(&mut self, chain: &[Step], heading: [f64; 2]) -> Option<u32> {
        let (first, last) = (chain[0], chain[chain.len() - 1]);
        let access = self.access.access(first.0, first.1);
        if access == Access::No {
            return None;
        }
        let new = index(self.edges.len());
        let atlas = self.atlas;
        let edges = &mut self.edges;
        for &(link, backward) in chain {
            edges.chain.push(link << 1 | u32::from(backward));
            edges.link_edge[link as usize][usize::from(backward)] = new;
        }
        edges.chain_first.push(index(edges.chain.len()));
        edges.reverse.push(NONE);
        let ends = |(link, backward): Step| {
            let ends = [atlas.link_tail[link as usize], atlas.link_head[link as usize]];
            if backward { [ends[1], ends[0]] } else { ends }
        };
        edges.tail.push(ends(first)[0]);
        edges.head.push(ends(last)[1]);
        edges.ends_only.push(access == Access::Ends);
        edges
            .length_m
            .push(chain.iter().map(|s| f64::from(atlas.link_cm[s.0 as usize]) / 100.0).sum());
        let (is_roundabout, is_ferry) = self.kinds.of(atlas, first.0);
        edges.is_roundabout.push(is_roundabout);
        edges.is_ferry.push(is_ferry);
        edges.heading.push(heading);
        Some(new)
    }
}

fn start_heading(atlas: &Atlas, (link, backward): Step) -> f64 {
    let points = atlas.points(link).iter().copied();
    if backward {
        geometry::heading(points.rev(), HEADING_M)
    } else {
        geometry::heading(points, HEADING_M)
    }
}
