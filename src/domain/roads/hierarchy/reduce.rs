//! What needs no cut: dead ends and all but one road of a chain matter least, whatever the rest of
//! the network looks like.

use super::super::atlas::{NONE, index};
use super::flow::CellEdge;

/// Takes the roads out that begin or end at a junction of one or two, again and again, and those
/// that lead back to where they begin; appends them, the least important first. Those that stay go
/// on in the place of what they led to.
pub fn reduce(n_nodes: usize, roads: Vec<CellEdge>, removed: &mut Vec<u32>) -> Vec<CellEdge> {
    let (rings, roads): (Vec<CellEdge>, Vec<CellEdge>) =
        roads.into_iter().partition(|road| road.ends[0] == road.ends[1]);
    removed.extend(rings.iter().map(|ring| ring.id));
    let mut reduction = Reduction::new(n_nodes, roads);
    let mut next: Vec<u32> = (0..index(n_nodes)).rev().collect();
    while let Some(node) = next.pop() {
        match *reduction.at(node) {
            [road] => next.push(reduction.take_dead_end(node, road, removed)),
            [one, other] => next.extend(reduction.take_of_two(node, one, other, removed)),
            _ => {}
        }
    }
    reduction.roads.retain(|road| road.id != NONE);
    reduction.roads
}

struct Reduction {
    /// Those taken out have no id.
    roads: Vec<CellEdge>,
    first: Vec<u32>,
    /// The roads at each node, at the front of its part.
    at: Vec<u32>,
    n_at: Vec<u32>,
}

impl Reduction {
    fn new(n_nodes: usize, roads: Vec<CellEdge>) -> Self {
        let mut first = vec![0_u32; n_nodes + 1];
        for end in roads.iter().flat_map(|road| road.ends) {
            first[end as usize + 1] += 1;
        }
        for node in 0..n_nodes {
            first[node + 1] += first[node];
        }
        let mut n_at = vec![0; n_nodes];
        let mut at = vec![0; 2 * roads.len()];
        for (i, road) in (0..).zip(&roads) {
            for end in road.ends.map(|end| end as usize) {
                at[(first[end] + n_at[end]) as usize] = i;
                n_at[end] += 1;
            }
        }
        Self { roads, first, at, n_at }
    }

    fn at(&self, node: u32) -> &[u32] {
        let first = self.first[node as usize] as usize;
        &self.at[first..first + self.n_at[node as usize] as usize]
    }

    fn other_end(&self, road: u32, node: u32) -> u32 {
        let [a, b] = self.roads[road as usize].ends;
        if a == node { b } else { a }
    }

    /// Gives the node at the other end.
    fn take_dead_end(&mut self, node: u32, road: u32, removed: &mut Vec<u32>) -> u32 {
        let other = self.other_end(road, node);
        self.take(road, removed);
        other
    }

    /// Of two roads the one that leads to fewer others; the other becomes longer. If that makes it
    /// a ring it is taken, too, and the node is given where both led.
    fn take_of_two(
        &mut self,
        node: u32,
        one: u32,
        other: u32,
        removed: &mut Vec<u32>,
    ) -> Option<u32> {
        let n_beyond = |road: u32| self.n_at[self.other_end(road, node) as usize];
        let (taken, kept) =
            if n_beyond(one) < n_beyond(other) { (one, other) } else { (other, one) };
        let beyond = self.other_end(taken, node);
        self.take(taken, removed);
        if self.other_end(kept, node) == beyond {
            self.take(kept, removed);
            return Some(beyond);
        }
        self.drop_at(node, kept);
        let ends = &mut self.roads[kept as usize].ends;
        ends[usize::from(ends[0] != node)] = beyond;
        let slot = self.first[beyond as usize] + self.n_at[beyond as usize];
        self.at[slot as usize] = kept;
        self.n_at[beyond as usize] += 1;
        None
    }

    fn take(&mut self, road: u32, removed: &mut Vec<u32>) {
        let CellEdge { ends, id } = self.roads[road as usize];
        removed.push(id);
        self.roads[road as usize].id = NONE;
        for end in ends {
            self.drop_at(end, road);
        }
    }

    fn drop_at(&mut self, node: u32, road: u32) {
        let first = self.first[node as usize] as usize;
        let n = &mut self.n_at[node as usize];
        let at = &mut self.at[first..first + *n as usize];
        if let Some(i) = at.iter().position(|&known| known == road) {
            at.swap(i, *n as usize - 1);
            *n -= 1;
        }
    }
}

#[cfg(test)]
#[path = "reduce_tests.rs"]
mod tests;
