//! From region and brief to a plan.

use super::bound::lower_bound;
use super::brief::Brief;
use super::cause::{Cause, causes};
use super::exact::Outcome;
use super::fault::{Fault, faults};
use super::improve::Best;
use super::plan::{Plan, Progress, Status};
use super::problem::Problem;
use super::region::Region;
use super::search::search;
use super::state::State;
use crate::domain::control::{Budget, Cancel};

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
    let (best, outcome, iterations) =
        search(&p, brief.seed, budget, cancel, on_better, causes.is_empty());
    Ok(answer(brief, &p, &best, causes, outcome, iterations))
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
