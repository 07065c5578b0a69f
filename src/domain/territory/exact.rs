//! Exact search for small regions: assigns atom after atom along a breadth-first order and gives up a
//! branch as soon as its borders and spread cost more than the best plan, a load passes a limit, or a
//! territory can no longer be connected or filled.

use super::improve::{Best, Stop};
use super::problem::{Mass, NONE, Problem};
use super::state::State;

/// Sets of atoms are bits of one word.
pub(super) const ATOMS_MAX: usize = 128;
const CHECK_EVERY: u64 = 1_024;
const SAME: f64 = 1e-9;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Every plan was looked at or ruled out: `best` is optimal, or no plan keeps the limits.
    Proved,
    GaveUp,
}

/// Whether the search applies at all.
pub(super) fn applies(p: &Problem) -> bool {
    p.n <= ATOMS_MAX
        && p.k <= p.n
        && p.caps.is_empty()
        && p.weights.balance == 0.0
        && p.weights.disruption == 0.0
}

pub(super) fn search(
    p: &Problem,
    best: &mut Best<'_>,
    stop: &Stop<'_>,
    iterations: &mut u64,
) -> Outcome {
    let mut tree = Tree::new(p, best.excess <= SAME, best.objective);
    let outcome = tree.descend(0, 0.0, best, stop, iterations);
    if outcome { Outcome::Proved } else { Outcome::GaveUp }
}

struct Tree<'a> {
    p: &'a Problem,
    order: Vec<usize>,
    is_symmetric: bool,
    neighbours: Vec<u128>,
    /// Atoms of each territory so far.
    members: Vec<u128>,
    unassigned: u128,
    loads: Vec<f64>,
    masses: Vec<Mass>,
    territory: Vec<u32>,
    /// Plans that cost this or more are of no use.
    ceiling: f64,
}

impl<'a> Tree<'a> {
    fn new(p: &'a Problem, has_plan: bool, objective: f64) -> Self {
        let bits = |atom| p.arcs(atom).iter().fold(0, |bits, arc| bits | 1_u128 << arc.head);
        Self {
            p,
            order: breadth_first(p),
            is_symmetric: p.is_symmetric(),
            neighbours: (0..p.n).map(bits).collect(),
            members: vec![0; p.k],
            unassigned: if p.n == 128 { u128::MAX } else { (1 << p.n) - 1 },
            loads: vec![0.0; p.k * p.m],
            masses: vec![Mass::default(); p.k],
            territory: vec![NONE; p.n],
            ceiling: if has_plan { objective } else { f64::INFINITY },
        }
    }

    /// True when the whole subtree was searched.
    fn descend(
        &mut self,
        depth: usize,
        border: f64,
        best: &mut Best<'_>,
        stop: &Stop<'_>,
        iterations: &mut u64,
    ) -> bool {
        *iterations += 1;
        if iterations.is_multiple_of(CHECK_EVERY) && stop.is_over(*iterations) {
            return false;
        }
        if depth == self.p.n {
            self.keep(best, *iterations);
            return true;
        }
        let atom = self.order[depth];
        for territory in self.choices(atom) {
            let border = border + self.cut_by(atom, territory);
            self.assign(atom, territory, 1.0);
            let is_done = !self.is_open(atom, territory, border)
                || self.descend(depth + 1, border, best, stop, iterations);
            self.assign(atom, territory, -1.0);
            if !is_done {
                return false;
            }
        }
        true
    }

    fn keep(&mut self, best: &mut Best<'_>, iterations: u64) {
        let state = State::new(self.p, self.territory.clone());
        if best.is_worse_than(&state) {
            best.keep(&state);
            best.tell(self.p, iterations);
            if best.excess <= SAME {
                self.ceiling = best.objective;
            }
        }
    }

    /// Where territories are alike only the first empty one is tried.
    fn choices(&self, atom: usize) -> std::ops::Range<usize> {
        let p = self.p;
        if p.locked[atom] != NONE {
            let only = p.locked[atom] as usize;
            return only..only + 1;
        }
        if !self.is_symmetric {
            return 0..p.k;
        }
        let used = self.members.iter().take_while(|&&members| members != 0).count();
        0..(used + 1).min(p.k)
    }

    fn cut_by(&self, atom: usize, territory: usize) -> f64 {
        let own = territory as u32;
        let arcs = self.p.arcs(atom).iter();
        arcs.filter(|arc| !matches!(self.territory[arc.head as usize], t if t == NONE || t == own))
            .map(|arc| arc.length_m)
            .sum()
    }

    fn assign(&mut self, atom: usize, territory: usize, sign: f64) {
        let p = self.p;
        for (activity, amount) in p.amounts(atom).iter().enumerate() {
            self.loads[territory * p.m + activity] += sign * amount;
        }
        self.masses[territory] = self.masses[territory].plus(&p.mass[atom], sign);
        self.members[territory] ^= 1 << atom;
        self.unassigned ^= 1 << atom;
        self.territory[atom] = if sign > 0.0 { territory as u32 } else { NONE };
    }

    fn is_open(&self, atom: usize, territory: usize, border: f64) -> bool {
        self.has_room(territory)
            && self.cost(border) < self.ceiling - SAME * self.ceiling.abs().max(1.0)
            && self.can_connect(atom, territory)
    }

    fn has_room(&self, territory: usize) -> bool {
        let loads = &self.loads[territory * self.p.m..];
        let limits = self.p.limits(territory);
        limits
            .iter()
            .zip(loads)
            .all(|(limit, &load)| load <= limit.upper.min(limit.max) + SAME * limit.upper.abs())
    }

    /// What is cut and spread already, and what the neighbours of two territories must still cut.
    fn cost(&self, border: f64) -> f64 {
        let p = self.p;
        let mut cost = 0.0;
        if p.weights.border > 0.0 {
            cost += p.weights.border * (border + self.cut_ahead());
        }
        if p.weights.compactness > 0.0 {
            cost += p.weights.compactness * self.spread() / p.total_weight.max(f64::MIN_POSITIVE);
        }
        cost
    }

    fn spread(&self) -> f64 {
        let p = self.p;
        if !p.has_fixed_centres() {
            return self.masses.iter().map(Mass::inertia).sum();
        }
        let of = |atom: usize| match self.territory[atom] {
            NONE => p.cost[atom * p.k..(atom + 1) * p.k].iter().copied().fold(f64::MAX, f64::min),
            territory => p.cost[atom * p.k + territory as usize],
        };
        (0..p.n).map(of).sum()
    }

    /// Whichever territory an open atom joins, its borders with the others are cut.
    fn cut_ahead(&self) -> f64 {
        let mut sum = 0.0;
        let mut by_territory = vec![0.0; self.p.k];
        for atom in ones(self.unassigned) {
            by_territory.fill(0.0);
            let (mut total, mut most) = (0.0, 0.0_f64);
            for arc in self.p.arcs(atom) {
                let other = self.territory[arc.head as usize];
                if other != NONE {
                    by_territory[other as usize] += arc.length_m;
                    total += arc.length_m;
                    most = most.max(by_territory[other as usize]);
                }
            }
            sum += total - most;
        }
        sum
    }

    /// Each territory must be able to reach its own parts, and enough load, over open atoms.
    fn can_connect(&self, atom: usize, territory: usize) -> bool {
        (0..self.p.k).all(|other| {
            let members = self.members[other];
            if members == 0 {
                return true;
            }
            // Only the territory that has grown and those the atom touches can have lost their way.
            if other != territory && self.neighbours[atom] & members == 0 && self.unassigned != 0 {
                return self.can_fill_cheaply(other);
            }
            let reached = self.flood(members & members.wrapping_neg(), members | self.unassigned);
            reached & members == members && self.can_fill(other, reached)
        })
    }

    fn can_fill_cheaply(&self, territory: usize) -> bool {
        self.can_fill(territory, self.members[territory] | self.unassigned)
    }

    fn can_fill(&self, territory: usize, reach: u128) -> bool {
        let p = self.p;
        let open = reach & self.unassigned;
        p.limits(territory).iter().enumerate().all(|(activity, limit)| {
            let ahead: f64 = ones(open).map(|atom| p.amounts(atom)[activity]).sum();
            let least = limit.lower.max(limit.min);
            self.loads[territory * p.m + activity] + ahead >= least - SAME * least.abs()
        })
    }

    fn flood(&self, start: u128, within: u128) -> u128 {
        let (mut reached, mut fresh) = (start, start);
        while fresh != 0 {
            let around = ones(fresh).fold(0, |bits, atom| bits | self.neighbours[atom]);
            fresh = around & within & !reached;
            reached |= fresh;
        }
        reached
    }
}

fn ones(mut bits: u128) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        (bits != 0).then(|| {
            let atom = bits.trailing_zeros() as usize;
            bits &= bits - 1;
            atom
        })
    })
}

/// From the atom farthest from the middle, always next the one with most assigned neighbours.
fn breadth_first(p: &Problem) -> Vec<usize> {
    let far = |atom: usize| p.position[atom].iter().map(|x| x * x).sum::<f64>();
    let mut order = Vec::with_capacity(p.n);
    let mut is_taken = vec![false; p.n];
    let mut touched = vec![0_usize; p.n];
    for _ in 0..p.n {
        let open = (0..p.n).filter(|&atom| !is_taken[atom]);
        let next = open.max_by(|&a, &b| {
            let open_arcs = |atom: usize| p.arcs(atom).len() - touched[atom];
            (touched[a].min(1).cmp(&touched[b].min(1)))
                .then(open_arcs(b).cmp(&open_arcs(a)))
                .then(far(a).total_cmp(&far(b)))
        });
        let Some(next) = next else { break };
        is_taken[next] = true;
        order.push(next);
        for arc in p.arcs(next) {
            touched[arc.head as usize] += 1;
        }
    }
    order
}

#[cfg(test)]
#[path = "exact_tests.rs"]
mod tests;
