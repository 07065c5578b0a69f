//! Tarjan's strongly connected components (1972), without recursion.

use std::ops::Range;

use super::super::atlas::{NONE, index};

/// The part of every one of `n` nodes that `is_in` lets in; [`NONE`] for the others. `arcs` gives
/// the arcs of a node, and `head` where an arc leads, if it may be used.
pub fn parts(
    n: usize,
    is_in: impl Fn(u32) -> bool,
    arcs: impl Fn(u32) -> Range<usize>,
    head: impl Fn(usize) -> Option<u32>,
) -> Vec<u32> {
    let mut tarjan = Tarjan {
        part: vec![NONE; n],
        number: vec![NONE; n],
        low: vec![0; n],
        stack: Vec::new(),
        next_number: 0,
        next_part: 0,
    };
    let mut calls: Vec<(u32, Range<usize>)> = Vec::new();
    for root in (0..index(n)).filter(|&root| is_in(root)) {
        if tarjan.number[root as usize] != NONE {
            continue;
        }
        tarjan.enter(root);
        calls.push((root, arcs(root)));
        while let Some((node, rest)) = calls.last_mut() {
            let (node, ahead) = (*node, tarjan.next(*node, rest, &head));
            if let Some(next) = ahead {
                tarjan.enter(next);
                calls.push((next, arcs(next)));
                continue;
            }
            tarjan.leave(node);
            calls.pop();
            if let Some(&(caller, _)) = calls.last() {
                let low = tarjan.low[node as usize];
                let above = &mut tarjan.low[caller as usize];
                *above = (*above).min(low);
            }
        }
    }
    tarjan.part
}

struct Tarjan {
    part: Vec<u32>,
    number: Vec<u32>,
    low: Vec<u32>,
    stack: Vec<u32>,
    next_number: u32,
    next_part: u32,
}

impl Tarjan {
    fn enter(&mut self, node: u32) {
        self.number[node as usize] = self.next_number;
        self.low[node as usize] = self.next_number;
        self.next_number += 1;
        self.stack.push(node);
    }

    /// The next node not seen yet; what is seen and still open lowers this one.
    fn next(
        &mut self,
        node: u32,
        rest: &mut Range<usize>,
        head: impl Fn(usize) -> Option<u32>,
    ) -> Option<u32> {
        for to in rest.by_ref().filter_map(head) {
            let number = self.number[to as usize];
            if number == NONE {
                return Some(to);
            }
            if self.part[to as usize] == NONE {
                self.low[node as usize] = self.low[node as usize].min(number);
            }
        }
        None
    }

    /// A node from which nothing lower is reached closes its part.
    fn leave(&mut self, node: u32) {
        if self.low[node as usize] != self.number[node as usize] {
            return;
        }
        while let Some(member) = self.stack.pop() {
            self.part[member as usize] = self.next_part;
            if member == node {
                break;
            }
        }
        self.next_part += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_on_a_ring_are_one_part() {
        // 0 → 1 → 2 → 0, 2 → 3, 3 → 4 → 3; 5 is left out.
        let arcs = [(0, 1), (1, 2), (2, 0), (2, 3), (3, 4), (4, 3), (4, 5)];
        let first = |node: u32| {
            arcs.partition_point(|arc| arc.0 < node)..arcs.partition_point(|arc| arc.0 <= node)
        };
        let part = parts(6, |node| node < 5, first, |i| Some(arcs[i].1).filter(|&to| to < 5));
        assert!(part[0] == part[1] && part[1] == part[2], "{part:?}");
        assert!(part[3] == part[4] && part[3] != part[0], "{part:?}");
        assert_eq!(part[5], NONE);
    }
}
