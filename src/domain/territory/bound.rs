//! A lower bound on the objective of every plan within the limits.

use rstar::RTree;
use rstar::primitives::GeomWithData;

use super::brief::{Brief, Compactness};
use super::problem::Problem;

/// Pairs of units looked at; larger problems go without this bound.
const PAIRS_MAX: usize = 20_000_000;

/// Balance, border and disruption are never below zero; compactness has a bound of its own.
pub(super) fn lower_bound(brief: &Brief, p: &Problem) -> f64 {
    if p.total_weight <= 0.0 || p.weights.compactness <= 0.0 {
        return 0.0;
    }
    let sum = if p.has_fixed_centres() { nearest_homes(p) } else { crowding(brief, p) };
    p.weights.compactness * sum / p.total_weight
}

/// Everybody with the cheapest centre, limits forgotten.
fn nearest_homes(p: &Problem) -> f64 {
    p.cost.chunks(p.k).map(|costs| costs.iter().copied().fold(f64::INFINITY, f64::min)).sum()
}

/// A territory's inertia is the sum over its pairs of `w_i w_j d_ij^2 / 2W`. Whatever territory an atom
/// is in, the others in it weigh at least the lower limit less its own weight, and cannot be nearer
/// than its nearest neighbours; and W is at most the upper limit.
fn crowding(brief: &Brief, p: &Problem) -> f64 {
    let Compactness::Inertia { by: Some(by), floor: 0.0 } = brief.compactness else { return 0.0 };
    if p.n * (p.n / p.k) > PAIRS_MAX {
        return 0.0;
    }
    let limits = || (0..p.k).map(|territory| p.limits(territory)[by]);
    let least = limits().map(|l| l.lower.max(l.min)).fold(f64::INFINITY, f64::min);
    let most = limits().map(|l| l.upper.min(l.max)).fold(0.0, f64::max);
    let points = p.position.iter().enumerate().filter(|(atom, _)| p.mass[*atom].weight > 0.0);
    let tree = RTree::bulk_load(points.map(|(atom, &at)| GeomWithData::new(at, atom)).collect());
    let sum: f64 = (0..p.n)
        .filter(|&atom| p.mass[atom].weight > 0.0)
        .map(|atom| p.mass[atom].weight * company(p, &tree, atom, least))
        .sum();
    sum / (2.0 * most)
}

/// Weight times squared distance of the nearest others that fill a territory to its lower limit.
fn company(
    p: &Problem,
    tree: &RTree<GeomWithData<[f64; 3], usize>>,
    atom: usize,
    least: f64,
) -> f64 {
    let mut missing = least;
    let mut sum = 0.0;
    for (other, distance_2) in tree.nearest_neighbor_iter_with_distance_2(&p.position[atom]) {
        let weight = p.mass[other.data].weight.min(missing);
        sum += weight * distance_2;
        missing -= weight;
        if missing <= 0.0 {
            break;
        }
    }
    sum
}

#[cfg(test)]
#[path = "bound_tests.rs"]
mod tests;
