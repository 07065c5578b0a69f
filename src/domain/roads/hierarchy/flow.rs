//! Small balanced edge cuts: inertial flow (Schild & Sommer 2015). The flow has unit capacities and
//! grows by augmenting paths (Ford & Fulkerson 1956); a pass of the search enters no node in vain
//! twice and heads for the far end first, so that a few passes find nearly all paths.

use super::super::atlas::{index, span};

/// Share of the nodes at either end of a direction that must stay on their side.
const END_SHARE: f64 = 0.3;
/// Directions in which a cell is cut, of which the best is taken.
pub const DIRECTIONS: [[f32; 2]; 4] = [[1.0, 0.0], [0.0, 1.0], [1.0, 1.0], [1.0, -1.0]];

/// Cells of fewer nodes are cut in the first two directions only: little is to be won in them.
const SMALL_NODES: usize = 48;

/// A part of the network with its own numbering.
#[derive(Debug, Default)]
pub struct Cell {
    pub n_nodes: usize,
    /// The nodes along each of [`DIRECTIONS`].
    pub along: [Vec<u32>; DIRECTIONS.len()],
    pub edges: Vec<CellEdge>,
}

#[derive(Debug, Clone, Copy)]
pub struct CellEdge {
    pub ends: [u32; 2],
    pub id: u32,
}

/// Memory of a search, used again for every cell.
#[derive(Debug, Default)]
pub struct Workspace {
    flow: Flow,
    best: Vec<bool>,
    side: Vec<bool>,
}

impl Workspace {
    /// Which side every node is on, for the smallest cut found.
    pub fn bisect(&mut self, cell: &Cell) -> &[bool] {
        let n = cell.n_nodes;
        self.flow.join(cell);
        let mut found: Option<(u32, usize)> = None;
        for along in cell.along.iter().take(if n < SMALL_NODES { 2 } else { DIRECTIONS.len() }) {
            let bound = found.map_or(u32::MAX, |best| best.0);
            let Some((cut, n_near)) = self.cut_along(along, bound) else { continue };
            // Of cuts alike the one with the larger smaller side.
            let rank = (cut, n - n_near.min(n - n_near));
            if found.is_none_or(|best| rank < best) {
                found = Some(rank);
                std::mem::swap(&mut self.best, &mut self.side);
            }
        }
        &self.best
    }

    /// The maximum flow from one end of a direction to the other, and the nodes on the near side of
    /// that of its cuts that is the more balanced; `None` once the flow exceeds `bound`.
    fn cut_along(&mut self, along: &[u32], bound: u32) -> Option<(u32, usize)> {
        let flow = &mut self.flow;
        let total = flow.saturate(along, bound)?;
        flow.mark_ways_to_far_end(along);
        let n = along.len();
        let n_near = flow.side_len(|node| flow.is_reached(node));
        let n_far = flow.side_len(|node| flow.reaches[node]);
        let by_near = (2 * n_near).abs_diff(n) <= (2 * n_far).abs_diff(n);
        self.side.clear();
        if by_near {
            self.side.extend((0..n).map(|node| flow.is_reached(node)));
        } else {
            self.side.extend((0..n).map(|node| !flow.reaches[node]));
        }
        Some((total, if by_near { n_near } else { n - n_far }))
    }
}

/// Unit edges between the near end of a direction and its far end.
#[derive(Debug, Default)]
struct Flow {
    first: Vec<u32>,
    /// By node: the other end, and `edge << 1 | end`.
    arcs: Vec<(u32, u32)>,
    /// Flow from the first end of an edge to the second: -1, 0 or 1.
    on: Vec<i8>,
    /// Place of every node along the direction; the near end lies before `near`, the far end from
    /// `far` on.
    place: Vec<u32>,
    near: u32,
    far: u32,
    visits: Vec<Visit>,
    pass: u32,
    path: Vec<(u32, u32)>,
    reaches: Vec<bool>,
    queue: Vec<u32>,
}

/// What the search knows of a node.
#[derive(Debug, Default, Clone, Copy)]
struct Visit {
    /// The pass in which it was entered last.
    entered: u32,
    /// The pass in which it is on the path or leads nowhere.
    closed: u32,
    /// Arcs looked at: first those that lead ahead, then once more the others.
    n_seen: u32,
}

impl Flow {
    /// The arcs of a cell, the same for all directions.
    fn join(&mut self, cell: &Cell) {
        let n = cell.n_nodes;
        self.first.clear();
        self.first.resize(n + 2, 0);
        let edges = || cell.edges.iter().map(|edge| edge.ends).filter(|ends| ends[0] != ends[1]);
        for end in edges().flatten() {
            self.first[end as usize + 2] += 1;
        }
        for i in 2..n + 2 {
            self.first[i] += self.first[i - 1];
        }
        self.arcs.clear();
        self.arcs.resize(self.first[n + 1] as usize, (0, 0));
        for (edge, ends) in edges().enumerate() {
            for (side, &end) in ends.iter().enumerate() {
                let slot = &mut self.first[end as usize + 1];
                self.arcs[*slot as usize] = (ends[1 - side], index(edge << 1 | side));
                *slot += 1;
            }
        }
        self.first.pop();
        self.visits.clear();
        self.visits.resize(n, Visit::default());
        self.pass = 0;
        self.place.resize(n, 0);
    }

    /// Sends as much from the near end to the far end as there is room for.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a share of a count"
    )]
    fn saturate(&mut self, along: &[u32], bound: u32) -> Option<u32> {
        let n_end = ((along.len() as f64 * END_SHARE) as usize).max(1);
        (self.near, self.far) = (index(n_end), index(along.len() - n_end));
        for (place, &node) in along.iter().enumerate() {
            self.place[node as usize] = index(place);
        }
        self.on.clear();
        self.on.resize(self.arcs.len() / 2, 0);
        let mut total = 0;
        loop {
            let more = self.pass(&along[..n_end], bound - total)?;
            if more == 0 {
                return Some(total);
            }
            total += more;
        }
    }

    /// One search from all nodes of the near end; `None` when it finds more than `bound` paths.
    fn pass(&mut self, near: &[u32], bound: u32) -> Option<u32> {
        self.pass += 1;
        let mut n_found = 0;
        for &node in near {
            for i in span(&self.first, node) {
                let (other, arc) = self.arcs[i];
                if self.place[other as usize] >= self.near
                    && self.is_free(arc)
                    && self.augment(other, arc)
                {
                    n_found += 1;
                    if n_found > bound {
                        return None;
                    }
                }
            }
        }
        Some(n_found)
    }

    /// Whether another unit can flow along an arc.
    fn is_free(&self, arc: u32) -> bool {
        let on = self.on[(arc >> 1) as usize];
        if arc & 1 == 0 { on < 1 } else { on > -1 }
    }

    /// Sends one unit along an arc and on to the far end, if there is a way.
    fn augment(&mut self, mut node: u32, mut arc: u32) -> bool {
        self.path.clear();
        loop {
            if self.place[node as usize] >= self.far {
                self.path.push((node, arc));
                break;
            }
            if self.enter(node) {
                self.path.push((node, arc));
            }
            // Back from where nothing leads on.
            let next = loop {
                let Some(&(node, _)) = self.path.last() else { return false };
                match self.advance(node) {
                    Some(next) => break next,
                    None => self.path.pop(),
                };
            };
            (node, arc) = next;
        }
        for &(node, arc) in &self.path {
            self.on[(arc >> 1) as usize] += if arc & 1 == 0 { 1 } else { -1 };
            // Others may pass here, too.
            self.visits[node as usize].closed = 0;
        }
        true
    }

    /// False where the search is already or was in vain.
    fn enter(&mut self, node: u32) -> bool {
        let visit = &mut self.visits[node as usize];
        if visit.closed == self.pass {
            return false;
        }
        if visit.entered != self.pass {
            *visit = Visit { entered: self.pass, closed: 0, n_seen: 0 };
        }
        visit.closed = self.pass;
        true
    }

    fn advance(&mut self, node: u32) -> Option<(u32, u32)> {
        let range = span(&self.first, node);
        let (n_arcs, here) = (range.len(), self.place[node as usize]);
        let mut n_seen = self.visits[node as usize].n_seen as usize;
        let mut found = None;
        while found.is_none() && n_seen < 2 * n_arcs {
            let is_second = n_seen >= n_arcs;
            let (other, arc) = self.arcs[range.start + n_seen - if is_second { n_arcs } else { 0 }];
            n_seen += 1;
            let there = self.place[other as usize];
            if (there > here) != is_second
                && there >= self.near
                && self.visits[other as usize].closed != self.pass
                && self.is_free(arc)
            {
                found = Some((other, arc));
            }
        }
        self.visits[node as usize].n_seen = index(n_seen);
        found
    }

    /// Whether the last pass got there.
    fn is_reached(&self, node: usize) -> bool {
        self.place[node] < self.near || self.visits[node].entered == self.pass
    }

    fn side_len(&self, is_in: impl Fn(usize) -> bool) -> usize {
        (0..self.visits.len()).filter(|&node| is_in(node)).count()
    }

    /// Nodes from which the far end can still be reached.
    fn mark_ways_to_far_end(&mut self, along: &[u32]) {
        self.reaches.clear();
        self.reaches.resize(along.len(), false);
        self.queue.clear();
        self.queue.extend_from_slice(&along[self.far as usize..]);
        for &node in &self.queue {
            self.reaches[node as usize] = true;
        }
        while let Some(node) = self.queue.pop() {
            for i in span(&self.first, node) {
                let (other, arc) = self.arcs[i];
                // The same edge from its other end.
                if !self.reaches[other as usize] && self.is_free(arc ^ 1) {
                    self.reaches[other as usize] = true;
                    self.queue.push(other);
                }
            }
        }
    }
}
