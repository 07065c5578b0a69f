//! Few points are settled for good: every choice of centres whose nearest-centre cost could win, and for each
//! the best assignment by branch and bound.

use super::search::Best;
use super::{Distances, Median};
use crate::domain::control::Cancel;

/// Choices of centres looked at, and steps of the branch and bound in all.
const CHOICES_MAX: u64 = 200_000;
const STEPS_MAX: u64 = 5_000_000;
const SAME: f64 = 1e-9;

/// Improves `best` to the optimum. False where there is too much to look at, or nothing can be said.
pub(super) fn search(median: &Median, d: &Distances, best: &mut Best, cancel: &Cancel) -> bool {
    let n = median.points.len();
    if !is_few(n, median.n_medians) {
        return false;
    }
    let ceiling = if best.excess <= SAME { best.objective } else { f64::INFINITY };
    let (medians, found) = (Vec::new(), None);
    let mut search = Search { median, d, cancel, medians, ceiling, found, n_steps: 0 };
    let is_complete = search.choose(0, &vec![f64::INFINITY; n]);
    if let Some((medians, territory)) = search.found {
        *best = Best { medians, territory, objective: search.ceiling, excess: 0.0 };
    }
    is_complete && best.excess <= SAME
}

/// Whether there are few ways to choose `p` of `n`.
fn is_few(n: usize, p: usize) -> bool {
    let mut n_choices = 1_u64;
    for taken in 0..p.min(n - p) as u64 {
        n_choices = n_choices.saturating_mul(n as u64 - taken) / (taken + 1);
        if n_choices > CHOICES_MAX {
            return false;
        }
    }
    true
}

struct Search<'a> {
    median: &'a Median,
    d: &'a Distances,
    cancel: &'a Cancel,
    medians: Vec<usize>,
    /// The cost of the best plan so far.
    ceiling: f64,
    found: Option<(Vec<usize>, Vec<usize>)>,
    n_steps: u64,
}

impl Search<'_> {
    /// Chooses the remaining centres from `first` on. `nearest` is every point's way to the centres so far.
    fn choose(&mut self, first: usize, nearest: &[f64]) -> bool {
        if self.medians.len() == self.median.n_medians {
            return self.assign(nearest);
        }
        let n = nearest.len();
        let missing = self.median.n_medians - self.medians.len();
        (first..=n - missing).all(|centre| {
            let ways = nearest.iter().enumerate();
            let nearer: Vec<f64> = ways.map(|(at, way)| way.min(self.d.get(at, centre))).collect();
            self.medians.push(centre);
            let is_complete = self.choose(centre + 1, &nearer);
            self.medians.pop();
            is_complete
        })
    }

    /// The best assignment to the chosen centres, if it beats the best so far.
    fn assign(&mut self, nearest: &[f64]) -> bool {
        let ahead: f64 = nearest.iter().sum();
        if ahead >= self.ceiling - SAME || self.cancel.is_cancelled() {
            return !self.cancel.is_cancelled();
        }
        let mut order: Vec<usize> = (0..nearest.len()).collect();
        let demand = |point: usize| self.median.points[point].demand;
        order.sort_by(|&a, &b| demand(b).total_cmp(&demand(a)).then(a.cmp(&b)));
        let room = self.medians.iter().map(|&m| self.median.points[m].capacity).collect();
        let mut branch = Branch { order, room, territory: vec![0; nearest.len()] };
        self.descend(&mut branch, 0, ahead, nearest)
    }

    /// `cost` is what the points so far cost and the others would at their nearest centres.
    fn descend(&mut self, branch: &mut Branch, depth: usize, cost: f64, nearest: &[f64]) -> bool {
        self.n_steps += 1;
        if self.n_steps > STEPS_MAX {
            return false;
        }
        if cost >= self.ceiling - SAME {
            return true;
        }
        let Some(&point) = branch.order.get(depth) else {
            self.ceiling = cost;
            self.found = Some((self.medians.clone(), branch.territory.clone()));
            return true;
        };
        let demand = self.median.points[point].demand;
        let mut ways: Vec<(f64, usize)> = (0..self.medians.len())
            .map(|own| (self.d.get(point, self.medians[own]), own))
            .collect();
        ways.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        ways.into_iter().all(|(way, own)| {
            if demand > branch.room[own] + SAME {
                return true;
            }
            branch.room[own] -= demand;
            branch.territory[point] = own;
            let is_complete = self.descend(branch, depth + 1, cost + way - nearest[point], nearest);
            branch.room[own] += demand;
            is_complete
        })
    }
}

struct Branch {
    /// Heaviest points first.
    order: Vec<usize>,
    room: Vec<f64>,
    territory: Vec<usize>,
}
