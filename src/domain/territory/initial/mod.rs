//! A first alignment: seeds, balanced power diagram, repair.

mod power;
mod repair;
mod seeds;

use rand::seq::index;
use rand_chacha::ChaCha8Rng;

use super::problem::{NONE, Problem};
use crate::domain::control::Cancel;

pub(super) use repair::repair;

/// How often centres and diagram follow each other. Lloyd's method hardly moves after that.
const ROUNDS: usize = 12;

/// Atoms times territories looked at in one step; above it the centres are placed on a sample.
const STEP_WORK: usize = 100_000;
const SAMPLE_MIN_PER_TERRITORY: usize = 20;

/// Every atom gets a territory; each territory is connected where borders and locks allow it.
pub(super) fn alignment(p: &Problem, rng: &mut ChaCha8Rng, cancel: &Cancel) -> Vec<u32> {
    let weights = blended_weights(p);
    let sample = sample(p, rng);
    let mut centres = if p.homes.is_empty() {
        seeds::plus_plus(p, &sample, &weights, rng)
    } else {
        p.homes.clone()
    };
    let mut diagram = power::Diagram::new(p, sample, &weights);
    for _ in 0..ROUNDS {
        diagram.balance(p, &centres);
        if p.has_fixed_centres() || cancel.is_cancelled() || !diagram.recentre(p, &mut centres) {
            break;
        }
    }
    let everything = (0..p.n as u32).collect();
    let mut diagram = power::Diagram::new(p, everything, &weights).with_lift_of(diagram);
    diagram.balance(p, &centres);
    let mut territory = diagram.into_territory();
    keep_locks(p, &mut territory);
    repair(p, &mut territory, &centres);
    territory
}

/// Random atoms in ascending order, enough to place the centres well.
fn sample(p: &Problem, rng: &mut ChaCha8Rng) -> Vec<u32> {
    let size = (STEP_WORK / p.k).max(SAMPLE_MIN_PER_TERRITORY * p.k);
    if size >= p.n {
        return (0..p.n as u32).collect();
    }
    let mut chosen: Vec<u32> = index::sample(rng, p.n, size).iter().map(|i| i as u32).collect();
    chosen.sort_unstable();
    chosen
}

/// The alignment in force, with new atoms given to a neighbour.
pub(super) fn present(p: &Problem) -> Vec<u32> {
    let mut territory = p.present.clone();
    keep_locks(p, &mut territory);
    let centres = repair::centres_of(p, &territory);
    repair::fill(p, &mut territory, &centres);
    territory
}

fn keep_locks(p: &Problem, territory: &mut [u32]) {
    for (atom, &lock) in p.locked.iter().enumerate() {
        if lock != NONE {
            territory[atom] = lock;
        }
    }
}

/// What an atom weighs in the first alignment: its mean share of all activities and of the mass,
/// plus a little, so that empty atoms are spread as well.
fn blended_weights(p: &Problem) -> Vec<f64> {
    let mut totals = vec![0.0; p.m];
    for atom in 0..p.n {
        for (total, amount) in totals.iter_mut().zip(p.amounts(atom)) {
            *total += amount;
        }
    }
    (0..p.n)
        .map(|atom| {
            let shares = p.amounts(atom).iter().zip(&totals).map(|(amount, total)| amount / total);
            shares.sum::<f64>() / p.m as f64 + 0.01 / p.n as f64
        })
        .collect()
}

#[cfg(test)]
#[path = "initial_tests.rs"]
mod tests;
