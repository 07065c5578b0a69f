//! Two neighbouring territories are thrown together and split anew along an edge of a random
//! spanning tree, so that both parts are connected (recombination, `DeFord`, Duchin & Solomon 2021).

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use rand::RngExt;

use super::walk::Walk;
use crate::domain::territory::problem::distance_2;

pub(super) fn propose(walk: &mut Walk<'_>) -> bool {
    let Some((atom, b)) = walk.pick() else { return false };
    let a = walk.state.territory[atom] as usize;
    let tree = Tree::grow(walk, atom, a, b);
    // Territories in several parts (islands without bridges) are left to the other operators.
    if tree.atoms.len() != (walk.state.n_atoms[a] + walk.state.n_atoms[b]) as usize {
        return false;
    }
    let Some(split) = tree.best_split(walk, a, b) else { return false };
    let is_allowed = apply(walk, &tree, split);
    walk.finish(is_allowed)
}

/// Atoms in the order they joined, with the position of each one's parent.
struct Tree {
    atoms: Vec<u32>,
    parent: Vec<u32>,
}

#[derive(Clone, Copy)]
struct Split {
    /// Position of the subtree's root.
    root: usize,
    inside: usize,
    outside: usize,
}

impl Tree {
    /// Prim's tree under random weights, longer links costing more.
    fn grow(walk: &mut Walk<'_>, root: usize, a: usize, b: usize) -> Self {
        let mut tree = Self { atoms: Vec::new(), parent: Vec::new() };
        let mut joined = std::collections::HashSet::new();
        let mut heap = BinaryHeap::from([Reverse((0_u64, root as u32, 0_u32))]);
        while let Some(Reverse((_, atom, parent))) = heap.pop() {
            if !joined.insert(atom) {
                continue;
            }
            let position = tree.atoms.len() as u32;
            tree.atoms.push(atom);
            tree.parent.push(parent);
            for arc in walk.p.arcs(atom as usize) {
                let own = walk.state.territory[arc.head as usize] as usize;
                if (own == a || own == b) && !joined.contains(&arc.head) {
                    let weight = link_weight(walk, atom as usize, arc.head as usize);
                    heap.push(Reverse((weight, arc.head, position)));
                }
            }
        }
        tree
    }

    /// The edge whose removal breaks the limits least; ties fall to the first seen from a random start.
    fn best_split(&self, walk: &mut Walk<'_>, a: usize, b: usize) -> Option<Split> {
        let m = walk.p.m;
        let below = self.subtree_loads(walk);
        let total: Vec<f64> = below[..m].to_vec();
        let n = self.atoms.len();
        if n < 2 {
            return None;
        }
        let start = walk.rng.random_range(1..n);
        let mut best: Option<(f64, Split)> = None;
        for root in (start..n).chain(1..start) {
            for (inside, outside) in [(a, b), (b, a)] {
                let excess = split_excess(walk, &below[root * m..][..m], &total, inside, outside);
                if best.is_none_or(|(least, _)| excess < least) {
                    best = Some((excess, Split { root, inside, outside }));
                }
            }
        }
        best.map(|(_, split)| split)
    }

    /// Position times activity: what hangs below each atom, itself included.
    fn subtree_loads(&self, walk: &Walk<'_>) -> Vec<f64> {
        let m = walk.p.m;
        let mut below = vec![0.0; self.atoms.len() * m];
        for position in (0..self.atoms.len()).rev() {
            let amounts = walk.p.amounts(self.atoms[position] as usize);
            for (activity, amount) in amounts.iter().enumerate() {
                below[position * m + activity] += amount;
                if position > 0 {
                    let load = below[position * m + activity];
                    below[self.parent[position] as usize * m + activity] += load;
                }
            }
        }
        below
    }
}

fn link_weight(walk: &mut Walk<'_>, from: usize, to: usize) -> u64 {
    let metres = distance_2(&walk.p.position[from], &walk.p.position[to]).sqrt() * 1_000.0 + 1.0;
    #[expect(clippy::cast_sign_loss, reason = "both factors are positive")]
    let weight = (metres * walk.rng.random::<f64>() * 1_000.0) as u64;
    weight
}

fn split_excess(
    walk: &Walk<'_>,
    part: &[f64],
    total: &[f64],
    inside: usize,
    outside: usize,
) -> f64 {
    let limits = walk.p.limits(inside).iter().zip(walk.p.limits(outside));
    let loads = part.iter().zip(total);
    limits
        .zip(loads)
        .map(|((own, other), (load, sum))| {
            own.excess(*load)
                + other.excess(sum - load)
                + 1e-3 * (own.squared_deviation(*load) + other.squared_deviation(sum - load))
        })
        .sum()
}

/// Moves every atom to its side. False if that would break a lock or a cap.
fn apply(walk: &mut Walk<'_>, tree: &Tree, split: Split) -> bool {
    let mut is_inside = vec![false; tree.atoms.len()];
    for position in 0..tree.atoms.len() {
        is_inside[position] =
            position == split.root || (position > 0 && is_inside[tree.parent[position] as usize]);
        let atom = tree.atoms[position] as usize;
        let to = if is_inside[position] { split.inside } else { split.outside };
        if walk.state.territory[atom] as usize == to {
            continue;
        }
        if walk.is_locked(atom) || !walk.state.within_caps(walk.p, atom, to) {
            return false;
        }
        walk.force_move(atom, to);
    }
    true
}
