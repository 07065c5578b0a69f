//! One atom changes over to a neighbouring territory.

use super::walk::Walk;

pub(super) fn propose(walk: &mut Walk<'_>) -> bool {
    let Some((atom, to)) = walk.pick() else { return false };
    if walk.is_locked(atom) {
        return false;
    }
    let delta = walk.state.delta(walk.p, atom, to);
    // The search of contiguity is the dearest part, so it comes last.
    let is_kept = walk.accepts(delta)
        && walk.state.within_caps(walk.p, atom, to)
        && walk.contiguity.may_leave(walk.p, &walk.state, atom);
    if is_kept {
        walk.state.apply(walk.p, atom, to, delta);
    }
    is_kept
}
