//! Many to many: the part of the hierarchy above all targets is selected once and swept for many
//! sources at a time (RPHAST, Delling, Goldberg, Werneck 2011).

use std::ops::Add;

use rayon::prelude::*;

use super::super::atlas::{NONE, index};
use super::super::cost::{self, Cost, NO_WAY};
use super::search::climb;
use super::{Weights, scratch};
use crate::domain::control::Cancel;

/// Sources swept together.
const LANES: usize = 16;

/// A number that a sweep can add and compare: [`Cost`], or only its time.
pub trait Value: Copy + Ord + Add<Output = Self> + Send + Sync + 'static {
    const NO_WAY: Self;
    fn of(cost: Cost) -> Self;
    /// Without a part of it; no way stays none.
    #[must_use]
    fn less(self, part: Self) -> Self;
}

impl Value for Cost {
    const NO_WAY: Self = NO_WAY;

    fn of(cost: Cost) -> Self {
        cost
    }

    fn less(self, part: Self) -> Self {
        if self < NO_WAY { self.saturating_sub(part) } else { NO_WAY }
    }
}

/// Milliseconds alone: half the memory traffic where lengths are not asked for.
impl Value for u32 {
    const NO_WAY: Self = cost::ms(NO_WAY);

    fn of(cost: Cost) -> Self {
        cost::ms(cost)
    }

    fn less(self, part: Self) -> Self {
        if self < Self::NO_WAY { self.saturating_sub(part) } else { Self::NO_WAY }
    }
}

/// The end of trips: the states it may be reached in, each with what is not travelled any more.
pub type Target = Vec<(u32, Cost)>;

/// Cheapest values of every source to every target, row by row; `None` when cancelled. A source
/// is the states its trips enter first, with their costs.
pub fn matrix<V: Value>(
    parent: &[u32],
    weights: &Weights,
    sources: &[Vec<(u32, Cost)>],
    targets: &[Target],
    cancel: &Cancel,
) -> Option<Vec<V>> {
    let selection = Selection::<V>::new(parent.len(), weights, targets);
    let mut values = vec![V::NO_WAY; sources.len() * targets.len()];
    values.par_chunks_mut((LANES * targets.len()).max(1)).zip(sources.par_chunks(LANES)).for_each(
        |(rows, sources)| {
            if !cancel.is_cancelled() {
                selection.fill(parent, weights, sources, rows);
            }
        },
    );
    (!cancel.is_cancelled()).then_some(values)
}

/// Sources that have climbed, to be carried to all targets. A type and no closure: the compiler
/// does not always put a closure into the function that is made for wider vectors.
struct Batch<'a, V> {
    selection: &'a Selection<V>,
    lanes: Vec<[V; LANES]>,
    n_sources: usize,
    rows: &'a mut [V],
}

impl<V: Value> pulp::NullaryFnOnce for Batch<'_, V> {
    type Output = ();

    #[expect(clippy::inline_always, reason = "compiled once for each width of vectors")]
    #[inline(always)]
    fn call(mut self) {
        self.selection.sweep(&mut self.lanes);
        self.selection.arrive(&self.lanes, self.n_sources, self.rows);
    }
}

/// The states from which some target can be reached by going down, the highest first.
struct Selection<V> {
    /// Place of a state here, or [`NONE`].
    local: Vec<u32>,
    first: Vec<u32>,
    upper: Vec<u32>,
    value: Vec<V>,
    /// The places of each target's states, each with what is not travelled any more.
    target_first: Vec<u32>,
    target: Vec<(u32, V)>,
}

impl<V: Value> Selection<V> {
    fn new(n: usize, weights: &Weights, targets: &[Target]) -> Self {
        let (first, upper, cost) =
            (&*weights.into.first, &*weights.into.upper, &*weights.into.cost);
        let mut local = vec![NONE; n];
        let mut states: Vec<u32> = Vec::new();
        for &(state, _) in targets.iter().flatten() {
            if std::mem::replace(&mut local[state as usize], 0) == NONE {
                states.push(state);
            }
        }
        let mut done = 0;
        while let Some(&state) = states.get(done) {
            done += 1;
            for &above in &upper[first[state as usize] as usize..first[state as usize + 1] as usize]
            {
                if std::mem::replace(&mut local[above as usize], 0) == NONE {
                    states.push(above);
                }
            }
        }
        states.sort_unstable_by(|a, b| b.cmp(a));
        for (place, &state) in states.iter().enumerate() {
            local[state as usize] = index(place);
        }
        let mut selection = Self {
            local,
            first: vec![0],
            upper: Vec::new(),
            value: Vec::new(),
            target_first: vec![0],
            target: Vec::new(),
        };
        for &state in &states {
            for i in first[state as usize] as usize..first[state as usize + 1] as usize {
                selection.upper.push(selection.local[upper[i] as usize]);
                selection.value.push(V::of(cost[i]));
            }
            selection.first.push(index(selection.upper.len()));
        }
        for target in targets {
            let places = target
                .iter()
                .map(|&(state, after)| (selection.local[state as usize], V::of(after)));
            selection.target.extend(places);
            selection.target_first.push(index(selection.target.len()));
        }
        selection
    }

    fn fill(
        &self,
        parent: &[u32],
        weights: &Weights,
        sources: &[Vec<(u32, Cost)>],
        rows: &mut [V],
    ) {
        let mut lanes = vec![[V::NO_WAY; LANES]; self.first.len() - 1];
        for (lane, source) in sources.iter().enumerate() {
            self.climb(parent, weights, source, lane, &mut lanes);
        }
        let n_sources = sources.len();
        pulp::Arch::new().dispatch(Batch { selection: self, lanes, n_sources, rows });
    }

    fn climb(
        &self,
        parent: &[u32],
        weights: &Weights,
        source: &[(u32, Cost)],
        lane: usize,
        lanes: &mut [[V; LANES]],
    ) {
        scratch::with(parent.len(), |labels, _| {
            let touched = climb(parent, &weights.out, source, labels);
            for &state in &touched {
                let place = self.local[state as usize];
                if place != NONE {
                    lanes[place as usize][lane] = V::of(labels.of(state).cost);
                }
            }
            labels.clear(&touched);
        });
    }

    /// Every state takes the best over the states above it, all lanes at once.
    #[expect(clippy::inline_always, reason = "compiled once for each width of vectors")]
    #[inline(always)]
    fn sweep(&self, lanes: &mut [[V; LANES]]) {
        for place in 0..lanes.len() {
            let (above, here) = lanes.split_at_mut(place);
            let mut best = here[0];
            let range = self.first[place] as usize..self.first[place + 1] as usize;
            for (&upper, &value) in self.upper[range.clone()].iter().zip(&self.value[range]) {
                let from = &above[upper as usize];
                for lane in 0..LANES {
                    best[lane] = best[lane].min(from[lane] + value);
                }
            }
            here[0] = best;
        }
    }

    /// The best of every target's states, all lanes at once.
    #[expect(clippy::inline_always, reason = "compiled once for each width of vectors")]
    #[inline(always)]
    fn arrive(&self, lanes: &[[V; LANES]], n_sources: usize, rows: &mut [V]) {
        let n_targets = self.target_first.len() - 1;
        for target in 0..n_targets {
            let range = super::super::atlas::span(&self.target_first, index(target));
            let mut best = [V::NO_WAY; LANES];
            for &(place, after) in &self.target[range] {
                let from = &lanes[place as usize];
                for lane in 0..LANES {
                    best[lane] = best[lane].min(from[lane].less(after));
                }
            }
            for (lane, &value) in best.iter().enumerate().take(n_sources) {
                rows[lane * n_targets + target] = value;
            }
        }
    }
}
