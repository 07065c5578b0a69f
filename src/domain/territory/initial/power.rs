//! Additively weighted power diagram: an atom belongs to the centre with the smallest squared distance minus
//! the centre's weight. Such diagrams are the optima of least-squares assignment under limits on the loads,
//! the weights being the limits' prices (Aurenhammer, Hoffmann & Aronov 1998); the prices follow a projected
//! subgradient, and the centres move to the centres of gravity at the same time.

use crate::domain::territory::problem::{Mass, Problem, distance_2};

/// How far prices move: a relative gap of one changes a price by so many mean squared distances of the
/// territory.
const PACE: f64 = 1.0;
const PACE_DECAY: f64 = 0.93;
const PACE_MIN: f64 = 0.02;
/// Limits are aimed at from so far within, as a share of the tolerance.
const MARGIN: f64 = 0.15;
/// Territories that break limits by less than this are balanced enough.
const NEAR: f64 = 0.005;

/// Centres and what their territories pay for being too light or too heavy, in km2.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    pub centres: Vec<[f64; 3]>,
    light: Vec<f64>,
    heavy: Vec<f64>,
}

impl Layout {
    pub fn new(centres: Vec<[f64; 3]>) -> Self {
        let k = centres.len();
        Self { centres, light: vec![0.0; k], heavy: vec![0.0; k] }
    }

    fn lift(&self, own: usize) -> f64 {
        self.light[own] - self.heavy[own]
    }
}

/// The atoms looked at, all or a sample, and where a layout puts them.
pub(super) struct Diagram<'a> {
    p: &'a Problem,
    atoms: Vec<u32>,
    /// Coordinates of the atoms, axis by axis, in km.
    axes: [Vec<f32>; 3],
    territory: Vec<u32>,
    nearest: Vec<f32>,
    masses: Vec<Mass>,
    loads: Vec<f64>,
    /// Limits of each territory and activity in this sample, and one over the target.
    limits: Vec<(f64, f64, f64)>,
    total_mass: f64,
}

impl<'a> Diagram<'a> {
    pub fn new(p: &'a Problem, atoms: Vec<u32>) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "metres are exact enough here")]
        let axis = |axis: usize| -> Vec<f32> {
            atoms.iter().map(|&atom| p.position[atom as usize][axis] as f32).collect()
        };
        Self {
            axes: [axis(0), axis(1), axis(2)],
            territory: vec![0; atoms.len()],
            nearest: vec![0.0; atoms.len()],
            masses: vec![Mass::default(); p.k],
            loads: vec![0.0; p.k * p.m],
            limits: limits(p, &atoms),
            total_mass: atoms.iter().map(|&atom| weight(p, atom)).sum(),
            atoms,
            p,
        }
    }

    pub fn into_territory(self) -> Vec<u32> {
        self.territory
    }

    /// Assigns, moves prices and centres, and again, until the limits are nearly kept and the centres rest.
    pub fn settle(&mut self, layout: &mut Layout, n_rounds: usize) {
        let mut pace = PACE;
        self.place(layout);
        for _ in 0..n_rounds {
            let worst = self.price(layout, pace);
            let has_moved = self.p.homes.is_empty() && self.recentre(layout);
            if worst < NEAR && !has_moved {
                break;
            }
            pace = (pace * PACE_DECAY).max(PACE_MIN);
            self.place(layout);
        }
    }

    /// Gives every atom to the centre that is nearest after its price, and weighs the territories.
    fn place(&mut self, layout: &Layout) {
        self.nearest.fill(f32::INFINITY);
        for own in 0..self.p.k {
            self.offer(layout, own);
        }
        self.weigh();
    }

    /// Squared distances less what all centres have in common: |c|^2 - 2 c x - lift.
    #[expect(clippy::cast_possible_truncation, reason = "metres are exact enough here")]
    fn offer(&mut self, layout: &Layout, own: usize) {
        let centre = &layout.centres[own];
        let base = (centre.iter().map(|x| x * x).sum::<f64>() - layout.lift(own)) as f32;
        let slope = centre.map(|x| (-2.0 * x) as f32);
        let number = own as u32;
        let [x, y, z] = &self.axes;
        let places = x.iter().zip(y).zip(z).zip(&mut self.nearest).zip(&mut self.territory);
        for ((((x, y), z), nearest), territory) in places {
            let far = base + slope[0] * x + slope[1] * y + slope[2] * z;
            let is_nearer = far < *nearest;
            *territory = if is_nearer { number } else { *territory };
            *nearest = if is_nearer { far } else { *nearest };
        }
    }

    fn weigh(&mut self) {
        let (p, m) = (self.p, self.p.m);
        self.masses.fill(Mass::default());
        self.loads.fill(0.0);
        for (&atom, &own) in self.atoms.iter().zip(&self.territory) {
            let mass = &mut self.masses[own as usize];
            *mass = mass.plus(&p.mass[atom as usize], 1.0);
            let loads = &mut self.loads[own as usize * m..];
            for (load, amount) in loads.iter_mut().zip(p.amounts(atom as usize)) {
                *load += amount;
            }
        }
    }

    /// Moves the prices by the gaps to the limits; the worst relative gap.
    fn price(&self, layout: &mut Layout, pace: f64) -> f64 {
        let k = self.p.k;
        let inertias: Vec<f64> = (0..k).map(|own| self.inertia(layout, own)).collect();
        let sum: f64 = inertias.iter().sum();
        let mean = sum / self.total_mass.max(f64::MIN_POSITIVE);
        let mut worst: f64 = 0.0;
        for (own, inertia) in inertias.into_iter().enumerate() {
            let (light, heavy) = self.gaps(own);
            worst = worst.max(light).max(heavy);
            let weight = self.masses[own].weight;
            let spread = if weight > 0.0 { (inertia / weight).max(0.02 * mean) } else { mean };
            let step = pace * spread;
            layout.light[own] = (layout.light[own] + step * light.min(1.0)).max(0.0);
            layout.heavy[own] = (layout.heavy[own] + step * heavy.min(1.0)).max(0.0);
        }
        worst
    }

    fn inertia(&self, layout: &Layout, own: usize) -> f64 {
        let mass = &self.masses[own];
        if self.p.homes.is_empty() {
            return mass.inertia();
        }
        mass.centre().map_or(0.0, |centre| {
            mass.inertia() + mass.weight * distance_2(&centre, &layout.centres[own])
        })
    }

    /// By how much the territory is too light and too heavy, relative to its targets; negative within.
    fn gaps(&self, own: usize) -> (f64, f64) {
        let m = self.p.m;
        let (mut light, mut heavy) = (f64::NEG_INFINITY, f64::NEG_INFINITY);
        for activity in own * m..(own + 1) * m {
            let (lower, upper, scale) = self.limits[activity];
            light = light.max((lower - self.loads[activity]) * scale);
            heavy = heavy.max((self.loads[activity] - upper) * scale);
        }
        (light, heavy)
    }

    /// Moves the centres to the centres of gravity. False when none has moved.
    fn recentre(&self, layout: &mut Layout) -> bool {
        let mut has_moved = false;
        for (centre, mass) in layout.centres.iter_mut().zip(&self.masses) {
            if let Some(next) = mass.centre() {
                has_moved |= distance_2(&next, centre) > 1e-6;
                *centre = next;
            }
        }
        has_moved
    }
}

fn weight(p: &Problem, atom: u32) -> f64 {
    p.mass[atom as usize].weight
}

/// Limits a little within the real ones, scaled to what the sample holds.
fn limits(p: &Problem, atoms: &[u32]) -> Vec<(f64, f64, f64)> {
    let share = |activity: usize| {
        let of = |atom: usize| p.amounts(atom)[activity];
        let total: f64 = (0..p.n).map(of).sum();
        let here: f64 = atoms.iter().map(|&atom| of(atom as usize)).sum();
        if total > 0.0 && here > 0.0 { here / total } else { 1.0 }
    };
    let shares: Vec<f64> = (0..p.m).map(share).collect();
    let scaled = |(index, limit): (usize, &crate::domain::territory::problem::Limit)| {
        let share = shares[index % p.m];
        let (lower, upper) = (limit.lower.max(limit.min), limit.upper.min(limit.max));
        let lower = lower + MARGIN * (limit.target - lower).max(0.0);
        let upper = upper - MARGIN * (upper - limit.target).max(0.0);
        (lower * share, upper * share, limit.scale / share)
    };
    p.limits.iter().enumerate().map(scaled).collect()
}
