//! Compute work off the async workers: rayon threads behind bounded queues. Two lanes, so that a
//! minute-long optimisation never holds up a map tile.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use tokio::sync::{Semaphore, oneshot};

use super::{Error, Kind};
use crate::domain::control::Cancel;

/// Short computations waiting or running at once: map queries, tiles, password checks.
pub const QUICK_TASKS_MAX: usize = 256;
/// Long computations waiting or running at once: route and territory optimisation.
pub const LONG_TASKS_MAX: usize = 16;

#[derive(Debug, Clone)]
pub struct CpuPool {
    quick: Lane,
    long: Lane,
}

#[derive(Debug, Clone)]
struct Lane {
    threads: Arc<rayon::ThreadPool>,
    places: Arc<Semaphore>,
}

impl CpuPool {
    /// # Errors
    /// When the threads cannot be started.
    pub fn new(n_threads: usize) -> Result<Self, Error> {
        Ok(Self {
            quick: Lane::new("quick", n_threads, QUICK_TASKS_MAX)?,
            long: Lane::new("long", n_threads, LONG_TASKS_MAX)?,
        })
    }

    /// Runs a computation of milliseconds. Should the caller go away, `cancel` is raised.
    ///
    /// # Errors
    /// `busy` when the queue is full; `internal` when the computation panics.
    pub async fn run<T: Send + 'static>(
        &self,
        cancel: &Cancel,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Error> {
        self.quick.run(cancel, work).await
    }

    /// Runs a computation of seconds or minutes, on the other lane.
    ///
    /// # Errors
    /// As [`CpuPool::run`].
    pub async fn run_long<T: Send + 'static>(
        &self,
        cancel: &Cancel,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Error> {
        self.long.run(cancel, work).await
    }
}

impl Lane {
    fn new(name: &'static str, n_threads: usize, tasks_max: usize) -> Result<Self, Error> {
        let threads = rayon::ThreadPoolBuilder::new()
            .num_threads(n_threads)
            .thread_name(move |i| format!("{name}-{i}"))
            .build()
            .map_err(Error::internal)?;
        Ok(Self { threads: Arc::new(threads), places: Arc::new(Semaphore::new(tasks_max)) })
    }

    async fn run<T: Send + 'static>(
        &self,
        cancel: &Cancel,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Error> {
        let place = Arc::clone(&self.places)
            .try_acquire_owned()
            .map_err(|_| Error::new(Kind::Busy, "cpu.busy"))?;
        let mut guard = CancelOnDrop { cancel: cancel.clone(), is_armed: true };
        let (reply, answer) = oneshot::channel();
        self.threads.spawn(move || {
            let outcome = catch_unwind(AssertUnwindSafe(work));
            drop(place);
            // Nobody listens any more when the request was given up; that is fine.
            let _ = reply.send(outcome);
        });
        let outcome = answer.await.map_err(Error::internal)?;
        guard.is_armed = false;
        outcome.map_err(|panic| Error::internal(panic_text(panic.as_ref())))
    }
}

/// Raises the flag when the awaiting future is dropped, as on a timeout or a closed connection.
struct CancelOnDrop {
    cancel: Cancel,
    is_armed: bool,
}

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        if self.is_armed {
            self.cancel.cancel();
        }
    }
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned());
    format!("a computation panicked: {}", text.unwrap_or_default())
}

#[cfg(test)]
#[path = "cpu_tests.rs"]
mod tests;
