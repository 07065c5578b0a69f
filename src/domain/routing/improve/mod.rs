//! Local search by stretches of routes: exchanges that ruin and recreate finds hardly or never,
//! for they move more visits at once than it takes out.

mod moves;
mod splice;

use super::neighbours::Neighbours;
use super::plan::{Node, Plan};
use super::rng::Rng;
use moves::Move;
use splice::Splice;

/// The longest stretch that changes its place, in a descent and by chance.
const DESCENT_STRETCH: usize = 3;
const CHANCE_STRETCH: usize = 12;
/// How many near visits one is put beside, in a descent and by chance.
const DESCENT_NEAR: usize = 16;
const CHANCE_NEAR: usize = 32;
/// Where reps differ: in one of so many tries two of them change all their visits, and one of so
/// many exchanges of two of them is of what comes first.
const SWAP_EVERY: usize = 64;
const HEADS_EVERY: usize = 8;

/// Tries exchanges on a plan; holds what they are worked out in.
#[derive(Debug, Default)]
pub(super) struct Improver {
    splices: [Splice; 2],
    order: Vec<u32>,
}

impl Improver {
    /// Does one exchange around the visit drawn by chance if the plan then costs less than the limit. The plan is
    /// not committed.
    pub fn try_luck(
        &mut self,
        plan: &mut Plan<'_>,
        neighbours: &Neighbours,
        visit: u32,
        rng: &mut Rng,
        limit: i64,
    ) -> bool {
        let near = neighbours.near(visit);
        if near.is_empty() || !plan.is_served(visit) {
            return false;
        }
        if plan.model.kinds.len() > 1 && rng.below(SWAP_EVERY) == 0 {
            return self.swap(plan, visit, rng, limit - plan.cost);
        }
        let near = near[rng.below(near.len().min(CHANCE_NEAR))];
        if !plan.is_served(near) {
            return false;
        }
        let change = drawn(plan, visit, near, rng);
        self.attempt(plan, change, visit, near, limit - plan.cost)
    }

    /// Does exchanges around the visits as long as they make the plan cheaper.
    pub fn descend(&mut self, plan: &mut Plan<'_>, neighbours: &Neighbours, visits: &[u32]) {
        for &visit in visits {
            self.hand_over(plan, visit);
            let near = neighbours.near(visit);
            for &near in &near[..near.len().min(DESCENT_NEAR)] {
                self.improve_beside(plan, visit, near);
            }
        }
    }

    fn improve_beside(&mut self, plan: &mut Plan<'_>, visit: u32, near: u32) {
        if !plan.is_served(visit) || !plan.is_served(near) {
            return;
        }
        self.attempt(plan, Move::Tails, visit, near, 0);
        if differ(plan, visit, near) {
            self.attempt(plan, Move::Heads, visit, near, 0);
        }
        self.attempt(plan, Move::Reverse, visit, near, 0);
        for own in 1..=DESCENT_STRETCH {
            self.attempt(plan, Move::Turned { own }, visit, near, 0);
            for other in 0..=DESCENT_STRETCH {
                self.attempt(plan, Move::Cross { own, other }, visit, near, 0);
            }
        }
    }

    /// Gives the route that begins with the visit to an idle rep of another kind if that pays.
    fn hand_over(&mut self, plan: &mut Plan<'_>, visit: u32) {
        let model = plan.model;
        for kind in 0..model.kinds.len() {
            let Node { prev, route, .. } = plan.nodes[visit as usize];
            if !plan.is_served(visit) || model.is_visit(prev) {
                return;
            }
            if model.kind_of_rep[route as usize] as usize == kind {
                continue;
            }
            if let Some(idle) = plan.idle_rep(kind) {
                moves::swapped(plan, &mut self.splices, route, idle);
                self.apply_below(plan, 2, 0);
            }
        }
    }

    /// Does the exchange if it adds less than `bound` to the cost.
    fn attempt(
        &mut self,
        plan: &mut Plan<'_>,
        change: Move,
        visit: u32,
        near: u32,
        bound: i64,
    ) -> bool {
        if !moves::may_pay(plan, change, visit, near, bound) {
            return false;
        }
        let count = moves::fill(plan, &mut self.splices, change, visit, near);
        count > 0 && self.apply_below(plan, count, bound)
    }

    /// Gives all visits of the visit's route to a rep of another kind drawn by chance, in exchange
    /// for that rep's visits.
    fn swap(&mut self, plan: &mut Plan<'_>, visit: u32, rng: &mut Rng, bound: i64) -> bool {
        let route = plan.nodes[visit as usize].route;
        let own_kind = plan.model.kind_of_rep[route as usize];
        let kind = rng.below(plan.model.kinds.len());
        let idle = plan.idle_rep(kind);
        let other = idle.unwrap_or_else(|| plan.active[rng.below(plan.active.len())]);
        if plan.model.kind_of_rep[other as usize] == own_kind {
            return false;
        }
        moves::swapped(plan, &mut self.splices, route, other);
        self.apply_below(plan, 2, bound)
    }

    /// Does the first so many splices if they add less than `bound` to the cost.
    fn apply_below(&mut self, plan: &mut Plan<'_>, count: usize, bound: i64) -> bool {
        let splices = &self.splices[..count];
        let is_dear = splices.iter().all(|splice| splice.is_priced_by_legs(plan))
            && splices.iter().map(|splice| splice.legs(plan)).sum::<i64>() >= bound;
        if is_dear {
            return false;
        }
        let mut delta = 0;
        for splice in splices {
            match splice.judge(plan, &mut self.order) {
                Some(added) => delta += added,
                None => return false,
            }
        }
        if delta >= bound {
            return false;
        }
        apply(plan, splices);
        true
    }
}

fn drawn(plan: &Plan<'_>, visit: u32, near: u32, rng: &mut Rng) -> Move {
    let stretch = |rng: &mut Rng| 1 + rng.below(CHANCE_STRETCH);
    let is_one_route = plan.nodes[visit as usize].route == plan.nodes[near as usize].route;
    if differ(plan, visit, near) && rng.below(HEADS_EVERY) == 0 {
        return Move::Heads;
    }
    match (is_one_route, rng.below(4)) {
        (true, 0 | 1) => Move::Reverse,
        (true, _) => Move::Cross { own: stretch(rng), other: 0 },
        (false, 0 | 1) => Move::Tails,
        (false, 2) => Move::Cross { own: stretch(rng), other: rng.below(CHANCE_STRETCH) },
        (false, _) => Move::Turned { own: stretch(rng) },
    }
}

/// The two are visited by reps of two kinds.
fn differ(plan: &Plan<'_>, visit: u32, near: u32) -> bool {
    let kind = |node: u32| plan.model.kind_of_rep[plan.nodes[node as usize].route as usize];
    kind(visit) != kind(near)
}

fn apply(plan: &mut Plan<'_>, splices: &[Splice]) {
    let mut gone = Vec::new();
    for splice in splices {
        plan.touch(splice.route);
        gone.clear();
        gone.extend(splice.old(plan));
        for visit in &gone {
            plan.unlink(*visit);
        }
    }
    for splice in splices {
        let mut after = splice.before;
        for &visit in &splice.middle {
            plan.link(visit, after);
            after = visit;
        }
    }
    for splice in splices {
        let settled = plan.settle(splice.route, splice.before, splice.after);
        debug_assert!(settled.is_ok(), "what was judged feasible is refused");
    }
}

#[cfg(test)]
#[path = "improve_tests.rs"]
mod tests;
