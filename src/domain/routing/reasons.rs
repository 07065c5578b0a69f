//! Why a visit stayed out: the first hurdle that no rep takes.

use super::model::{Model, NEVER, NONE};
use super::oracle::Inserter;
use super::plan::Plan;
use super::problem::Problem;
use super::recreate::pair::PairInserter;
use super::solution::Reason;
use super::whole;

/// Whether a rep takes a hurdle on the way to a visit.
type Hurdle = fn(&Model, u32, u32) -> bool;

/// Explains the unserved visits of a finished plan.
pub(super) struct Explainer<'a, 'm> {
    problem: &'a Problem,
    plan: &'a Plan<'m>,
    empty: Plan<'m>,
    fixed: Plan<'m>,
    reps: Vec<u32>,
}

impl<'a, 'm> Explainer<'a, 'm> {
    pub fn new(problem: &'a Problem, plan: &'a Plan<'m>) -> Self {
        let n_reps = u32::try_from(plan.model.n_reps).unwrap_or(u32::MAX);
        Self {
            problem,
            plan,
            empty: Plan::empty(plan.model),
            fixed: only_fixed(problem, plan),
            reps: (0..n_reps).collect(),
        }
    }

    pub fn reason(&self, visit: u32) -> Reason {
        let model = self.plan.model;
        if model.n_reps == 0 {
            return Reason::NoRep;
        }
        let left = match first_hurdle(self.problem, model, visit) {
            Ok(left) => left,
            Err(reason) => return reason,
        };
        let partner = model.pairs.partner(visit);
        let left = match partner.map(|partner| first_hurdle(self.problem, model, partner)) {
            None => left,
            Some(Ok(reps)) => left.into_iter().filter(|rep| reps.contains(rep)).collect(),
            Some(Err(_)) => return Reason::PartnerUnserved,
        };
        if !fits_freely(&self.empty, visit, &left) {
            return if partner.is_some() { Reason::PartnerUnserved } else { Reason::OverLimit };
        }
        match self.reps_of_leaders(visit, &left) {
            Some(reps) => self.among_others(visit, &reps),
            None => Reason::PredecessorUnserved,
        }
    }

    /// Who serves all that the visit must come after, and is like one of those left; everyone for
    /// a visit that follows none.
    fn reps_of_leaders(&self, visit: u32, left: &[u32]) -> Option<Vec<u32>> {
        let model = self.plan.model;
        let route = |leader: u32| self.plan.nodes[leader as usize].route;
        let mut routes = model.rules.leaders(visit).map(route);
        let Some(rep) = routes.next() else { return Some(self.reps.clone()) };
        let kind = |rep: u32| model.kind_of_rep[rep as usize];
        let is_one = rep != NONE && routes.all(|other| other == rep);
        (is_one && left.iter().any(|other| kind(*other) == kind(rep))).then(|| vec![rep])
    }

    /// The visit could be done by a rep with nothing else to do.
    fn among_others(&self, visit: u32, reps: &[u32]) -> Reason {
        if fits_somewhere(self.plan, visit, reps) {
            return Reason::PrizeBelowCost;
        }
        if fits_freely(self.plan, visit, reps) {
            return Reason::NoPosition;
        }
        if fits_freely(&self.fixed, visit, reps) {
            Reason::NoTimeLeft
        } else {
            Reason::ConflictsWithFixed
        }
    }
}

/// One rep of each kind that takes all hurdles on the way to the visit.
fn first_hurdle(problem: &Problem, model: &Model, visit: u32) -> Result<Vec<u32>, Reason> {
    let all: Vec<u32> = model.kinds.iter().map(|kind| kind.reps[0]).collect();
    let skilled: Vec<u32> =
        all.into_iter().filter(|rep| has_skills(problem, visit, *rep)).collect();
    if skilled.is_empty() {
        return Err(Reason::NoSkill);
    }
    let allowed: Vec<u32> =
        skilled.into_iter().filter(|rep| model.may_serve(visit, *rep)).collect();
    let hurdles: [(Reason, Hurdle); 4] = [
        (Reason::NotAllowed, |_, _, _| true),
        (Reason::TooMuchLoad, can_load),
        (Reason::Unreachable, can_reach),
        (Reason::OutsideShift, is_open),
    ];
    let mut left = allowed;
    for (reason, takes) in hurdles {
        left.retain(|rep| takes(model, visit, *rep));
        if left.is_empty() {
            return Err(reason);
        }
    }
    Ok(left)
}

/// The plan with nothing but its fixed appointments.
fn only_fixed<'m>(problem: &Problem, plan: &Plan<'m>) -> Plan<'m> {
    let mut fixed = Plan::empty(plan.model);
    let mut order = Vec::new();
    for &route in &plan.active {
        order.clear();
        plan.order_into(route, &mut order);
        // a pair is fixed when its pick-up is
        order.retain(|visit| problem.visits[plan.model.pairs.leader(*visit) as usize].is_fixed);
        let mut after = plan.model.start_node(route);
        fixed.touch(route);
        for visit in whole::adopted(plan.model, route, &order) {
            fixed.link(visit, after);
            after = visit;
        }
        // just judged feasible
        let _ = fixed.settle_all(route);
    }
    fixed
}

/// The visit, with the other half of its pair if it has one.
fn fits_somewhere(plan: &Plan<'_>, visit: u32, reps: &[u32]) -> bool {
    let pairs = &plan.model.pairs;
    if pairs.partner(visit).is_some() {
        return reps.iter().any(|rep| {
            PairInserter::within(plan, pairs.leader(visit), *rep)
                .is_some_and(|inserter| inserter.best(i64::MAX, || false).is_some())
        });
    }
    reps.iter().any(|rep| {
        Inserter::within(plan, visit, *rep)
            .is_some_and(|inserter| inserter.best(i64::MAX, || false).is_some())
    })
}

/// The same as if no visit were locked to a place in its route.
fn fits_freely(plan: &Plan<'_>, visit: u32, reps: &[u32]) -> bool {
    let is_bound = plan.model.pairs.partner(visit).is_some() || plan.model.rules.is_empty();
    if is_bound {
        return fits_somewhere(plan, visit, reps);
    }
    reps.iter().any(|rep| {
        Inserter::within(plan, visit, *rep)
            .is_some_and(|inserter| inserter.freed().best(i64::MAX, || false).is_some())
    })
}

fn has_skills(problem: &Problem, visit: u32, rep: u32) -> bool {
    let has = &problem.reps[rep as usize].skills;
    problem.visits[visit as usize].skills.iter().all(|skill| has.contains(skill))
}

fn can_load(model: &Model, visit: u32, rep: u32) -> bool {
    let mut dims = model.kind(rep).capacity.iter().enumerate();
    let (delivery, pickup) = (model.delivery_of(visit), model.pickup_of(visit));
    dims.all(|(dim, capacity)| {
        let exchange = model.pairs.exchange(visit, dim).abs();
        delivery[dim].max(pickup[dim]).max(exchange) <= *capacity
    })
}

fn can_reach(model: &Model, visit: u32, rep: u32) -> bool {
    let matrix = model.kind(rep).matrix;
    let there = model.arc(matrix, model.start_node(rep), visit);
    let back = model.arc(matrix, visit, model.end_node(rep));
    !there.is_missing() && !back.is_missing()
}

/// There, at work and back within the shift.
fn is_open(model: &Model, visit: u32, rep: u32) -> bool {
    let kind = model.kind(rep);
    let there = model.arc(kind.matrix, model.start_node(rep), visit).time;
    let back = model.arc(kind.matrix, visit, model.end_node(rep)).time;
    let start = model.opens(visit, kind.from + there);
    start != NEVER && start + model.task(model.start_node(rep), visit, rep) + back <= kind.to_max
}
