//! Putting visits back into a plan.

pub(super) mod greedy;
pub(super) mod order;
pub(super) mod pair;
