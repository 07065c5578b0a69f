//! A chain of moves: what one territory gains at one border it passes on at another.

use rand::RngExt;

use super::walk::Walk;

const LINKS_MAX: usize = 3;
/// Random steps through a territory in search of another border.
const STEPS: usize = 24;

pub(super) fn propose(walk: &mut Walk<'_>) -> bool {
    let Some((atom, to)) = walk.pick() else { return false };
    let links = walk.rng.random_range(2..=LINKS_MAX);
    let mut is_allowed = walk.try_move(atom, to);
    let mut last = atom;
    for _ in 1..links {
        if !is_allowed {
            break;
        }
        let Some((next, onward)) = next_link(walk, last) else { break };
        is_allowed = walk.try_move(next, onward);
        last = next;
    }
    walk.finish(is_allowed)
}

/// From the atom that has just joined a territory, strolls through it to an atom at a border.
fn next_link(walk: &mut Walk<'_>, joined: usize) -> Option<(usize, usize)> {
    let territory = walk.state.territory[joined];
    let mut at = joined;
    for step in 0..STEPS {
        let arcs = walk.p.arcs(at);
        let next = arcs[walk.rng.random_range(0..arcs.len())].head as usize;
        if walk.state.territory[next] == territory {
            at = next;
        }
        if step > 2 && at != joined && walk.state.is_boundary(at) {
            let to = walk.foreign_neighbour(at)?;
            return Some((at, walk.state.territory[to] as usize));
        }
    }
    None
}
