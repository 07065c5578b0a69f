//! From a metric to the costs of all shortcuts.

use super::super::atlas::{NONE, index};
use super::super::cost::{Cost, NO_WAY};
use super::super::graph::Graph;
use super::super::metric::Metric;
use super::prune::prune;
use super::{Topology, Weights};

/// Costs along the arcs of a [`Topology`].
#[derive(Debug)]
pub struct Customized {
    pub out: Vec<Cost>,
    pub out_via: Vec<u32>,
    pub into: Vec<Cost>,
    pub in_via: Vec<u32>,
}

/// Costs of all shortcuts, those on no cheapest path left out.
pub fn customize(graph: &Graph, metric: &Metric, topology: &Topology) -> Weights {
    let mut costs = real_turns(graph, metric, topology);
    relax_triangles(topology, &mut costs);
    prune(topology, &costs)
}

fn real_turns(graph: &Graph, metric: &Metric, topology: &Topology) -> Customized {
    let (n_out, n_in) = (topology.out.len(), topology.into.len());
    let mut costs = Customized {
        out: vec![NO_WAY; n_out],
        out_via: vec![NONE; n_out],
        into: vec![NO_WAY; n_in],
        in_via: vec![NONE; n_in],
    };
    let (out_first, out, in_first, into) =
        (&*topology.out_first, &*topology.out, &*topology.in_first, &*topology.into);
    let (arc_first, arc_head, arc_turn) = (&*graph.arc_first, &*graph.arc_head, &*graph.arc_turn);
    let (state_edge, edge_cost, turn_ms) =
        (&*graph.state_edge, &*metric.edge_cost, &*metric.turn_ms);
    for state in 0..arc_first.len() - 1 {
        for arc in arc_first[state] as usize..arc_first[state + 1] as usize {
            let head = arc_head[arc] as usize;
            let turn = turn_ms[arc_turn[arc] as usize];
            if turn == super::super::metric::CLOSED_MS || head == state {
                continue;
            }
            let cost = (edge_cost[state_edge[head] as usize] + super::super::cost::cost(turn, 0))
                .min(NO_WAY);
            let (lower, upper, first, arcs, target) = if head > state {
                (state, head, out_first, out, &mut costs.out)
            } else {
                (head, state, in_first, into, &mut costs.into)
            };
            let range = first[lower] as usize..first[lower + 1] as usize;
            if let Ok(i) = arcs[range.clone()].binary_search(&index(upper)) {
                let slot = &mut target[range.start + i];
                *slot = (*slot).min(cost);
            }
        }
    }
    costs
}

/// A cost and what it goes through, while the arcs of one state are at work.
#[derive(Clone, Copy)]
struct Open {
    cost: Cost,
    via: u32,
}

/// Every shortcut becomes the cheapest way over states below both its ends. States are worked
/// off from the bottom; a lower state waits in the list of the next state it is joined to, as in
/// a left-looking Cholesky factorisation.
fn relax_triangles(topology: &Topology, costs: &mut Customized) {
    let (out_first, out, in_first, into) =
        (&*topology.out_first, &*topology.out, &*topology.in_first, &*topology.into);
    let n = topology.parent.len();
    let blank = Open { cost: NO_WAY, via: NONE };
    let (mut open_out, mut open_in) = (vec![blank; n], vec![blank; n]);
    let mut waiting = vec![NONE; n];
    let mut next = vec![NONE; n];
    let mut out_at: Vec<u32> = out_first[..n].to_vec();
    let mut in_at: Vec<u32> = in_first[..n].to_vec();
    for state in 0..n {
        let outs = out_first[state] as usize..out_first[state + 1] as usize;
        let ins = in_first[state] as usize..in_first[state + 1] as usize;
        for i in outs.clone() {
            open_out[out[i] as usize] = Open { cost: costs.out[i], via: NONE };
        }
        for i in ins.clone() {
            open_in[into[i] as usize] = Open { cost: costs.into[i], via: NONE };
        }
        let mut lower = std::mem::replace(&mut waiting[state], NONE);
        while lower != NONE {
            let low = lower as usize;
            let (out_end, in_end) = (out_first[low + 1] as usize, in_first[low + 1] as usize);
            let (mut o, mut i) = (out_at[low] as usize, in_at[low] as usize);
            // The arcs of the lower state to and from this one, if there are such.
            let mut up = NO_WAY;
            if o < out_end && out[o] as usize == state {
                up = costs.out[o];
                o += 1;
            }
            let mut down = NO_WAY;
            if i < in_end && into[i] as usize == state {
                down = costs.into[i];
                i += 1;
            }
            if down < NO_WAY {
                for k in o..out_end {
                    let slot = &mut open_out[out[k] as usize];
                    let cost = down + costs.out[k];
                    if cost < slot.cost {
                        *slot = Open { cost, via: lower };
                    }
                }
            }
            if up < NO_WAY {
                for k in i..in_end {
                    let slot = &mut open_in[into[k] as usize];
                    let cost = costs.into[k] + up;
                    if cost < slot.cost {
                        *slot = Open { cost, via: lower };
                    }
                }
            }
            (out_at[low], in_at[low]) = (index(o), index(i));
            let after = std::mem::replace(&mut next[low], NONE);
            wait(
                lower,
                (o < out_end).then(|| out[o]),
                (i < in_end).then(|| into[i]),
                &mut waiting,
                &mut next,
            );
            lower = after;
        }
        for i in outs.clone() {
            let open = open_out[out[i] as usize];
            (costs.out[i], costs.out_via[i]) = (open.cost, open.via);
        }
        for i in ins.clone() {
            let open = open_in[into[i] as usize];
            (costs.into[i], costs.in_via[i]) = (open.cost, open.via);
        }
        let first_out = outs.clone().next().map(|i| out[i]);
        let first_in = ins.clone().next().map(|i| into[i]);
        wait(index(state), first_out, first_in, &mut waiting, &mut next);
    }
}

/// Puts a state in the list of the lowest state that it still has arcs with.
fn wait(state: u32, out: Option<u32>, into: Option<u32>, waiting: &mut [u32], next: &mut [u32]) {
    if let Some(upper) = out.into_iter().chain(into).min() {
        next[state as usize] = waiting[upper as usize];
        waiting[upper as usize] = state;
    }
}
