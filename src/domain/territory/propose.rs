//! From region and brief to a plan.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::bound::lower_bound;
use super::brief::Brief;
use super::cause::{Cause, causes};
use super::exact::{self, Outcome};
use super::fault::{Fault, faults};
use super::improve::{Best, Stop, improve};
use super::initial;
use super::plan::{Plan, Progress, Status};
use super::problem::Problem;
use super::region::Region;
use super::state::State;
use crate::domain::control::{Budget, Cancel};

/// First alignments tried before the best of them is improved.
const STARTS: usize = 8;
const STARTS_UNTIL: f64 = 0.1;
/// Shares of the budget for a first improvement and for the exact search of a small region.
const WARM_UP_UNTIL: f64 = 0.15;
const EXACT_UNTIL: f64 = 0.5;

/// Plans territories. The best so far is handed to `on_better` whenever there is a new one (at most
/// every few thousand iterations); the last one is in the plan. A plan comes back even where limits
/// cannot be kept: then it is the nearest, and says why.
///
/// # Errors
/// Every fault of region and brief, together.
pub fn propose(
    region: &Region,
    brief: &Brief,
    budget: &dyn Budget,
    cancel: &Cancel,
    on_better: &mut dyn FnMut(&Progress<'_>),
) -> Result<Plan, Vec<Fault>> {
    let faults = faults(region, brief);
    if !faults.is_empty() {
        return Err(faults);
    }
    let p = Problem::new(region, brief);
    let causes = causes(region, brief, &p);
    if p.n < p.k {
        return Ok(nothing(causes));
    }
    let mut rng = ChaCha8Rng::seed_from_u64(brief.seed);
    let first = State::new(&p, start(&p, &mut rng, budget, cancel));
    let mut best = Best::new(&first, on_better);
    best.tell(&p, 0);
    let (outcome, iterations) = search(&p, &mut best, budget, cancel, &mut rng, causes.is_empty());
    Ok(answer(brief, &p, &best, causes, outcome, iterations))
}

/// The alignment in force where changes are capped, otherwise the best of several first alignments.
fn start(p: &Problem, rng: &mut ChaCha8Rng, budget: &dyn Budget, cancel: &Cancel) -> Vec<u32> {
    if !p.caps.is_empty() {
        return initial::present(p);
    }
    let mut best = initial::alignment(p, rng, cancel);
    let worth = |territory: &Vec<u32>| {
        let state = State::new(p, territory.clone());
        (state.excess, state.objective)
    };
    let mut least = worth(&best);
    for _ in 1..STARTS {
        if cancel.is_cancelled() || budget.spent(0) >= STARTS_UNTIL {
            break;
        }
        let next = initial::alignment(p, rng, cancel);
        let value = worth(&next);
        if value < least {
            (best, least) = (next, value);
        }
    }
    best
}

fn search(
    p: &Problem,
    best: &mut Best<'_>,
    budget: &dyn Budget,
    cancel: &Cancel,
    rng: &mut ChaCha8Rng,
    may_exist: bool,
) -> (Outcome, u64) {
    let stop = |until| Stop { budget, cancel, until };
    let mut iterations = 0;
    if exact::applies(p) && may_exist {
        iterations += improve(p, best, &stop(WARM_UP_UNTIL), rng, iterations);
        if exact::search(p, best, &stop(EXACT_UNTIL), &mut iterations) == Outcome::Proved {
            return (Outcome::Proved, iterations);
        }
    }
    iterations += improve(p, best, &stop(1.0), rng, iterations);
    (Outcome::GaveUp, iterations)
}

fn answer(
    brief: &Brief,
    p: &Problem,
    best: &Best<'_>,
    mut causes: Vec<Cause>,
    outcome: Outcome,
    iterations: u64,
) -> Plan {
    let state = State::new(p, best.territory.clone());
    let is_feasible = state.excess <= 1e-9 && !causes.iter().any(Cause::is_proof);
    let status = match (is_feasible, outcome) {
        (true, Outcome::Proved) => Status::Optimal,
        (true, Outcome::GaveUp) => Status::Feasible,
        (false, Outcome::Proved) => {
            causes.push(Cause::NoneExists);
            Status::Infeasible
        }
        (false, Outcome::GaveUp) if causes.iter().any(Cause::is_proof) => Status::Infeasible,
        (false, Outcome::GaveUp) => Status::OutOfLimits,
    };
    if !is_feasible {
        causes.extend(not_found(brief, p, &state));
    }
    let empty = (0..p.k).filter(|&territory| state.n_atoms[territory] == 0);
    causes.extend(empty.map(|territory| Cause::Empty { territory }));
    let lower_bound =
        if status == Status::Optimal { state.objective } else { lower_bound(brief, p) };
    Plan {
        status,
        territory: p.by_unit(&state.territory),
        objective: state.objective,
        lower_bound,
        excess: state.excess,
        causes,
        iterations,
    }
}

/// The load that is farthest outside of its limits.
fn not_found(brief: &Brief, p: &Problem, state: &State) -> Option<Cause> {
    let excess = |&at: &usize| p.limits[at].excess(state.loads[at]);
    let worst = (0..p.limits.len()).max_by(|a, b| excess(a).total_cmp(&excess(b)))?;
    let limit = &p.limits[worst];
    (excess(&worst) > 1e-9).then(|| Cause::NotFound {
        territory: worst / p.m,
        activity: brief.activities[worst % p.m].name.clone(),
        deviation: (state.loads[worst] - limit.target) * limit.scale,
    })
}

fn nothing(causes: Vec<Cause>) -> Plan {
    Plan {
        status: Status::Infeasible,
        territory: Vec::new(),
        objective: 0.0,
        lower_bound: 0.0,
        excess: 0.0,
        causes,
        iterations: 0,
    }
}

#[cfg(test)]
#[path = "propose_tests.rs"]
mod tests;
