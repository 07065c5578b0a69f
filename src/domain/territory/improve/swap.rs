//! Two atoms on either side of one border change places, so that loads hardly change.

use rand::RngExt;

use super::walk::Walk;

/// How far along the border the second atom may be.
const REACH: usize = 8;

pub(super) fn propose(walk: &mut Walk<'_>) -> bool {
    let Some((atom, to)) = walk.pick() else { return false };
    let from = walk.state.territory[atom] as usize;
    let Some(other) = partner(walk, atom, from, to) else { return false };
    let is_allowed =
        walk.try_move(atom, to) && walk.try_move(other, from) && touches(walk, atom, to);
    walk.finish(is_allowed)
}

/// Walks along the far side of the border for a few random steps.
fn partner(walk: &mut Walk<'_>, atom: usize, from: usize, to: usize) -> Option<usize> {
    let mut at = walk.foreign_neighbour(atom)?;
    if walk.state.territory[at] as usize != to {
        return None;
    }
    let mut found = None;
    for _ in 0..walk.rng.random_range(1..=REACH) {
        if touches_without(walk, at, from, atom) {
            found = Some(at);
        }
        let arcs = walk.p.arcs(at);
        let next = arcs[walk.rng.random_range(0..arcs.len())].head as usize;
        if walk.state.territory[next] as usize == to && walk.state.is_boundary(next) {
            at = next;
        }
    }
    found
}

/// Whether the atom has a neighbour in the territory other than one.
fn touches_without(walk: &Walk<'_>, atom: usize, territory: usize, without: usize) -> bool {
    walk.p.arcs(atom).iter().any(|arc| {
        let head = arc.head as usize;
        head != without && walk.state.territory[head] as usize == territory
    })
}

/// The first atom must still touch its new territory after the second has left it.
fn touches(walk: &Walk<'_>, atom: usize, territory: usize) -> bool {
    touches_without(walk, atom, territory, atom)
}
