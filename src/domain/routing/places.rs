//! Places in an order in which near ones stand together, so that the cells of a matrix that are
//! read together lie together in memory.

use super::model::narrow;
use crate::domain::travel::TravelMatrix;

/// Fewer places fit the fast memory in any order.
const REORDERED_FROM: usize = 64;

/// The new number of each place: where a walk to the nearest place not yet seen comes to it.
pub(super) fn renumbered(matrix: Option<&TravelMatrix>) -> Vec<u32> {
    let n = matrix.map_or(0, |matrix| matrix.n_sources);
    let mut number: Vec<u32> = (0..n).map(narrow).collect();
    let Some(matrix) = matrix.filter(|_| n >= REORDERED_FROM) else { return number };
    let mut left: Vec<usize> = (0..n).collect();
    let mut at = 0;
    for next_number in 0..n {
        let place = left.swap_remove(at);
        number[place] = narrow(next_number);
        let far = |other: usize| (matrix.duration_s(place, other), matrix.distance_m(place, other));
        at = (0..left.len()).min_by_key(|index| far(left[*index])).unwrap_or(0);
    }
    number
}

#[cfg(test)]
#[path = "places_tests.rs"]
mod tests;
