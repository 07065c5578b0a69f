//! The main network: edges from which one gets everywhere and back without using private roads.

use super::super::atlas::{NONE, index};
use super::chain::Edges;
use super::turns::{Follow, Turns};

/// A part this long compared with the largest is a network of its own (an island).
const SHARE_MIN: f64 = 0.1;
/// And so is one of this length, whatever the largest.
const LENGTH_MIN_M: f64 = 20_000.0;
/// Below this the whole extract is a sketch or a test: nothing in it is too small to matter.
const SKETCH_EDGES_MAX: usize = 100;

pub struct Core {
    pub is_core: Vec<bool>,
    /// The largest part has so few edges that every road counts.
    pub is_sketch: bool,
}

/// Strongly connected parts over unrestricted turns between through roads, the small ones left
/// out.
pub fn core(edges: &Edges, turns: &Turns) -> Core {
    let part = parts(edges, turns);
    let n_parts = part.iter().filter(|&&p| p != NONE).max().map_or(0, |&p| p as usize + 1);
    let mut length = vec![0.0; n_parts];
    let mut size = vec![0_usize; n_parts];
    for (edge, &part) in part.iter().enumerate().filter(|(_, part)| **part != NONE) {
        length[part as usize] += edges.length_m[edge];
        size[part as usize] += 1;
    }
    let largest = length.iter().copied().fold(0.0, f64::max);
    let is_sketch = size.iter().max().is_none_or(|&n| n < SKETCH_EDGES_MAX);
    let is_main = |p: u32| {
        let own = length[p as usize];
        own >= largest || (!is_sketch && (own >= LENGTH_MIN_M || own >= largest * SHARE_MIN))
    };
    Core { is_core: part.iter().map(|&p| p != NONE && is_main(p)).collect(), is_sketch }
}

fn is_through(edges: &Edges, follow: &Follow) -> bool {
    !follow.is_gated && !edges.ends_only[follow.edge as usize]
}

/// Tarjan's strongly connected components (1972), without recursion. Ends-only edges have none.
fn parts(edges: &Edges, turns: &Turns) -> Vec<u32> {
    let n = edges.len();
    let mut part = vec![NONE; n];
    let mut number = vec![NONE; n];
    let mut low = vec![0_u32; n];
    let mut on_stack = vec![false; n];
    let (mut stack, mut calls) = (Vec::new(), Vec::<(u32, usize)>::new());
    let (mut next_number, mut next_part) = (0, 0);
    for root in 0..index(n) {
        if number[root as usize] != NONE || edges.ends_only[root as usize] {
            continue;
        }
        calls.push((root, 0));
        while let Some((edge, i)) = calls.pop() {
            let e = edge as usize;
            if i == 0 {
                number[e] = next_number;
                low[e] = next_number;
                next_number += 1;
                stack.push(edge);
                on_stack[e] = true;
            }
            let follows = turns.of(edge);
            let ahead = (i..follows.len()).find(|&j| {
                let to = follows[j].edge as usize;
                if !is_through(edges, &follows[j]) {
                    return false;
                }
                if number[to] == NONE {
                    return true;
                }
                if on_stack[to] {
                    low[e] = low[e].min(number[to]);
                }
                false
            });
            if let Some(j) = ahead {
                calls.push((edge, j + 1));
                calls.push((follows[j].edge, 0));
                continue;
            }
            if low[e] == number[e] {
                while let Some(member) = stack.pop() {
                    on_stack[member as usize] = false;
                    part[member as usize] = next_part;
                    if member == edge {
                        break;
                    }
                }
                next_part += 1;
            }
            if let Some(&(caller, _)) = calls.last() {
                low[caller as usize] = low[caller as usize].min(low[e]);
            }
        }
    }
    part
}
