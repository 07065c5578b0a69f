//! Checks an answer against the problem, with code of its own: nothing here is shared with the
//! search. Times, distances, costs and every constraint are worked out again.

use super::problem::{CENTRE_MAX_M, Objective, Pair, Position, Problem, Rep, Visit};
use super::solution::{Item, Route, Solution, Stop};
use crate::domain::travel::UNREACHABLE;

/// One thing that is wrong with an answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Violation {
    #[error("visit {visit} is served or listed {times} times")]
    NotOnce { visit: usize, times: usize },
    #[error("route of rep {rep}: {what}")]
    Route { rep: usize, what: String },
    #[error("rep {rep} has {count} routes")]
    RepTwice { rep: usize, count: usize },
    #[error("visits {pickup} and {delivery} are a pair, but not in one route in this order")]
    Pair { pickup: usize, delivery: usize },
    #[error("visit {visit} is not where it is locked to")]
    Locked { visit: usize },
    #[error("the ranked objectives amount to {actual:?}, the answer says {said:?}")]
    Ranks { actual: Vec<i64>, said: Vec<i64> },
    #[error("the cost is {actual}, the answer says {said}")]
    Cost { actual: i64, said: i64 },
}

/// Everything that is wrong with the answer; nothing if it is right.
#[must_use]
pub fn check(problem: &Problem, solution: &Solution) -> Vec<Violation> {
    let mut found = Vec::new();
    each_once(problem, solution, &mut found);
    pairs(problem, solution, &mut found);
    locks(problem, solution, &mut found);
    let mut cost = 0;
    let mut totals = Totals::default();
    for route in &solution.routes {
        let mut walk = Walk::new(problem, route);
        walk.run();
        cost += walk.cost;
        totals.add(&walk);
        if walk.cost != route.cost {
            walk.wrong(format!("costs {}, says {}", walk.cost, route.cost));
        }
        found.append(&mut walk.found);
    }
    let unserved = solution.unserved.iter().filter_map(|u| problem.visits.get(u.visit));
    totals.prizes = unserved.filter_map(|visit| visit.prize).sum();
    cost += totals.prizes;
    let ranks: Vec<i64> = problem.ranking.iter().map(|objective| totals.of(*objective)).collect();
    if ranks != solution.ranks {
        found.push(Violation::Ranks { actual: ranks, said: solution.ranks.clone() });
    }
    if cost != solution.cost {
        found.push(Violation::Cost { actual: cost, said: solution.cost });
    }
    found
}

fn each_once(problem: &Problem, solution: &Solution, found: &mut Vec<Violation>) {
    let mut times = vec![0; problem.visits.len()];
    let served = solution.routes.iter().flat_map(Route::visits);
    for visit in served.chain(solution.unserved.iter().map(|unserved| unserved.visit)) {
        match times.get_mut(visit) {
            Some(count) => *count += 1,
            None => found.push(Violation::NotOnce { visit, times: 0 }),
        }
    }
    for (visit, times) in times.into_iter().enumerate().filter(|(_, times)| *times != 1) {
        found.push(Violation::NotOnce { visit, times });
    }
    for rep in 0..problem.reps.len() {
        let count = solution.routes.iter().filter(|route| route.rep == rep).count();
        if count > 1 {
            found.push(Violation::RepTwice { rep, count });
        }
    }
}

/// Both halves in one route, the pick-up first, or both unserved.
fn pairs(problem: &Problem, solution: &Solution, found: &mut Vec<Violation>) {
    for &Pair { pickup, delivery } in &problem.pairs {
        let is_right = solution.routes.iter().all(|route| {
            let halves = route.visits().filter(|visit| *visit == pickup || *visit == delivery);
            let halves: Vec<usize> = halves.collect();
            halves.is_empty() || halves == [pickup, delivery]
        });
        if !is_right {
            found.push(Violation::Pair { pickup, delivery });
        }
    }
}

/// Locked visits stand at their positions and behind those they follow.
fn locks(problem: &Problem, solution: &Solution, found: &mut Vec<Violation>) {
    for route in &solution.routes {
        let visits: Vec<usize> = route.visits().collect();
        for (n_before, &visit) in visits.iter().enumerate() {
            let n_after = visits.len() - n_before - 1;
            let is_placed = problem.visits[visit].position.is_none_or(|position| match position {
                Position::FromStart(count) => count == n_before,
                Position::FromEnd(count) => count == n_after,
            });
            let mut follows = problem.follows.iter().filter(|follow| follow.visit == visit);
            let is_behind = follows.all(|follow| {
                let at = visits[..n_before].iter().position(|other| *other == follow.after);
                at.is_some_and(|at| !follow.is_direct || at + 1 == n_before)
            });
            if !is_placed || !is_behind {
                found.push(Violation::Locked { visit });
            }
        }
    }
}

/// The price of the hours, squared, fractions of a unit dropped.
fn squared_hours(work_s: i64, price: i64) -> i64 {
    let whole = i128::from(work_s).pow(2) * i128::from(price) / (3_600 * 3_600);
    i64::try_from(whole).unwrap_or(i64::MAX)
}

/// What the objectives amount to.
#[derive(Default)]
struct Totals {
    prizes: i64,
    cost: i64,
    work_s: i64,
    travel_s: i64,
    distance_m: i64,
    reps: i64,
    late_s: i64,
}

impl Totals {
    fn add(&mut self, walk: &Walk<'_>) {
        self.cost += walk.cost;
        self.work_s += walk.route.returns_s - walk.route.departs_s;
        self.travel_s += walk.travel_s;
        self.distance_m += walk.distance_m;
        self.reps += 1;
        self.late_s += walk.late_s;
    }

    fn of(&self, objective: Objective) -> i64 {
        match objective {
            Objective::Prizes => self.prizes,
            Objective::Cost => self.cost,
            Objective::Work => self.work_s,
            Objective::Travel => self.travel_s,
            Objective::Distance => self.distance_m,
            Objective::Reps => self.reps,
            Objective::Lateness => self.late_s,
        }
    }
}

/// Walks one route with a clock.
struct Walk<'a> {
    problem: &'a Problem,
    route: &'a Route,
    rep: &'a Rep,
    place: Option<usize>,
    now_s: i64,
    paused_s: i64,
    travel_s: i64,
    distance_m: i64,
    /// Setups and services.
    task_s: i64,
    late_s: i64,
    leg_prices: i64,
    visit_prices: i64,
    cost: i64,
    found: Vec<Violation>,
}

impl<'a> Walk<'a> {
    fn new(problem: &'a Problem, route: &'a Route) -> Self {
        let rep = &problem.reps[route.rep];
        Self {
            problem,
            route,
            rep,
            place: rep.start,
            now_s: route.departs_s,
            paused_s: 0,
            travel_s: 0,
            distance_m: 0,
            task_s: 0,
            late_s: 0,
            leg_prices: 0,
            visit_prices: 0,
            cost: 0,
            found: Vec::new(),
        }
    }

    fn wrong(&mut self, what: String) {
        self.found.push(Violation::Route { rep: self.route.rep, what });
    }

    fn run(&mut self) {
        if self.route.departs_s < self.rep.shift.from_s {
            self.wrong(format!("departs at {} before the shift", self.route.departs_s));
        }
        let mut stage = 0;
        for stop in &self.route.stops {
            match stop.item {
                Item::Break(index) => self.pause(index, stop),
                Item::Visit(index) => {
                    let visit = &self.problem.visits[index];
                    if visit.stage < stage {
                        self.wrong(format!("visit {index} comes after a higher stage"));
                    }
                    stage = visit.stage;
                    self.visit(index, visit, stop);
                }
            }
        }
        self.finish();
        self.all_breaks();
        self.loads_at_breaks();
        self.loads();
        self.frozen();
        self.limits();
    }

    /// Travels on and compares the leg with what the answer says.
    fn travel(&mut self, to: Option<usize>, said_s: i64, said_m: i64) {
        let (seconds, metres) = self.leg(self.place, to);
        if (seconds, metres) != (said_s, said_m) {
            self.wrong(format!("a leg is {seconds} s, {metres} m, not {said_s} s, {said_m} m"));
        }
        if let (Some(prices), Some(from), Some(place)) = (self.rep.price_profile, self.place, to) {
            self.leg_prices += i64::from(self.problem.profiles[prices].duration_s(from, place));
        }
        self.travel_s += seconds;
        self.distance_m += metres;
        self.now_s += seconds + self.paused_s;
        self.paused_s = 0;
        self.place = to;
    }

    fn leg(&mut self, from: Option<usize>, to: Option<usize>) -> (i64, i64) {
        let (Some(from), Some(to)) = (from, to) else { return (0, 0) };
        let matrix = &self.problem.profiles[self.rep.profile];
        let (seconds, metres) = (matrix.duration_s(from, to), matrix.distance_m(from, to));
        if seconds == UNREACHABLE {
            self.wrong(format!("there is no way from {from} to {to}"));
            return (0, 0);
        }
        (i64::from(seconds) * i64::from(self.rep.travel_percent) / 100, i64::from(metres))
    }

    fn visit(&mut self, index: usize, visit: &Visit, stop: &Stop) {
        let is_elsewhere = self.place != Some(visit.place);
        self.travel(Some(visit.place), stop.leg_s, stop.leg_m);
        if stop.arrives_s < self.now_s {
            self.wrong(format!("is at visit {index} before {}", self.now_s));
        }
        if stop.starts_s < stop.arrives_s {
            self.wrong(format!("visit {index} starts before the arrival"));
        }
        self.open(index, visit, stop);
        let setup_s = self.problem.setup_s(index, self.route.rep) * i64::from(is_elsewhere);
        let service_s = setup_s + self.problem.service_s(index, self.route.rep);
        self.task_s += service_s;
        let own = visit.price_by_rep.iter().find(|(rep, _)| *rep == self.route.rep);
        self.visit_prices += own.map_or(0, |(_, price)| *price);
        if let Some(centre) = self.rep.centre {
            let metres = self.problem.profiles[self.rep.profile].distance_m(centre, visit.place);
            self.visit_prices += i64::from(metres.min(CENTRE_MAX_M)) * self.rep.costs.per_centre_m;
        }
        if stop.leaves_s != stop.starts_s + service_s {
            self.wrong(format!("visit {index} takes {service_s} s"));
        }
        self.now_s = stop.leaves_s;
        let is_allowed = visit.skills.iter().all(|skill| self.rep.skills.contains(skill))
            && !visit.forbidden_reps.contains(&self.route.rep)
            && visit.allowed_reps.as_ref().is_none_or(|reps| reps.contains(&self.route.rep));
        if !is_allowed {
            self.wrong(format!("may not do visit {index}"));
        }
    }

    /// Dates, windows and lateness.
    fn open(&mut self, index: usize, visit: &Visit, stop: &Stop) {
        let at_s = stop.starts_s;
        let is_dated = visit.release_s.is_none_or(|from_s| from_s <= at_s)
            && visit.due_s.is_none_or(|to_s| at_s <= to_s);
        let opened = || visit.windows.iter().filter(|window| window.from_s <= at_s);
        let late_s =
            opened().map(|window| at_s - window.to_s).min().map_or(0, |late_s| late_s.max(0));
        let is_open =
            visit.windows.is_empty() || opened().count() > 0 && late_s <= visit.late_max_s;
        if !is_open || !is_dated {
            self.wrong(format!("visit {index} starts at {at_s} outside its windows"));
        }
        if late_s != stop.late_s {
            self.wrong(format!("visit {index} is {late_s} s late, not {} s", stop.late_s));
        }
        self.late_s += late_s;
        self.visit_prices += late_s * visit.per_late_s;
    }

    fn pause(&mut self, index: usize, stop: &Stop) {
        let Some(pause) = self.rep.breaks.get(index) else {
            return self.wrong(format!("has no break {index}"));
        };
        let is_inside = pause.windows.is_empty()
            || pause.windows.iter().any(|w| w.from_s <= stop.starts_s && stop.starts_s <= w.to_s);
        if !is_inside || stop.leaves_s - stop.starts_s != pause.duration_s {
            self.wrong(format!("break {index} is not as agreed"));
        }
        if stop.starts_s < self.now_s + self.paused_s {
            self.wrong(format!("break {index} starts before the visit ends"));
        }
        // what passed before the break may have been travel, so only the break itself is added
        self.paused_s += pause.duration_s;
    }

    fn finish(&mut self) {
        self.travel(self.rep.end, self.route.last_leg_s, self.route.last_leg_m);
        let last_end_s = self.route.stops.last().map_or(self.now_s, |stop| stop.leaves_s);
        if self.route.returns_s < self.now_s.max(last_end_s) {
            self.wrong(format!("returns at {}, not before {}", self.route.returns_s, self.now_s));
        }
        let end_s = self.rep.shift.to_s;
        let overtime_s = (self.route.returns_s - end_s).max(0);
        if overtime_s > self.rep.overtime_max_s {
            self.wrong(format!("returns {overtime_s} s after the shift"));
        }
        let costs = self.rep.costs;
        let work_s = self.route.returns_s - self.route.departs_s;
        let travel = match self.rep.price_profile {
            Some(_) => self.leg_prices,
            None => self.travel_s * costs.per_travel_s + self.distance_m * costs.per_meter,
        };
        self.cost = costs.per_use
            + travel
            + self.visit_prices
            + self.task_s * costs.per_task_s
            + work_s * costs.per_work_s
            + overtime_s * costs.per_overtime_s
            + squared_hours(work_s, costs.per_squared_work_h);
    }

    fn all_breaks(&mut self) {
        let taken = self.route.stops.iter().filter_map(|stop| match stop.item {
            Item::Break(index) => Some(index),
            Item::Visit(_) => None,
        });
        if !taken.eq(0..self.rep.breaks.len()) {
            self.wrong("the breaks are not all taken in order".to_owned());
        }
    }

    /// No break is taken with more on board than it allows.
    fn loads_at_breaks(&mut self) {
        let n_dims = self.rep.breaks.iter().map(|pause| pause.max_load.len()).max().unwrap_or(0);
        let amount = |amounts: &[i64], dim: usize| amounts.get(dim).copied().unwrap_or(0);
        for dim in 0..n_dims {
            let loaded = self.route.visits().filter(|visit| !self.is_handed_over(*visit));
            let mut load: i64 =
                loaded.map(|visit| amount(&self.problem.visits[visit].delivery, dim)).sum();
            for stop in &self.route.stops {
                match stop.item {
                    Item::Visit(index) => {
                        let visit = &self.problem.visits[index];
                        load += amount(&visit.pickup, dim) - amount(&visit.delivery, dim);
                    }
                    Item::Break(index) => {
                        let most = self.rep.breaks.get(index).and_then(|b| b.max_load.get(dim));
                        if most.is_some_and(|most| load > *most) {
                            self.wrong(format!("takes break {index} with {load} on board"));
                        }
                    }
                }
            }
        }
    }

    fn loads(&mut self) {
        let visits: Vec<&Visit> = self.route.visits().map(|v| &self.problem.visits[v]).collect();
        let handed_over: Vec<bool> = self.route.visits().map(|v| self.is_handed_over(v)).collect();
        for (dim, capacity) in self.rep.capacity.iter().enumerate() {
            let amount = |amounts: &[i64]| amounts.get(dim).copied().unwrap_or(0);
            // what a pair hands over was not on board at the start
            let loaded = visits.iter().zip(&handed_over).filter(|(_, is_pair)| !**is_pair);
            let mut load: i64 = loaded.map(|(visit, _)| amount(&visit.delivery)).sum();
            let mut most = load;
            for visit in &visits {
                load += amount(&visit.pickup) - amount(&visit.delivery);
                most = most.max(load);
            }
            if most > *capacity {
                self.wrong(format!("carries {most} of {capacity} in dimension {dim}"));
            }
        }
    }

    fn is_handed_over(&self, visit: usize) -> bool {
        self.problem.pairs.iter().any(|pair| pair.delivery == visit)
    }

    fn frozen(&mut self) {
        let n_frozen = self.problem.frozen.get(self.route.rep).copied().unwrap_or(0);
        if n_frozen == 0 {
            return;
        }
        let planned = &self.problem.start_plan[self.route.rep][..n_frozen];
        let kept = self.route.visits().filter(|visit| planned.contains(visit));
        let first = self.route.visits().take(kept.count());
        if !first.into_iter().all(|visit| planned.contains(&visit)) {
            self.wrong("something comes before a frozen visit".to_owned());
        }
    }

    fn limits(&mut self) {
        let n_visits = self.route.visits().count();
        let work_s = self.route.returns_s - self.route.departs_s;
        let is_over = |value: i64, limit: Option<i64>| limit.is_some_and(|limit| value > limit);
        if is_over(self.travel_s, self.rep.max_travel_s)
            || is_over(self.distance_m, self.rep.max_distance_m)
            || is_over(work_s, self.rep.max_work_s)
            || self.rep.max_visits.is_some_and(|limit| n_visits > limit)
        {
            self.wrong("goes over a limit".to_owned());
        }
    }
}

#[cfg(test)]
#[path = "check_tests.rs"]
mod tests;
