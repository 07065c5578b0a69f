//! Adjacent string removal (Christiaens & Vanden Berghe 2020): from several neighbouring routes
//! one stretch each, around a random visit.

use super::{Removed, is_removable, refresh_all};
use crate::domain::routing::model::Model;
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
        let n_served: u32 = plan.active.iter().map(|r| plan.routes[*r as usize].len).sum();
        let mean_len = n_served as usize / plan.active.len().max(1);
        let longest = STRING_MAX.min(mean_len).max(1);
        #[expect(clippy::cast_precision_loss, reason = "a string is at most ten visits")]
        let strings_max = 4.0 * REMOVED_MEAN / (1.0 + longest as f64) - 1.0;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "1 to 20")]
        let n_strings = (1.0 + rng.unit() * strings_max) as usize;
        for &visit in std::iter::once(&seed).chain(neighbours.near(seed)) {
            if self.routes.len() >= n_strings {
                break;
            }
            let route = plan.nodes[visit as usize].route;
            if !plan.is_served(visit) || self.routes.contains(&route) {
                continue;
            }
            self.routes.push(route);
            plan.touch(route);
            remove_string(plan, visit, longest, rng, removed);
        }
        refresh_all(plan, &self.routes)
    }
}

/// Takes a stretch that holds `visit` out of its route.
fn remove_string(
    plan: &mut Plan<'_>,
    visit: u32,
    longest: usize,
    rng: &mut Rng,
    removed: &mut Removed,
) {
    let len = plan.routes[plan.nodes[visit as usize].route as usize].len as usize;
    let n_removed = 1 + rng.below(longest.min(len));
    let n_kept = kept_in_the_middle(n_removed, len, rng);
    let span = n_removed + n_kept;
    // the stretch starts so that it holds the visit and stays within the route
    let position = plan.nodes[visit as usize].position as usize - 1;
    let earliest = (position + 1).saturating_sub(span);
    let latest = position.min(len - span);
    let back = position - (earliest + rng.below(latest - earliest + 1));
    let first = (0..back).fold(visit, |at, _| plan.nodes[at as usize].prev);
    let kept_from = if n_kept == 0 { span } else { 1 + rng.below(n_removed.max(2) - 1) };
    let mut at = first;
    for index in 0..span {
        let next = plan.nodes[at as usize].next;
        let is_kept = (kept_from..kept_from + n_kept).contains(&index);
        if !is_kept && is_removable(plan.model, at) {
            removed.take(plan, at);
        }
        at = next;
    }
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

/// A random visit to start from: any that is in a route.
pub(in crate::domain::routing) fn random_seed(model: &Model, rng: &mut Rng) -> u32 {
    u32::try_from(rng.below(model.n)).unwrap_or(0)
}
