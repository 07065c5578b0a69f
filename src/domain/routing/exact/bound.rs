//! What the rest of a day costs at least, from Held & Karp (1962) without times and limits.

use crate::domain::routing::model::{Arc, Kind, Model};

/// Least costs of what is left to do, by the set of visits left and the one just served.
pub(super) struct Bound {
    n: usize,
    /// `2^n` sets by `n + 1` places; place `n` is the start.
    least: Vec<i64>,
    prizes: Vec<i64>,
    /// Shortest times from one to the other, over any others: `n + 1` by `n`.
    reach: Vec<i32>,
    latest: Vec<i32>,
}

impl Bound {
    pub fn new(model: &Model, kind: &Kind) -> Self {
        let n = model.n;
        let mut bound = Self {
            n,
            least: vec![0; (n + 1) << n],
            prizes: (0..1 << n).map(|set| prizes(model, set)).collect(),
            reach: reach(model, kind),
            latest: model.visits.iter().map(|visit| visit.to).collect(),
        };
        bound.fill(model, kind);
        bound
    }

    fn fill(&mut self, model: &Model, kind: &Kind) {
        let n = self.n;
        let price = |arc: Arc| {
            let price = kind.arc_cost(arc) + i64::from(arc.time) * kind.per_work;
            if arc.is_missing() { i64::MAX / 4 } else { price }
        };
        let arc = |from: usize, to: u32| model.arc(kind.matrix, from_node(model, from), to);
        let home: Vec<i64> = (0..=n).map(|last| price(arc(last, model.end_node(0)))).collect();
        let step = |last: usize, next: usize| {
            let task = i64::from(model.service(super::node(next), 0)) * kind.per_work
                + model.price(super::node(next), 0);
            let may = model.may_serve(super::node(next), 0);
            if may { price(arc(last, super::node(next))) + task } else { i64::MAX / 4 }
        };
        let steps: Vec<i64> = (0..(n + 1) * n).map(|cell| step(cell / n, cell % n)).collect();
        for left in 0..1_usize << n {
            for last in (0..=n).filter(|last| left >> last & 1 == 0) {
                let mut least = home[last].saturating_add(self.prizes[left]);
                let mut rest = left;
                while rest != 0 {
                    let next = rest.trailing_zeros() as usize;
                    rest &= rest - 1;
                    let then = self.least[(left ^ 1 << next) * (n + 1) + next];
                    least = least.min(steps[last * n + next].saturating_add(then));
                }
                self.least[left * (n + 1) + last] = least;
            }
        }
    }

    /// At least so much comes after a departure at `ready` from `last` with these visits left.
    pub fn rest(&self, left: usize, last: usize, ready: i32) -> i64 {
        let mut open = left;
        for visit in (0..self.n).filter(|visit| left >> visit & 1 == 1) {
            if ready.saturating_add(self.reach[last * self.n + visit]) > self.latest[visit] {
                open ^= 1 << visit;
            }
        }
        self.least[open * (self.n + 1) + last] + self.prizes[left ^ open]
    }

    /// The price of leaving these visits out.
    pub fn prizes(&self, set: usize) -> i64 {
        self.prizes[set]
    }
}

fn prizes(model: &Model, set: usize) -> i64 {
    (0..model.n).filter(|visit| set >> visit & 1 == 1).map(|visit| model.prize[visit]).sum()
}

fn from_node(model: &Model, last: usize) -> u32 {
    if last == model.n { model.start_node(0) } else { super::node(last) }
}

/// Floyd & Warshall (1962); services on the way are overlooked.
fn reach(model: &Model, kind: &Kind) -> Vec<i32> {
    let n = model.n;
    let arc =
        |cell: usize| model.arc(kind.matrix, from_node(model, cell / n), super::node(cell % n));
    let mut reach: Vec<i32> = (0..(n + 1) * n).map(|cell| arc(cell).time).collect();
    for over in 0..n {
        for cell in 0..(n + 1) * n {
            let way = reach[cell / n * n + over].saturating_add(reach[over * n + cell % n]);
            reach[cell] = reach[cell].min(way);
        }
    }
    reach
}
