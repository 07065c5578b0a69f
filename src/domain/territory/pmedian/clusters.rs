//! Points in clusters, with loads and cost kept up to date.

use super::{Distances, Median};

/// What a move changes.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Delta {
    pub cost: f64,
    pub excess: f64,
}

#[derive(Debug, Clone)]
pub(super) struct Clusters {
    pub medians: Vec<usize>,
    pub territory: Vec<usize>,
    pub members: Vec<Vec<u32>>,
    /// Where each point is in its cluster's list.
    place: Vec<u32>,
    pub loads: Vec<f64>,
    pub cost: f64,
    pub excess: f64,
}

impl Clusters {
    pub fn new(median: &Median, d: &Distances, medians: Vec<usize>, territory: Vec<usize>) -> Self {
        let k = medians.len();
        let mut clusters = Self {
            members: vec![Vec::new(); k],
            place: vec![0; territory.len()],
            loads: vec![0.0; k],
            cost: 0.0,
            excess: 0.0,
            medians,
            territory,
        };
        for point in 0..clusters.territory.len() {
            let own = clusters.territory[point];
            clusters.enter(point, own);
            clusters.loads[own] += median.points[point].demand;
            clusters.cost += d.get(point, clusters.medians[own]);
        }
        clusters.excess = (0..k).map(|own| clusters.excess_of(median, own, 0.0)).sum();
        clusters
    }

    fn enter(&mut self, point: usize, own: usize) {
        self.place[point] = self.members[own].len() as u32;
        self.members[own].push(point as u32);
    }

    fn leave(&mut self, point: usize, own: usize) {
        let at = self.place[point] as usize;
        self.members[own].swap_remove(at);
        if let Some(&moved) = self.members[own].get(at) {
            self.place[moved as usize] = at as u32;
        }
    }

    fn excess_of(&self, median: &Median, own: usize, more: f64) -> f64 {
        let capacity = median.points[self.medians[own]].capacity;
        (self.loads[own] + more - capacity).max(0.0)
    }

    /// What changes when demand moves from one cluster to another.
    fn excess_delta(&self, median: &Median, from: usize, to: usize, demand: f64) -> f64 {
        self.excess_of(median, from, -demand) - self.excess_of(median, from, 0.0)
            + self.excess_of(median, to, demand)
            - self.excess_of(median, to, 0.0)
    }

    pub fn shift_delta(&self, median: &Median, d: &Distances, point: usize, to: usize) -> Delta {
        let from = self.territory[point];
        Delta {
            cost: d.get(point, self.medians[to]) - d.get(point, self.medians[from]),
            excess: self.excess_delta(median, from, to, median.points[point].demand),
        }
    }

    pub fn shift(&mut self, median: &Median, point: usize, to: usize, delta: Delta) {
        let from = self.territory[point];
        let demand = median.points[point].demand;
        self.leave(point, from);
        self.enter(point, to);
        self.loads[from] -= demand;
        self.loads[to] += demand;
        self.territory[point] = to;
        self.cost += delta.cost;
        self.excess += delta.excess;
    }

    /// Two points of different clusters change places.
    pub fn swap_delta(&self, median: &Median, d: &Distances, a: usize, b: usize) -> Delta {
        let (own, other) = (self.territory[a], self.territory[b]);
        let (here, there) = (self.medians[own], self.medians[other]);
        let demand = median.points[a].demand - median.points[b].demand;
        Delta {
            cost: d.get(a, there) + d.get(b, here) - d.get(a, here) - d.get(b, there),
            excess: self.excess_delta(median, own, other, demand),
        }
    }

    pub fn swap(&mut self, median: &Median, a: usize, b: usize, delta: Delta) {
        let (own, other) = (self.territory[a], self.territory[b]);
        self.shift(median, a, other, delta);
        self.shift(median, b, own, Delta::default());
    }

    /// What changes when another point becomes the centre.
    pub fn recentre_delta(&self, median: &Median, d: &Distances, own: usize, to: usize) -> Delta {
        let from = self.medians[own];
        let members = self.members[own].iter();
        let cost = members.map(|&m| d.get(m as usize, to) - d.get(m as usize, from)).sum();
        let over = |centre: usize| (self.loads[own] - median.points[centre].capacity).max(0.0);
        Delta { cost, excess: over(to) - over(from) }
    }

    pub fn recentre(&mut self, own: usize, to: usize, delta: Delta) {
        self.medians[own] = to;
        self.cost += delta.cost;
        self.excess += delta.excess;
    }

    /// Puts every centre where it serves its cluster best.
    pub fn settle(&mut self, median: &Median, d: &Distances) {
        for own in 0..self.medians.len() {
            let candidates = self.members[own].iter().map(|&m| m as usize);
            let best = candidates
                .map(|to| (to, self.recentre_delta(median, d, own, to)))
                .filter(|(to, delta)| delta.excess <= 0.0 && !self.is_taken(own, *to))
                .min_by(|a, b| a.1.cost.total_cmp(&b.1.cost));
            if let Some((to, delta)) = best
                && delta.cost < 0.0
            {
                self.recentre(own, to, delta);
            }
        }
    }

    /// Whether the point is another cluster's centre already.
    pub fn is_taken(&self, own: usize, point: usize) -> bool {
        let other = self.territory[point];
        (other != own && self.medians[other] == point)
            || (0..self.medians.len()).any(|k| k != own && self.medians[k] == point)
    }
}
