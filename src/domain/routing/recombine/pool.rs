//! The routes the search came across, each set of visits once per kind of rep.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::domain::routing::model::Model;
use crate::domain::routing::plan::Plan;
use crate::domain::routing::rng::Rng;
use crate::domain::routing::whole;

/// More routes than this are not remembered at a time.
const COLUMNS_MAX: usize = 8_192;

/// A route by what it serves.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    pub kind: u32,
    at: u32,
    len: u32,
    pub cost: i64,
    key: u64,
}

/// Takes keys, which are random already, as they are.
#[derive(Debug, Default)]
struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

pub(in crate::domain::routing) struct Pool {
    pub(super) columns: Vec<Column>,
    visits: Vec<u32>,
    by_key: HashMap<u64, u32, BuildHasherDefault<AsIs>>,
    /// A random word for each visit, then for each kind.
    words: Vec<u64>,
    scratch: Vec<u32>,
    /// So many, at the front, have been worth keeping before.
    n_kept: usize,
}

impl Pool {
    pub fn new(model: &Model) -> Self {
        let mut rng = Rng::new(0);
        Self {
            columns: Vec::new(),
            visits: Vec::new(),
            by_key: HashMap::default(),
            words: (0..model.n + model.kinds.len()).map(|_| rng.next_u64()).collect(),
            scratch: Vec::new(),
            n_kept: 0,
        }
    }

    /// Remembers all routes of the plan.
    pub fn add_all(&mut self, plan: &Plan<'_>) {
        for &route in &plan.active {
            self.add(plan, route);
        }
    }

    /// Remembers the routes of the plan as reps of every other kind would drive them.
    pub fn add_for_all_kinds(&mut self, plan: &Plan<'_>) {
        let model = plan.model;
        let mut order = Vec::new();
        for &route in plan.active.iter().filter(|_| model.kinds.len() > 1) {
            order.clear();
            plan.order_into(route, &mut order);
            for (kind, data) in model.kinds.iter().enumerate() {
                if let Some(cost) = whole::cost(model, data.reps[0], &order) {
                    let kind = u32::try_from(kind).unwrap_or(u32::MAX);
                    let key = self.key(model, kind, &order);
                    self.put(&order, Column { kind, at: 0, len: 0, cost, key });
                }
            }
        }
    }

    fn key(&self, model: &Model, kind: u32, order: &[u32]) -> u64 {
        let word = |visit: &u32| self.words[*visit as usize];
        order.iter().map(word).fold(self.words[model.n + kind as usize], |a, b| a ^ b)
    }

    /// Remembers a route, or its order if its visits are known in a dearer one.
    fn add(&mut self, plan: &Plan<'_>, route: u32) {
        let model = plan.model;
        let kind = model.kind_of_rep[route as usize];
        let mut order = std::mem::take(&mut self.scratch);
        order.clear();
        plan.order_into(route, &mut order);
        let key = self.key(model, kind, &order);
        let cost = plan.routes[route as usize].cost;
        self.put(&order, Column { kind, at: 0, len: 0, cost, key });
        self.scratch = order;
    }

    fn put(&mut self, order: &[u32], column: Column) {
        if let Some(known) = self.by_key.get(&column.key) {
            let known = &mut self.columns[*known as usize];
            if column.cost < known.cost && known.len as usize == order.len() {
                known.cost = column.cost;
                self.visits[known.at as usize..][..order.len()].copy_from_slice(order);
            }
            return;
        }
        if self.columns.len() >= COLUMNS_MAX {
            self.drop_older_half();
        }
        let narrow = |index: usize| u32::try_from(index).unwrap_or(u32::MAX);
        self.by_key.insert(column.key, narrow(self.columns.len()));
        let (at, len) = (narrow(self.visits.len()), narrow(order.len()));
        self.visits.extend_from_slice(order);
        self.columns.push(Column { at, len, ..column });
    }

    /// The visits of a column in their order.
    pub(super) fn visits(&self, column: usize) -> &[u32] {
        let column = &self.columns[column];
        &self.visits[column.at as usize..][..column.len as usize]
    }

    /// Forgets all but the `most` routes with the least measure, if there are more.
    pub(super) fn retain_best(&mut self, measure: &[f64], most: usize) {
        let mut ranks: Vec<usize> = (0..self.columns.len()).collect();
        ranks.sort_by(|a, b| measure[*a].total_cmp(&measure[*b]));
        ranks.truncate(most);
        self.retain(&ranks);
        self.n_kept = self.columns.len();
    }

    /// What was found later in the annealing is better, as a rule.
    fn drop_older_half(&mut self) {
        let middle = self.n_kept + (self.columns.len() - self.n_kept) / 2;
        let ranks: Vec<usize> = (0..self.n_kept).chain(middle..self.columns.len()).collect();
        self.retain(&ranks);
    }

    fn retain(&mut self, ranks: &[usize]) {
        let old_visits = std::mem::take(&mut self.visits);
        let old = std::mem::take(&mut self.columns);
        self.by_key.clear();
        for column in ranks.iter().map(|rank| old[*rank]) {
            let order = &old_visits[column.at as usize..][..column.len as usize];
            self.put(order, column);
        }
    }
}
