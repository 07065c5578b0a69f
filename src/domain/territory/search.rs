//! The order of things: a first alignment, improvement at the borders, and for small regions
//! the exact search.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::coarse::Coarse;
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
/// A large region is searched in fewer and larger pieces until then.
const COARSE_UNTIL: f64 = 0.5;
/// Chances to move after which pieces have found their places.
const VISITS_COARSE: u64 = 4_000;
/// As many pieces for each territory, but no more than half of the atoms; fewer than these are no use.
const PIECES_PER_TERRITORY: usize = 48;
const PIECES_MIN_PER_TERRITORY: usize = 20;
const PIECES_MIN: usize = 400;

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
    let is_placed = is_large(p);
    let stop = |until| Stop { budget, cancel, until, is_placed };
    let mut iterations = 0;
    if exact::applies(p) && may_exist {
        iterations += improve(p, &mut best, &stop(WARM_UP_UNTIL), &mut rng, iterations);
        if exact::search(p, &mut best, &stop(EXACT_UNTIL), &mut iterations) == Outcome::Proved {
            return (best, Outcome::Proved, iterations);
        }
    }
    if is_placed {
        iterations += improve_coarse(p, &mut best, budget, cancel, &mut rng);
    }
    iterations += improve(p, &mut best, &stop(1.0), &mut rng, iterations);
    (best, Outcome::GaveUp, iterations)
}

/// The coarse share of a budget, cut off after so many iterations.
struct AtMost<'a> {
    budget: &'a dyn Budget,
    most: u64,
}

impl Budget for AtMost<'_> {
    fn spent(&self, iterations: u64) -> f64 {
        let share = COARSE_UNTIL * iterations as f64 / self.most as f64;
        self.budget.spent(iterations).max(share)
    }
}

fn n_pieces(p: &Problem) -> usize {
    (PIECES_PER_TERRITORY * p.k).min(p.n / 2)
}

/// Whether a search in larger pieces has something to gain. An alignment in force is left where it is.
fn is_large(p: &Problem) -> bool {
    n_pieces(p) >= PIECES_MIN.max(PIECES_MIN_PER_TERRITORY * p.k) && !is_realignment(p)
}

/// Improves in pieces of several atoms; returns how many iterations it took.
fn improve_coarse(
    p: &Problem,
    best: &mut Best<'_>,
    budget: &dyn Budget,
    cancel: &Cancel,
    rng: &mut ChaCha8Rng,
) -> u64 {
    let coarse = Coarse::new(p, n_pieces(p));
    let most = VISITS_COARSE * coarse.problem.n as u64;
    let stop =
        Stop { budget: &AtMost { budget, most }, cancel, until: COARSE_UNTIL, is_placed: false };
    let first = initial::alignment(&coarse.problem, rng);
    let mut tell = |progress: &Progress<'_>| best.tell_as(progress);
    let mut pieces = Best::new(&State::new(&coarse.problem, first), &mut tell);
    let iterations = improve(&coarse.problem, &mut pieces, &stop, rng, 0);
    let found = State::new(p, coarse.spread(&pieces.territory));
    if best.is_worse_than(&found) {
        best.keep(&found);
    }
    iterations
}

/// Whether there is an alignment to begin with.
fn is_realignment(p: &Problem) -> bool {
    p.present.iter().any(|&territory| territory != NONE)
}
