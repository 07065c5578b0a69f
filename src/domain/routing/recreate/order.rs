//! In which order visits are put back (Christiaens & Vanden Berghe 2020): difficult ones first,
//! by a measure drawn anew in each round.

use crate::domain::routing::model::Model;
use crate::domain::routing::rng::Rng;

/// Measures and how often each is drawn.
const RANDOM: usize = 4;
const LOAD: usize = 4;
const FAR: usize = 2;
const NEAR: usize = 1;
const SHORT_WINDOW: usize = 2;
const EARLY_START: usize = 2;
const LATE_END: usize = 2;
const PRIZE: usize = 4;

/// Sort keys of all visits under all measures, smallest first.
pub(in crate::domain::routing) struct Orders {
    /// One per measure: how often, and the keys; no keys: random.
    measures: Vec<(usize, Vec<i64>)>,
    total: usize,
}

impl Orders {
    pub fn new(model: &Model) -> Self {
        let mut measures = vec![(RANDOM, Vec::new())];
        let mut add = |share, keys: Vec<i64>| {
            if keys.windows(2).any(|pair| pair[0] != pair[1]) {
                measures.push((share, keys));
            }
        };
        add(LOAD, keys(model, |visit| -load(model, visit)));
        add(FAR, keys(model, |visit| -from_start(model, visit)));
        add(NEAR, keys(model, |visit| from_start(model, visit)));
        let window = |visit: u32| &model.visits[visit as usize];
        add(SHORT_WINDOW, keys(model, |v| i64::from(window(v).to) - i64::from(window(v).from)));
        add(EARLY_START, keys(model, |visit| i64::from(window(visit).from)));
        add(LATE_END, keys(model, |visit| -i64::from(window(visit).to)));
        add(PRIZE, keys(model, |visit| -model.prize[visit as usize]));
        let total = measures.iter().map(|(share, _)| share).sum();
        Self { measures, total }
    }

    /// Brings the visits into the order of a measure drawn by chance; equal ones in any order.
    pub fn sort(&self, visits: &mut [u32], rng: &mut Rng) {
        rng.shuffle(visits);
        let mut draw = rng.below(self.total);
        for (share, keys) in &self.measures {
            if draw < *share {
                if !keys.is_empty() {
                    visits.sort_by_key(|visit| keys[*visit as usize]);
                }
                return;
            }
            draw -= share;
        }
    }
}

fn keys(model: &Model, key: impl Fn(u32) -> i64) -> Vec<i64> {
    (0..u32::try_from(model.n).unwrap_or(u32::MAX)).map(key).collect()
}

fn load(model: &Model, visit: u32) -> i64 {
    model.delivery_of(visit).iter().chain(model.pickup_of(visit)).sum()
}

/// The cheapest way from any kind's start.
fn from_start(model: &Model, visit: u32) -> i64 {
    let place = model.visits[visit as usize].place as usize;
    let cost = |kind: &crate::domain::routing::model::Kind| {
        let arc = model.matrices[kind.matrix][kind.start_place as usize * model.n_places + place];
        kind.arc_cost(arc) + i64::from(arc.time) * kind.per_work
    };
    model.kinds.iter().map(cost).min().unwrap_or(0)
}
