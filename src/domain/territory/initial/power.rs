//! Additively weighted power diagram: an atom belongs to the centre with the smallest squared distance minus
//! the centre's weight. Raising the weights of light territories balances them; such diagrams are the optima of
//! balanced least-squares assignment (Aurenhammer, Hoffmann & Aronov 1998).

use crate::domain::territory::problem::{Mass, Problem, distance_2};

/// Adjustments of the weights between two moves of the centres.
const STEPS: usize = 25;
/// Territories this near to their targets are balanced enough for a start.
const NEAR: f64 = 0.01;

pub(super) struct Diagram {
    /// The atoms looked at, all or a sample, and the territory of each.
    atoms: Vec<u32>,
    territory: Vec<u32>,
    /// Additive weight of every centre, in km2.
    lift: Vec<f64>,
    weights: Vec<f64>,
    targets: Vec<f64>,
}

impl Diagram {
    pub fn new(p: &Problem, atoms: Vec<u32>, weights: &[f64]) -> Self {
        let weights: Vec<f64> = atoms.iter().map(|&atom| weights[atom as usize]).collect();
        Self {
            territory: vec![0; atoms.len()],
            lift: vec![0.0; p.k],
            targets: targets(p, &weights),
            weights,
            atoms,
        }
    }

    /// Takes over the weights of the centres from another diagram.
    pub fn with_lift_of(mut self, other: Self) -> Self {
        self.lift = other.lift;
        self
    }

    /// Assigns, compares with the targets, lifts the light ones, and again.
    pub fn balance(&mut self, p: &Problem, centres: &[[f64; 3]]) {
        self.assign(p, centres);
        let mut step = self.first_step(p, centres);
        for _ in 0..STEPS {
            if self.adjust(&self.loads(p.k), step) < NEAR {
                break;
            }
            step *= 0.93;
            self.assign(p, centres);
        }
    }

    /// Lifts what is too light, lowers what is too heavy; the largest relative gap.
    fn adjust(&mut self, loads: &[f64], step: f64) -> f64 {
        let mut worst: f64 = 0.0;
        for ((lift, load), target) in self.lift.iter_mut().zip(loads).zip(&self.targets) {
            let gap = ((target - load) / target.max(f64::MIN_POSITIVE)).clamp(-1.0, 1.0);
            worst = worst.max(gap.abs());
            *lift += step * gap;
        }
        worst
    }

    /// Moves the centres to the centres of gravity. False when none has moved.
    pub fn recentre(&self, p: &Problem, centres: &mut [[f64; 3]]) -> bool {
        let mut masses = vec![Mass::default(); p.k];
        for (index, &territory) in self.territory.iter().enumerate() {
            let at = p.position[self.atoms[index] as usize];
            let mass = &mut masses[territory as usize];
            *mass = mass.plus(&Mass::point(self.weights[index], at), 1.0);
        }
        let mut has_moved = false;
        for (centre, mass) in centres.iter_mut().zip(masses) {
            if let Some(next) = mass.centre() {
                has_moved |= distance_2(&next, centre) > 1e-6;
                *centre = next;
            }
        }
        has_moved
    }

    pub fn into_territory(self) -> Vec<u32> {
        self.territory
    }

    fn assign(&mut self, p: &Problem, centres: &[[f64; 3]]) {
        for (territory, &atom) in self.territory.iter_mut().zip(&self.atoms) {
            let at = p.position[atom as usize];
            let mut least = f64::INFINITY;
            for (index, (centre, lift)) in centres.iter().zip(&self.lift).enumerate() {
                let distance = distance_2(&at, centre) - lift;
                if distance < least {
                    (*territory, least) = (index as u32, distance);
                }
            }
        }
    }

    fn loads(&self, k: usize) -> Vec<f64> {
        let mut loads = vec![0.0; k];
        for (&territory, weight) in self.territory.iter().zip(&self.weights) {
            loads[territory as usize] += weight;
        }
        loads
    }

    /// Half the mean squared distance to the own centre.
    fn first_step(&self, p: &Problem, centres: &[[f64; 3]]) -> f64 {
        let squared = self.atoms.iter().zip(&self.territory).map(|(&atom, &territory)| {
            distance_2(&p.position[atom as usize], &centres[territory as usize])
        });
        0.5 * squared.sum::<f64>() / self.atoms.len() as f64
    }
}

/// The share of all weight each territory should hold: its mean target over the activities.
fn targets(p: &Problem, weights: &[f64]) -> Vec<f64> {
    let total: f64 = weights.iter().sum();
    let mut shares = vec![0.0; p.k];
    for activity in 0..p.m {
        let sum: f64 = (0..p.k).map(|t| p.limits(t)[activity].target).sum();
        for (territory, share) in shares.iter_mut().enumerate() {
            *share += p.limits(territory)[activity].target / sum / p.m as f64;
        }
    }
    shares.into_iter().map(|share| share * total).collect()
}
