//! What an arc of the hierarchy stands for.

use super::super::atlas::{NONE, index};
use super::{Arcs, Slices, Weights};

/// A real turn, as its index of `Graph::turn` and the edge it leads onto; or the two arcs of a
/// shortcut over a state below both its ends. The first leads down to that state and is one of
/// `Weights::into`, the second leads up from it and is one of `Weights::out`.
pub type Parts = u64;

/// Set for a real turn.
const REAL: Parts = 1 << 63;
/// Marks an arc of `Weights::out` among arcs of both kinds. There are fewer arcs than this.
pub const OUT: u32 = 1 << 31;

/// Room for the arcs of a path taken apart; more grow the list.
const NODES_TYPICAL: usize = 512;

/// [`Parts`], told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    Turn { turn: u32, edge: u32 },
    Arcs { down: u32, up: u32 },
}

pub const fn real(turn: u32, edge: u32) -> Parts {
    REAL | shortcut(turn, edge)
}

pub const fn shortcut(down: u32, up: u32) -> Parts {
    (down as u64) << 32 | up as u64
}

pub fn stands(parts: Parts) -> Stands {
    let [one, other] = halves(parts);
    match parts & REAL {
        0 => Stands::Arcs { down: one, up: other },
        _ => Stands::Turn { turn: one, edge: other },
    }
}

/// Without the mark of a real turn.
#[expect(clippy::cast_possible_truncation, reason = "halves are meant")]
const fn halves(parts: Parts) -> [u32; 2] {
    [((parts & !REAL) >> 32) as u32, parts as u32]
}

/// An arc on the way to real turns.
#[derive(Clone, Copy)]
struct Node {
    parts: Parts,
    /// Where the first of its two parts is, the other behind it; of a real turn, anywhere.
    below: u32,
    n_turns: u32,
}

/// The real turns along arcs, each as turn and edge. First all arcs are taken apart, level by
/// level, so that memory is asked for much at a time and not for one thing after another; then the
/// turns of each are counted, and put in their places. Nothing of this branches on what is found
/// in memory: nobody can guess which arcs are real.
pub fn taken_apart(weights: &Weights, arcs: Vec<u32>) -> Vec<[u32; 2]> {
    let n_arcs = arcs.len();
    let mut nodes = nodes(weights, arcs);
    // Two behind the last were read for real turns.
    let n = nodes.len() - 2;
    for i in (0..n).rev() {
        let Node { parts, below, .. } = nodes[i];
        let n_parts = nodes[below as usize].n_turns + nodes[below as usize + 1].n_turns;
        nodes[i].n_turns = if parts & REAL != 0 { 1 } else { n_parts };
    }
    let mut places = vec![0; nodes.len()];
    let mut n_turns = 0;
    for (place, node) in places.iter_mut().zip(&nodes[..n_arcs]) {
        *place = n_turns;
        n_turns += node.n_turns;
    }
    let mut turns = vec![[0; 2]; n_turns as usize];
    // A shortcut writes where the first of its turns comes later, and a real turn into the places
    // that the next shortcut gives its parts.
    for (i, node) in nodes[..n].iter().enumerate() {
        let (place, below) = (places[i], node.below as usize);
        turns[place as usize] = halves(node.parts);
        places[below] = place;
        places[below + 1] = place + nodes[below].n_turns;
    }
    turns
}

fn nodes(weights: &Weights, mut arcs: Vec<u32>) -> Vec<Node> {
    let sides = [&weights.into, &weights.out].map(Arcs::slices);
    let mut nodes = Vec::with_capacity(NODES_TYPICAL);
    let mut n = arcs.len();
    arcs.resize(NODES_TYPICAL.max(2 * n), 0);
    while nodes.len() < n {
        if arcs.len() < n + 2 {
            arcs.resize(2 * n + 2, 0);
        }
        let parts = parts(sides, arcs[nodes.len()]);
        let [down, up] = halves(parts);
        arcs[n] = down;
        arcs[n + 1] = up | OUT;
        nodes.push(Node { parts, below: index(n), n_turns: 0 });
        n += if parts & REAL != 0 { 0 } else { 2 };
    }
    nodes.extend([Node { parts: 0, below: 0, n_turns: 0 }; 2]);
    nodes
}

#[inline]
fn parts(sides: [Slices; 2], arc: u32) -> Parts {
    sides[usize::from(arc & OUT != 0)].parts[(arc & !OUT) as usize]
}

/// The places of arcs after some were left out; `None` when what they stand for was.
pub fn moved(parts: Parts, down_places: &[u32], up_places: &[u32]) -> Option<Parts> {
    let Stands::Arcs { down, up } = stands(parts) else { return Some(parts) };
    let (down, up) = (down_places[down as usize], up_places[up as usize]);
    (down != NONE && up != NONE).then(|| shortcut(down, up))
}
