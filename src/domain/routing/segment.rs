//! A stretch of a route in three numbers, joined in constant time.
//!
//! Follows the time window segments of Vidal, Crainic, Gendreau & Prins (2013), for feasible
//! stretches whose visits have one window each.

use super::model::NEVER;

/// The shortest duration, and the earliest and latest start that reach it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Segment {
    pub duration: i32,
    pub early: i32,
    pub late: i32,
}

impl Segment {
    pub fn new(duration: i32, early: i32, late: i32) -> Self {
        Self { duration, early, late }
    }

    /// This stretch, then `travel`, then the other. None when the other's windows are missed.
    #[inline]
    pub fn join(self, travel: i32, other: Self) -> Option<Self> {
        let reach = self.duration + travel;
        if reach >= NEVER || self.early + reach > other.late {
            return None;
        }
        let wait = (other.early - reach - self.late).max(0);
        Some(Self {
            duration: reach + other.duration + wait,
            early: self.early.max(other.early - reach) - wait,
            late: self.late.min(other.late - reach),
        })
    }

    /// When the stretch ends if it starts as early as pays.
    #[inline]
    pub fn end(self) -> i32 {
        self.early + self.duration
    }
}

#[cfg(test)]
#[path = "segment_tests.rs"]
mod tests;
