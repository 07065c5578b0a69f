//! Small balanced edge cuts: inertial flow (Schild & Sommer 2015) by Dinic's algorithm (1970) with
//! unit capacities.

/// Share of the nodes at either end of a direction that must stay on their side.
const END_SHARE: f64 = 0.25;
/// Directions in which a cell is cut, of which the best is taken.
const DIRECTIONS: [[f64; 2]; 4] = [[1.0, 0.0], [0.0, 1.0], [1.0, 1.0], [1.0, -1.0]];
const UNSEEN: u32 = u32::MAX;

/// A part of the network with its own numbering.
#[derive(Debug, Default)]
pub struct Cell {
    /// Metres on a plane, roughly.
    pub at: Vec<[f32; 2]>,
    pub edges: Vec<CellEdge>,
}

#[derive(Debug, Clone, Copy)]
pub struct CellEdge {
    pub ends: [u32; 2],
    pub id: u32,
}

/// Which side every node is on, for the smallest cut found.
pub fn bisect(cell: &Cell) -> Vec<bool> {
    let adjacency = Adjacency::new(cell);
    let mut best: Option<(u32, usize, Vec<bool>)> = None;
    for direction in DIRECTIONS {
        let bound = best.as_ref().map_or(u32::MAX, |found| found.0);
        let Some((cut, side)) = cut_along(cell, &adjacency, direction, bound) else { continue };
        let n_near = side.iter().filter(|near| **near).count();
        let smaller = n_near.min(side.len() - n_near);
        if best.as_ref().is_none_or(|found| (cut, found.1) < (found.0, smaller)) {
            best = Some((cut, smaller, side));
        }
    }
    best.map_or_else(
        || (0..cell.at.len()).map(|i| i * 2 < cell.at.len()).collect(),
        |found| found.2,
    )
}

/// The maximum flow from one end of a direction to the other, and the side of the cut that is
/// the more balanced; `None` once the flow exceeds `bound`.
fn cut_along(
    cell: &Cell,
    adjacency: &Adjacency,
    direction: [f64; 2],
    bound: u32,
) -> Option<(u32, Vec<bool>)> {
    let terminal = terminals(cell, direction);
    let mut flow = Flow {
        cell,
        adjacency,
        terminal,
        on: vec![0; cell.edges.len()],
        level: Vec::new(),
        next: Vec::new(),
    };
    let mut total = 0;
    while flow.levels() {
        total += flow.blocking_flow();
        if total > bound {
            return None;
        }
    }
    let near: Vec<bool> = flow.level.iter().map(|&level| level != UNSEEN).collect();
    let far = flow.reaches_sink();
    let imbalance = |side: &[bool]| (2 * side.iter().filter(|s| **s).count()).abs_diff(side.len());
    let other: Vec<bool> = far.iter().map(|reaches| !reaches).collect();
    let side = if imbalance(&near) <= imbalance(&other) { near } else { other };
    Some((total, side))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Terminal {
    Source,
    Sink,
    Neither,
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a share of a count"
)]
fn terminals(cell: &Cell, direction: [f64; 2]) -> Vec<Terminal> {
    let n = cell.at.len();
    let key = |i: &u32| {
        let [x, y] = cell.at[*i as usize].map(f64::from);
        x * direction[0] + y * direction[1]
    };
    let mut order: Vec<u32> = (0..super::super::atlas::index(n)).collect();
    order.sort_unstable_by(|a, b| key(a).total_cmp(&key(b)).then(a.cmp(b)));
    let n_end = ((n as f64 * END_SHARE) as usize).max(1);
    let mut terminal = vec![Terminal::Neither; n];
    order[..n_end].iter().for_each(|&i| terminal[i as usize] = Terminal::Source);
    order[n - n_end..].iter().for_each(|&i| terminal[i as usize] = Terminal::Sink);
    terminal
}

struct Adjacency {
    first: Vec<u32>,
    edge: Vec<u32>,
}

impl Adjacency {
    fn new(cell: &Cell) -> Self {
        let mut first = vec![0_u32; cell.at.len() + 1];
        for edge in &cell.edges {
            edge.ends.iter().for_each(|&end| first[end as usize + 1] += 1);
        }
        for i in 1..first.len() {
            first[i] += first[i - 1];
        }
        let mut next = first.clone();
        let mut of = vec![0; cell.edges.len() * 2];
        for (i, edge) in cell.edges.iter().enumerate() {
            for &end in &edge.ends {
                of[next[end as usize] as usize] = super::super::atlas::index(i);
                next[end as usize] += 1;
            }
        }
        Self { first, edge: of }
    }

    fn of(&self, node: u32) -> std::ops::Range<usize> {
        super::super::atlas::span(&self.first, node)
    }
}

struct Flow<'a> {
    cell: &'a Cell,
    adjacency: &'a Adjacency,
    terminal: Vec<Terminal>,
    /// Flow from the first end of an edge to the second: -1, 0 or 1.
    on: Vec<i8>,
    level: Vec<u32>,
    next: Vec<u32>,
}

impl Flow<'_> {
    /// The other end of an edge, if another unit can flow there.
    fn across(&self, edge: u32, from: u32) -> Option<u32> {
        let [a, b] = self.cell.edges[edge as usize].ends;
        let on = self.on[edge as usize];
        if from == a { (on < 1).then_some(b) } else { (on > -1).then_some(a) }
    }

    /// Distances from the sources over free edges; false when no sink is reached any more.
    fn levels(&mut self) -> bool {
        let n = self.cell.at.len();
        self.level = vec![UNSEEN; n];
        let mut queue: Vec<u32> = (0..super::super::atlas::index(n))
            .filter(|&i| self.terminal[i as usize] == Terminal::Source)
            .collect();
        for &source in &queue {
            self.level[source as usize] = 0;
        }
        let (mut head, mut reached) = (0, false);
        while let Some(&node) = queue.get(head) {
            head += 1;
            for i in self.adjacency.of(node) {
                let Some(other) = self.across(self.adjacency.edge[i], node) else { continue };
                if self.level[other as usize] == UNSEEN {
                    self.level[other as usize] = self.level[node as usize] + 1;
                    reached |= self.terminal[other as usize] == Terminal::Sink;
                    queue.push(other);
                }
            }
        }
        reached
    }

    fn blocking_flow(&mut self) -> u32 {
        self.next = self.adjacency.first[..self.cell.at.len()].to_vec();
        let mut total = 0;
        for source in 0..super::super::atlas::index(self.cell.at.len()) {
            if self.terminal[source as usize] == Terminal::Source {
                while self.augment(source) {
                    total += 1;
                }
            }
        }
        total
    }

    /// Sends one unit from a source along rising levels.
    fn augment(&mut self, source: u32) -> bool {
        let mut path: Vec<(u32, u32)> = Vec::new();
        let mut node = source;
        loop {
            if self.terminal[node as usize] == Terminal::Sink {
                for (edge, from) in path {
                    let forward = self.cell.edges[edge as usize].ends[0] == from;
                    self.on[edge as usize] += if forward { 1 } else { -1 };
                }
                return true;
            }
            if let Some((edge, other)) = self.advance(node) {
                path.push((edge, node));
                node = other;
            } else {
                let Some((_, before)) = path.pop() else { return false };
                self.next[before as usize] += 1;
                node = before;
            }
        }
    }

    fn advance(&mut self, node: u32) -> Option<(u32, u32)> {
        let end = self.adjacency.first[node as usize + 1];
        while self.next[node as usize] < end {
            let edge = self.adjacency.edge[self.next[node as usize] as usize];
            let rises = |other: &u32| self.level[*other as usize] == self.level[node as usize] + 1;
            if let Some(other) = self.across(edge, node).filter(rises) {
                return Some((edge, other));
            }
            self.next[node as usize] += 1;
        }
        None
    }

    /// Nodes from which a sink can still be reached.
    fn reaches_sink(&self) -> Vec<bool> {
        let mut reaches: Vec<bool> = self.terminal.iter().map(|t| *t == Terminal::Sink).collect();
        let mut stack: Vec<u32> = (0..super::super::atlas::index(reaches.len()))
            .filter(|&i| reaches[i as usize])
            .collect();
        while let Some(node) = stack.pop() {
            for i in self.adjacency.of(node) {
                let edge = self.adjacency.edge[i];
                let [a, b] = self.cell.edges[edge as usize].ends;
                let other = if a == node { b } else { a };
                if !reaches[other as usize] && self.across(edge, other).is_some() {
                    reaches[other as usize] = true;
                    stack.push(other);
                }
            }
        }
        reaches
    }
}
