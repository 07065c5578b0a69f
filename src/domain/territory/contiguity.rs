//! Whether a territory stays in one piece when an atom leaves it.

use super::problem::Problem;
use super::state::State;

/// Scratch space for the searches, so that none of them allocates.
#[derive(Debug, Clone)]
pub(super) struct Contiguity {
    seen: Vec<u32>,
    stamp: u32,
    queue: Vec<u32>,
}

impl Contiguity {
    pub fn new(p: &Problem) -> Self {
        Self { seen: vec![0; p.n], stamp: 0, queue: Vec::new() }
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

    fn is_connected_without(&mut self, p: &Problem, state: &State, atom: usize) -> bool {
        let own = state.territory[atom];
        let is_own = |head: u32| state.territory[head as usize] == own;
        let ring = || p.arcs(atom).iter().map(|arc| arc.head).filter(|&head| is_own(head));
        let Some(first) = ring().next() else { return true };
        let mut missing = ring().count() - 1;
        self.begin();
        self.mark(atom as u32);
        self.mark(first);
        self.queue.push(first);
        while let Some(next) = self.queue.pop() {
            for arc in p.arcs(next as usize) {
                if is_own(arc.head) && self.mark(arc.head) {
                    if p.arcs(atom).binary_search_by_key(&arc.head, |a| a.head).is_ok() {
                        missing -= 1;
                    }
                    self.queue.push(arc.head);
                }
            }
            if missing == 0 {
                return true;
            }
        }
        missing == 0
    }

    fn begin(&mut self) {
        self.queue.clear();
        if self.stamp == u32::MAX {
            self.seen.fill(0);
            self.stamp = 0;
        }
        self.stamp += 1;
    }

    /// True the first time.
    fn mark(&mut self, atom: u32) -> bool {
        std::mem::replace(&mut self.seen[atom as usize], self.stamp) != self.stamp
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
