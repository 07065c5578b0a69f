//! The same problem with fewer atoms: neighbours are joined in the order in which that costs least compactness
//! (Ward 1963), so that whole territories can wander over a large region in little time. What is sound and
//! connected there is so in the region itself, and counts the same.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::adjacency::Adjacency;
use super::problem::{Cap, Mass, NONE, Problem};

/// Every atom counts as at least this share of the mean weight, so that empty country is joined too.
const WEIGHT_MIN: f64 = 0.2;
/// A joined atom holds at most this share of a territory's target.
const LOAD_MAX: f64 = 0.06;

/// A problem with fewer atoms, and which of them each atom went into.
pub(super) struct Coarse {
    pub problem: Problem,
    group: Vec<u32>,
}

impl Coarse {
    /// Joins atoms until about `n_wanted` are left.
    pub fn new(p: &Problem, n_wanted: usize) -> Self {
        let (group, n) = Groups::new(p).join(n_wanted);
        Self { problem: contracted(p, &group, n), group }
    }

    /// An assignment of the joined atoms as one of the atoms.
    pub fn spread(&self, territory: &[u32]) -> Vec<u32> {
        self.group.iter().map(|&group| territory[group as usize]).collect()
    }
}

/// Two groups that touch, and what joining them costs.
struct Pair {
    cost: f64,
    a: u32,
    b: u32,
    /// How often the two had grown by then.
    grown: (u32, u32),
}

impl PartialEq for Pair {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Pair {}

impl PartialOrd for Pair {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Pair {
    /// The cheapest pair is the greatest, for the heap; ties by number, to be repeatable.
    fn cmp(&self, other: &Self) -> Ordering {
        let ties = || (other.a, other.b).cmp(&(self.a, self.b));
        other.cost.total_cmp(&self.cost).then_with(ties)
    }
}

/// Groups as they grow; a group is known by one of its atoms.
struct Groups<'a> {
    p: &'a Problem,
    into: Vec<u32>,
    grown: Vec<u32>,
    mass: Vec<Mass>,
    amounts: Vec<f64>,
    /// Largest load of a group, activity by activity.
    most: Vec<f64>,
    neighbours: Vec<Vec<u32>>,
    pairs: BinaryHeap<Pair>,
}

impl<'a> Groups<'a> {
    fn new(p: &'a Problem) -> Self {
        let least = WEIGHT_MIN * p.total_weight.max(f64::MIN_POSITIVE) / p.n as f64;
        let mass = |atom: usize| Mass::point(p.mass[atom].weight.max(least), p.position[atom]);
        let target = |activity: usize| {
            let targets = (0..p.k).map(|territory| p.limits(territory)[activity].target);
            targets.fold(f64::INFINITY, f64::min)
        };
        let mut groups = Self {
            into: (0..p.n as u32).collect(),
            grown: vec![0; p.n],
            mass: (0..p.n).map(mass).collect(),
            amounts: p.amounts.clone(),
            most: (0..p.m).map(|activity| LOAD_MAX * target(activity)).collect(),
            neighbours: (0..p.n).map(|a| p.arcs(a).iter().map(|arc| arc.head).collect()).collect(),
            pairs: BinaryHeap::new(),
            p,
        };
        for a in 0..p.n as u32 {
            for arc in p.arcs(a as usize).iter().filter(|arc| a < arc.head) {
                groups.offer(a, arc.head);
            }
        }
        groups
    }

    /// The group of each atom, numbered from zero, and how many there are.
    fn join(mut self, n_wanted: usize) -> (Vec<u32>, usize) {
        let mut n = self.p.n;
        while n > n_wanted
            && let Some(Pair { a, b, grown, .. }) = self.pairs.pop()
        {
            let is_current = |atom: u32, grown: u32| {
                self.into[atom as usize] == atom && self.grown[atom as usize] == grown
            };
            if is_current(a, grown.0) && is_current(b, grown.1) {
                self.merge(a, b);
                n -= 1;
            }
        }
        let mut number = vec![NONE; self.p.n];
        let mut n = 0;
        let mut group = Vec::with_capacity(self.p.n);
        for atom in 0..self.p.n as u32 {
            let number = &mut number[self.root(atom) as usize];
            if *number == NONE {
                *number = n;
                n += 1;
            }
            group.push(*number);
        }
        (group, n as usize)
    }

    fn root(&self, atom: u32) -> u32 {
        let mut root = atom;
        while self.into[root as usize] != root {
            root = self.into[root as usize];
        }
        root
    }

    fn merge(&mut self, a: u32, b: u32) {
        let (kept, gone) = (a as usize, b as usize);
        self.into[gone] = a;
        self.mass[kept] = self.mass[kept].plus(&self.mass[gone], 1.0);
        for activity in 0..self.p.m {
            self.amounts[kept * self.p.m + activity] += self.amounts[gone * self.p.m + activity];
        }
        self.grown[kept] += 1;
        let mut neighbours = std::mem::take(&mut self.neighbours[kept]);
        neighbours.append(&mut self.neighbours[gone]);
        for neighbour in &mut neighbours {
            *neighbour = self.root(*neighbour);
        }
        neighbours.sort_unstable();
        neighbours.dedup();
        neighbours.retain(|&neighbour| neighbour != a);
        for &neighbour in &neighbours {
            self.offer(a, neighbour);
        }
        self.neighbours[kept] = neighbours;
    }

    fn offer(&mut self, a: u32, b: u32) {
        let (own, other) = (a as usize, b as usize);
        if !self.may_join(own, other) {
            return;
        }
        let both = self.mass[own].plus(&self.mass[other], 1.0);
        let cost = both.inertia() - self.mass[own].inertia() - self.mass[other].inertia();
        self.pairs.push(Pair { cost, a, b, grown: (self.grown[own], self.grown[other]) });
    }

    /// Atoms of a group are alike in what binds them, so that the first speaks for all.
    fn may_join(&self, a: usize, b: usize) -> bool {
        let (p, m) = (self.p, self.p.m);
        let amounts = self.amounts[a * m..][..m].iter().zip(&self.amounts[b * m..][..m]);
        p.locked[a] == p.locked[b]
            && p.present[a] == p.present[b]
            && amounts.zip(&self.most).all(|((own, other), most)| own + other <= *most)
    }
}

/// The problem with each group as one atom.
fn contracted(p: &Problem, group: &[u32], n: usize) -> Problem {
    let add = |values: &[f64], width: usize| {
        let mut sums = vec![0.0; if values.is_empty() { 0 } else { n * width }];
        for (at, value) in values.iter().enumerate() {
            sums[group[at / width] as usize * width + at % width] += value;
        }
        sums
    };
    let mut mass = vec![Mass::default(); n];
    let mut even = vec![Mass::default(); n];
    let (mut locked, mut present) = (vec![NONE; n], vec![NONE; n]);
    let mut borders = Vec::new();
    for atom in 0..p.n {
        let own = group[atom] as usize;
        mass[own] = mass[own].plus(&p.mass[atom], 1.0);
        even[own] = even[own].plus(&Mass::point(1.0, p.position[atom]), 1.0);
        (locked[own], present[own]) = (p.locked[atom], p.present[atom]);
        let arcs = p.arcs(atom).iter().map(|arc| (group[arc.head as usize], arc.length_m));
        let outward = arcs.filter(|(other, _)| *other as usize != own);
        borders.extend(outward.map(|(other, length_m)| (own as u32, other, length_m)));
    }
    let cap = |cap: &Cap| Cap { weight: add(&cap.weight, 1), max: cap.max };
    Problem {
        n,
        k: p.k,
        m: p.m,
        atom_of: p.atom_of.iter().map(|&atom| group[atom as usize]).collect(),
        position: even.iter().map(|mass| mass.centre().unwrap_or_default()).collect(),
        mass,
        total_weight: p.total_weight,
        amounts: add(&p.amounts, p.m.max(1)),
        limits: p.limits.clone(),
        adjacency: Adjacency::new(borders, n),
        cost: add(&p.cost, p.k),
        homes: p.homes.clone(),
        locked,
        present,
        caps: p.caps.iter().map(cap).collect(),
        disruption: add(&p.disruption, 1),
        weights: p.weights,
    }
}

#[cfg(test)]
#[path = "coarse_tests.rs"]
mod tests;
