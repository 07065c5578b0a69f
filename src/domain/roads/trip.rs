//! A good order for visiting all places once: exact for few, nearest insertion and 2-opt with
//! moves of single places for more.

use super::cost::{Cost, NO_WAY};

/// Places up to which every order is tried (Held & Karp 1962).
const EXACT_MAX: usize = 12;
/// Rounds of improvement; each ends when a whole round finds nothing.
const ROUNDS_MAX: usize = 50;

/// The first place is always the start: on a round trip any is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ends {
    /// The last place is the last one visited.
    pub last_is_end: bool,
    /// Back to where it began.
    pub returns: bool,
}

/// Indices in visiting order; `None` without places.
pub fn order(n: usize, cost: impl Fn(usize, usize) -> Cost, ends: Ends) -> Option<Vec<usize>> {
    if n == 0 {
        return None;
    }
    let tour = Tour { n, cost, ends };
    Some(if n <= EXACT_MAX { tour.exact() } else { tour.improved(tour.inserted()) })
}

struct Tour<F> {
    n: usize,
    cost: F,
    ends: Ends,
}

impl<F: Fn(usize, usize) -> Cost> Tour<F> {
    fn has_end(&self) -> bool {
        self.ends.last_is_end && self.n > 1
    }

    fn length(&self, order: &[usize]) -> Cost {
        let legs: Cost = order.windows(2).map(|p| (self.cost)(p[0], p[1])).sum();
        let back =
            if self.ends.returns { (self.cost)(order[order.len() - 1], order[0]) } else { 0 };
        legs + back
    }

    /// Best cost of every set of places and last place among them, starting from place 0.
    fn exact(&self) -> Vec<usize> {
        let n = self.n;
        let mut best = vec![vec![(NO_WAY, 0); n]; 1 << n];
        best[1][0] = (0, 0);
        for set in 1..1_usize << n {
            for last in (0..n).filter(|last| set & (1 << last) != 0) {
                let (so_far, _) = best[set][last];
                if so_far >= NO_WAY || (self.has_end() && last == n - 1 && set + 1 != 1 << n) {
                    continue;
                }
                for next in (0..n).filter(|next| set & (1 << next) == 0) {
                    let total = so_far + (self.cost)(last, next);
                    let slot = &mut best[set | 1 << next][next];
                    if total < slot.0 {
                        *slot = (total, last);
                    }
                }
            }
        }
        let full = (1 << n) - 1;
        let closing = |last: usize| if self.ends.returns { (self.cost)(last, 0) } else { 0 };
        let lasts = (0..n).filter(|&last| !self.has_end() || last == n - 1);
        let last =
            lasts.min_by_key(|&last| best[full][last].0.saturating_add(closing(last))).unwrap_or(0);
        let (mut order, mut set, mut at) = (vec![last], full, last);
        while set != 1 {
            let before = best[set][at].1;
            set &= !(1 << at);
            at = before;
            order.push(at);
        }
        order.reverse();
        order
    }

    /// Every place goes where it lengthens the order least.
    fn inserted(&self) -> Vec<usize> {
        let mut order = if self.has_end() { vec![0, self.n - 1] } else { vec![0] };
        for place in 1..if self.has_end() { self.n - 1 } else { self.n } {
            let last = if self.has_end() { order.len() - 1 } else { order.len() };
            let at = (1..=last).min_by_key(|&at| {
                let mut longer = order.clone();
                longer.insert(at, place);
                self.length(&longer)
            });
            order.insert(at.unwrap_or(last), place);
        }
        order
    }

    fn improved(&self, mut order: Vec<usize>) -> Vec<usize> {
        let last = if self.has_end() { self.n - 1 } else { self.n };
        for _ in 0..ROUNDS_MAX {
            let before = self.length(&order);
            for i in 1..last {
                for j in i + 1..last {
                    self.keep_better(&mut order, |o| o[i..=j].reverse());
                    self.keep_better(&mut order, |o| o[i..=j].rotate_left(1));
                    self.keep_better(&mut order, |o| o[i..=j].rotate_right(1));
                }
            }
            if self.length(&order) >= before {
                break;
            }
        }
        order
    }

    fn keep_better(&self, order: &mut Vec<usize>, change: impl Fn(&mut Vec<usize>)) {
        let mut changed = order.clone();
        change(&mut changed);
        if self.length(&changed) < self.length(order) {
            *order = changed;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Places on a line, costs their distances.
    fn check(places: &[u64], ends: Ends, expected: Cost) {
        let cost = |a: usize, b: usize| places[a].abs_diff(places[b]);
        let found = order(places.len(), cost, ends).unwrap();
        let mut sorted = found.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, (0..places.len()).collect::<Vec<_>>());
        assert_eq!(Tour { n: places.len(), cost, ends }.length(&found), expected, "{found:?}");
        if ends.last_is_end {
            assert_eq!(found.last(), Some(&(places.len() - 1)));
        }
    }

    #[test]
    fn a_line_is_walked_once_there_and_once_back() {
        let round = Ends { last_is_end: false, returns: true };
        check(&[0, 50, 10, 40, 20], round, 100);
        check(&[7], round, 0);
        let through = Ends { last_is_end: true, returns: false };
        check(&[0, 30, 10, 20, 60], through, 60);
        let many: Vec<u64> = (0..30).map(|i| i * 37 % 30 * 10).collect();
        check(&many, round, 580);
    }
}
