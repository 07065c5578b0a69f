//! CPU time as a budget.

use gcrm::domain::control::Budget;
use rustix::time::{ClockId, clock_gettime};

/// Seconds of CPU time this thread has used.
pub fn cpu_s() -> f64 {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    now.tv_sec as f64 + now.tv_nsec as f64 * 1e-9
}

/// So many seconds of CPU time from the moment it was made.
pub struct CpuTime {
    started_s: f64,
    limit_s: f64,
}

impl CpuTime {
    pub fn start(limit_s: f64) -> Self {
        Self { started_s: cpu_s(), limit_s }
    }

    pub fn elapsed_s(&self) -> f64 {
        cpu_s() - self.started_s
    }
}

impl Budget for CpuTime {
    fn spent(&self, _iterations: u64) -> f64 {
        self.elapsed_s() / self.limit_s
    }
}
