//! Breaks in time: one lane for each number of breaks already taken.
//!
//! A break is taken anywhere between two visits, interrupting the drive if need be. Earliest
//! departures travel forwards over the lanes, latest arrivals backwards; both stay monotone, so an
//! insertion is judged in constant time as it is without breaks.

use super::model::{BreakData, NEVER};
use super::problem::BREAKS_MAX;

/// Entry `b` belongs to those who have taken their first `b` breaks.
pub(super) type Lanes = [i32; BREAKS_MAX + 1];

/// No way to be here with any number of breaks.
pub(super) const CLOSED: Lanes = [NEVER; BREAKS_MAX + 1];
/// No departure is early enough.
pub(super) const TOO_LATE: Lanes = [-1; BREAKS_MAX + 1];

/// Earliest arrivals after `travel`, from earliest departures.
pub(super) fn forward(breaks: &[BreakData], departs: &Lanes, travel: i32) -> Lanes {
    forward_where(breaks, departs, travel, |_| true)
}

/// The same where not every break may be taken on this way.
pub(super) fn forward_where(
    breaks: &[BreakData],
    departs: &Lanes,
    travel: i32,
    may: impl Fn(usize) -> bool,
) -> Lanes {
    let mut arrives = CLOSED;
    for taken in 0..=breaks.len() {
        if departs[taken] >= NEVER {
            continue;
        }
        let mut now = departs[taken];
        let mut arrival = now + travel;
        arrives[taken] = arrives[taken].min(arrival);
        for (next, pause) in breaks.iter().enumerate().skip(taken) {
            let window = pause.windows.iter().find(|window| now <= window.1);
            let Some(window) = window.filter(|_| may(next)) else { break };
            now = now.max(window.0) + pause.duration;
            arrival = arrival.max(window.0) + pause.duration;
            arrives[next + 1] = arrives[next + 1].min(arrival);
        }
    }
    arrives
}

/// Latest departures that still meet the latest arrivals after `travel`.
pub(super) fn backward(breaks: &[BreakData], latest: &Lanes, travel: i32) -> Lanes {
    backward_where(breaks, latest, travel, |_| true)
}

/// The same where not every break may be taken on this way.
pub(super) fn backward_where(
    breaks: &[BreakData],
    latest: &Lanes,
    travel: i32,
    may: impl Fn(usize) -> bool,
) -> Lanes {
    let mut departs = TOO_LATE;
    for reached in 0..=breaks.len() {
        if latest[reached] < 0 {
            continue;
        }
        let mut arrival = latest[reached];
        let mut now = NEVER;
        departs[reached] = departs[reached].max(arrival - travel);
        for taken in (0..reached).rev() {
            let pause = &breaks[taken];
            let limit = arrival.min(now) - pause.duration;
            let window = pause.windows.iter().rev().find(|window| window.0 <= limit);
            let Some(window) = window.filter(|_| may(taken)) else { break };
            arrival -= pause.duration;
            now = window.1.min(now - pause.duration);
            departs[taken] = departs[taken].max(now.min(arrival - travel));
        }
    }
    departs
}

/// Whether some lane arrives in time.
pub(super) fn meets(arrives: &Lanes, latest: &Lanes, n_breaks: usize) -> bool {
    (0..=n_breaks).any(|taken| arrives[taken] <= latest[taken])
}

#[cfg(test)]
#[path = "lanes_tests.rs"]
mod tests;
