//! A first alignment: seeds, balanced power diagram, repair.

mod power;
mod repair;
mod seeds;

use rand::seq::index;
use rand_chacha::ChaCha8Rng;

use super::problem::{NONE, Problem};
use power::{Diagram, Layout};

pub(super) use repair::repair;

/// How often centres, prices and diagram follow each other in a first alignment.
const ROUNDS: usize = 60;
/// The same over all atoms, once the centres are placed on a sample.
const ROUNDS_ALL: usize = 12;

/// Atoms times territories looked at in one round; above it the centres are placed on a sample.
const ROUND_WORK: usize = 100_000;
const SAMPLE_MIN_PER_TERRITORY: usize = 20;

/// Every atom gets a territory; each territory is connected where borders and locks allow it.
pub(super) fn alignment(p: &Problem, rng: &mut ChaCha8Rng) -> Vec<u32> {
    let mut layout = Layout::new(Vec::new());
    let mut territory = Vec::new();
    for (atoms, n_rounds) in [(sample(p, rng), ROUNDS), ((0..p.n as u32).collect(), ROUNDS_ALL)] {
        if layout.centres.is_empty() {
            layout = Layout::new(first_centres(p, &atoms, rng));
        }
        let mut diagram = Diagram::new(p, atoms);
        diagram.settle(&mut layout, n_rounds);
        territory = diagram.into_territory();
    }
    keep_locks(p, &mut territory);
    repair(p, &mut territory, &layout.centres);
    territory
}

/// The homes, or else places far from each other where there is much to do.
fn first_centres(p: &Problem, among: &[u32], rng: &mut ChaCha8Rng) -> Vec<[f64; 3]> {
    if !p.homes.is_empty() {
        return p.homes.clone();
    }
    let weights: Vec<f64> = p.mass.iter().map(|mass| mass.weight).collect();
    seeds::plus_plus(p, among, &weights, rng)
}

/// Random atoms in ascending order, enough to place the centres well.
fn sample(p: &Problem, rng: &mut ChaCha8Rng) -> Vec<u32> {
    let size = (ROUND_WORK / p.k).max(SAMPLE_MIN_PER_TERRITORY * p.k);
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

#[cfg(test)]
#[path = "initial_tests.rs"]
mod tests;
