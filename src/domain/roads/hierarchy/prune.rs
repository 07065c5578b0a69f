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
    let [(out, out_places), (into, in_places)] =
        [Kept::of(sides[0], &out.ms), Kept::of(sides[1], &into.ms)];
    let places = [&in_places[..], &out_places];
    Weights { out: out.arcs(places), into: into.arcs(places) }
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

/// What is left of the arcs in one direction.
struct Kept {
    first: Vec<u32>,
    upper: Vec<u32>,
    cost: Vec<Cost>,
    parts: Vec<Parts>,
}

impl Kept {
    /// Also the new places of arcs; of those left out, anything.
    fn of(side: &Side, best_ms: &[u32]) -> (Self, Vec<u32>) {
        let n = side.cost.len();
        let mut kept = Self {
            first: Vec::with_capacity(side.first.len()),
            upper: Vec::with_capacity(n),
            cost: Vec::with_capacity(n),
            parts: Vec::with_capacity(n),
        };
        let mut places = Vec::with_capacity(n);
        kept.first.push(0);
        for state in 0..side.first.len() - 1 {
            for i in side.arcs(state) {
                places.push(index(kept.upper.len()));
                let cost = side.cost[i];
                if cost < NO_WAY && cost::ms(cost) <= best_ms[i] {
                    kept.upper.push(side.upper[i]);
                    kept.cost.push(cost);
                    kept.parts.push(side.parts[i]);
                }
            }
            kept.first.push(index(kept.upper.len()));
        }
        (kept, places)
    }

    /// The parts of what is on a cheapest path are on it, too.
    fn arcs(mut self, [down, up]: [&[u32]; 2]) -> Arcs {
        for parts in &mut self.parts {
            *parts = parts::moved(*parts, down, up);
        }
        Arcs {
            first: self.first.into(),
            upper: self.upper.into(),
            cost: self.cost.into(),
            parts: self.parts.into(),
        }
    }
}
