//! Who is near whom: for removals by cost alone, for insertions also by time.

use super::model::Model;

/// The longest list of near visits for removals.
const NEAR_MAX: usize = 256;
/// How many likely neighbours an insertion looks at in large problems.
pub(super) const GRANULAR: usize = 32;
/// Below this many visits insertions look at every position.
pub(super) const GRANULAR_FROM: usize = 160;

pub(super) struct Neighbours {
    /// For each visit the others, nearest first.
    near: Vec<u32>,
    near_len: usize,
    /// For each visit those that could well come right before or after it; empty in small problems.
    likely: Vec<u32>,
    likely_len: usize,
}

impl Neighbours {
    pub fn new(model: &Model) -> Self {
        let others = model.n.saturating_sub(1);
        let near_len = others.min(NEAR_MAX);
        let likely_len = if model.n < GRANULAR_FROM { 0 } else { others.min(GRANULAR) };
        Self {
            near: lists(model, near_len, distance),
            near_len,
            likely: lists(model, likely_len, proximity),
            likely_len,
        }
    }

    pub fn near(&self, visit: u32) -> &[u32] {
        &self.near[visit as usize * self.near_len..][..self.near_len]
    }

    pub fn likely(&self, visit: u32) -> &[u32] {
        &self.likely[visit as usize * self.likely_len..][..self.likely_len]
    }

    pub fn is_granular(&self) -> bool {
        self.likely_len > 0
    }
}

fn lists(model: &Model, len: usize, measure: fn(&Model, u32, u32) -> i64) -> Vec<u32> {
    let mut flat = Vec::with_capacity(model.n * len);
    if len == 0 || model.kinds.is_empty() {
        flat.resize(model.n * len, 0);
        return flat;
    }
    let n = u32::try_from(model.n).unwrap_or(u32::MAX);
    let mut row: Vec<(i64, u32)> = Vec::with_capacity(model.n);
    for visit in 0..n {
        row.clear();
        row.extend((0..n).filter(|other| *other != visit).map(|other| {
            let there = measure(model, visit, other);
            (there.min(measure(model, other, visit)), other)
        }));
        row.select_nth_unstable(len - 1);
        row.truncate(len);
        row.sort_unstable();
        flat.extend(row.iter().map(|(_, other)| *other));
    }
    flat
}

fn distance(model: &Model, from: u32, to: u32) -> i64 {
    let kind = &model.kinds[0];
    let arc = model.arc(kind.matrix, from, to);
    // with prices on work time only, time is what makes near
    kind.arc_cost(arc) + i64::from(arc.time) * kind.per_work
}

/// Cost of going there, a fifth of the wait that cannot be avoided, and the whole delay
/// (Vidal, Crainic, Gendreau & Prins 2013).
fn proximity(model: &Model, from: u32, to: u32) -> i64 {
    let kind = &model.kinds[0];
    let arc = model.arc(kind.matrix, from, to);
    let (a, b) = (&model.visits[from as usize], &model.visits[to as usize]);
    let arrives = |start: i32| i64::from(start) + i64::from(a.service) + i64::from(arc.time);
    let wait = (i64::from(b.from) - arrives(a.to)).max(0);
    let delay = (arrives(a.from) - i64::from(b.to)).max(0);
    let per_time = if kind.per_travel + kind.per_work > 0 {
        kind.per_travel + kind.per_work
    } else {
        kind.per_meter
    };
    distance(model, from, to) + (wait / 5 + delay) * per_time
}
