//! The cheapest choice of routes of the pool that serves every visit once: depth first, few
//! departures from the first guess at a time (Harvey & Ginsberg 1995), cut off where the prices of
//! what is not served yet show that nothing better can follow.

use super::dual::Dual;
use super::pool::Pool;
use crate::domain::routing::model::Model;

/// Departures from the first guess allowed in each round.
const DEPARTURES: [usize; 6] = [0, 1, 2, 4, 8, 64];

/// A route, or leaving one visit out.
struct Candidate {
    /// None for leaving out.
    column: Option<usize>,
    kind: usize,
    cost: f64,
    reduced: f64,
    /// How much of it the relaxed choice takes.
    share: f64,
    rows: Vec<u32>,
}

pub(super) struct Choice {
    candidates: Vec<Candidate>,
    /// By visit those that serve it, the most promising first.
    serving: Vec<Vec<u32>>,
    prices: Vec<f64>,
    fees: Vec<f64>,
    /// By candidate how many of its visits are served already.
    blocks: Vec<u32>,
    /// By visit how many candidates are left.
    n_left: Vec<u32>,
    is_served: Vec<bool>,
    reps_left: Vec<usize>,
    chosen: Vec<u32>,
    cost: f64,
    /// Prices of the visits not served, less the fees of idle reps.
    worth: f64,
    /// Sum of what is below zero among candidates left.
    below: f64,
    known: f64,
    found: Option<Vec<u32>>,
    /// Looks at candidates before the choice is given up.
    effort: u64,
}

#[expect(clippy::cast_precision_loss, reason = "costs of routes are far below 2^52")]
impl Choice {
    pub fn new(model: &Model, pool: &Pool, dual: &Dual, known: i64, effort: u64) -> Self {
        let mut choice = Self {
            candidates: Vec::new(),
            serving: vec![Vec::new(); model.n],
            prices: dual.prices().to_vec(),
            fees: dual.fees().collect(),
            blocks: Vec::new(),
            n_left: vec![0; model.n],
            is_served: vec![false; model.n],
            reps_left: model.kinds.iter().map(|kind| kind.reps.len()).collect(),
            chosen: Vec::new(),
            cost: 0.0,
            worth: 0.0,
            below: dual.reduced.iter().copied().filter(|reduced| *reduced < 0.0).sum(),
            known: known as f64,
            found: None,
            effort,
        };
        let reps = choice.reps_left.iter().zip(&choice.fees).map(|(n, fee)| *n as f64 * fee);
        choice.worth = choice.prices.iter().sum::<f64>() - reps.sum::<f64>();
        let slack = choice.known - choice.worth - choice.below;
        choice.fill(model, pool, dual, slack);
        choice
    }

    /// Takes in what can be part of a better plan.
    fn fill(&mut self, model: &Model, pool: &Pool, dual: &Dual, slack: f64) {
        for (index, column) in pool.columns.iter().enumerate() {
            let reduced = dual.reduced[index];
            if reduced < slack {
                self.candidates.push(Candidate {
                    column: Some(index),
                    kind: column.kind as usize,
                    cost: column.cost as f64,
                    reduced,
                    share: dual.shares[index],
                    rows: pool.visits(index).to_vec(),
                });
            }
        }
        for visit in 0..model.n {
            let cost = model.prize[visit] as f64;
            let reduced = cost - self.prices[visit];
            if model.is_optional[visit] && reduced < slack {
                let rows = vec![u32::try_from(visit).unwrap_or(u32::MAX)];
                self.candidates.push(Candidate {
                    column: None,
                    kind: 0,
                    cost,
                    reduced,
                    share: 0.0,
                    rows,
                });
            }
        }
        self.candidates
            .sort_by(|a, b| b.share.total_cmp(&a.share).then(a.reduced.total_cmp(&b.reduced)));
        self.blocks = vec![0; self.candidates.len()];
        for (index, candidate) in self.candidates.iter().enumerate() {
            for &row in &candidate.rows {
                self.serving[row as usize].push(u32::try_from(index).unwrap_or(u32::MAX));
                self.n_left[row as usize] += 1;
            }
        }
    }

    /// The columns of the best choice below what is known.
    pub fn best(mut self) -> Option<Vec<usize>> {
        for departures in DEPARTURES {
            self.descend(departures);
            if self.effort == 0 {
                break;
            }
        }
        let columns = self.found?;
        Some(columns.iter().filter_map(|index| self.candidates[*index as usize].column).collect())
    }

    fn descend(&mut self, departures: usize) {
        if self.effort == 0 || self.cost + self.worth + self.below > self.known - 0.5 {
            return;
        }
        self.spend(self.is_served.len());
        let open = (0..self.is_served.len()).filter(|visit| !self.is_served[*visit]);
        let Some(visit) = open.min_by_key(|visit| self.n_left[*visit]) else {
            if self.cost < self.known - 0.5 {
                self.known = self.cost;
                self.found = Some(self.chosen.clone());
            }
            return;
        };
        let mut departed = 0;
        for at in 0..self.serving[visit].len() {
            let index = self.serving[visit][at];
            let candidate = &self.candidates[index as usize];
            let needs_rep = candidate.column.is_some();
            if self.blocks[index as usize] > 0 || needs_rep && self.reps_left[candidate.kind] == 0 {
                continue;
            }
            self.take(index);
            self.descend(departures - departed);
            self.put_back(index);
            departed += 1;
            if departed > departures {
                return;
            }
        }
    }

    fn take(&mut self, index: u32) {
        self.turn(index, true);
        self.chosen.push(index);
    }

    fn put_back(&mut self, index: u32) {
        self.chosen.pop();
        self.turn(index, false);
    }

    /// Does or undoes a choice.
    fn turn(&mut self, index: u32, is_taken: bool) {
        let sign = if is_taken { 1.0 } else { -1.0 };
        let rows = std::mem::take(&mut self.candidates[index as usize].rows);
        let candidate = &self.candidates[index as usize];
        self.cost += sign * candidate.cost;
        if candidate.column.is_some() {
            self.worth += sign * self.fees[candidate.kind];
            self.reps_left[candidate.kind] -= usize::from(is_taken);
            self.reps_left[candidate.kind] += usize::from(!is_taken);
        }
        self.below -= sign * candidate.reduced.min(0.0);
        for &row in &rows {
            self.is_served[row as usize] = is_taken;
            self.worth -= sign * self.prices[row as usize];
            let serving = std::mem::take(&mut self.serving[row as usize]);
            for other in serving.iter().filter(|other| **other != index) {
                self.block(*other, is_taken);
            }
            self.spend(serving.len());
            self.serving[row as usize] = serving;
        }
        self.candidates[index as usize].rows = rows;
    }

    fn spend(&mut self, looks: usize) {
        self.effort = self.effort.saturating_sub(looks as u64);
    }

    /// Counts one more or one fewer visit of the candidate as served by another.
    fn block(&mut self, other: u32, is_taken: bool) {
        let blocks = &mut self.blocks[other as usize];
        let turns = if is_taken { *blocks == 0 } else { *blocks == 1 };
        *blocks = if is_taken { *blocks + 1 } else { *blocks - 1 };
        if !turns {
            return;
        }
        let candidate = &self.candidates[other as usize];
        let sign = if is_taken { 1.0 } else { -1.0 };
        self.below -= sign * candidate.reduced.min(0.0);
        for &row in &candidate.rows {
            let left = &mut self.n_left[row as usize];
            *left = if is_taken { *left - 1 } else { *left + 1 };
        }
        let looks = candidate.rows.len();
        self.spend(looks);
    }
}
