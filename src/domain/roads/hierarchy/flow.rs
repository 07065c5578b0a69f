//! Small balanced edge cuts: inertial flow (Schild & Sommer 2015) by Dinic's algorithm (1970) with
//! unit capacities. The nodes that must stay on their side are one node each, so that only the
//! middle between them is searched.

use super::super::atlas::index;

/// Share of the nodes at either end of a direction that must stay on their side.
const END_SHARE: f64 = 0.25;
/// Directions in which a cell is cut, of which the best is taken.
const DIRECTIONS: [[f32; 2]; 4] = [[1.0, 0.0], [0.0, 1.0], [1.0, 1.0], [1.0, -1.0]];
const UNSEEN: u32 = u32::MAX;
const SOURCE: u32 = 0;
const SINK: u32 = 1;
/// The first node of the middle.
const MIDDLE: u32 = 2;

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

/// Memory of a search, used again for every cell.
#[derive(Debug, Default)]
pub struct Workspace {
    flow: Flow,
    order: Vec<(f32, u32)>,
    /// Number of every node of the cell in the flow.
    number: Vec<u32>,
    best: Vec<bool>,
    side: Vec<bool>,
}

impl Workspace {
    /// Which side every node is on, for the smallest cut found.
    pub fn bisect(&mut self, cell: &Cell) -> &[bool] {
        let n = cell.at.len();
        let mut found: Option<(u32, usize)> = None;
        for direction in DIRECTIONS {
            let bound = found.map_or(u32::MAX, |best| best.0);
            let Some(cut) = self.cut_along(cell, direction, bound) else { continue };
            let n_near = self.side.iter().filter(|near| **near).count();
            // Of cuts alike the one with the larger smaller side.
            let rank = (cut, n - n_near.min(n - n_near));
            if found.is_none_or(|best| rank < best) {
                found = Some(rank);
                std::mem::swap(&mut self.best, &mut self.side);
            }
        }
        if found.is_none() {
            self.best.clear();
            self.best.extend((0..n).map(|i| i * 2 < n));
        }
        &self.best
    }

    /// The maximum flow from one end of a direction to the other, with the side of the cut that
    /// is the more balanced; `None` once the flow exceeds `bound`.
    fn cut_along(&mut self, cell: &Cell, direction: [f32; 2], bound: u32) -> Option<u32> {
        self.number_along(cell, direction);
        self.flow.reset(cell, &self.number);
        let mut total = self.flow.across_directly();
        while total <= bound && self.flow.levels() {
            total += self.flow.blocking_flow();
        }
        if total > bound {
            return None;
        }
        let flow = &mut self.flow;
        flow.mark_ways_to_sink();
        let is_near = |number: u32| flow.level[number as usize] != UNSEEN;
        let is_far = |number: u32| flow.reaches[number as usize];
        let n_near = self.number.iter().filter(|&&number| is_near(number)).count();
        let n_far = self.number.iter().filter(|&&number| is_far(number)).count();
        let n = self.number.len();
        let by_near = (2 * n_near).abs_diff(n) <= (2 * n_far).abs_diff(n);
        self.side.clear();
        self.side.extend(
            self.number
                .iter()
                .map(|&number| if by_near { is_near(number) } else { !is_far(number) }),
        );
        Some(total)
    }

    /// Gives the ends of a direction to source and sink, and the middle its numbers.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a share of a count"
    )]
    fn number_along(&mut self, cell: &Cell, direction: [f32; 2]) {
        let n = cell.at.len();
        let n_end = ((n as f64 * END_SHARE) as usize).max(1);
        let order = &mut self.order;
        order.clear();
        order.extend(
            cell.at.iter().zip(0..).map(|([x, y], i)| (x * direction[0] + y * direction[1], i)),
        );
        let by_key = |a: &(f32, u32), b: &(f32, u32)| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1));
        order.select_nth_unstable_by(n_end - 1, by_key);
        if n - n_end > n_end {
            order[n_end..].select_nth_unstable_by(n - 2 * n_end, by_key);
        }
        self.number.clear();
        self.number.resize(n, MIDDLE);
        for &(_, i) in &order[..n_end] {
            self.number[i as usize] = SOURCE;
        }
        for &(_, i) in &order[n - n_end..] {
            self.number[i as usize] = SINK;
        }
        let rest = self.number.iter_mut().filter(|number| **number == MIDDLE);
        for (number, next) in rest.zip(MIDDLE..) {
            *number = next;
        }
    }
}

/// A network of unit edges from [`SOURCE`] to [`SINK`].
#[derive(Debug, Default)]
struct Flow {
    first: Vec<u32>,
    /// By node: the other end, and `edge << 1 | end`.
    arcs: Vec<(u32, u32)>,
    /// Flow from the first end of an edge to the second: -1, 0 or 1.
    on: Vec<i8>,
    ends: Vec<[u32; 2]>,
    n_direct: u32,
    level: Vec<u32>,
    next: Vec<u32>,
    queue: Vec<u32>,
    path: Vec<(u32, u32)>,
    reaches: Vec<bool>,
}

impl Flow {
    fn reset(&mut self, cell: &Cell, number: &[u32]) {
        let n = number.iter().max().map_or(0, |&last| last as usize + 1).max(MIDDLE as usize);
        self.ends.clear();
        self.n_direct = 0;
        for edge in &cell.edges {
            let ends = edge.ends.map(|end| number[end as usize]);
            if ends[0].max(ends[1]) < MIDDLE {
                self.n_direct += u32::from(ends[0] != ends[1]);
            } else if ends[0] != ends[1] {
                self.ends.push(ends);
            }
        }
        self.on.clear();
        self.on.resize(self.ends.len(), 0);
        self.first.clear();
        self.first.resize(n + 1, 0);
        for end in self.ends.iter().flatten() {
            self.first[*end as usize + 1] += 1;
        }
        for i in 0..n {
            self.first[i + 1] += self.first[i];
        }
        self.next.clear();
        self.next.extend_from_slice(&self.first[..n]);
        self.arcs.clear();
        self.arcs.resize(self.ends.len() * 2, (0, 0));
        for (edge, ends) in self.ends.iter().enumerate() {
            for (side, &end) in ends.iter().enumerate() {
                let slot = &mut self.next[end as usize];
                self.arcs[*slot as usize] = (ends[1 - side], index(edge << 1 | side));
                *slot += 1;
            }
        }
    }

    /// Edges from source to sink without anything in between are always cut.
    fn across_directly(&self) -> u32 {
        self.n_direct
    }

    /// Whether another unit can flow along an arc.
    fn is_free(&self, arc: u32) -> bool {
        let on = self.on[(arc >> 1) as usize];
        if arc & 1 == 0 { on < 1 } else { on > -1 }
    }

    fn arcs_of(&self, node: u32) -> std::ops::Range<usize> {
        super::super::atlas::span(&self.first, node)
    }

    /// Distances from the source over free edges; false when the sink is not reached any more.
    fn levels(&mut self) -> bool {
        let n = self.first.len() - 1;
        self.level.clear();
        self.level.resize(n, UNSEEN);
        self.level[SOURCE as usize] = 0;
        self.queue.clear();
        self.queue.push(SOURCE);
        let mut done = 0;
        while let Some(&node) = self.queue.get(done) {
            done += 1;
            // What is not nearer than the sink leads nowhere.
            if self.level[node as usize] >= self.level[SINK as usize] {
                break;
            }
            for i in self.arcs_of(node) {
                let (other, arc) = self.arcs[i];
                if self.level[other as usize] == UNSEEN && self.is_free(arc) {
                    self.level[other as usize] = self.level[node as usize] + 1;
                    self.queue.push(other);
                }
            }
        }
        self.level[SINK as usize] != UNSEEN
    }

    fn blocking_flow(&mut self) -> u32 {
        self.next.clear();
        self.next.extend_from_slice(&self.first[..self.first.len() - 1]);
        let mut total = 0;
        while self.augment() {
            total += 1;
        }
        total
    }

    /// Sends one unit along rising levels.
    fn augment(&mut self) -> bool {
        self.path.clear();
        let mut node = SOURCE;
        while node != SINK {
            if let Some((other, arc)) = self.advance(node) {
                self.path.push((node, arc));
                node = other;
            } else {
                let Some((before, _)) = self.path.pop() else { return false };
                self.next[before as usize] += 1;
                node = before;
            }
        }
        for &(_, arc) in &self.path {
            self.on[(arc >> 1) as usize] += if arc & 1 == 0 { 1 } else { -1 };
        }
        true
    }

    fn advance(&mut self, node: u32) -> Option<(u32, u32)> {
        let end = self.first[node as usize + 1];
        while self.next[node as usize] < end {
            let (other, arc) = self.arcs[self.next[node as usize] as usize];
            let rises = self.level[other as usize] == self.level[node as usize] + 1;
            if rises && self.is_free(arc) {
                return Some((other, arc));
            }
            self.next[node as usize] += 1;
        }
        None
    }

    /// Nodes from which the sink can still be reached.
    fn mark_ways_to_sink(&mut self) {
        self.reaches.clear();
        self.reaches.resize(self.first.len() - 1, false);
        self.reaches[SINK as usize] = true;
        self.queue.clear();
        self.queue.push(SINK);
        while let Some(node) = self.queue.pop() {
            for i in self.arcs_of(node) {
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
