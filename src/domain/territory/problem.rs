//! Region and brief compiled into flat arrays for the search.
//!
//! Units that are locked together become one *atom*; the search moves atoms. A territory's moment of
//! inertia is kept as sums of mass, mass times position and mass times position squared, so that
//! moving an atom changes it in constant time.

use petgraph::unionfind::UnionFind;
use petgraph::visit::EdgeRef;

use super::adjacency::Adjacency;
pub(super) use super::adjacency::Arc;
use super::brief::{Brief, Compactness, Lock, Targets, Weights};
use super::region::Region;
use crate::domain::units::{EARTH_RADIUS_M, LngLat};

/// No territory.
pub(super) const NONE: u32 = u32::MAX;

/// Breaking a hard limit counts this much more than leaving the tolerance.
const HARD_FACTOR: f64 = 10.0;

/// Mass, mass times position, mass times position squared; in km around the region's middle.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Mass {
    pub weight: f64,
    pub moment: [f64; 3],
    pub square: f64,
}

impl Mass {
    pub fn point(weight: f64, at: [f64; 3]) -> Self {
        Self {
            weight,
            moment: at.map(|x| x * weight),
            square: weight * at.iter().map(|x| x * x).sum::<f64>(),
        }
    }

    pub fn plus(self, other: &Self, sign: f64) -> Self {
        let mut moment = self.moment;
        for (own, add) in moment.iter_mut().zip(other.moment) {
            *own += sign * add;
        }
        Self {
            weight: self.weight + sign * other.weight,
            moment,
            square: self.square + sign * other.square,
        }
    }

    /// Sum of mass times squared distance to the centre of gravity.
    pub fn inertia(&self) -> f64 {
        if self.weight <= 0.0 {
            return 0.0;
        }
        let moment_2: f64 = self.moment.iter().map(|x| x * x).sum();
        (self.square - moment_2 / self.weight).max(0.0)
    }

    pub fn centre(&self) -> Option<[f64; 3]> {
        (self.weight > 0.0).then(|| self.moment.map(|x| x / self.weight))
    }
}

/// How much of one activity one territory may hold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Limit {
    pub target: f64,
    /// The tolerance around the target.
    pub lower: f64,
    pub upper: f64,
    /// The hard limits.
    pub min: f64,
    pub max: f64,
    /// One over the target: makes deviations relative.
    pub scale: f64,
}

impl Limit {
    /// By how much a load breaks the limits, relative to the target.
    pub fn excess(&self, load: f64) -> f64 {
        let soft = (self.lower - load).max(load - self.upper).max(0.0);
        let hard = (self.min - load).max(load - self.max).max(0.0);
        (soft + HARD_FACTOR * hard) * self.scale
    }

    pub fn squared_deviation(&self, load: f64) -> f64 {
        ((load - self.target) * self.scale).powi(2)
    }
}

/// A cap on what changes hands.
#[derive(Debug, Clone)]
pub(super) struct Cap {
    pub weight: Vec<f64>,
    pub max: f64,
}

#[derive(Debug, Clone)]
pub(super) struct Problem {
    pub n: usize,
    pub k: usize,
    pub m: usize,
    /// The atom of each unit.
    pub atom_of: Vec<u32>,
    pub position: Vec<[f64; 3]>,
    pub mass: Vec<Mass>,
    pub total_weight: f64,
    /// Atom times activity.
    pub amounts: Vec<f64>,
    /// Territory times activity.
    pub limits: Vec<Limit>,
    pub adjacency: Adjacency,
    /// Cost of an atom in a territory with a fixed centre, atom times territory; empty: free centres.
    pub cost: Vec<f64>,
    pub homes: Vec<[f64; 3]>,
    /// The territory an atom is locked to, or `NONE`.
    pub locked: Vec<u32>,
    /// The territory an atom is in today, or `NONE`.
    pub present: Vec<u32>,
    pub caps: Vec<Cap>,
    /// What disruption is counted in: share of the whole for each atom.
    pub disruption: Vec<f64>,
    pub weights: Weights,
}

impl Problem {
    pub fn new(region: &Region, brief: &Brief) -> Self {
        let (atom_of, n) = atoms(region.units.len(), &brief.locks);
        let middle = middle(region);
        let place = |at: LngLat| minus(on_sphere_km(at), middle);
        let weights_of_units = mass_weights(region, brief);
        let mut mass = vec![Mass::default(); n];
        let m = brief.activities.len();
        let mut amounts = vec![0.0; n * m];
        for (unit, &atom) in atom_of.iter().enumerate() {
            let point = Mass::point(weights_of_units[unit], place(region.units[unit].centre));
            mass[atom as usize] = mass[atom as usize].plus(&point, 1.0);
            for (activity, amount) in region.units[unit].amounts.iter().enumerate() {
                amounts[atom as usize * m + activity] += amount;
            }
        }
        let mut problem = Self {
            n,
            k: brief.n_territories,
            m,
            position: positions(region, &atom_of, n, place),
            total_weight: mass.iter().map(|mass| mass.weight).sum(),
            mass,
            amounts,
            limits: Vec::new(),
            adjacency: Adjacency::new(borders(region, &atom_of), n),
            cost: Vec::new(),
            homes: brief.homes.iter().map(|&home| place(home)).collect(),
            locked: vec![NONE; n],
            present: vec![NONE; n],
            caps: Vec::new(),
            disruption: vec![1.0 / n as f64; n],
            weights: brief.weights,
            atom_of,
        };
        problem.limits = limits(&problem, brief);
        problem.add_costs(brief, &weights_of_units);
        problem.add_locks(brief);
        problem.add_present(brief);
        problem
    }

    pub fn arcs(&self, atom: usize) -> &[Arc] {
        self.adjacency.arcs(atom)
    }

    pub fn rings(&self, atom: usize) -> &[u64] {
        self.adjacency.rings(atom)
    }

    pub fn amounts(&self, atom: usize) -> &[f64] {
        &self.amounts[atom * self.m..(atom + 1) * self.m]
    }

    pub fn limits(&self, territory: usize) -> &[Limit] {
        &self.limits[territory * self.m..(territory + 1) * self.m]
    }

    pub fn has_fixed_centres(&self) -> bool {
        !self.cost.is_empty()
    }

    /// Whether one territory is as good as another, so that their numbers mean nothing.
    pub fn is_symmetric(&self) -> bool {
        self.cost.is_empty()
            && self.present.iter().all(|&t| t == NONE)
            && self.locked.iter().all(|&t| t == NONE)
            && (1..self.k).all(|t| self.limits(t) == self.limits(0))
    }

    /// From atoms back to units.
    pub fn by_unit(&self, territory: &[u32]) -> Vec<usize> {
        self.atom_of.iter().map(|&atom| territory[atom as usize] as usize).collect()
    }

    fn add_costs(&mut self, brief: &Brief, weights_of_units: &[f64]) {
        if brief.homes.is_empty() {
            return;
        }
        let k = self.k;
        let mut cost = vec![0.0; self.n * k];
        match &brief.compactness {
            Compactness::Travel { duration_s, .. } => {
                for (unit, &atom) in self.atom_of.iter().enumerate() {
                    for territory in 0..k {
                        let hours = f64::from(duration_s[unit * k + territory]) / 3_600.0;
                        cost[atom as usize * k + territory] += weights_of_units[unit] * hours;
                    }
                }
            }
            Compactness::Inertia { .. } => {
                for (atom, mass) in self.mass.iter().enumerate() {
                    for (territory, home) in self.homes.iter().enumerate() {
                        cost[atom * k + territory] = inertia_about(mass, home);
                    }
                }
            }
        }
        self.cost = cost;
    }

    fn add_locks(&mut self, brief: &Brief) {
        for lock in &brief.locks {
            if let Lock::To { unit, territory } = *lock {
                self.locked[self.atom_of[unit] as usize] = territory as u32;
            }
        }
    }

    fn add_present(&mut self, brief: &Brief) {
        let Some(present) = &brief.present else { return };
        for (unit, territory) in present.territory.iter().enumerate() {
            if let Some(territory) = territory {
                self.present[self.atom_of[unit] as usize] = *territory as u32;
            }
        }
        for cap in &present.caps {
            let mut weight = vec![0.0; self.n];
            for (unit, &atom) in self.atom_of.iter().enumerate() {
                if present.territory[unit].is_some() {
                    weight[atom as usize] += cap.weight[unit];
                }
            }
            self.caps.push(Cap { weight, max: cap.max });
        }
        if let Some(first) = self.caps.first() {
            let total = first.weight.iter().sum::<f64>().max(f64::MIN_POSITIVE);
            self.disruption = first.weight.iter().map(|weight| weight / total).collect();
        }
    }
}

/// Sum of mass times squared distance to a given point (parallel axis theorem).
fn inertia_about(mass: &Mass, at: &[f64; 3]) -> f64 {
    let cross: f64 = mass.moment.iter().zip(at).map(|(moment, x)| moment * x).sum();
    let norm_2: f64 = at.iter().map(|x| x * x).sum();
    (mass.square - 2.0 * cross + mass.weight * norm_2).max(0.0)
}

fn atoms(n_units: usize, locks: &[Lock]) -> (Vec<u32>, usize) {
    let mut sets = UnionFind::<usize>::new(n_units);
    for lock in locks {
        if let Lock::Together { units } = lock {
            for pair in units.windows(2) {
                sets.union(pair[0], pair[1]);
            }
        }
    }
    let mut number = vec![NONE; n_units];
    let mut n = 0;
    let atom_of = (0..n_units)
        .map(|unit| {
            let atom = &mut number[sets.find(unit)];
            if *atom == NONE {
                *atom = n;
                n += 1;
            }
            *atom
        })
        .collect();
    (atom_of, n as usize)
}

/// Earth-centred coordinates in km: squared chords stand for squared distances, so that no
/// projection and no antimeridian gets in the way.
pub(super) fn on_sphere_km(at: LngLat) -> [f64; 3] {
    let (lng, lat) = (at.lng().to_radians(), at.lat().to_radians());
    let radius = EARTH_RADIUS_M / 1_000.0;
    [radius * lat.cos() * lng.cos(), radius * lat.cos() * lng.sin(), radius * lat.sin()]
}

pub(super) fn distance_2(a: &[f64; 3], b: &[f64; 3]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum()
}

fn minus(a: [f64; 3], b: [f64; 3]) -> [f64; 3] {
    [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
}

fn middle(region: &Region) -> [f64; 3] {
    let mut sum = [0.0; 3];
    for unit in &region.units {
        for (sum, x) in sum.iter_mut().zip(on_sphere_km(unit.centre)) {
            *sum += x;
        }
    }
    sum.map(|x| x / region.units.len() as f64)
}

fn positions(
    region: &Region,
    atom_of: &[u32],
    n: usize,
    place: impl Fn(LngLat) -> [f64; 3],
) -> Vec<[f64; 3]> {
    let mut even = vec![Mass::default(); n];
    for (unit, &atom) in region.units.iter().zip(atom_of) {
        let point = Mass::point(1.0, place(unit.centre));
        even[atom as usize] = even[atom as usize].plus(&point, 1.0);
    }
    even.iter().map(|mass| mass.centre().unwrap_or_default()).collect()
}

fn mass_weights(region: &Region, brief: &Brief) -> Vec<f64> {
    let (by, floor) = match brief.compactness {
        Compactness::Inertia { by, floor } => (by, floor),
        Compactness::Travel { by, .. } => (by, 0.0),
    };
    let Some(by) = by else { return vec![1.0; region.units.len()] };
    let total: f64 = region.units.iter().map(|unit| unit.amounts[by]).sum();
    let least = floor * total / region.units.len() as f64;
    region.units.iter().map(|unit| unit.amounts[by] + least).collect()
}

/// Targets of one activity, territory by territory.
pub(super) fn targets(brief: &Brief, activity: usize, total: f64) -> Vec<f64> {
    let k = brief.n_territories;
    match &brief.activities[activity].targets {
        Targets::Equal => vec![total / k as f64; k],
        Targets::Shares(shares) => {
            let sum: f64 = shares.iter().sum();
            shares.iter().map(|share| total * share / sum).collect()
        }
        Targets::Given(amounts) => amounts.clone(),
    }
}

fn limits(problem: &Problem, brief: &Brief) -> Vec<Limit> {
    let mut limits = Vec::with_capacity(problem.k * problem.m);
    let targets: Vec<Vec<f64>> = (0..problem.m)
        .map(|activity| {
            let total = (0..problem.n).map(|atom| problem.amounts(atom)[activity]).sum();
            targets(brief, activity, total)
        })
        .collect();
    for territory in 0..problem.k {
        for (wanted, targets) in brief.activities.iter().zip(&targets) {
            let target = targets[territory];
            limits.push(Limit {
                target,
                lower: target * (1.0 - wanted.tolerance),
                upper: target * (1.0 + wanted.tolerance),
                min: wanted.min.unwrap_or(f64::NEG_INFINITY),
                max: wanted.max.unwrap_or(f64::INFINITY),
                scale: if target > 0.0 { 1.0 / target } else { 1.0 },
            });
        }
    }
    limits
}

/// The borders between atoms, each from both sides.
fn borders(region: &Region, atom_of: &[u32]) -> Vec<(u32, u32, f64)> {
    let sides = region.borders.edge_references().flat_map(|edge| {
        let (a, b) = (atom_of[edge.source().index()], atom_of[edge.target().index()]);
        let length_m = edge.weight().length_m;
        [(a, b, length_m), (b, a, length_m)]
    });
    sides.filter(|(a, b, _)| a != b).collect()
}
