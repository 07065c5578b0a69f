//! Points in clusters, with loads and cost kept up to date, and a journal that takes changes back.

use super::{Distances, Median};

/// What a move changes.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Delta {
    pub cost: f64,
    pub excess: f64,
}

/// How things were before a change.
#[derive(Debug, Clone, Copy)]
enum Change {
    Point { point: usize, own: usize },
    Centre { own: usize, at: usize },
}

#[derive(Debug, Clone)]
pub(super) struct Clusters<'a> {
    median: &'a Median,
    d: &'a Distances,
    pub medians: Vec<usize>,
    pub territory: Vec<usize>,
    pub members: Vec<Vec<u32>>,
    /// Where each point is in its cluster's list.
    place: Vec<u32>,
    pub loads: Vec<f64>,
    pub cost: f64,
    pub excess: f64,
    /// Whether a point is a centre.
    is_centre: Vec<bool>,
    journal: Vec<Change>,
}

impl<'a> Clusters<'a> {
    pub fn new(
        median: &'a Median,
        d: &'a Distances,
        medians: Vec<usize>,
        territory: Vec<usize>,
    ) -> Self {
        let (n, k) = (territory.len(), medians.len());
        let mut clusters = Self {
            median,
            d,
            members: vec![Vec::new(); k],
            place: vec![0; n],
            loads: vec![0.0; k],
            cost: 0.0,
            excess: 0.0,
            is_centre: vec![false; n],
            journal: Vec::new(),
            medians,
            territory,
        };
        for &centre in &clusters.medians {
            clusters.is_centre[centre] = true;
        }
        for point in 0..n {
            let own = clusters.territory[point];
            clusters.enter(point, own);
            clusters.loads[own] += median.points[point].demand;
            clusters.cost += clusters.way(point, own);
        }
        clusters.excess = (0..k).map(|own| clusters.over(own, 0.0)).sum();
        clusters
    }

    /// The same clusters, counted anew, so that the rounding of many moves is dropped.
    pub fn recounted(&self) -> Self {
        Self::new(self.median, self.d, self.medians.clone(), self.territory.clone())
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

    /// From the point to the cluster's centre.
    pub fn way(&self, point: usize, own: usize) -> f64 {
        self.d.get(point, self.medians[own])
    }

    pub fn demand(&self, point: usize) -> f64 {
        self.median.points[point].demand
    }

    pub fn is_centre(&self, point: usize) -> bool {
        self.is_centre[point]
    }

    /// Load above capacity if the cluster held so much more.
    pub fn over(&self, own: usize, more: f64) -> f64 {
        let capacity = self.median.points[self.medians[own]].capacity;
        (self.loads[own] + more - capacity).max(0.0)
    }

    /// What changes when demand moves from one cluster to another.
    pub fn excess_delta(&self, from: usize, to: usize, demand: f64) -> f64 {
        self.over(from, -demand) - self.over(from, 0.0) + self.over(to, demand) - self.over(to, 0.0)
    }

    pub fn shift_delta(&self, point: usize, to: usize) -> Delta {
        let from = self.territory[point];
        Delta {
            cost: self.way(point, to) - self.way(point, from),
            excess: self.excess_delta(from, to, self.demand(point)),
        }
    }

    pub fn shift(&mut self, point: usize, to: usize) {
        let own = self.territory[point];
        if own != to {
            self.journal.push(Change::Point { point, own });
            self.put(point, to);
        }
    }

    fn put(&mut self, point: usize, to: usize) {
        let Delta { cost, excess } = self.shift_delta(point, to);
        let from = self.territory[point];
        let demand = self.demand(point);
        self.leave(point, from);
        self.enter(point, to);
        self.loads[from] -= demand;
        self.loads[to] += demand;
        self.territory[point] = to;
        self.cost += cost;
        self.excess += excess;
    }

    /// What changes when another point becomes the centre.
    pub fn recentre_delta(&self, own: usize, to: usize) -> Delta {
        let from = self.medians[own];
        let members = self.members[own].iter().map(|&member| member as usize);
        let cost = members.map(|member| self.d.get(member, to) - self.d.get(member, from)).sum();
        let over = |centre: usize| (self.loads[own] - self.median.points[centre].capacity).max(0.0);
        Delta { cost, excess: over(to) - over(from) }
    }

    /// The point, no centre yet, becomes the cluster's centre.
    pub fn recentre(&mut self, own: usize, to: usize) {
        self.journal.push(Change::Centre { own, at: self.medians[own] });
        self.set_centre(own, to);
    }

    fn set_centre(&mut self, own: usize, to: usize) {
        let Delta { cost, excess } = self.recentre_delta(own, to);
        self.is_centre[self.medians[own]] = false;
        self.is_centre[to] = true;
        self.medians[own] = to;
        self.cost += cost;
        self.excess += excess;
    }

    /// Puts every centre where it serves its cluster best.
    pub fn settle(&mut self) {
        for own in 0..self.medians.len() {
            let candidates = self.members[own].iter().map(|&m| m as usize);
            let best = candidates
                .filter(|&to| !self.is_centre[to])
                .map(|to| (to, self.recentre_delta(own, to)))
                .filter(|(_, delta)| delta.excess <= 0.0)
                .min_by(|a, b| a.1.cost.total_cmp(&b.1.cost));
            if let Some((to, delta)) = best
                && delta.cost < 0.0
            {
                self.recentre(own, to);
            }
        }
    }

    /// What is done from here on can be taken back.
    pub fn mark(&mut self) {
        self.journal.clear();
    }

    /// Back to the mark.
    pub fn undo(&mut self) {
        while let Some(change) = self.journal.pop() {
            match change {
                Change::Point { point, own } => self.put(point, own),
                Change::Centre { own, at } => self.set_centre(own, at),
            }
        }
    }
}

#[cfg(test)]
#[path = "clusters_tests.rs"]
mod tests;
