//! Greedy insertion with blinks (Christiaens & Vanden Berghe 2020): each visit goes to its
//! cheapest position, some positions being overlooked by chance.

use crate::domain::routing::model::{Model, NONE};
use crate::domain::routing::neighbours::{Likely, Neighbours};
use crate::domain::routing::oracle::{Inserter, Slot};
use crate::domain::routing::plan::Plan;
use crate::domain::routing::recreate::pair::{PairInserter, PairSlot};
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

/// What an insertion may cost.
#[derive(Debug, Clone, Copy)]
pub(in crate::domain::routing) struct Terms {
    /// The plan must come to cost less than this.
    pub limit: i64,
    /// A visit may cost so many times its prize. More than once, for a first visit in a new part
    /// of the map makes sense only with the ones to come.
    pub generosity: i64,
    /// How many likely neighbours are looked at.
    pub reach: usize,
    /// For so many visits that fit beside none of them all positions are looked at.
    pub scans: usize,
    /// The first visit for which a rep is idle goes to that rep, whatever it costs.
    pub opens: bool,
}

/// Puts the visits in, in this order; those without a position on these terms stay out. False as
/// soon as the plan can no longer come to cost less than the limit.
pub(in crate::domain::routing) fn insert_all(
    plan: &mut Plan<'_>,
    neighbours: &Neighbours,
    visits: &[u32],
    blink: &mut Blink,
    rng: &mut Rng,
    terms: Terms,
) -> bool {
    let model = plan.model;
    let prize = |visit: u32| {
        let other = model.pairs.partner(visit).map_or(0, |other| model.prize[other as usize]);
        model.prize[visit as usize] + other
    };
    let (mut scans, mut opens) = (terms.scans, terms.opens);
    let mut open: i64 = visits.iter().map(|visit| prize(*visit)).sum();
    for &visit in visits {
        // a visit put in saves at most its prize
        if plan.cost - open >= terms.limit {
            return false;
        }
        open -= prize(visit);
        let bound = prize(visit).saturating_mul(terms.generosity).min(model.missing_cost);
        if let Some(delivery) = model.pairs.partner(visit) {
            if let Some(slot) =
                best_pair(plan, neighbours, visit, bound, terms, || blink.skips(rng))
            {
                insert_pair(plan, [visit, delivery], slot);
            }
            continue;
        }
        if opens && let Some(slot) = best_idle(plan, visit, model.missing_cost) {
            opens = false;
            insert(plan, visit, slot);
            continue;
        }
        let likely = neighbours.likely(visit, terms.reach);
        if let Some(slot) = best_slot(plan, likely, visit, bound, blink, rng, &mut scans) {
            insert(plan, visit, slot);
        }
    }
    plan.cost < terms.limit
}

/// Puts the visit into its slot, which the oracle has found feasible.
pub(in crate::domain::routing) fn insert(plan: &mut Plan<'_>, visit: u32, slot: Slot) {
    let route = plan.nodes[slot.after as usize].route;
    plan.touch(route);
    plan.link(visit, slot.after);
    let next = plan.nodes[visit as usize].next;
    let settled = plan.settle(route, slot.after, next);
    debug_assert!(settled.is_ok(), "the oracle allowed what the plan refuses");
}

/// Puts a pair into its slot, which was found feasible.
pub(in crate::domain::routing) fn insert_pair(plan: &mut Plan<'_>, pair: [u32; 2], slot: PairSlot) {
    let route = plan.nodes[slot.pickup_after as usize].route;
    plan.touch(route);
    plan.link(pair[0], slot.pickup_after);
    plan.link(pair[1], slot.delivery_after);
    let next = plan.nodes[pair[1] as usize].next;
    let settled = plan.settle(route, slot.pickup_after, next);
    debug_assert!(settled.is_ok(), "what was judged feasible is refused");
}

/// The cheapest slot of a pair: with an idle rep of each kind, and in the routes of likely
/// neighbours, or in all where the problem is small.
fn best_pair(
    plan: &mut Plan<'_>,
    neighbours: &Neighbours,
    pickup: u32,
    bound: i64,
    terms: Terms,
    mut skip: impl FnMut() -> bool,
) -> Option<PairSlot> {
    let mut routes: Vec<u32> =
        (0..plan.model.kinds.len()).filter_map(|kind| plan.idle_rep(kind)).collect();
    let likely = neighbours.likely(pickup, terms.reach);
    if likely.is_empty() {
        routes.extend(&plan.active);
    }
    for likely in likely {
        let route = plan.nodes[likely.other as usize].route;
        if route != NONE && !routes.contains(&route) {
            routes.push(route);
        }
    }
    let mut best: Option<PairSlot> = None;
    for route in routes {
        let bound = best.map_or(bound, |slot| slot.delta);
        if let Some(inserter) = PairInserter::within(plan, pickup, route) {
            best = inserter.best(bound, &mut skip).or(best);
        }
    }
    best
}

fn best_slot(
    plan: &mut Plan<'_>,
    likely: &[Likely],
    visit: u32,
    bound: i64,
    blink: &mut Blink,
    rng: &mut Rng,
    scans: &mut usize,
) -> Option<Slot> {
    if plan.model.kinds.is_empty() {
        return None;
    }
    if plan.model.rules.binds(visit) {
        return best_locked(plan, visit, bound, || blink.skips(rng));
    }
    let mut best = best_likely(plan, likely, visit, bound, blink, rng);
    let limit = |best: &Option<Slot>| best.map_or(bound, |slot| slot.delta);
    best = best_idle(plan, visit, limit(&best)).or(best);
    if !likely.is_empty() {
        if best.is_some() || plan.model.is_optional[visit as usize] || *scans == 0 {
            return best;
        }
        *scans -= 1;
    }
    let mut inserter = Inserter::new(plan, visit);
    for &route in &plan.active {
        if inserter.enter(route) {
            best = inserter.best(limit(&best), || blink.skips(rng)).or(best);
        }
    }
    best
}

/// The best position of a visit that is locked to a place in its route: behind those it follows,
/// or in any route.
fn best_locked(
    plan: &mut Plan<'_>,
    visit: u32,
    bound: i64,
    mut skip: impl FnMut() -> bool,
) -> Option<Slot> {
    if let Some(leader) = plan.model.rules.leaders(visit).next() {
        let route = plan.nodes[leader as usize].route;
        let inserter = if route == NONE { None } else { Inserter::within(plan, visit, route) };
        return inserter?.best(bound, skip);
    }
    let mut best = best_idle(plan, visit, bound);
    let mut inserter = Inserter::new(plan, visit);
    for &route in &plan.active {
        if inserter.enter(route) {
            let bound = best.map_or(bound, |slot| slot.delta);
            best = inserter.best(bound, &mut skip).or(best);
        }
    }
    best
}

/// The cheapest idle rep, looking at one of each kind.
fn best_idle(plan: &mut Plan<'_>, visit: u32, bound: i64) -> Option<Slot> {
    let mut best: Option<Slot> = None;
    if plan.active.len() == plan.model.n_reps {
        return best;
    }
    for kind in 0..plan.model.kinds.len() {
        let limit = best.map_or(bound, |slot| slot.delta);
        if cost_alone(plan.model, visit, kind) >= limit {
            continue;
        }
        let Some(rep) = plan.idle_rep(kind) else { continue };
        if let Some(inserter) = Inserter::within(plan, visit, rep) {
            best = inserter.best(limit, || false).or(best);
        }
    }
    best
}

/// At least so much an idle rep of the kind adds with this visit alone.
fn cost_alone(model: &Model, visit: u32, kind: usize) -> i64 {
    let kind = &model.kinds[kind];
    let place = model.place[visit as usize];
    let there = model.arc_between(kind.matrix, kind.start_place, place);
    let back = model.arc_between(kind.matrix, place, kind.end_place);
    let legs = kind.arc_cost(there) + kind.arc_cost(back);
    kind.per_use + legs + model.price(visit, kind.reps[0])
}

/// The best position beside a likely neighbour.
fn best_likely(
    plan: &Plan<'_>,
    likely: &[Likely],
    visit: u32,
    mut bound: i64,
    blink: &mut Blink,
    rng: &mut Rng,
) -> Option<Slot> {
    let mut best = None;
    let mut inserter = Inserter::new(plan, visit);
    for likely in likely {
        let route = plan.nodes[likely.other as usize].route;
        if route == NONE || blink.skips(rng) || !inserter.may_pay(likely, bound) {
            continue;
        }
        if !inserter.enter(route) {
            continue;
        }
        if let Some(slot) = inserter.judge_beside(likely, bound) {
            bound = slot.delta;
            best = Some(slot);
        }
    }
    best
}
