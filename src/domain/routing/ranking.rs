//! Objectives in strict order: each one weighs more than all that come after it can amount to.
//!
//! The weights follow from bounds of the problem, so that no sum of lesser objectives outweighs
//! the least step of a greater one. Where they would not fit the numbers of the search the problem
//! has a fault.

use super::model::{Model, narrow};
use super::problem::{CENTRE_MAX_M, Objective, Problem, Rep, Visit};
use super::solution::{Item, Route, Stop, Unserved};
use super::timeline;
use crate::domain::travel::{TravelMatrix, UNREACHABLE};

/// The highest price of a second or a metre the search counts with.
const PRICE_MAX: i128 = 1 << 32;
/// All costs and prizes of a plan together stay below this.
const TOTAL_MAX: i128 = 1 << 60;
/// Square seconds.
const SQUARED_HOUR: i128 = 3_600 * 3_600;

/// What a unit of each objective counts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Weights {
    pub prizes: i64,
    pub cost: i64,
    pub work: i64,
    pub travel: i64,
    pub distance: i64,
    pub reps: i64,
    pub lateness: i64,
    /// More than any plan without mandatory visits left out; None where nothing is ranked.
    pub all: Option<i64>,
}

impl Default for Weights {
    /// Costs and prizes add up, nothing else counts.
    fn default() -> Self {
        Self {
            prizes: 1,
            cost: 1,
            work: 0,
            travel: 0,
            distance: 0,
            reps: 0,
            lateness: 0,
            all: None,
        }
    }
}

impl Weights {
    /// None when they do not fit.
    pub fn new(problem: &Problem) -> Option<Self> {
        let mut weights = Self::default();
        if problem.ranking.is_empty() {
            return Some(weights);
        }
        let is_ranked = |objective| problem.ranking.contains(&objective);
        let most = |objective| most(problem, objective);
        let mut below: i128 = [Objective::Prizes, Objective::Cost]
            .into_iter()
            .filter(|objective| !is_ranked(*objective))
            .map(most)
            .sum();
        for &objective in problem.ranking.iter().rev() {
            let weight = below / step(problem, objective) + 1;
            *weights.of_mut(objective) = i64::try_from(weight).ok()?;
            below = below.checked_add(weight.checked_mul(most(objective))?)?;
        }
        weights.all = Some(i64::try_from(below + 1).ok()?);
        weights.fit(problem).then_some(weights)
    }

    fn of_mut(&mut self, objective: Objective) -> &mut i64 {
        match objective {
            Objective::Prizes => &mut self.prizes,
            Objective::Cost => &mut self.cost,
            Objective::Work => &mut self.work,
            Objective::Travel => &mut self.travel,
            Objective::Distance => &mut self.distance,
            Objective::Reps => &mut self.reps,
            Objective::Lateness => &mut self.lateness,
        }
    }

    fn fit(&self, problem: &Problem) -> bool {
        let cost = i128::from(self.cost);
        let dearest = problem.reps.iter().map(|rep| {
            let prices = rep.costs;
            let of_cost = [
                prices.per_travel_s,
                prices.per_meter,
                prices.per_work_s,
                prices.per_overtime_s,
                prices.per_task_s,
                prices.per_squared_work_h,
                1,
            ];
            cost * of_cost.into_iter().map(i128::from).sum::<i128>()
        });
        let others = [self.work, self.travel, self.distance, self.lateness].map(i128::from);
        let n_visits = i128::try_from(problem.visits.len()).unwrap_or(i128::MAX);
        let mandatory = problem.visits.iter().filter(|visit| visit.prize.is_none());
        let ranks = mandatory.map(|visit| 1 + i128::from(visit.priority) * (1 + n_visits));
        let all = i128::from(self.all.unwrap_or(0)) * (2 + ranks.sum::<i128>());
        dearest.max().unwrap_or(0) + others.iter().sum::<i128>() <= PRICE_MAX && all <= TOTAL_MAX
    }
}

/// Two plans that differ in the objective differ by no less.
fn step(problem: &Problem, objective: Objective) -> i128 {
    let prizes = problem.visits.iter().filter_map(|visit| visit.prize);
    match objective {
        Objective::Prizes => prizes.map(i128::from).fold(0, common_divisor).max(1),
        _ => 1,
    }
}

fn common_divisor(a: i128, b: i128) -> i128 {
    if b == 0 { a } else { common_divisor(b, a % b) }
}

/// More than this the objective cannot amount to in any plan.
fn most(problem: &Problem, objective: Objective) -> i128 {
    let visits = || problem.visits.iter();
    match objective {
        Objective::Prizes => visits().filter_map(|visit| visit.prize).map(i128::from).sum(),
        Objective::Lateness => visits().map(|visit| i128::from(visit.late_max_s)).sum(),
        Objective::Reps => i128::try_from(n_routes(problem)).unwrap_or(i128::MAX),
        Objective::Work | Objective::Travel => of_routes(problem, span),
        Objective::Distance => n_legs(problem) * longest(problem, |rep| rep.profile, metres),
        Objective::Cost => most_cost(problem),
    }
}

fn most_cost(problem: &Problem) -> i128 {
    let by_time = of_routes(problem, |rep| {
        let costs = rep.costs;
        let price = costs.per_travel_s + costs.per_work_s + costs.per_overtime_s + costs.per_task_s;
        let squared = span(rep) * span(rep) * i128::from(costs.per_squared_work_h) / SQUARED_HOUR;
        i128::from(costs.per_use) + span(rep) * i128::from(price) + squared
    });
    let per_meter = problem.reps.iter().map(|rep| i128::from(rep.costs.per_meter)).max();
    let by_metres = n_legs(problem) * longest(problem, |rep| rep.profile, metres);
    let priced = |rep: &Rep| rep.price_profile.unwrap_or(rep.profile);
    let has_prices = problem.reps.iter().any(|rep| rep.price_profile.is_some());
    let by_leg = if has_prices { n_legs(problem) * longest(problem, priced, seconds) } else { 0 };
    let centre = problem.reps.iter().map(|rep| i128::from(rep.costs.per_centre_m)).max();
    let at_visits = problem.visits.iter().map(|visit| {
        let by_rep = visit.price_by_rep.iter().map(|(_, price)| *price).max().unwrap_or(0);
        let late = i128::from(visit.late_max_s) * i128::from(visit.per_late_s);
        i128::from(by_rep) + late + centre.unwrap_or(0) * farthest_centre(problem)
    });
    let at_visits: i128 = at_visits.sum();
    by_time + per_meter.unwrap_or(0) * by_metres + by_leg + at_visits
}

/// No way to a centre that has a price is longer.
fn farthest_centre(problem: &Problem) -> i128 {
    longest(problem, |rep| rep.profile, metres).min(i128::from(CENTRE_MAX_M))
}

fn n_routes(problem: &Problem) -> usize {
    problem.visits.len().min(problem.reps.len())
}

fn n_legs(problem: &Problem) -> i128 {
    i128::try_from(problem.visits.len() + n_routes(problem)).unwrap_or(i128::MAX)
}

/// The sum over as many reps as can have visits, the largest first.
fn of_routes(problem: &Problem, most: impl Fn(&Rep) -> i128) -> i128 {
    let mut all: Vec<i128> = problem.reps.iter().map(most).collect();
    all.sort_unstable_by(|a, b| b.cmp(a));
    all.into_iter().take(n_routes(problem)).sum()
}

/// The longest day of the rep.
fn span(rep: &Rep) -> i128 {
    let span = rep.shift.to_s - rep.shift.from_s + rep.overtime_max_s;
    i128::from(rep.max_work_s.map_or(span, |limit| limit.min(span)))
}

fn metres(matrix: &TravelMatrix) -> &[u32] {
    &matrix.distance_m
}

fn seconds(matrix: &TravelMatrix) -> &[u32] {
    &matrix.duration_s
}

/// The largest number for any way there is in the profiles in use.
fn longest(
    problem: &Problem,
    profile: impl Fn(&Rep) -> usize,
    of: fn(&TravelMatrix) -> &[u32],
) -> i128 {
    let mut used: Vec<usize> = problem.reps.iter().map(profile).collect();
    used.sort_unstable();
    used.dedup();
    let of_profile = |profile: usize| {
        let matrix = &problem.profiles[profile];
        let ways = of(matrix).iter().zip(&matrix.duration_s);
        ways.filter(|(_, duration)| **duration != UNREACHABLE).map(|(number, _)| *number).max()
    };
    used.into_iter().filter_map(of_profile).max().unwrap_or(0).into()
}

/// What the route costs at the problem's own prices.
pub(super) fn route_cost(problem: &Problem, route: &Route) -> i64 {
    let rep = &problem.reps[route.rep];
    let costs = rep.costs;
    let work_s = work_s(route);
    let squared = i128::from(work_s).pow(2) * i128::from(costs.per_squared_work_h) / SQUARED_HOUR;
    let overtime_s = (route.returns_s - rep.shift.to_s).max(0);
    costs.per_use
        + legs_cost(problem, route)
        + work_s * costs.per_work_s
        + overtime_s * costs.per_overtime_s
        + i64::try_from(squared).unwrap_or(i64::MAX)
        + visits_cost(problem, route)
}

fn legs_cost(problem: &Problem, route: &Route) -> i64 {
    let rep = &problem.reps[route.rep];
    let Some(prices) = rep.price_profile else {
        let costs = rep.costs;
        return route.travel_s() * costs.per_travel_s + route.distance_m() * costs.per_meter;
    };
    let places = route.visits().map(|visit| Some(problem.visits[visit].place));
    let places: Vec<_> = std::iter::once(rep.start).chain(places).chain([rep.end]).collect();
    let price = |leg: &[Option<usize>]| {
        let ends = leg[0].zip(leg[1]);
        ends.map_or(0, |(from, to)| problem.profiles[prices].duration_s(from, to).into())
    };
    places.windows(2).map(price).sum()
}

/// Prices of visits, of their lateness, and of the time at them.
fn visits_cost(problem: &Problem, route: &Route) -> i64 {
    let rep = &problem.reps[route.rep];
    let of = |stop: &Stop| {
        let Item::Visit(index) = stop.item else { return 0 };
        let visit: &Visit = &problem.visits[index];
        super::prizes::price(problem, visit, route.rep)
            + stop.late_s * visit.per_late_s
            + (stop.leaves_s - stop.starts_s) * rep.costs.per_task_s
    };
    route.stops.iter().map(of).sum()
}

fn work_s(route: &Route) -> i64 {
    route.returns_s - route.departs_s
}

/// What the ranked objectives amount to, in their order.
pub(super) fn values(problem: &Problem, routes: &[Route], unserved: &[Unserved]) -> Vec<i64> {
    let lost = || unserved.iter().filter_map(|unserved| problem.visits[unserved.visit].prize);
    let stops = || routes.iter().flat_map(|route| &route.stops);
    let value = |objective: &Objective| match objective {
        Objective::Prizes => lost().sum(),
        Objective::Cost => routes.iter().map(|route| route.cost).sum(),
        Objective::Work => routes.iter().map(work_s).sum(),
        Objective::Travel => routes.iter().map(Route::travel_s).sum(),
        Objective::Distance => routes.iter().map(Route::distance_m).sum(),
        Objective::Reps => i64::try_from(routes.len()).unwrap_or(i64::MAX),
        Objective::Lateness => stops().map(|stop| stop.late_s).sum(),
    };
    problem.ranking.iter().map(value).collect()
}

/// What a leg of these routes counts for on average, by the first ranked objective that legs
/// change: the scale on which one plan of the same rank is worse than another. None where nothing
/// is ranked.
#[expect(clippy::cast_precision_loss, reason = "a scale, not a sum")]
pub(super) fn mean_leg(problem: &Problem, model: &Model, orders: &[Vec<u32>]) -> Option<f64> {
    if problem.ranking.is_empty() {
        return None;
    }
    let used = orders.iter().enumerate().filter(|(_, order)| !order.is_empty());
    let mut routes: Vec<Route> =
        used.filter_map(|(rep, order)| timeline::route(model, narrow(rep), order)).collect();
    for route in &mut routes {
        route.cost = route_cost(problem, route);
    }
    let weights = model.weights;
    let by_legs = |objective: &Objective| match objective {
        Objective::Cost => Some(weights.cost),
        Objective::Work => Some(weights.work),
        Objective::Travel => Some(weights.travel),
        Objective::Distance => Some(weights.distance),
        _ => None,
    };
    let values = values(problem, &routes, &[]);
    let first = problem.ranking.iter().zip(values).find_map(|(objective, value)| {
        by_legs(objective).map(|weight| value as f64 * weight as f64)
    });
    let cost = || routes.iter().map(|route| route.cost).sum::<i64>() as f64;
    let n_legs: usize = routes.iter().map(|route| route.visits().count() + 1).sum();
    Some(first.unwrap_or_else(cost) / n_legs.max(1) as f64)
}

#[cfg(test)]
#[path = "ranking_tests.rs"]
mod tests;
