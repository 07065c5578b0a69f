//! Who is near whom: for removals by cost alone, for insertions also by time.

use super::model::{Arc, Model};
use super::rng::Rng;

/// The longest list of near visits for removals.
const NEAR_MAX: usize = 256;
/// The most and the fewest likely neighbours an insertion looks at in large problems. Few are fast,
/// many find what wide windows allow; each round draws between them.
const REACH_MAX: usize = 64;
const REACH_MIN: usize = 16;
/// Doublings from the fewest to the most.
const REACHES: usize = 3;
/// Below this many visits insertions look at every position.
pub(super) const GRANULAR_FROM: usize = 160;

/// A visit that could well come right before or after another, with the ways between them as the
/// first kind of rep travels them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Likely {
    pub other: u32,
    pub to: Arc,
    pub from: Arc,
}

pub(super) struct Neighbours {
    /// For each visit the others, nearest first.
    near: Vec<u32>,
    near_len: usize,
    /// For each visit those that could well come right before or after it; empty in small problems.
    likely: Vec<Likely>,
    likely_len: usize,
}

impl Neighbours {
    pub fn new(model: &Model) -> Self {
        let others = model.n.saturating_sub(1);
        let near_len = others.min(NEAR_MAX);
        let likely_len = if model.n < GRANULAR_FROM { 0 } else { others.min(REACH_MAX) };
        Self {
            near: lists(model, near_len, distance),
            near_len,
            likely: likely(model, likely_len),
            likely_len,
        }
    }

    pub fn near(&self, visit: u32) -> &[u32] {
        &self.near[visit as usize * self.near_len..][..self.near_len]
    }

    /// The first so many likely neighbours.
    pub fn likely(&self, visit: u32, reach: usize) -> &[Likely] {
        &self.likely[visit as usize * self.likely_len..][..reach.min(self.likely_len)]
    }

    /// How many likely neighbours to look at in one round.
    pub fn reach(rng: &mut Rng) -> usize {
        REACH_MIN << rng.below(REACHES)
    }
}

/// For each visit the `len` others to which or from which it takes least by the measure.
#[inline]
fn lists(model: &Model, len: usize, measure: impl Fn(&Model, u32, u32, Arc) -> i64) -> Vec<u32> {
    let mut flat = Vec::with_capacity(model.n * len);
    if len == 0 || model.kinds.is_empty() {
        flat.resize(model.n * len, 0);
        return flat;
    }
    let n = u32::try_from(model.n).unwrap_or(u32::MAX);
    let mut row: Vec<(i64, u32)> = Vec::with_capacity(model.n);
    let matrix = model.kinds[0].matrix;
    for visit in 0..n {
        let place = model.place[visit as usize];
        let (to, from) = (model.arcs_to(matrix, place), model.arcs_from(matrix, place));
        row.clear();
        row.extend((0..n).map(|other| {
            let at = model.place[other as usize] as usize;
            let there = measure(model, visit, other, from[at]);
            (there.min(measure(model, other, visit, to[at])), other)
        }));
        row.swap_remove(visit as usize);
        row.select_nth_unstable(len - 1);
        row.truncate(len);
        row.sort_unstable();
        flat.extend(row.iter().map(|(_, other)| *other));
    }
    flat
}

fn likely(model: &Model, len: usize) -> Vec<Likely> {
    let lists = lists(model, len, proximity);
    let with_ways = |(index, other): (usize, &u32)| {
        let visit = u32::try_from(index / len.max(1)).unwrap_or(u32::MAX);
        Likely { other: *other, to: model.arc(0, *other, visit), from: model.arc(0, visit, *other) }
    };
    if model.kinds.is_empty() {
        return Vec::new();
    }
    lists.iter().enumerate().map(with_ways).collect()
}

#[inline]
fn distance(model: &Model, _: u32, _: u32, arc: Arc) -> i64 {
    let kind = &model.kinds[0];
    // with prices on work time only, time is what makes near
    kind.arc_cost(arc) + i64::from(arc.time) * kind.per_work
}

/// Cost of going there, a fifth of the wait that cannot be avoided, and the whole delay
/// (Vidal, Crainic, Gendreau & Prins 2013).
#[inline]
fn proximity(model: &Model, from: u32, to: u32, arc: Arc) -> i64 {
    let kind = &model.kinds[0];
    let (a, b) = (&model.visits[from as usize], &model.visits[to as usize]);
    let arrives = |start: i32| i64::from(start) + i64::from(a.service) + i64::from(arc.time);
    let wait = (i64::from(b.from) - arrives(a.to)).max(0);
    let delay = (arrives(a.from) - i64::from(b.to)).max(0);
    let per_time = if kind.per_travel + kind.per_work > 0 {
        kind.per_travel + kind.per_work
    } else {
        kind.per_meter
    };
    distance(model, from, to, arc) + (wait / 5 + delay) * per_time
}
