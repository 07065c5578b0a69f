//! The order of things: a first alignment, improvement at the borders, and for small regions
//! the exact search.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::exact::{self, Outcome};
use super::improve::{Best, Stop, improve};
use super::initial;
use super::plan::Progress;
use super::problem::{NONE, Problem};
use super::state::State;
use crate::domain::control::{Budget, Cancel};

/// Shares of the budget for a first improvement and for the exact search of a small region.
const WARM_UP_UNTIL: f64 = 0.15;
const EXACT_UNTIL: f64 = 0.5;

/// The best plan, what is known of it, and the iterations it took.
pub(super) fn search<'a>(
    p: &Problem,
    seed: u64,
    budget: &dyn Budget,
    cancel: &Cancel,
    on_better: &'a mut dyn FnMut(&Progress<'_>),
    may_exist: bool,
) -> (Best<'a>, Outcome, u64) {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let first =
        if is_realignment(p) { initial::present(p) } else { initial::alignment(p, &mut rng) };
    let mut best = Best::new(&State::new(p, first), on_better);
    best.tell(p, 0);
    let stop = |until| Stop { budget, cancel, until };
    let mut iterations = 0;
    if exact::applies(p) && may_exist {
        iterations += improve(p, &mut best, &stop(WARM_UP_UNTIL), &mut rng, iterations);
        if exact::search(p, &mut best, &stop(EXACT_UNTIL), &mut iterations) == Outcome::Proved {
            return (best, Outcome::Proved, iterations);
        }
    }
    iterations += improve(p, &mut best, &stop(1.0), &mut rng, iterations);
    (best, Outcome::GaveUp, iterations)
}

/// Whether there is an alignment to begin with.
fn is_realignment(p: &Problem) -> bool {
    p.present.iter().any(|&territory| territory != NONE)
}
