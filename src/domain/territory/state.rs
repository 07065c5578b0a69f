//! An assignment with everything the search reads kept up to date, in constant time a move.

use super::problem::{Mass, NONE, Problem};

/// Moves whose caps would be passed by less than this share count as within.
const CAP_SLACK: f64 = 1e-9;

/// What a move changes.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Delta {
    pub objective: f64,
    pub excess: f64,
}

/// The same, term by term of the objective.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct DeltaParts {
    pub balance: f64,
    pub compactness: f64,
    pub border: f64,
    pub excess: f64,
}

#[derive(Debug, Clone)]
pub(super) struct State {
    /// The territory of each atom.
    pub territory: Vec<u32>,
    pub n_atoms: Vec<u32>,
    /// Territory times activity.
    pub loads: Vec<f64>,
    pub masses: Vec<Mass>,
    /// Moment of inertia of each territory, and balance term and excess of its loads.
    inertias: Vec<f64>,
    load_costs: Vec<(f64, f64)>,
    /// What has changed hands so far, cap by cap.
    pub moved: Vec<f64>,
    pub objective: f64,
    pub excess: f64,
    /// How many neighbours of an atom are in other territories.
    foreign: Vec<u32>,
    /// Atoms with foreign neighbours, in no order, and where each atom is in that list.
    boundary: Vec<u32>,
    boundary_at: Vec<u32>,
}

impl State {
    pub fn new(p: &Problem, territory: Vec<u32>) -> Self {
        let mut state = Self {
            n_atoms: vec![0; p.k],
            loads: vec![0.0; p.k * p.m],
            masses: vec![Mass::default(); p.k],
            inertias: vec![0.0; p.k],
            load_costs: vec![(0.0, 0.0); p.k],
            moved: vec![0.0; p.caps.len()],
            objective: 0.0,
            excess: 0.0,
            foreign: vec![0; p.n],
            boundary: Vec::new(),
            boundary_at: vec![NONE; p.n],
            territory,
        };
        state.count(p);
        state
    }

    /// Sums everything up again, which also drops the rounding errors of many moves.
    pub fn recount(&mut self, p: &Problem) {
        let territory = std::mem::take(&mut self.territory);
        *self = Self::new(p, territory);
    }

    fn count(&mut self, p: &Problem) {
        let mut cut_m = 0.0;
        let mut disruption = 0.0;
        for atom in 0..p.n {
            let own = self.territory[atom] as usize;
            self.n_atoms[own] += 1;
            self.masses[own] = self.masses[own].plus(&p.mass[atom], 1.0);
            for (activity, amount) in p.amounts(atom).iter().enumerate() {
                self.loads[own * p.m + activity] += amount;
            }
            for arc in p.arcs(atom) {
                if self.territory[arc.head as usize] as usize != own {
                    cut_m += arc.length_m / 2.0;
                    self.foreign[atom] += 1;
                }
            }
            if is_moved(p, atom, own) {
                disruption += p.disruption[atom];
                for (moved, cap) in self.moved.iter_mut().zip(&p.caps) {
                    *moved += cap.weight[atom];
                }
            }
            if self.foreign[atom] > 0 {
                self.enter_boundary(atom);
            }
        }
        self.objective = p.weights.border * cut_m + p.weights.disruption * disruption;
        for territory in 0..p.k {
            self.weigh(p, territory);
            let (objective, excess) = self.load_costs[territory];
            self.objective += objective;
            self.excess += excess;
        }
        self.objective += self.compactness(p);
    }

    /// Notes what the territory costs as it is.
    fn weigh(&mut self, p: &Problem, territory: usize) {
        let loads = &self.loads[territory * p.m..(territory + 1) * p.m];
        self.load_costs[territory] = load_cost(p, territory, loads.iter().copied());
        self.inertias[territory] = self.masses[territory].inertia();
    }

    fn compactness(&self, p: &Problem) -> f64 {
        let sum: f64 = if p.has_fixed_centres() {
            (0..p.n).map(|atom| p.cost[atom * p.k + self.territory[atom] as usize]).sum()
        } else {
            self.masses.iter().map(Mass::inertia).sum()
        };
        p.weights.compactness * sum / p.total_weight.max(f64::MIN_POSITIVE)
    }

    pub fn boundary(&self) -> &[u32] {
        &self.boundary
    }

    pub fn is_boundary(&self, atom: usize) -> bool {
        self.foreign[atom] > 0
    }

    /// What moving the atom would change, term by term.
    pub fn delta_parts(&self, p: &Problem, atom: usize, to: usize) -> DeltaParts {
        let from = self.territory[atom] as usize;
        let (balance, excess) = self.load_delta(p, atom, from, to);
        DeltaParts {
            balance,
            compactness: self.compactness_delta(p, atom, from, to),
            border: self.border_delta(p, atom, from, to) * p.weights.border,
            excess,
        }
    }

    /// What moving the atom to another territory changes.
    pub fn delta(&self, p: &Problem, atom: usize, to: usize) -> Delta {
        let from = self.territory[atom] as usize;
        let mut objective = 0.0;
        if p.weights.border != 0.0 {
            objective += self.border_delta(p, atom, from, to) * p.weights.border;
        }
        if p.weights.compactness != 0.0 {
            objective += self.compactness_delta(p, atom, from, to);
        }
        if p.present[atom] != NONE {
            let change = f64::from(is_moved(p, atom, to)) - f64::from(is_moved(p, atom, from));
            objective += p.weights.disruption * change * p.disruption[atom];
        }
        let (balance, excess) = self.load_delta(p, atom, from, to);
        Delta { objective: objective + balance, excess }
    }

    fn border_delta(&self, p: &Problem, atom: usize, from: usize, to: usize) -> f64 {
        let mut change = 0.0;
        for arc in p.arcs(atom) {
            let other = self.territory[arc.head as usize] as usize;
            if other == from {
                change += arc.length_m;
            } else if other == to {
                change -= arc.length_m;
            }
        }
        change
    }

    fn compactness_delta(&self, p: &Problem, atom: usize, from: usize, to: usize) -> f64 {
        let change = if p.has_fixed_centres() {
            p.cost[atom * p.k + to] - p.cost[atom * p.k + from]
        } else {
            let (mass, left, joined) = (&p.mass[atom], &self.masses[from], &self.masses[to]);
            left.plus(mass, -1.0).inertia() - self.inertias[from] + joined.plus(mass, 1.0).inertia()
                - self.inertias[to]
        };
        p.weights.compactness * change / p.total_weight.max(f64::MIN_POSITIVE)
    }

    fn load_delta(&self, p: &Problem, atom: usize, from: usize, to: usize) -> (f64, f64) {
        let (mut balance, mut excess) = (0.0, 0.0);
        for (territory, sign) in [(from, -1.0), (to, 1.0)] {
            let loads = &self.loads[territory * p.m..(territory + 1) * p.m];
            let changed = loads.iter().zip(p.amounts(atom)).map(|(load, x)| load + sign * x);
            let before = self.load_costs[territory];
            let after = load_cost(p, territory, changed);
            balance += after.0 - before.0;
            excess += after.1 - before.1;
        }
        (balance, excess)
    }

    /// Whether the move keeps every cap on what changes hands, or at least makes none worse.
    pub fn within_caps(&self, p: &Problem, atom: usize, to: usize) -> bool {
        if p.caps.is_empty() || p.present[atom] == NONE {
            return true;
        }
        if !is_moved(p, atom, to) || is_moved(p, atom, self.territory[atom] as usize) {
            return true;
        }
        let mut caps = self.moved.iter().zip(&p.caps);
        caps.all(|(moved, cap)| moved + cap.weight[atom] <= cap.max * (1.0 + CAP_SLACK))
    }

    pub fn apply(&mut self, p: &Problem, atom: usize, to: usize, delta: Delta) {
        let from = self.territory[atom] as usize;
        self.objective += delta.objective;
        self.excess += delta.excess;
        self.masses[from] = self.masses[from].plus(&p.mass[atom], -1.0);
        self.masses[to] = self.masses[to].plus(&p.mass[atom], 1.0);
        for (activity, amount) in p.amounts(atom).iter().enumerate() {
            self.loads[from * p.m + activity] -= amount;
            self.loads[to * p.m + activity] += amount;
        }
        let change = f64::from(is_moved(p, atom, to)) - f64::from(is_moved(p, atom, from));
        for (moved, cap) in self.moved.iter_mut().zip(&p.caps) {
            *moved += change * cap.weight[atom];
        }
        self.weigh(p, from);
        self.weigh(p, to);
        self.n_atoms[from] -= 1;
        self.n_atoms[to] += 1;
        self.territory[atom] = to as u32;
        self.update_boundary(p, atom, from, to);
    }

    fn update_boundary(&mut self, p: &Problem, atom: usize, from: usize, to: usize) {
        let mut foreign = 0;
        for arc in p.arcs(atom) {
            let other = arc.head as usize;
            let theirs = self.territory[other] as usize;
            foreign += u32::from(theirs != to);
            if theirs == from {
                self.set_foreign(other, self.foreign[other] + 1);
            } else if theirs == to {
                self.set_foreign(other, self.foreign[other] - 1);
            }
        }
        self.set_foreign(atom, foreign);
    }

    fn set_foreign(&mut self, atom: usize, foreign: u32) {
        let was = std::mem::replace(&mut self.foreign[atom], foreign);
        if was == 0 && foreign > 0 {
            self.enter_boundary(atom);
        } else if was > 0 && foreign == 0 {
            self.leave_boundary(atom);
        }
    }

    fn enter_boundary(&mut self, atom: usize) {
        self.boundary_at[atom] = self.boundary.len() as u32;
        self.boundary.push(atom as u32);
    }

    fn leave_boundary(&mut self, atom: usize) {
        let at = self.boundary_at[atom] as usize;
        self.boundary.swap_remove(at);
        if let Some(&moved) = self.boundary.get(at) {
            self.boundary_at[moved as usize] = at as u32;
        }
        self.boundary_at[atom] = NONE;
    }
}

fn is_moved(p: &Problem, atom: usize, territory: usize) -> bool {
    p.present[atom] != NONE && p.present[atom] != territory as u32
}

/// Balance term and excess of one territory.
fn load_cost(p: &Problem, territory: usize, loads: impl Iterator<Item = f64>) -> (f64, f64) {
    let per_load = p.weights.balance / (p.k * p.m) as f64;
    let (mut balance, mut excess) = (0.0, 0.0);
    for (limit, load) in p.limits(territory).iter().zip(loads) {
        balance += per_load * limit.squared_deviation(load);
        excess += limit.excess(load);
    }
    (balance, excess)
}

#[cfg(test)]
#[path = "state_tests.rs"]
mod tests;
