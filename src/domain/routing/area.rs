//! Decomposition of large problems by neighbouring routes (after Taillard & Voss 2002, POPMUSIC):
//! for a while all ruins and exchanges begin in a few routes that lie side by side, then in others.
//! What is read of them stays in fast memory, while the borders stay open, for a visit may still go
//! to any route, and the temperature is that of the whole plan.

use super::model::Model;
use super::neighbours::Neighbours;
use super::plan::Plan;
use super::rng::Rng;

/// Below this many visits the whole problem is one area.
const DIVIDED_FROM: usize = 600;
/// No route is added to an area of so many visits.
const VISITS: usize = 200;
/// The fewest and the most iterations in one area.
const STAY_MIN: u64 = 64;
const STAY_MAX: u64 = 1000;
/// Between them the search stays for one iteration in so many of those so far, so that a short one
/// comes everywhere, too.
const STAY_SHARE: u64 = 64;

/// Where the search works now.
#[derive(Debug)]
pub(super) struct Area {
    /// Where ruins and exchanges begin; empty before the first area, and in small problems.
    visits: Vec<u32>,
    /// By route, while an area is put together.
    is_in: Vec<bool>,
    /// The iteration from which on the search is elsewhere.
    until: u64,
}

impl Area {
    pub fn new(model: &Model) -> Self {
        Self { visits: Vec::new(), is_in: vec![false; model.n_reps], until: 0 }
    }

    /// A visit to begin with, served or not. The area changes when it is time.
    pub fn draw(
        &mut self,
        plan: &Plan<'_>,
        neighbours: &Neighbours,
        iteration: u64,
        rng: &mut Rng,
    ) -> u32 {
        let n = plan.model.n;
        if n >= DIVIDED_FROM && iteration >= self.until {
            self.until = iteration + (iteration / STAY_SHARE).clamp(STAY_MIN, STAY_MAX);
            self.move_to(any(n, rng), plan, neighbours);
        }
        if self.visits.is_empty() { any(n, rng) } else { self.visits[rng.below(self.visits.len())] }
    }

    /// The routes of the visits nearest to one, and those of these visits that are in no route.
    fn move_to(&mut self, centre: u32, plan: &Plan<'_>, neighbours: &Neighbours) {
        self.visits.clear();
        self.is_in.fill(false);
        for &visit in [centre].iter().chain(neighbours.near(centre)) {
            if self.visits.len() >= VISITS {
                return;
            }
            if !plan.is_served(visit) {
                self.visits.push(visit);
                continue;
            }
            let route = plan.nodes[visit as usize].route;
            if !std::mem::replace(&mut self.is_in[route as usize], true) {
                plan.order_into(route, &mut self.visits);
            }
        }
    }
}

fn any(n: usize, rng: &mut Rng) -> u32 {
    u32::try_from(rng.below(n)).unwrap_or(0)
}

#[cfg(test)]
#[path = "area_tests.rs"]
mod tests;
