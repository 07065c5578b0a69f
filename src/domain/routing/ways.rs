//! What the search looks up about the matrices besides their cells.

use super::model::{Arc, FAR, Kind, Model, narrow};

/// For each place the least time and the least distance to it and from it, over the places of all
/// other nodes.
pub(super) fn least_arcs(model: &Model, matrix: usize) -> Vec<(Arc, Arc)> {
    let mut n_nodes = vec![0_u32; model.n_places];
    model.place.iter().for_each(|place| n_nodes[*place as usize] += 1);
    let used: Vec<usize> = (0..model.n_places).filter(|place| n_nodes[*place] > 0).collect();
    let shorter = |a: Arc, b: Arc| Arc { time: a.time.min(b.time), dist: a.dist.min(b.dist) };
    let none = Arc { time: FAR, dist: FAR };
    let of = |place: usize| {
        let others = used.iter().filter(|other| **other != place || n_nodes[place] > 1);
        let arcs = (model.arcs_to(matrix, narrow(place)), model.arcs_from(matrix, narrow(place)));
        others.fold((none, none), |(to, from), other| {
            (shorter(to, arcs.0[*other]), shorter(from, arcs.1[*other]))
        })
    };
    (0..model.n_places).map(of).collect()
}

/// Whether every rep pays the same for a leg.
pub(super) fn have_one_price(kinds: &[Kind]) -> bool {
    let price = |kind: &Kind| (kind.matrix, kind.per_travel, kind.per_meter);
    kinds.windows(2).all(|pair| price(&pair[0]) == price(&pair[1]))
}

/// Whether even the longest day there could be breaks no window and no shift.
pub(super) fn are_timeless(model: &Model) -> bool {
    let is_open = model.kinds.iter().all(|kind| !kind.is_timed && kind.breaks.is_empty());
    let has_all_ways = model.matrices.iter().flatten().all(|arc| !arc.is_missing());
    if !is_open || !has_all_ways || model.any_split {
        return false;
    }
    let longest_leg = model.matrices.iter().map(|matrix| longest(matrix).time).max().unwrap_or(0);
    let visits = 0..narrow(model.n);
    let service = |visit| model.kinds.iter().map(move |kind| model.service(visit, kind.reps[0]));
    let at_sites: i64 = visits.filter_map(|visit| service(visit).max()).map(i64::from).sum();
    let n_legs = i64::try_from(model.n).unwrap_or(i64::MAX).saturating_add(1);
    let day = i64::from(longest_leg).saturating_mul(n_legs).saturating_add(at_sites);
    model.kinds.iter().all(|kind| {
        let is_long = i64::from(kind.to_max - kind.from) >= day;
        is_long && model.visits.iter().all(|v| v.from <= kind.from && v.to >= kind.to_max)
    })
}

/// The matrix by destination; nothing if that is the same.
pub(super) fn turned(matrix: &[Arc], n: usize) -> Vec<Arc> {
    let is_symmetric =
        (0..n).all(|from| (0..from).all(|to| matrix[from * n + to] == matrix[to * n + from]));
    if is_symmetric {
        return Vec::new();
    }
    let mut turned = vec![Arc::default(); matrix.len()];
    for (from, row) in matrix.chunks_exact(n).enumerate() {
        for (to, arc) in row.iter().enumerate() {
            turned[to * n + from] = *arc;
        }
    }
    turned
}

/// The longest time and the longest distance of any way there is.
pub(super) fn longest(matrix: &[Arc]) -> Arc {
    let ways = matrix.iter().filter(|arc| !arc.is_missing());
    ways.fold(Arc::default(), |longest, arc| Arc {
        time: longest.time.max(arc.time),
        dist: longest.dist.max(arc.dist),
    })
}
