//! What visits are locked to within a route: a position, or another visit before them.

use super::model::{NONE, narrow};
use super::problem::{Position, Problem};

/// Visits locked to a position beyond the ends are put back after all others: the positions before
/// them must be filled first.
const LAST_OF_ALL: u32 = 1 << 20;

#[derive(Debug, Clone, Copy)]
struct Before {
    visit: u32,
    is_direct: bool,
}

#[derive(Debug, Default)]
pub(super) struct Rules {
    /// By visit; empty, as all is, where nothing is locked.
    positions: Vec<Option<Position>>,
    /// By visit what it comes after.
    before: Vec<Vec<Before>>,
    ranks: Vec<u32>,
}

impl Rules {
    pub fn new(problem: &Problem) -> Self {
        let positions: Vec<_> = problem.visits.iter().map(|visit| visit.position).collect();
        if problem.follows.is_empty() && positions.iter().all(Option::is_none) {
            return Self::default();
        }
        let mut before = vec![Vec::new(); positions.len()];
        for follow in &problem.follows {
            before[follow.visit]
                .push(Before { visit: narrow(follow.after), is_direct: follow.is_direct });
        }
        let ranks = ranks(&positions, &before);
        Self { positions, before, ranks }
    }

    pub fn is_empty(&self) -> bool {
        self.positions.is_empty()
    }

    /// The visit itself is locked.
    pub fn binds(&self, visit: u32) -> bool {
        !self.is_empty()
            && (self.positions[visit as usize].is_some() || !self.before[visit as usize].is_empty())
    }

    /// What the visit comes after.
    pub fn leaders(&self, visit: u32) -> impl Iterator<Item = u32> + '_ {
        self.before.get(visit as usize).into_iter().flatten().map(|before| before.visit)
    }

    /// Brings visits into an order in which each can be put in: what it needs comes before it.
    pub fn arrange(&self, visits: &mut [u32]) {
        if !self.is_empty() {
            visits.sort_by_key(|visit| self.ranks[*visit as usize]);
        }
    }

    /// Every visit of the order is where it is locked to.
    pub fn hold(&self, order: &[u32]) -> bool {
        self.first_broken(order).is_none()
    }

    /// The first visit that is not where it is locked to.
    pub fn first_broken(&self, order: &[u32]) -> Option<u32> {
        if self.is_empty() {
            return None;
        }
        (0..order.len()).find(|index| !self.is_kept(order, *index)).map(|index| order[index])
    }

    fn is_kept(&self, order: &[u32], index: usize) -> bool {
        let visit = order[index] as usize;
        let is_placed = match self.positions[visit] {
            None => true,
            Some(Position::FromStart(n_before)) => index == n_before,
            Some(Position::FromEnd(n_after)) => order.len() - 1 - index == n_after,
        };
        is_placed && self.before[visit].iter().all(|before| before.is_met(&order[..index]))
    }

    /// The visit may come next after a set of visits, given as bits, of which `last` was the last
    /// one; for problems of few visits.
    pub fn may_come_next(&self, set: usize, last: u32, visit: u32) -> bool {
        if self.is_empty() {
            return true;
        }
        let is_after_last =
            last != NONE && self.positions[last as usize] == Some(Position::FromEnd(0));
        let is_placed = match self.positions[visit as usize] {
            Some(Position::FromStart(n_before)) => set.count_ones() as usize == n_before,
            _ => true,
        };
        let has_met = |before: &Before| {
            set >> before.visit & 1 == 1 && (!before.is_direct || before.visit == last)
        };
        !is_after_last && is_placed && self.before[visit as usize].iter().all(has_met)
    }

    /// Whether a set of visits and the last one of them say all about what is locked.
    pub fn are_forward(&self) -> bool {
        let looks_back =
            |position: &Option<Position>| matches!(position, Some(Position::FromEnd(1..)));
        !self.positions.iter().any(looks_back)
    }
}

impl Before {
    fn is_met(self, done: &[u32]) -> bool {
        if self.is_direct { done.last() == Some(&self.visit) } else { done.contains(&self.visit) }
    }
}

/// Each visit comes later than those it follows. The problem has no circles.
fn ranks(positions: &[Option<Position>], before: &[Vec<Before>]) -> Vec<u32> {
    let own = |position: &Option<Position>| match position {
        Some(Position::FromStart(n @ 1..) | Position::FromEnd(n @ 1..)) => LAST_OF_ALL + narrow(*n),
        _ => 0,
    };
    let mut ranks: Vec<u32> = positions.iter().map(own).collect();
    let mut has_changed = true;
    while has_changed {
        has_changed = false;
        for (visit, before) in before.iter().enumerate() {
            let least = before.iter().map(|before| ranks[before.visit as usize] + 1).max();
            if least.is_some_and(|least| least > ranks[visit]) {
                ranks[visit] = least.unwrap_or(0);
                has_changed = true;
            }
        }
    }
    ranks
}

/// The visits that follow each other in a circle, and those that follow them; none as a rule.
pub(super) fn circle(problem: &Problem) -> Vec<usize> {
    let n = problem.visits.len();
    let mut n_open = vec![0_usize; n];
    let mut followers = vec![Vec::new(); n];
    for follow in problem.follows.iter().filter(|follow| follow.visit.max(follow.after) < n) {
        n_open[follow.visit] += 1;
        followers[follow.after].push(follow.visit);
    }
    let mut free: Vec<usize> = (0..n).filter(|visit| n_open[*visit] == 0).collect();
    while let Some(visit) = free.pop() {
        for &follower in &followers[visit] {
            n_open[follower] -= 1;
            if n_open[follower] == 0 {
                free.push(follower);
            }
        }
    }
    (0..n).filter(|visit| n_open[*visit] > 0).collect()
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
