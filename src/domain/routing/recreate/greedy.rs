//! Greedy insertion with blinks (Christiaens & Vanden Berghe 2020): each visit goes to its
//! cheapest position, some positions being overlooked by chance.

use crate::domain::routing::model::NONE;
use crate::domain::routing::neighbours::Neighbours;
use crate::domain::routing::oracle::{Inserter, Slot};
use crate::domain::routing::plan::Plan;
use crate::domain::routing::rng::Rng;

/// One position in so many is overlooked.
const BLINK_EVERY: usize = 100;

/// Draws how many positions are looked at before the next one is overlooked.
pub(in crate::domain::routing) struct Blink {
    left: usize,
}

impl Blink {
    pub fn new() -> Self {
        Self { left: BLINK_EVERY }
    }

    /// Uniform gaps around the mean cost one draw a blink instead of one a position.
    #[inline]
    fn skips(&mut self, rng: &mut Rng) -> bool {
        if self.left > 0 {
            self.left -= 1;
            return false;
        }
        self.left = rng.below(2 * BLINK_EVERY);
        true
    }
}

/// Puts the visits in, in this order; those without a position below their prize stay out.
pub(in crate::domain::routing) fn insert_all(
    plan: &mut Plan<'_>,
    neighbours: &Neighbours,
    visits: &[u32],
    blink: &mut Blink,
    rng: &mut Rng,
) {
    for &visit in visits {
        let bound = plan.model.prize[visit as usize];
        if let Some(slot) = best_slot(plan, neighbours, visit, bound, blink, rng) {
            insert(plan, visit, slot);
        }
    }
}

/// Puts the visit into its slot, which the oracle has found feasible.
pub(in crate::domain::routing) fn insert(plan: &mut Plan<'_>, visit: u32, slot: Slot) {
    let route = plan.nodes[slot.after as usize].route;
    plan.touch(route);
    plan.link(visit, slot.after);
    let refreshed = plan.refresh(route);
    debug_assert!(refreshed.is_ok(), "the oracle allowed what the plan refuses");
}

fn best_slot(
    plan: &mut Plan<'_>,
    neighbours: &Neighbours,
    visit: u32,
    bound: i64,
    blink: &mut Blink,
    rng: &mut Rng,
) -> Option<Slot> {
    let mut best = best_idle(plan, visit, bound);
    let limit = |best: &Option<Slot>| best.map_or(bound, |slot| slot.delta);
    if neighbours.is_granular() {
        best = best_likely(plan, neighbours, visit, limit(&best), blink, rng).or(best);
        if best.is_some() || plan.model.is_optional[visit as usize] {
            return best;
        }
    }
    for &route in &plan.active {
        if let Some(inserter) = Inserter::new(plan, visit, route) {
            best = inserter.best(limit(&best), || blink.skips(rng)).or(best);
        }
    }
    best
}

/// The cheapest idle rep, looking at one of each kind.
fn best_idle(plan: &mut Plan<'_>, visit: u32, bound: i64) -> Option<Slot> {
    let mut best: Option<Slot> = None;
    for kind in 0..plan.model.kinds.len() {
        let Some(rep) = plan.idle_rep(kind) else { continue };
        let limit = best.map_or(bound, |slot| slot.delta);
        if let Some(inserter) = Inserter::new(plan, visit, rep) {
            best = inserter.best(limit, || false).or(best);
        }
    }
    best
}

/// The best position beside a likely neighbour.
fn best_likely(
    plan: &Plan<'_>,
    neighbours: &Neighbours,
    visit: u32,
    mut bound: i64,
    blink: &mut Blink,
    rng: &mut Rng,
) -> Option<Slot> {
    let mut best = None;
    for &other in neighbours.likely(visit) {
        let node = &plan.nodes[other as usize];
        if node.route == NONE || blink.skips(rng) {
            continue;
        }
        let Some(inserter) = Inserter::new(plan, visit, node.route) else { continue };
        for after in [other, node.prev] {
            if let Some(delta) = inserter.judge(after, bound) {
                bound = delta;
                best = Some(Slot { delta, after });
            }
        }
    }
    best
}
