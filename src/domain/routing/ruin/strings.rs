//! Adjacent string removal (Christiaens & Vanden Berghe 2020): from several neighbouring routes
//! one stretch each, around a random visit. Where there are fewer routes than strings a route may
//! lose several.

use super::{Removed, is_removable};
use crate::domain::routing::neighbours::Neighbours;
use crate::domain::routing::plan::{Infeasible, Plan};
use crate::domain::routing::rng::Rng;

/// Visits removed in one round, on average.
const REMOVED_MEAN: f64 = 10.0;
/// The longest stretch taken from one route.
const STRING_MAX: usize = 10;
/// How often some visits in the middle of a stretch stay.
const SPLIT_SHARE: f64 = 0.5;
/// How often one more of them stays.
const SPLIT_GROWS: f64 = 0.01;

pub(in crate::domain::routing) struct StringRemoval {
    routes: Vec<u32>,
}

impl StringRemoval {
    pub fn new() -> Self {
        Self { routes: Vec::new() }
    }

    /// Takes strings around `seed` out of the plan.
    pub fn run(
        &mut self,
        plan: &mut Plan<'_>,
        neighbours: &Neighbours,
        seed: u32,
        rng: &mut Rng,
        removed: &mut Removed,
    ) -> Result<(), Infeasible> {
        self.routes.clear();
        let n_active = plan.active.len();
        let mean_len = plan.n_served / n_active.max(1);
        let mut longest = STRING_MAX.min(mean_len).max(1);
        #[expect(clippy::cast_precision_loss, reason = "a string is at most ten visits")]
        let strings_max = 4.0 * REMOVED_MEAN / (1.0 + longest as f64) - 1.0;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "1 to 20")]
        let mut n_strings = (1.0 + rng.unit() * strings_max) as usize;
        let is_few = n_active < n_strings;
        if is_few {
            longest = 1 + rng.below(longest);
            n_strings = n_strings.max(1 + rng.below(10) / longest);
        }
        for &visit in std::iter::once(&seed).chain(neighbours.near(seed)) {
            if self.routes.len() >= n_strings {
                break;
            }
            let route = plan.nodes[visit as usize].route;
            if !plan.is_served(visit) || (!is_few && self.routes.contains(&route)) {
                continue;
            }
            self.routes.push(route);
            plan.touch(route);
            remove_string(plan, visit, longest, rng, removed)?;
        }
        Ok(())
    }
}

/// Takes a stretch that holds `visit` out of its route.
fn remove_string(
    plan: &mut Plan<'_>,
    visit: u32,
    longest: usize,
    rng: &mut Rng,
    removed: &mut Removed,
) -> Result<(), Infeasible> {
    let route = plan.nodes[visit as usize].route;
    let len = plan.routes[route as usize].len as usize;
    let n_removed = 1 + rng.below(longest.min(len));
    let n_kept = kept_in_the_middle(n_removed, len, rng);
    let span = n_removed + n_kept;
    // the stretch starts so that it holds the visit and stays within the route
    let n_before = room(plan, visit, span - 1, |plan, at| plan.nodes[at as usize].prev);
    let n_behind = room(plan, visit, span - 1, |plan, at| plan.nodes[at as usize].next);
    let least = (span - 1).saturating_sub(n_behind);
    let back = least + rng.below(n_before - least + 1);
    let first = (0..back).fold(visit, |at, _| plan.nodes[at as usize].prev);
    let kept_from = if n_kept == 0 { span } else { 1 + rng.below(n_removed.max(2) - 1) };
    let before = plan.nodes[first as usize].prev;
    let mut at = first;
    for index in 0..span {
        let next = plan.nodes[at as usize].next;
        let is_kept = (kept_from..kept_from + n_kept).contains(&index);
        if !is_kept && is_removable(plan.model, at) {
            removed.take(plan, at);
        }
        at = next;
    }
    plan.settle(route, before, at)
}

/// How many visits lie on one side of the visit, counted up to `most`.
fn room(plan: &Plan<'_>, visit: u32, most: usize, step: fn(&Plan<'_>, u32) -> u32) -> usize {
    let mut at = visit;
    (0..most)
        .take_while(|_| {
            at = step(plan, at);
            plan.model.is_visit(at)
        })
        .count()
}

fn kept_in_the_middle(n_removed: usize, len: usize, rng: &mut Rng) -> usize {
    if n_removed < 2 || n_removed >= len || rng.unit() >= SPLIT_SHARE {
        return 0;
    }
    let mut n_kept = 1;
    while n_removed + n_kept < len && rng.unit() < SPLIT_GROWS {
        n_kept += 1;
    }
    n_kept
}
