//! Prices of visits that make the pool's routes comparable: the linear relaxation of the set
//! partitioning problem by the revised simplex method (Dantzig 1963), its inverse kept whole, with
//! partial pricing and slightly different right-hand sides against cycling.

use super::pool::Pool;
use crate::domain::routing::model::Model;

/// A route this far below zero would pay.
const TOLERANCE: f64 = 1e-6;
/// The least step of the ratio test.
const PIVOT_MIN: f64 = 1e-7;
/// Right-hand sides differ by up to this share.
const PERTURBATION: f64 = 1e-3;
/// Routes looked at between two looks at all of them.
const SHORT_LIST: usize = 64;
/// So many times the dearest route a mandatory visit may seem worth.
const DEAR: f64 = 2.0;

/// The linear program under way; a row for each visit, then one for each kind of rep.
pub(super) struct Dual {
    /// What serving a visit is worth, by row; what a rep costs besides, below zero.
    prices: Vec<f64>,
    n_visits: usize,
    /// How much of each column the relaxed choice takes.
    pub shares: Vec<f64>,
    /// Cost less prices, by column.
    pub reduced: Vec<f64>,
}

impl Dual {
    pub fn new(model: &Model, pool: &Pool, effort: u64) -> Option<Self> {
        let mut simplex = Simplex::new(model, pool, effort);
        if !simplex.run() {
            return None;
        }
        let mut shares = vec![0.0; pool.columns.len()];
        for (variable, value) in simplex.basis.iter().zip(&simplex.values) {
            if let Variable::Column(column) = variable {
                shares[*column] = *value;
            }
        }
        let reduced = (0..shares.len()).map(|column| simplex.reduced(column)).collect();
        Some(Self { prices: simplex.prices, n_visits: model.n, shares, reduced })
    }

    /// What serving each visit is worth.
    pub fn prices(&self) -> &[f64] {
        &self.prices[..self.n_visits]
    }

    /// What a rep of each kind is worth, because there are only so many.
    pub fn fees(&self) -> impl Iterator<Item = f64> + '_ {
        self.prices[self.n_visits..].iter().map(|price| -price)
    }
}

#[derive(Debug, Clone, Copy)]
enum Variable {
    /// A visit left out, or reps not needed.
    Left,
    /// A visit served more than once.
    Surplus,
    Column(usize),
}

struct Simplex<'a> {
    pool: &'a Pool,
    n_visits: usize,
    n_rows: usize,
    /// By column.
    inverse: Vec<f64>,
    basis: Vec<Variable>,
    values: Vec<f64>,
    prices: Vec<f64>,
    /// The most a visit may be worth: what leaving it out costs. A rep who stays idle costs nothing.
    left_out: Vec<f64>,
    /// The entering column in terms of the basis.
    direction: Vec<f64>,
    /// Numbers of the inverse that may still be rewritten.
    effort: u64,
}

#[expect(clippy::cast_precision_loss, reason = "costs of routes are far below 2^52")]
impl<'a> Simplex<'a> {
    /// Starts from no route at all.
    fn new(model: &Model, pool: &'a Pool, effort: u64) -> Self {
        let n_rows = model.n + model.kinds.len();
        let dearest = pool.columns.iter().map(|column| column.cost).max().unwrap_or(0);
        let most = dearest as f64 * DEAR;
        let worth =
            |visit: usize| if model.is_optional[visit] { model.prize[visit] as f64 } else { most };
        let mut left_out: Vec<f64> = (0..model.n).map(worth).collect();
        left_out.resize(n_rows, 0.0);
        // the golden ratio spreads them evenly
        let spread = |row: usize| 1.0 + PERTURBATION * (row as f64 * 0.618_033_988_749_895).fract();
        let mut values: Vec<f64> = (0..model.n).map(spread).collect();
        values.extend(model.kinds.iter().map(|kind| kind.reps.len() as f64 + PERTURBATION));
        let mut inverse = vec![0.0; n_rows * n_rows];
        (0..n_rows).for_each(|row| inverse[row * n_rows + row] = 1.0);
        Self {
            pool,
            n_visits: model.n,
            n_rows,
            inverse,
            basis: vec![Variable::Left; n_rows],
            values,
            prices: left_out.clone(),
            left_out,
            direction: vec![0.0; n_rows],
            effort,
        }
    }

    fn reduced(&self, column: usize) -> f64 {
        let worth = self.pool.visits(column).iter().map(|visit| self.prices[*visit as usize]);
        let data = &self.pool.columns[column];
        data.cost as f64 - worth.sum::<f64>() - self.prices[self.n_visits + data.kind as usize]
    }

    /// False when the effort did not suffice.
    fn run(&mut self) -> bool {
        let mut ranked: Vec<(f64, usize)> = Vec::new();
        while self.effort > 0 {
            self.bound_prices();
            ranked.clear();
            let reduced = (0..self.pool.columns.len()).map(|column| (self.reduced(column), column));
            ranked.extend(reduced.filter(|(reduced, _)| *reduced < -TOLERANCE));
            if ranked.is_empty() {
                return true;
            }
            ranked.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            ranked.truncate(SHORT_LIST);
            if !self.enter_from(&ranked) {
                break;
            }
        }
        false
    }

    /// Takes the short list's routes in as long as they pay. False when none could be.
    fn enter_from(&mut self, list: &[(f64, usize)]) -> bool {
        let mut has_entered = false;
        while self.effort > 0 {
            let reduced = list.iter().map(|(_, column)| (self.reduced(*column), *column));
            let best = reduced.min_by(|a, b| a.0.total_cmp(&b.0));
            let Some((reduced, column)) = best.filter(|best| best.0 < -TOLERANCE) else { break };
            self.direction.fill(0.0);
            for &visit in self.pool.visits(column) {
                self.add_row(visit as usize, 1.0);
            }
            self.add_row(self.n_visits + self.pool.columns[column].kind as usize, 1.0);
            if !self.pivot(Variable::Column(column), reduced) {
                break;
            }
            has_entered = true;
        }
        has_entered
    }

    /// What is worth too much is left out, and what is worth less than nothing may be too much.
    fn bound_prices(&mut self) {
        for row in 0..self.n_rows {
            let over = self.prices[row] - self.left_out[row];
            if over > TOLERANCE && self.effort > 0 {
                self.direction.fill(0.0);
                self.add_row(row, 1.0);
                self.pivot(Variable::Left, -over);
            }
        }
        for visit in 0..self.n_visits {
            if self.prices[visit] < -TOLERANCE && self.effort > 0 {
                self.direction.fill(0.0);
                self.add_row(visit, -1.0);
                self.pivot(Variable::Surplus, self.prices[visit]);
            }
        }
    }

    fn add_row(&mut self, row: usize, factor: f64) {
        let column = &self.inverse[row * self.n_rows..][..self.n_rows];
        for (sum, value) in self.direction.iter_mut().zip(column) {
            *sum += factor * value;
        }
    }

    /// Brings the variable of the direction into the basis. False when it may grow without end.
    fn pivot(&mut self, variable: Variable, reduced: f64) -> bool {
        let rows = (0..self.n_rows).filter(|row| self.direction[*row] > PIVOT_MIN);
        let ratio = |row: usize| self.values[row] / self.direction[row];
        let Some(row) = rows.min_by(|a, b| ratio(*a).total_cmp(&ratio(*b))) else { return false };
        let step = ratio(row);
        for (value, slope) in self.values.iter_mut().zip(&self.direction) {
            *value = (*value - step * slope).max(0.0);
        }
        self.values[row] = step;
        self.basis[row] = variable;
        let inverted = 1.0 / self.direction[row];
        for (column, price) in self.inverse.chunks_exact_mut(self.n_rows).zip(&mut self.prices) {
            if column[row] == 0.0 {
                continue;
            }
            let factor = column[row] * inverted;
            for (cell, slope) in column.iter_mut().zip(&self.direction) {
                *cell -= factor * slope;
            }
            column[row] = factor;
            *price += reduced * factor;
            self.effort = self.effort.saturating_sub(self.n_rows as u64);
        }
        true
    }
}
