//! Perfect witnesses: shortcuts that a path over higher states beats are on no cheapest path.

use super::super::atlas::{NONE, index, span};
use super::super::cost::{self, Cost, NO_WAY};
use super::customize::Side;
use super::parts::{self, Parts};
use super::{Arcs, Weights};

/// Compares every arc, from the top down, with the ways over states above its lower end, and
/// keeps the arcs that no such way beats. Times alone are compared: what is beaten in time is on no
/// cheapest path, and hardly anything is beaten in length only.
pub fn prune(sides: [&Side; 2]) -> Weights {
    let [mut out, mut into] = sides.map(Best::new);
    let n = out.rest.len();
    let mut board = vec![APART; n];
    let mut lists = Lists::new(n, &out, &into);
    // The arcs of a middle have their shortest times when its turn comes: all ways over states
    // above it were looked at before.
    for middle in (0..index(n)).rev() {
        out.arcs(middle).for_each(|(upper, ms)| board[upper as usize].to = ms);
        into.arcs(middle).for_each(|(upper, ms)| board[upper as usize].from = ms);
        let mut lower = std::mem::replace(&mut lists.waiting[middle as usize], NONE);
        while lower != NONE {
            out.pass(lower, middle, |upper| board[upper as usize]);
            into.pass(lower, middle, |upper| board[upper as usize].reversed());
            let after = lists.next[lower as usize];
            lists.wait(lower, &out, &into);
            lower = after;
        }
        out.arcs(middle).for_each(|(upper, _)| board[upper as usize] = APART);
        into.arcs(middle).for_each(|(upper, _)| board[upper as usize] = APART);
    }
    kept(sides, [&out.ms, &into.ms])
}

const NEVER: u32 = cost::ms(NO_WAY);

/// The shortest times between the middle and a state above it.
#[derive(Clone, Copy)]
struct Between {
    to: u32,
    from: u32,
}

const APART: Between = Between { to: NEVER, from: NEVER };

impl Between {
    const fn reversed(self) -> Self {
        Self { to: self.from, from: self.to }
    }
}

/// The shortest known times of all arcs in one direction, not only over lower states any more.
struct Best<'a> {
    first: &'a [u32],
    upper: &'a [u32],
    ms: Vec<u32>,
    /// The end of the arcs of every state that were not passed yet.
    rest: Vec<u32>,
}

impl<'a> Best<'a> {
    fn new(side: &Side<'a>) -> Self {
        let ms = side.cost.iter().map(|&cost| cost::ms(cost)).collect();
        Self { first: side.first, upper: side.upper, ms, rest: side.first[1..].to_vec() }
    }

    fn arcs(&self, state: u32) -> impl Iterator<Item = (u32, u32)> {
        let range = span(self.first, state);
        self.upper[range.clone()].iter().copied().zip(self.ms[range].iter().copied())
    }

    /// The highest state that a lower one is joined to and has not passed yet.
    fn highest(&self, lower: u32) -> Option<u32> {
        let rest = self.rest[lower as usize];
        (rest > self.first[lower as usize]).then(|| self.upper[rest as usize - 1])
    }

    /// Compares the arcs between a lower state and those above a middle with the ways over the
    /// middle, and the arc between it and the middle with the ways over those above.
    fn pass(&mut self, lower: u32, middle: u32, between: impl Fn(u32) -> Between) {
        if self.highest(lower) != Some(middle) {
            return;
        }
        self.rest[lower as usize] -= 1;
        let at = self.rest[lower as usize] as usize;
        let above = at + 1..self.first[lower as usize + 1] as usize;
        let there = self.ms[at];
        let mut best = there;
        for (&upper, ms) in self.upper[above.clone()].iter().zip(&mut self.ms[above]) {
            let Between { to, from } = between(upper);
            best = best.min(*ms + from);
            *ms = (*ms).min(there + to);
        }
        self.ms[at] = best;
    }
}

/// Lower states in the list of the next state they are to pass, from the top down.
struct Lists {
    waiting: Vec<u32>,
    next: Vec<u32>,
}

impl Lists {
    fn new(n: usize, out: &Best, into: &Best) -> Self {
        let mut lists = Self { waiting: vec![NONE; n], next: vec![NONE; n] };
        (0..index(n)).for_each(|state| lists.wait(state, out, into));
        lists
    }

    fn wait(&mut self, lower: u32, out: &Best, into: &Best) {
        if let Some(upper) = out.highest(lower).max(into.highest(lower)) {
            self.next[lower as usize] = self.waiting[upper as usize];
            self.waiting[upper as usize] = lower;
        }
    }
}

/// What is left: arcs that no way beats and whose parts are left.
fn kept(sides: [&Side; 2], best_ms: [&[u32]; 2]) -> Weights {
    let mut kept = sides.map(Kept::new);
    for state in 0..sides[0].first.len() - 1 {
        for ((i, side), best_ms) in sides.into_iter().enumerate().zip(best_ms) {
            for arc in side.arcs(state) {
                let is_best = side.cost[arc] < NO_WAY && cost::ms(side.cost[arc]) <= best_ms[arc];
                // Parts have lower ends below this one's, and are in their places already.
                let parts = is_best
                    .then(|| parts::moved(side.parts[arc], &kept[1].places, &kept[0].places));
                kept[i].push(side, arc, parts.flatten());
            }
            kept[i].first.push(index(kept[i].upper.len()));
        }
    }
    let [out, into] = kept.map(Kept::arcs);
    Weights { out, into }
}

/// What is left of the arcs in one direction.
struct Kept {
    first: Vec<u32>,
    upper: Vec<u32>,
    cost: Vec<Cost>,
    parts: Vec<Parts>,
    /// Where each arc is now, or [`NONE`].
    places: Vec<u32>,
}

impl Kept {
    fn new(side: &Side) -> Self {
        let n = side.cost.len();
        let mut first = Vec::with_capacity(side.first.len());
        first.push(0);
        Self {
            first,
            upper: Vec::with_capacity(n),
            cost: Vec::with_capacity(n),
            parts: Vec::with_capacity(n),
            places: Vec::with_capacity(n),
        }
    }

    /// The next arc, which is left out without parts.
    fn push(&mut self, side: &Side, arc: usize, parts: Option<Parts>) {
        let Some(parts) = parts else {
            self.places.push(NONE);
            return;
        };
        self.places.push(index(self.upper.len()));
        self.upper.push(side.upper[arc]);
        self.cost.push(side.cost[arc]);
        self.parts.push(parts);
    }

    fn arcs(self) -> Arcs {
        Arcs {
            first: self.first.into(),
            upper: self.upper.into(),
            cost: self.cost.into(),
            parts: self.parts.into(),
        }
    }
}
