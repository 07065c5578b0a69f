//! Runs one instance against the clock and says when its best came.

use std::cell::Cell;
use std::time::{Duration, Instant};

use gcrm::domain::control::{Budget, Cancel};
use gcrm::domain::territory::formats::Instance;
use gcrm::domain::territory::pmedian::{self, Median, MedianPlan};
use gcrm::domain::territory::{Plan, Progress, Status, check, propose};

/// Wall-clock time as a budget.
struct Clock {
    started: Instant,
    limit: Duration,
}

impl Budget for Clock {
    fn spent(&self, _iterations: u64) -> f64 {
        self.started.elapsed().as_secs_f64() / self.limit.as_secs_f64()
    }
}

/// When things happened, in seconds.
#[derive(Default)]
pub struct Times {
    pub first: f64,
    pub feasible: Option<f64>,
    pub best: f64,
}

pub fn plan(instance: &Instance, seconds: f64) -> (Plan, Times) {
    let clock = Clock { started: Instant::now(), limit: Duration::from_secs_f64(seconds) };
    let times = Cell::new(Times::default());
    let mut note = |progress: &Progress<'_>| {
        let now = clock.started.elapsed().as_secs_f64();
        let mut seen = times.take();
        seen.best = now;
        seen.first = if seen.first > 0.0 { seen.first } else { now };
        seen.feasible = seen.feasible.or((progress.excess <= 1e-9).then_some(now));
        times.set(seen);
    };
    let never = Cancel::never();
    let plan = propose(&instance.region, &instance.brief, &clock, &never, &mut note)
        .unwrap_or_else(|faults| panic!("{faults:?}"));
    if matches!(plan.status, Status::Feasible | Status::Optimal) {
        let found = check::violations(&instance.region, &instance.brief, &plan.territory);
        assert!(found.is_empty(), "{found:?}");
    }
    (plan, times.take())
}

pub fn medians(median: &Median, seconds: f64) -> (MedianPlan, f64) {
    let clock = Clock { started: Instant::now(), limit: Duration::from_secs_f64(seconds) };
    let best = Cell::new(0.0);
    let mut note = |_| best.set(clock.started.elapsed().as_secs_f64());
    let plan = pmedian::solve(median, 1, &clock, &Cancel::never(), &mut note);
    if plan.status != Status::OutOfLimits {
        assert_eq!(pmedian::violations(median, &plan), Vec::<String>::new());
    }
    (plan, best.get())
}
