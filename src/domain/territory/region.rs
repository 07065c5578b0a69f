//! What there is to divide: units and the graph of their borders.

use petgraph::algo::connected_components;
use petgraph::graph::{NodeIndex, UnGraph};
use petgraph::unionfind::UnionFind;
use petgraph::visit::EdgeRef;

use crate::domain::units::LngLat;

/// The smallest piece that is never split: a cell, an area, a polygon, an account.
#[derive(Debug, Clone, PartialEq)]
pub struct Unit {
    pub id: String,
    pub centre: LngLat,
    /// How much of each activity of the brief falls into this unit.
    pub amounts: Vec<f64>,
    /// Zero for a unit without extent.
    pub area_m2: f64,
    pub perimeter_m: f64,
}

impl Unit {
    /// A unit that holds nothing and has no extent yet.
    #[must_use]
    pub const fn new(id: String, centre: LngLat) -> Self {
        Self { id, centre, amounts: Vec::new(), area_m2: 0.0, perimeter_m: 0.0 }
    }
}

/// What lies between two neighbouring units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Border {
    pub length_m: f64,
    /// Not a common border but a link someone added: a bridge, a ferry, the way to an island.
    pub is_bridge: bool,
}

/// Node indices are unit indices.
pub type Borders = UnGraph<(), Border, u32>;

#[derive(Debug, Clone, Default)]
pub struct Region {
    pub units: Vec<Unit>,
    pub borders: Borders,
}

impl Region {
    /// Units without any border yet.
    #[must_use]
    pub fn new(units: Vec<Unit>) -> Self {
        let mut borders = Borders::default();
        for _ in &units {
            borders.add_node(());
        }
        Self { units, borders }
    }

    /// Makes two units neighbours; a second border between the same two adds its length.
    pub fn add_border(&mut self, a: usize, b: usize, border: Border) {
        if a == b {
            return;
        }
        let (a, b) = (NodeIndex::new(a), NodeIndex::new(b));
        match self.borders.find_edge(a, b) {
            Some(known) => self.borders[known].length_m += border.length_m,
            None => {
                self.borders.add_edge(a, b, border);
            }
        }
    }

    /// Links two units across a gap, so that a territory may hold both.
    pub fn add_bridge(&mut self, a: usize, b: usize) {
        self.add_border(a, b, Border { length_m: 0.0, is_bridge: true });
    }

    /// Cuts every border whose two units lie on different sides of a drawn line, that is, where
    /// the line from centre to centre crosses it. Bridges stay.
    pub fn cut_along(&mut self, barrier: &[LngLat]) {
        let units = &self.units;
        self.borders.retain_edges(|graph, edge| {
            let Some((a, b)) = graph.edge_endpoints(edge) else { return true };
            let (from, to) = (units[a.index()].centre, units[b.index()].centre);
            graph[edge].is_bridge
                || !barrier.windows(2).any(|line| crosses(from, to, line[0], line[1]))
        });
    }

    #[must_use]
    pub fn n_components(&self) -> usize {
        connected_components(&self.borders)
    }

    /// Links islands to the nearest unit of the rest by one bridge each, nearest first, until
    /// everything hangs together.
    pub fn bridge_islands(&mut self) {
        let component = self.components();
        let n_components = component.iter().max().map_or(0, |&last| last + 1);
        if n_components < 2 {
            return;
        }
        let mut links = nearest_links(&self.units, &component, n_components);
        links.sort_by(|a, b| a.metres.total_cmp(&b.metres));
        let mut joined = UnionFind::<usize>::new(n_components);
        for link in links {
            if joined.union(component[link.from], component[link.to]) {
                self.add_bridge(link.from, link.to);
            }
        }
    }

    /// The connected component of every unit, numbered in order of their first units.
    #[must_use]
    pub fn components(&self) -> Vec<usize> {
        let mut sets = UnionFind::<usize>::new(self.units.len());
        for edge in self.borders.edge_references() {
            sets.union(edge.source().index(), edge.target().index());
        }
        let mut number = std::collections::HashMap::new();
        (0..self.units.len())
            .map(|unit| {
                let next = number.len();
                *number.entry(sets.find(unit)).or_insert(next)
            })
            .collect()
    }
}

struct Link {
    from: usize,
    to: usize,
    metres: f64,
}

/// The nearest pair of units for every pair of components, by linear scan over the smaller sides:
/// islands are few and small, the mainland is scanned once for each island unit.
fn nearest_links(units: &[Unit], component: &[usize], n_components: usize) -> Vec<Link> {
    let mut members = vec![Vec::new(); n_components];
    for (unit, &at) in component.iter().enumerate() {
        members[at].push(unit);
    }
    let mut tree_of = Vec::with_capacity(n_components);
    for units_of in &members {
        let points = units_of.iter().map(|&unit| indexed(units[unit].centre, unit)).collect();
        tree_of.push(rstar::RTree::bulk_load(points));
    }
    let mut links = Vec::new();
    for a in 0..n_components {
        for b in a + 1..n_components {
            let (small, large) = if members[a].len() <= members[b].len() { (a, b) } else { (b, a) };
            links.extend(nearest_link(units, &members[small], &tree_of[large]));
        }
    }
    links
}

type Indexed = rstar::primitives::GeomWithData<[f64; 3], usize>;

fn nearest_link(units: &[Unit], from: &[usize], tree: &rstar::RTree<Indexed>) -> Option<Link> {
    from.iter()
        .filter_map(|&unit| {
            let near = tree.nearest_neighbor(indexed(units[unit].centre, unit).geom())?;
            let metres = units[unit].centre.distance(units[near.data].centre).0;
            Some(Link { from: unit, to: near.data, metres })
        })
        .min_by(|a, b| a.metres.total_cmp(&b.metres))
}

fn indexed(at: LngLat, unit: usize) -> Indexed {
    Indexed::new(super::problem::on_sphere_km(at), unit)
}

/// Whether the open segments a-b and c-d cross, in plain longitude and latitude.
fn crosses(a: LngLat, b: LngLat, c: LngLat, d: LngLat) -> bool {
    let side = |p: LngLat, q: LngLat, r: LngLat| {
        (q.lng() - p.lng()) * (r.lat() - p.lat()) - (q.lat() - p.lat()) * (r.lng() - p.lng())
    };
    side(a, b, c) * side(a, b, d) < 0.0 && side(c, d, a) * side(c, d, b) < 0.0
}

#[cfg(test)]
#[path = "region_tests.rs"]
mod tests;
