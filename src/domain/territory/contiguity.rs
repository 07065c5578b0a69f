//! Whether a territory stays in one piece when an atom leaves it.

use super::problem::Problem;
use super::state::State;

/// Scratch space for the searches, so that none of them allocates.
#[derive(Debug, Clone)]
pub(super) struct Contiguity {
    seen: Vec<u32>,
    stamp: u32,
    /// Which search has seen an atom, if `seen` carries the stamp.
    side: Vec<u32>,
    /// What each search looks at next; searches that have met are joined.
    fronts: Vec<Vec<u32>>,
    parent: Vec<usize>,
    n_sides: usize,
}

/// The atom in question itself.
const NO_SIDE: u32 = u32::MAX;

impl Contiguity {
    pub fn new(p: &Problem) -> Self {
        Self {
            seen: vec![0; p.n],
            stamp: 0,
            side: vec![NO_SIDE; p.n],
            fronts: Vec::new(),
            parent: Vec::new(),
            n_sides: 0,
        }
    }

    /// Whether the atom may leave: its neighbours in its own territory must still reach each other without
    /// it. Most answers come from the ring of neighbours alone; only where the ring is open is
    /// the territory searched.
    pub fn may_leave(&mut self, p: &Problem, state: &State, atom: usize) -> bool {
        if state.n_atoms[state.territory[atom] as usize] < 2 {
            return false;
        }
        match ring_is_connected(p, state, atom) {
            Some(true) => true,
            _ => self.is_connected_without(p, state, atom),
        }
    }

    /// Searches from every neighbour in the territory at once, a step each in turn: when one search runs out
    /// before it met another, its side is cut off. Most cuts leave a small side, which ends soon.
    fn is_connected_without(&mut self, p: &Problem, state: &State, atom: usize) -> bool {
        let own = state.territory[atom];
        self.begin();
        self.mark(atom as u32, NO_SIDE);
        for arc in p.arcs(atom).iter().filter(|arc| state.territory[arc.head as usize] == own) {
            self.start_side(arc.head);
        }
        let n_started = self.n_sides;
        while self.n_sides > 1 {
            for side in 0..n_started {
                if self.find(side) != side {
                    continue;
                }
                let Some(next) = self.fronts[side].pop() else { return false };
                self.expand(p, state, next, side);
                if self.n_sides == 1 {
                    break;
                }
            }
        }
        true
    }

    fn expand(&mut self, p: &Problem, state: &State, from: u32, side: usize) {
        let own = state.territory[from as usize];
        for arc in p.arcs(from as usize) {
            if state.territory[arc.head as usize] != own {
                continue;
            }
            if self.seen[arc.head as usize] != self.stamp {
                self.mark(arc.head, side as u32);
                let root = self.find(side);
                self.fronts[root].push(arc.head);
            } else if self.side[arc.head as usize] != NO_SIDE {
                self.join(side, self.side[arc.head as usize] as usize);
            }
        }
    }

    fn start_side(&mut self, atom: u32) {
        let side = self.n_sides;
        if side == self.fronts.len() {
            self.fronts.push(Vec::new());
            self.parent.push(side);
        }
        self.fronts[side].clear();
        self.fronts[side].push(atom);
        self.parent[side] = side;
        self.mark(atom, side as u32);
        self.n_sides += 1;
    }

    fn find(&self, side: usize) -> usize {
        let mut root = side;
        while self.parent[root] != root {
            root = self.parent[root];
        }
        root
    }

    /// Two searches met: one goes on for both.
    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find(a), self.find(b));
        if a != b {
            self.parent[b] = a;
            let front = std::mem::take(&mut self.fronts[b]);
            self.fronts[a].extend(front);
            self.n_sides -= 1;
        }
    }

    fn begin(&mut self) {
        self.n_sides = 0;
        if self.stamp == u32::MAX {
            self.seen.fill(0);
            self.stamp = 0;
        }
        self.stamp += 1;
    }

    fn mark(&mut self, atom: u32, side: u32) {
        self.seen[atom as usize] = self.stamp;
        self.side[atom as usize] = side;
    }
}

/// Whether the neighbours in the same territory touch one another in a chain. `Some(false)` and
/// `None` (too many neighbours to tell) say nothing about the rest of the territory.
fn ring_is_connected(p: &Problem, state: &State, atom: usize) -> Option<bool> {
    let arcs = p.arcs(atom);
    if arcs.len() > 64 {
        return None;
    }
    let own = state.territory[atom];
    let mut members = 0_u64;
    for (index, arc) in arcs.iter().enumerate() {
        members |= u64::from(state.territory[arc.head as usize] == own) << index;
    }
    if members == 0 {
        return Some(false);
    }
    let rings = p.rings(atom);
    let mut reached = members & members.wrapping_neg();
    let mut todo = reached;
    while todo != 0 {
        let index = todo.trailing_zeros() as usize;
        todo &= todo - 1;
        let fresh = rings[index] & members & !reached;
        reached |= fresh;
        todo |= fresh;
    }
    Some(reached == members)
}

/// The connected parts of each territory: a part number for every atom, and for every
/// part its territory.
pub(super) fn parts(p: &Problem, territory: &[u32]) -> (Vec<u32>, Vec<u32>) {
    const UNSEEN: u32 = u32::MAX;
    let mut part_of = vec![UNSEEN; p.n];
    let mut owner = Vec::new();
    let mut queue = Vec::new();
    for start in 0..p.n {
        if part_of[start] != UNSEEN {
            continue;
        }
        let part = owner.len() as u32;
        owner.push(territory[start]);
        part_of[start] = part;
        queue.push(start);
        while let Some(atom) = queue.pop() {
            for arc in p.arcs(atom) {
                let head = arc.head as usize;
                if part_of[head] == UNSEEN && territory[head] == territory[start] {
                    part_of[head] = part;
                    queue.push(head);
                }
            }
        }
    }
    (part_of, owner)
}

#[cfg(test)]
#[path = "contiguity_tests.rs"]
mod tests;
