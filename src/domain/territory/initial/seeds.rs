//! k-means++ (Arthur & Vassilvitskii 2007), weighted, with a few candidates a step.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use crate::domain::territory::problem::{Problem, distance_2};

/// Candidates tried for every centre; the one that leaves least spread is kept.
const CANDIDATES: usize = 3;

/// Centres at atoms out of `among`.
pub(super) fn plus_plus(
    p: &Problem,
    among: &[u32],
    weights: &[f64],
    rng: &mut ChaCha8Rng,
) -> Vec<[f64; 3]> {
    let points: Vec<[f64; 3]> = among.iter().map(|&atom| p.position[atom as usize]).collect();
    let weights: Vec<f64> = among.iter().map(|&atom| weights[atom as usize]).collect();
    let mut nearest = vec![f64::INFINITY; points.len()];
    let mut centres = Vec::with_capacity(p.k);
    while centres.len() < p.k {
        let mut best: Option<(f64, [f64; 3], Vec<f64>)> = None;
        for _ in 0..CANDIDATES {
            let centre = points[draw(&weights, &nearest, rng)];
            let (spread, after) = spread(&points, &weights, &nearest, &centre);
            if best.as_ref().is_none_or(|(least, ..)| spread < *least) {
                best = Some((spread, centre, after));
            }
        }
        let Some((_, centre, after)) = best else { break };
        nearest = after;
        centres.push(centre);
    }
    centres
}

/// Draws a point with probability weight times squared distance to the nearest centre.
fn draw(weights: &[f64], nearest: &[f64], rng: &mut ChaCha8Rng) -> usize {
    let pull = |index: usize| {
        weights[index] * if nearest[index].is_finite() { nearest[index] } else { 1.0 }
    };
    let total: f64 = (0..weights.len()).map(pull).sum();
    let mut left = rng.random::<f64>() * total;
    for index in 0..weights.len() {
        left -= pull(index);
        if left < 0.0 {
            return index;
        }
    }
    rng.random_range(0..weights.len())
}

/// The weighted spread with one more centre, and the squared distances to the nearest one.
fn spread(
    points: &[[f64; 3]],
    weights: &[f64],
    nearest: &[f64],
    centre: &[f64; 3],
) -> (f64, Vec<f64>) {
    let after: Vec<f64> =
        nearest.iter().zip(points).map(|(&near, at)| near.min(distance_2(at, centre))).collect();
    (after.iter().zip(weights).map(|(d, w)| d * w).sum(), after)
}
