//! The plain search (Dijkstra 1959) on the turn graph. Slow and obviously right: everything
//! faster is tested against it.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::atlas::NONE;
use super::cost::{Cost, NO_WAY, is_way};
use super::graph::Graph;
use super::metric::Metric;
use super::snap::Attachment;

/// Cheapest costs from a set of departures to the far end of every edge, by state.
#[derive(Debug)]
pub struct Reached {
    pub cost: Vec<Cost>,
    /// The state before, or [`NONE`] where a departure's own edge is.
    pub before: Vec<u32>,
}

/// Where trips go first: the states after each departure's edge, with what they cost.
pub fn first_states(graph: &Graph, metric: &Metric, departures: &[Attachment]) -> Vec<(u32, Cost)> {
    let mut states = Vec::new();
    for departure in departures {
        for arc in graph.arcs(graph.start_state(departure.edge)) {
            let state = graph.arc_head[arc];
            let arc_cost = metric.arc_cost(graph, arc, graph.state_edge[state as usize]);
            if is_way(arc_cost) {
                states.push((state, departure.after + arc_cost));
            }
        }
    }
    states
}

/// Everything that can be reached for at most `limit`.
pub fn search(graph: &Graph, metric: &Metric, departures: &[Attachment], limit: Cost) -> Reached {
    let mut reached =
        Reached { cost: vec![NO_WAY; graph.n_states()], before: vec![NONE; graph.n_states()] };
    let mut queue = BinaryHeap::new();
    for (state, cost) in first_states(graph, metric, departures) {
        if cost < reached.cost[state as usize] && cost <= limit {
            reached.cost[state as usize] = cost;
            queue.push(Reverse((cost, state)));
        }
    }
    while let Some(Reverse((cost, state))) = queue.pop() {
        if cost > reached.cost[state as usize] {
            continue;
        }
        for arc in graph.arcs(state) {
            let next = graph.arc_head[arc];
            let total = cost + metric.arc_cost(graph, arc, graph.state_edge[next as usize]);
            if total < reached.cost[next as usize] && total <= limit {
                reached.cost[next as usize] = total;
                reached.before[next as usize] = state;
                queue.push(Reverse((total, next)));
            }
        }
    }
    reached
}

/// The cheapest way to an arrival, given the costs to all states: its cost and the state it ends in ([`NONE`]: on the edge where
/// it began).
pub fn arrive(
    graph: &Graph,
    reached: &[Cost],
    departures: &[Attachment],
    arrivals: &[Attachment],
) -> Option<(Cost, u32)> {
    let over_states = arrivals.iter().flat_map(|arrival| {
        let states = graph.states(arrival.edge).iter();
        states
            .filter(|&&s| is_way(reached[s as usize]))
            .map(|&s| (reached[s as usize].saturating_sub(arrival.after), s))
    });
    over_states
        .chain(direct(departures, arrivals).map(|cost| (cost, NONE)))
        .min_by_key(|found| found.0)
}

/// The cost along one edge, where an arrival lies ahead of a departure.
pub fn direct(departures: &[Attachment], arrivals: &[Attachment]) -> Option<Cost> {
    let pairs = departures.iter().flat_map(|d| arrivals.iter().map(move |a| (d, a)));
    pairs
        .filter(|(d, a)| d.edge == a.edge && d.before <= a.before)
        .map(|(d, a)| a.before - d.before)
        .min()
}
