//! Long work with progress, cancel and a result that outlives it. Running jobs live in memory and
//! can be watched; every job is a row, so its end can be read after a restart.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use deadpool_postgres::Pool;
use serde_json::Value;
use tokio::sync::watch;
use uuid::Uuid;

use super::{Error, Kind, Principal};
use crate::domain::control::Cancel;
use crate::domain::crm::rights::{Action, Object};
use crate::storage::{self, pool::connection};

/// Jobs one user may have running.
pub const JOBS_PER_USER_MAX: usize = 4;
/// Jobs the service runs at once.
pub const JOBS_MAX: usize = 64;

/// A database that crashed is back within seconds; the end of a job is stored again for a minute.
const END_TRIES_MAX: usize = 120;
const END_RETRY_WAIT: Duration = Duration::from_millis(500);

/// How a job stands.
#[derive(Debug, Clone, PartialEq)]
pub struct JobStatus {
    pub id: Uuid,
    pub user_id: Uuid,
    pub kind: String,
    pub state: JobState,
    /// 0 to 1.
    pub progress: f32,
    /// The best answer so far, when the work shows one.
    pub partial: Option<Value>,
    pub result: Option<Value>,
    /// As [`Error::to_stored`] made it.
    pub problem: Option<Value>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobState {
    Running,
    Done,
    Failed,
    Cancelled,
}

impl JobState {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    fn from_row(code: &str) -> Self {
        match code {
            "done" => Self::Done,
            "failed" => Self::Failed,
            "cancelled" => Self::Cancelled,
            _ => Self::Running,
        }
    }
}

/// What running work holds of its job.
#[derive(Debug, Clone)]
pub struct JobContext {
    pub id: Uuid,
    pub cancel: Cancel,
    status: Arc<watch::Sender<JobStatus>>,
}

impl JobContext {
    /// Says how far the work is, 0 to 1. Callable from any thread.
    pub fn progress(&self, share: f32) {
        self.status.send_if_modified(|status| {
            let moved = (status.progress - share).abs() >= 0.001;
            status.progress = share.clamp(0.0, 1.0);
            moved
        });
    }

    /// Shows the best answer so far.
    pub fn partial(&self, value: Value) {
        self.status.send_modify(|status| status.partial = Some(value));
    }
}

/// What is stored of a job's end.
type JobEnd<'a> = (JobState, Option<&'a Value>, Option<&'a Value>);

#[derive(Debug)]
struct Running {
    org_id: Uuid,
    user_id: Uuid,
    cancel: Cancel,
    status: Arc<watch::Sender<JobStatus>>,
}

#[derive(Debug, Clone)]
pub struct Jobs {
    db: Pool,
    runtime: tokio::runtime::Handle,
    running: Arc<Mutex<HashMap<Uuid, Running>>>,
}

impl Jobs {
    /// Must be called inside a tokio runtime; that one runs the jobs.
    pub fn new(db: Pool) -> Self {
        let runtime = tokio::runtime::Handle::current();
        Self { db, runtime, running: Arc::default() }
    }

    /// Starts work and comes back at once with the job. The work gets a context for progress and
    /// cancel; what it returns is kept as the job's result.
    ///
    /// # Errors
    /// `job.too_many` when the user, `job.busy` when the service has enough to do.
    pub async fn start<F>(
        &self,
        principal: &Principal,
        kind: &'static str,
        work: impl FnOnce(JobContext) -> F,
    ) -> Result<JobStatus, Error>
    where
        F: Future<Output = Result<Value, Error>> + Send + 'static,
    {
        let status = new_status(principal, kind);
        let context = self.admit(principal, &status)?;
        let id = status.id;
        let stored = self.insert_row(principal, id, kind).await;
        if let Err(error) = stored {
            self.lock().remove(&id);
            return Err(error);
        }
        let (this, work) = (self.clone(), work(context.clone()));
        self.runtime.spawn(async move {
            // A task of its own, so that a panic ends the job and not the book-keeping.
            let outcome = match tokio::spawn(work).await {
                Ok(outcome) => outcome,
                Err(panic) => Err(Error::internal(panic)),
            };
            this.finish(&context, outcome).await;
        });
        Ok(status)
    }

    fn admit(&self, principal: &Principal, status: &JobStatus) -> Result<JobContext, Error> {
        let mut running = self.lock();
        if running.len() >= JOBS_MAX {
            return Err(Error::new(Kind::Busy, "job.busy"));
        }
        let n_own = running.values().filter(|job| job.user_id == principal.user_id).count();
        if n_own >= JOBS_PER_USER_MAX {
            let limited = Kind::Limited { retry_after_s: 10 };
            return Err(Error::new(limited, "job.too_many").with("max", JOBS_PER_USER_MAX));
        }
        let sender = Arc::new(watch::Sender::new(status.clone()));
        let cancel = Cancel::default();
        let job = Running {
            org_id: principal.org_id,
            user_id: principal.user_id,
            cancel: cancel.clone(),
            status: Arc::clone(&sender),
        };
        running.insert(status.id, job);
        Ok(JobContext { id: status.id, cancel, status: sender })
    }

    async fn insert_row(&self, principal: &Principal, id: Uuid, kind: &str) -> Result<(), Error> {
        let client = connection(&self.db).await?;
        let Principal { org_id, user_id, .. } = principal;
        Ok(storage::jobs::insert(&client, *org_id, *user_id, id, kind).await?)
    }

    /// The row is written before watchers hear of the end, so that who hears can read it.
    async fn finish(&self, context: &JobContext, outcome: Result<Value, Error>) {
        let (state, result, problem) = match outcome {
            Ok(result) => (JobState::Done, Some(result), None),
            Err(_) if context.cancel.is_cancelled() => (JobState::Cancelled, None, None),
            Err(error) => {
                tracing::warn!(job_id = %context.id, error = ?error, "job {} failed", context.id);
                (JobState::Failed, None, Some(error.to_stored()))
            }
        };
        let end = (state, result.as_ref(), problem.as_ref());
        if let Err(error) = self.store_end(context.id, end).await {
            tracing::error!(job_id = %context.id, error = ?error, "the end of a job was not stored");
        }
        self.lock().remove(&context.id);
        context.status.send_modify(|status| {
            status.state = state;
            status.progress = if state == JobState::Done { 1.0 } else { status.progress };
            (status.result, status.problem) = (result, problem);
        });
    }

    /// Patient while the database is away: a job without its end would look as if it still ran.
    async fn store_end(&self, id: Uuid, end: JobEnd<'_>) -> Result<(), Error> {
        for _ in 1..END_TRIES_MAX {
            match self.finish_row(id, end).await {
                Ok(()) => return Ok(()),
                Err(error) => tracing::warn!(job_id = %id, ?error, "storing a job's end again"),
            }
            tokio::time::sleep(END_RETRY_WAIT).await;
        }
        self.finish_row(id, end).await
    }

    async fn finish_row(
        &self,
        id: Uuid,
        (state, result, problem): JobEnd<'_>,
    ) -> Result<(), Error> {
        let client = connection(&self.db).await?;
        Ok(storage::jobs::finish(&client, id, state.code(), result, problem).await?)
    }

    /// A job the caller may see, running or ended.
    ///
    /// # Errors
    /// `job.not_found`.
    pub async fn status(&self, principal: &Principal, id: Uuid) -> Result<JobStatus, Error> {
        if let Some(updates) = self.watch_running(principal, id) {
            return Ok(updates.borrow().clone());
        }
        let client = connection(&self.db).await?;
        let found = storage::jobs::find(&client, principal.org_id, id).await?;
        let visible = principal.visible(Object::Job, Action::Read);
        let row = found
            .filter(|row| visible.admits(Some(row.user_id), None, None))
            .ok_or_else(|| Error::not_found("job.not_found"))?;
        Ok(JobStatus {
            id: row.id,
            user_id: row.user_id,
            kind: row.kind,
            state: JobState::from_row(&row.state),
            progress: row.progress,
            partial: None,
            result: row.result,
            problem: row.problem,
        })
    }

    /// Follows a job; one that has ended gives its end at once.
    ///
    /// # Errors
    /// `job.not_found`.
    pub async fn watch(
        &self,
        principal: &Principal,
        id: Uuid,
    ) -> Result<watch::Receiver<JobStatus>, Error> {
        match self.watch_running(principal, id) {
            Some(updates) => Ok(updates),
            None => Ok(watch::channel(self.status(principal, id).await?).1),
        }
    }

    /// Asks a job to stop; it ends as `cancelled` shortly after. Harmless when it has ended.
    ///
    /// # Errors
    /// `job.not_found`.
    pub async fn cancel(&self, principal: &Principal, id: Uuid) -> Result<JobStatus, Error> {
        let status = self.status(principal, id).await?;
        if let Some(job) = self.lock().get(&id) {
            job.cancel.cancel();
        }
        Ok(status)
    }

    /// Asks everything that runs to stop, when the service does.
    pub fn cancel_all(&self) {
        self.lock().values().for_each(|job| job.cancel.cancel());
    }

    /// Ends what an earlier run of the service left behind.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn fail_interrupted(&self) -> Result<u64, Error> {
        let client = connection(&self.db).await?;
        let problem = Error::new(Kind::Internal, "job.interrupted").to_stored();
        Ok(storage::jobs::fail_interrupted(&client, &problem).await?)
    }

    fn watch_running(&self, principal: &Principal, id: Uuid) -> Option<watch::Receiver<JobStatus>> {
        let visible = principal.visible(Object::Job, Action::Read);
        let running = self.lock();
        let job = running.get(&id).filter(|job| job.org_id == principal.org_id)?;
        visible.admits(Some(job.user_id), None, None).then(|| job.status.subscribe())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<Uuid, Running>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn new_status(principal: &Principal, kind: &str) -> JobStatus {
    JobStatus {
        id: Uuid::now_v7(),
        user_id: principal.user_id,
        kind: kind.to_owned(),
        state: JobState::Running,
        progress: 0.0,
        partial: None,
        result: None,
        problem: None,
    }
}
