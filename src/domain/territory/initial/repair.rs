//! Makes territories connected: every territory keeps its heaviest part, the rest goes to neighbours.

use std::cmp::Ordering;
use std::collections::{BinaryHeap, VecDeque};

use crate::domain::territory::contiguity::parts;
use crate::domain::territory::problem::{Mass, NONE, Problem, distance_2};

/// Gives stray parts to their neighbours and seeds territories that have nothing.
pub(in crate::domain::territory) fn repair(
    p: &Problem,
    territory: &mut [u32],
    centres: &[[f64; 3]],
) {
    connect_locks(p, territory);
    release_strays(p, territory);
    seed_empty(p, territory, centres);
    release_strays(p, territory);
    fill(p, territory, centres);
}

/// Centres of gravity, the middle of the region for an empty territory.
pub(super) fn centres_of(p: &Problem, territory: &[u32]) -> Vec<[f64; 3]> {
    let mut masses = vec![Mass::default(); p.k];
    for (atom, &own) in territory.iter().enumerate() {
        if own != NONE {
            masses[own as usize] =
                masses[own as usize].plus(&Mass::point(1.0, p.position[atom]), 1.0);
        }
    }
    masses.iter().map(|mass| mass.centre().unwrap_or_default()).collect()
}

/// Joins the locked atoms of a territory by shortest ways over atoms no other territory has locked.
fn connect_locks(p: &Problem, territory: &mut [u32]) {
    for own in 0..p.k as u32 {
        let locked: Vec<usize> = (0..p.n).filter(|&atom| p.locked[atom] == own).collect();
        let mut claimed = vec![false; p.n];
        for &atom in &locked {
            if !claimed[atom] && claimed.contains(&true) {
                for step in way(p, own, atom, &claimed) {
                    claimed[step] = true;
                    territory[step] = own;
                }
            }
            claimed[atom] = true;
        }
    }
}

/// The atoms between `from` and the nearest claimed one, breadth first; empty if there is no way.
fn way(p: &Problem, own: u32, from: usize, claimed: &[bool]) -> Vec<usize> {
    let mut before = vec![NONE; p.n];
    before[from] = from as u32;
    let mut queue = VecDeque::from([from]);
    while let Some(atom) = queue.pop_front() {
        if claimed[atom] {
            let mut steps = Vec::new();
            let mut step = before[atom] as usize;
            while step != from {
                steps.push(step);
                step = before[step] as usize;
            }
            return steps;
        }
        for arc in p.arcs(atom) {
            let head = arc.head as usize;
            let is_open = p.locked[head] == NONE || p.locked[head] == own;
            if before[head] == NONE && is_open {
                before[head] = atom as u32;
                queue.push_back(head);
            }
        }
    }
    Vec::new()
}

/// Leaves each territory its part with most locks, then most weight; the others are set free.
fn release_strays(p: &Problem, territory: &mut [u32]) {
    let (part_of, owner) = parts(p, territory);
    let mut worth = vec![(0_u32, 0.0_f64); owner.len()];
    for atom in 0..p.n {
        let (locks, weight) = &mut worth[part_of[atom] as usize];
        *locks += u32::from(p.locked[atom] != NONE);
        *weight += p.mass[atom].weight + p.amounts(atom).iter().sum::<f64>() + f64::MIN_POSITIVE;
    }
    let mut keeps = vec![NONE; p.k];
    for (part, &own) in owner.iter().enumerate() {
        if own == NONE {
            continue;
        }
        let best = &mut keeps[own as usize];
        if *best == NONE || is_more(worth[part], worth[*best as usize]) {
            *best = part as u32;
        }
    }
    for atom in 0..p.n {
        let own = territory[atom];
        if own != NONE && keeps[own as usize] != part_of[atom] && p.locked[atom] == NONE {
            territory[atom] = NONE;
        }
    }
}

fn is_more(a: (u32, f64), b: (u32, f64)) -> bool {
    a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)) == Ordering::Greater
}

/// A territory without atoms takes the free atom nearest to its centre, or one of a larger territory.
fn seed_empty(p: &Problem, territory: &mut [u32], centres: &[[f64; 3]]) {
    let mut n_atoms = vec![0_usize; p.k];
    for &own in territory.iter().filter(|&&own| own != NONE) {
        n_atoms[own as usize] += 1;
    }
    for empty in 0..p.k {
        if n_atoms[empty] > 0 {
            continue;
        }
        let may_take = |atom: &usize| {
            p.locked[*atom] == NONE
                && (territory[*atom] == NONE || n_atoms[territory[*atom] as usize] > 1)
        };
        let nearest = (0..p.n).filter(may_take).min_by(|&a, &b| {
            let far = |atom: usize| distance_2(&p.position[atom], &centres[empty]);
            far(a).total_cmp(&far(b))
        });
        let Some(atom) = nearest else { continue };
        if territory[atom] != NONE {
            n_atoms[territory[atom] as usize] -= 1;
        }
        territory[atom] = empty as u32;
        n_atoms[empty] = 1;
    }
}

#[derive(PartialEq)]
struct Offer {
    cost: f64,
    atom: u32,
    to: u32,
}

impl Eq for Offer {}

impl PartialOrd for Offer {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Offer {
    /// The cheapest offer is the greatest, for the heap; ties by number, to be repeatable.
    fn cmp(&self, other: &Self) -> Ordering {
        let ties = || (other.atom, other.to).cmp(&(self.atom, self.to));
        other.cost.total_cmp(&self.cost).then_with(ties)
    }
}

/// Grows the territories over the free atoms, nearest to its centre first. Atoms that no territory can
/// reach go to the nearest centre.
pub(super) fn fill(p: &Problem, territory: &mut [u32], centres: &[[f64; 3]]) {
    let mut offers = BinaryHeap::new();
    let offer = |offers: &mut BinaryHeap<Offer>, territory: &[u32], atom: usize, to: u32| {
        for arc in p.arcs(atom) {
            if territory[arc.head as usize] == NONE {
                let cost = distance_2(&p.position[arc.head as usize], &centres[to as usize]);
                offers.push(Offer { cost, atom: arc.head, to });
            }
        }
    };
    for atom in 0..p.n {
        if territory[atom] != NONE {
            offer(&mut offers, territory, atom, territory[atom]);
        }
    }
    loop {
        while let Some(Offer { atom, to, .. }) = offers.pop() {
            if territory[atom as usize] == NONE {
                territory[atom as usize] = to;
                offer(&mut offers, territory, atom as usize, to);
            }
        }
        let Some(atom) = territory.iter().position(|&own| own == NONE) else { return };
        let to = nearest(&p.position[atom], centres);
        territory[atom] = to;
        offer(&mut offers, territory, atom, to);
    }
}

fn nearest(at: &[f64; 3], centres: &[[f64; 3]]) -> u32 {
    let by_distance = |&a: &usize, &b: &usize| {
        distance_2(at, &centres[a]).total_cmp(&distance_2(at, &centres[b]))
    };
    (0..centres.len()).min_by(by_distance).unwrap_or(0) as u32
}
