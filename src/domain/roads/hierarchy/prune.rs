//! Perfect witnesses: shortcuts that a path over higher states beats are on no cheapest path.

use super::super::atlas::index;
use super::super::cost::{Cost, NO_WAY};
use super::customize::Customized;
use super::{Arcs, Topology, Weights};

/// Compares every arc, from the top down, with the ways over states above its lower end, and
/// keeps the arcs that no such way beats.
pub fn prune(topology: &Topology, costs: &Customized) -> Weights {
    let (out_first, out, in_first, into) =
        (&*topology.out_first, &*topology.out, &*topology.in_first, &*topology.into);
    let n = topology.parent.len();
    // Cheapest known costs, not only over lower states any more.
    let (mut best_out, mut best_in) = (costs.out.clone(), costs.into.clone());
    let (mut ahead, mut behind) = (Board::new(n), Board::new(n));
    for state in (0..n).rev() {
        let outs = out_first[state] as usize..out_first[state + 1] as usize;
        let ins = in_first[state] as usize..in_first[state + 1] as usize;
        ahead.open(&out[outs.clone()], &best_out[outs.clone()]);
        behind.open(&into[ins.clone()], &best_in[ins.clone()]);
        // Up to a middle and on along an arc that leads from it further up, or down to another
        // state that this one leads up to.
        for &middle in &out[outs.clone()] {
            let (first, last) =
                (out_first[middle as usize] as usize, out_first[middle as usize + 1] as usize);
            ahead.spread(middle, &out[first..last], &best_out[first..last]);
            let (first, last) =
                (in_first[middle as usize] as usize, in_first[middle as usize + 1] as usize);
            ahead.collect(middle, &into[first..last], &best_in[first..last]);
        }
        for &middle in &into[ins.clone()] {
            let (first, last) =
                (in_first[middle as usize] as usize, in_first[middle as usize + 1] as usize);
            behind.spread(middle, &into[first..last], &best_in[first..last]);
            let (first, last) =
                (out_first[middle as usize] as usize, out_first[middle as usize + 1] as usize);
            behind.collect(middle, &out[first..last], &best_out[first..last]);
        }
        ahead.close(&out[outs.clone()], &mut best_out[outs]);
        behind.close(&into[ins.clone()], &mut best_in[ins]);
    }
    Weights {
        out: kept(out_first, out, &costs.out, &costs.out_via, &best_out),
        into: kept(in_first, into, &costs.into, &costs.in_via, &best_in),
    }
}

/// Costs between the state at work and those it is joined to, by the latter. Kept twice, so that
/// states that are not joined need no test: nothing is less than `ceiling` there, and nothing
/// comes from `floor`.
struct Board {
    ceiling: Vec<Cost>,
    floor: Vec<Cost>,
}

impl Board {
    fn new(n: usize) -> Self {
        Self { ceiling: vec![0; n], floor: vec![NO_WAY; n] }
    }

    fn open(&mut self, uppers: &[u32], costs: &[Cost]) {
        for (&upper, &cost) in uppers.iter().zip(costs) {
            self.ceiling[upper as usize] = cost;
            self.floor[upper as usize] = cost;
        }
    }

    /// From a middle to states it is joined to.
    fn spread(&mut self, middle: u32, uppers: &[u32], costs: &[Cost]) {
        let base = self.floor[middle as usize];
        for (&upper, &cost) in uppers.iter().zip(costs) {
            if base + cost < self.ceiling[upper as usize] {
                self.ceiling[upper as usize] = base + cost;
                self.floor[upper as usize] = base + cost;
            }
        }
    }

    /// To a middle from states it is joined to.
    fn collect(&mut self, middle: u32, uppers: &[u32], costs: &[Cost]) {
        let before = self.floor[middle as usize];
        let over =
            uppers.iter().zip(costs).map(|(&upper, &cost)| self.floor[upper as usize] + cost);
        let best = over.fold(before, Cost::min);
        if best < before {
            self.ceiling[middle as usize] = best;
            self.floor[middle as usize] = best;
        }
    }

    fn close(&mut self, uppers: &[u32], costs: &mut [Cost]) {
        for (&upper, cost) in uppers.iter().zip(costs) {
            *cost = std::mem::replace(&mut self.floor[upper as usize], NO_WAY);
            self.ceiling[upper as usize] = 0;
        }
    }
}

fn kept(first: &[u32], upper: &[u32], cost: &[Cost], via: &[u32], best: &[Cost]) -> Arcs {
    let n = cost.len();
    let (mut uppers, mut costs, mut vias) =
        (Vec::with_capacity(n), Vec::with_capacity(n), Vec::with_capacity(n));
    let mut firsts = Vec::with_capacity(first.len());
    firsts.push(0);
    for pair in first.windows(2) {
        for i in pair[0] as usize..pair[1] as usize {
            if cost[i] < NO_WAY && cost[i] <= best[i] {
                uppers.push(upper[i]);
                costs.push(cost[i]);
                vias.push(via[i]);
            }
        }
        firsts.push(index(uppers.len()));
    }
    Arcs { first: firsts.into(), upper: uppers.into(), cost: costs.into(), via: vias.into() }
}
