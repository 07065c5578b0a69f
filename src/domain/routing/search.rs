//! Ruin and recreate under annealing (Christiaens & Vanden Berghe 2020).

use super::area::Area;
use super::improve::Improver;
use super::model::{Model, NONE};
use super::neighbours::Neighbours;
use super::plan::{Infeasible, Plan};
use super::problem::Problem;
use super::ranking;
use super::recombine::{self, Pool};
use super::recreate::greedy::{Blink, Terms, insert_all};
use super::recreate::order::Orders;
use super::rng::Rng;
use super::rounds::{Rounds, Stage};
use super::ruin::strings::StringRemoval;
use super::ruin::{Removed, route, take_broken, take_partners};
use super::whole;
use crate::domain::control::{Budget, Cancel};

/// How many iterations pass between two looks at the budget and the cancel flag.
const LOOK_EVERY: u64 = 16;
/// Start and end temperature, as shares of the mean cost of a leg.
const HOT: f64 = 3.0;
const COLD: f64 = 0.05;
/// The start temperature where reps differ, as such a share.
const HOT_MIXED: f64 = 1.0;
/// Least start and end temperature as shares of the mean prize, where not every visit can be served.
const PRIZE_HOT: f64 = 0.3;
const PRIZE_COLD: f64 = 0.01;
/// Unserved visits tried again in one round, beside those just removed.
const RETRIED_MAX: usize = 12;
/// The same in a round that empties a route or opens one.
const WIDELY_RETRIED_MAX: usize = 128;
/// How often a round empties a whole route, and how often one opens a new one: step by step a
/// route hardly comes or goes, for it pays only as a whole.
const ROUTE_SHARE: f64 = 0.02;
const OPENING_SHARE: f64 = 0.02;
/// Exchanges tried by chance after each round.
const EXCHANGES: usize = 2;
/// In one round of so many every position is looked at for a visit that fits in no likely one.
const SCAN_EVERY: usize = 16;

/// The routes of the plan are remembered so many times while there are as many iterations as visits.
const SAMPLED_PER_VISIT: u64 = 4;

/// Putting routes together may take so many simple steps an iteration: some hundredths of the time.
const EFFORT_PER_ITERATION: u64 = 300;

/// One round in so many, when visits are unserved, is generous: 2, 4, ... times the prize.
const GENEROUS_EVERY: usize = 4;
const GENEROSITIES: usize = 3;

/// Orders of visits by rep.
pub(super) type Orderings = Vec<Vec<u32>>;

/// The best plan of one search.
#[derive(Debug, Clone)]
pub(super) struct Best {
    pub cost: i64,
    pub orders: Orderings,
    pub iteration: u64,
}

/// What a search tells while it runs.
pub(super) trait Watch {
    /// A better plan than any before, found when `spent` of the budget was used up.
    fn improved(&mut self, best: &Best, spent: f64);
}

pub(super) struct Search<'a> {
    model: &'a Model,
    neighbours: &'a Neighbours,
    plan: Plan<'a>,
    orders: Orders,
    strings: StringRemoval,
    area: Area,
    blink: Blink,
    rng: Rng,
    best: Best,
    /// Routes that differ from those of the best plan.
    is_stale: Vec<bool>,
    stale: Vec<u32>,
    /// Visits in no route of the current plan.
    absent: Vec<u32>,
    removed: Removed,
    wanted: Vec<u32>,
    improver: Improver,
    pool: Pool,
    /// The iteration after which routes were last put together.
    chosen_at: u64,
    /// What a leg counts for in a plan whose objectives are ranked.
    ranked_leg: Option<f64>,
}

impl<'a> Search<'a> {
    /// A search that starts from the problem's own plan, completed greedily.
    pub fn new(problem: &Problem, model: &'a Model, neighbours: &'a Neighbours, rng: Rng) -> Self {
        let plan = Plan::empty(model);
        let best = Best { cost: i64::MAX, orders: vec![Vec::new(); model.n_reps], iteration: 0 };
        let mut search = Self {
            model,
            neighbours,
            plan,
            orders: Orders::new(model),
            strings: StringRemoval::new(),
            area: Area::new(model),
            blink: Blink::new(),
            rng,
            best,
            is_stale: vec![false; model.n_reps],
            stale: Vec::new(),
            absent: Vec::new(),
            removed: Removed::default(),
            wanted: Vec::new(),
            improver: Improver::default(),
            pool: Pool::new(model),
            chosen_at: 0,
            ranked_leg: None,
        };
        search.adopt_start_plan(problem);
        search.complete();
        search.ranked_leg = ranking::mean_leg(problem, model, &search.best.orders);
        search
    }

    fn adopt_start_plan(&mut self, problem: &Problem) {
        for (rep, order) in problem.start_plan.iter().enumerate() {
            let rep = u32::try_from(rep).unwrap_or(NONE);
            let order: Vec<u32> = order.iter().filter_map(|v| u32::try_from(*v).ok()).collect();
            let mut after = self.model.start_node(rep);
            self.plan.touch(rep);
            for visit in whole::adopted(self.model, rep, &order) {
                self.plan.link(visit, after);
                after = visit;
            }
            // just judged feasible
            let _ = self.plan.settle_all(rep);
        }
    }

    /// Puts in what is worth it, then all that fits: what does not pay can be dropped more easily
    /// than a new part of the map can be opened.
    fn complete(&mut self) {
        self.put_in(1);
        self.keep_best(0);
        if !self.absent.is_empty() {
            self.put_in(i64::MAX);
        }
        if self.plan.cost < self.best.cost {
            self.keep_best(0);
        }
    }

    fn put_in(&mut self, generosity: i64) {
        let n = u32::try_from(self.model.n).unwrap_or(NONE);
        self.wanted = (0..n).filter(|visit| self.is_absent(*visit)).collect();
        self.orders.sort(&mut self.wanted, &mut self.rng);
        self.model.rules.arrange(&mut self.wanted);
        let (plan, wanted) = (&mut self.plan, &self.wanted);
        let terms = Terms {
            limit: i64::MAX,
            generosity,
            reach: usize::MAX,
            scans: usize::MAX,
            opens: false,
        };
        insert_all(plan, self.neighbours, wanted, &mut self.blink, &mut self.rng, terms);
        self.absent = (0..n).filter(|visit| self.is_absent(*visit)).collect();
        self.mark_stale();
        self.plan.commit();
    }

    /// The visit, or the pair it stands for, is in no route.
    fn is_absent(&self, visit: u32) -> bool {
        !self.plan.is_served(visit) && self.model.pairs.is_leader(visit)
    }

    /// Searches until the budget is spent or someone cancels.
    pub fn run(
        mut self,
        budget: &dyn Budget,
        cancel: &Cancel,
        watch: &mut dyn Watch,
    ) -> (Best, u64) {
        watch.improved(&self.best, 0.0);
        let cold = (COLD * self.mean_leg()).max(PRIZE_COLD * self.mean_prize());
        let hot = if self.model.kinds.len() > 1 { HOT_MIXED } else { HOT };
        let hot = (hot * self.mean_leg()).max(PRIZE_HOT * self.mean_prize());
        let lukewarm = (hot * cold).sqrt();
        let mut iteration = 0;
        let mut spent = budget.spent(0);
        let mut rounds = Rounds::new(hot, cold, self.model.n);
        let mut round = 0;
        let sample_every = self.model.n as u64 / SAMPLED_PER_VISIT + LOOK_EVERY;
        let mut sample_at = 0;
        while spent < 1.0 && !cancel.is_cancelled() && self.model.n > 0 && self.model.n_reps > 0 {
            let Stage { round: this_round, temperature } = rounds.at(spent, iteration);
            if this_round != round {
                round = this_round;
                self.recombine(iteration, spent, watch);
            }
            if iteration >= sample_at && temperature < lukewarm {
                self.pool.add_all(&self.plan);
                sample_at = iteration + sample_every;
            }
            for _ in 0..LOOK_EVERY {
                iteration += 1;
                self.step(iteration, temperature, spent, watch);
                for _ in 0..EXCHANGES {
                    self.chance(iteration, temperature, spent, watch);
                }
            }
            spent = budget.spent(iteration);
        }
        (self.best, iteration)
    }

    /// Goes on from the best plan that can be made of the routes seen so far.
    fn recombine(&mut self, iteration: u64, spent: f64, watch: &mut dyn Watch) {
        self.load(&self.best.orders.clone());
        if !recombine::is_possible(&self.plan) {
            return;
        }
        self.pool.add_all(&self.plan);
        self.pool.add_for_all_kinds(&self.plan);
        let effort = (iteration - self.chosen_at) * EFFORT_PER_ITERATION;
        self.chosen_at = iteration;
        if let Some(orders) = recombine::better(self.model, &mut self.pool, self.best.cost, effort)
        {
            self.load(&orders);
        }
        if self.plan.cost < self.best.cost {
            self.keep_best(iteration);
            watch.improved(&self.best, spent);
        }
    }

    /// Makes the plan anew from orders that are feasible.
    fn load(&mut self, orders: &[Vec<u32>]) {
        self.plan = Plan::empty(self.model);
        for (rep, order) in orders.iter().enumerate() {
            let rep = u32::try_from(rep).unwrap_or(NONE);
            self.plan.touch(rep);
            let mut after = self.model.start_node(rep);
            for &visit in order {
                self.plan.link(visit, after);
                after = visit;
            }
            let settled = self.plan.settle_all(rep);
            debug_assert!(settled.is_ok(), "a route that was feasible is refused");
        }
        self.mark_stale();
        self.plan.commit();
        let n = u32::try_from(self.model.n).unwrap_or(NONE);
        self.absent = (0..n).filter(|visit| self.is_absent(*visit)).collect();
    }

    /// What a leg of the plan costs on average, in whatever counts.
    #[expect(clippy::cast_precision_loss, reason = "a scale, not a sum")]
    fn mean_leg(&self) -> f64 {
        if let Some(ranked) = self.ranked_leg {
            return ranked.max(1.0);
        }
        let cost: i64 = self.plan.routes.iter().map(|route| route.cost).sum();
        let n_served: u32 = self.plan.routes.iter().map(|route| route.len).sum();
        let n_legs = self.plan.active.len() + n_served as usize;
        (cost as f64 / n_legs.max(1) as f64).max(1.0)
    }

    /// The mean prize of optional visits if not all are served: then they compete.
    #[expect(clippy::cast_precision_loss, reason = "a scale, not a sum")]
    fn mean_prize(&self) -> f64 {
        let model = self.model;
        let optional = |visit: &usize| model.is_optional[*visit];
        // what comes first in strict order is not weighed against what comes after
        let is_above = model.weights.prizes > 1;
        if is_above || !self.absent.iter().any(|visit| optional(&(*visit as usize))) {
            return 0.0;
        }
        let (count, sum) = (0..model.n)
            .filter(optional)
            .fold((0_u64, 0.0), |(n, sum), visit| (n + 1, sum + model.prize[visit] as f64));
        sum / count.max(1) as f64
    }

    fn step(&mut self, iteration: u64, temperature: f64, spent: f64, watch: &mut dyn Watch) {
        let before = self.plan.cost;
        let limit = self.limit(temperature);
        if !self.ruin_and_recreate(iteration, limit).unwrap_or(false) {
            self.plan.rollback(before);
            return;
        }
        if self.plan.cost < self.best.cost {
            self.descend();
        }
        self.mark_stale();
        self.plan.commit();
        self.update_absent();
        if self.plan.cost < self.best.cost {
            self.keep_best(iteration);
            watch.improved(&self.best, spent);
        }
    }

    /// Exchanges around the visits of the routes just changed.
    fn descend(&mut self) {
        let mut visits = Vec::new();
        let touched: Vec<u32> = self.plan.touched().collect();
        for route in touched {
            self.plan.order_into(route, &mut visits);
        }
        self.improver.descend(&mut self.plan, self.neighbours, &visits);
    }

    fn chance(&mut self, iteration: u64, temperature: f64, spent: f64, watch: &mut dyn Watch) {
        let limit = self.limit(temperature);
        let visit = self.area.draw(&self.plan, self.neighbours, iteration, &mut self.rng);
        let (plan, rng) = (&mut self.plan, &mut self.rng);
        if !self.improver.try_luck(plan, self.neighbours, visit, rng, limit) {
            return;
        }
        self.mark_stale();
        self.plan.commit();
        if self.plan.cost < self.best.cost {
            self.keep_best(iteration);
            watch.improved(&self.best, spent);
        }
    }

    /// A plan is accepted below this cost.
    #[expect(clippy::cast_possible_truncation, reason = "temperatures are small next to costs")]
    fn limit(&mut self, temperature: f64) -> i64 {
        let slack = -temperature * self.rng.unit().max(1e-300).ln();
        self.plan.cost + slack as i64
    }

    /// False when the new plan would cost `limit` or more.
    fn ruin_and_recreate(&mut self, iteration: u64, limit: i64) -> Result<bool, Infeasible> {
        self.removed.visits.clear();
        let seed = self.area.draw(&self.plan, self.neighbours, iteration, &mut self.rng);
        let (plan, removed) = (&mut self.plan, &mut self.removed);
        let draw = self.rng.unit();
        let is_emptied = draw < ROUTE_SHARE;
        let opens = draw > 1.0 - OPENING_SHARE;
        if is_emptied {
            route::run(plan, seed, removed)?;
        } else {
            self.strings.run(plan, self.neighbours, seed, &mut self.rng, removed)?;
        }
        take_partners(plan, removed)?;
        take_broken(plan, removed)?;
        self.wanted.clear();
        let pairs = &self.model.pairs;
        self.wanted.extend(self.removed.visits.iter().filter(|visit| pairs.is_leader(**visit)));
        self.retry_absent(seed, opens || is_emptied);
        self.orders.sort(&mut self.wanted, &mut self.rng);
        self.model.rules.arrange(&mut self.wanted);
        let reach = Neighbours::reach(&mut self.rng);
        let scans = usize::from(self.rng.below(SCAN_EVERY) == 0);
        let terms = Terms { limit, generosity: self.generosity(), reach, scans, opens };
        let (plan, wanted) = (&mut self.plan, &self.wanted);
        Ok(insert_all(plan, self.neighbours, wanted, &mut self.blink, &mut self.rng, terms))
    }

    fn generosity(&mut self) -> i64 {
        if self.absent.is_empty() || self.rng.below(GENEROUS_EVERY) > 0 {
            return 1;
        }
        2 << self.rng.below(GENEROSITIES)
    }

    /// Adds unserved visits to those wanted: all if they are few, else those near the ruin.
    fn retry_absent(&mut self, seed: u32, is_wide: bool) {
        if self.absent.len() <= RETRIED_MAX {
            self.wanted.extend_from_slice(&self.absent);
            return;
        }
        let most = if is_wide { WIDELY_RETRIED_MAX } else { RETRIED_MAX };
        let near = self.neighbours.near(seed).iter();
        let absent =
            near.filter(|visit| self.is_absent(**visit) && !self.removed.visits.contains(visit));
        let absent: Vec<u32> = absent.copied().take(most).collect();
        self.wanted.extend(absent);
    }

    fn update_absent(&mut self) {
        let plan = &self.plan;
        self.absent.retain(|visit| !plan.is_served(*visit));
        let pairs = &self.model.pairs;
        let is_absent = |visit: &&u32| !plan.is_served(**visit) && pairs.is_leader(**visit);
        self.absent.extend(self.removed.visits.iter().filter(is_absent));
    }

    fn mark_stale(&mut self) {
        for route in self.plan.touched() {
            if !self.is_stale[route as usize] {
                self.is_stale[route as usize] = true;
                self.stale.push(route);
            }
        }
    }

    fn keep_best(&mut self, iteration: u64) {
        self.best.cost = self.plan.cost;
        self.best.iteration = iteration;
        for route in self.stale.drain(..) {
            self.is_stale[route as usize] = false;
            let order = &mut self.best.orders[route as usize];
            order.clear();
            self.plan.order_into(route, order);
        }
    }
}
