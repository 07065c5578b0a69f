//! Everything the endpoints share.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use deadpool_postgres::{Object, Pool};

use super::basic::BasicSessions;
use super::cpu::CpuPool;
use super::jobs::Jobs;
use super::market::MarketHandle;
use super::regions_now::RegionsNow;
use super::sign_in::SignIn;
use super::{Clock, Error};
use crate::domain::roads::variant_cache::VariantCache;
use crate::region::Regions;
use crate::storage::pool::{self, PoolSettings};

#[derive(Debug, Clone)]
pub struct AppSettings {
    pub pool: PoolSettings,
    /// The installed map extracts.
    pub regions: Regions,
    /// The folder they lie in; where it is not named, they stay as they are.
    pub regions_dir: Option<PathBuf>,
    /// How often that folder is looked at.
    pub regions_poll: Duration,
    /// Threads of each lane of the CPU pool.
    pub n_cpu_threads: usize,
    /// How often the change feed is looked at when no other process calls.
    pub feed_poll: Duration,
    /// A session unused for so long is over.
    pub session_idle: TimeDelta,
    /// A session is over after so long, however busy.
    pub session_lifetime: TimeDelta,
}

impl AppSettings {
    pub fn new(pool: PoolSettings) -> Self {
        Self {
            pool,
            regions: Regions::none(),
            regions_dir: None,
            regions_poll: Duration::from_secs(3),
            n_cpu_threads: std::thread::available_parallelism().map_or(1, usize::from),
            feed_poll: Duration::from_secs(5),
            session_idle: TimeDelta::hours(12),
            session_lifetime: TimeDelta::days(7),
        }
    }
}

/// The running service without its HTTP door.
#[derive(Debug)]
pub struct App {
    pub db: Pool,
    regions: Arc<RegionsNow>,
    pub cpu: CpuPool,
    pub jobs: Jobs,
    pub market: MarketHandle,
    pub clock: Clock,
    pub sign_in: SignIn,
    pub basic: BasicSessions,
    /// Metrics of road networks that differ from the installed ones.
    pub variants: Arc<VariantCache>,
}

impl App {
    /// Brings the service up over a database whose schema is current. Jobs that an earlier run left
    /// are over.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn start(mut settings: AppSettings) -> Result<Arc<Self>, Error> {
        let (folder, look_every) = (settings.regions_dir.take(), settings.regions_poll);
        let app = Self::open(settings)?;
        if let Some(folder) = folder {
            app.regions.follow(folder, look_every);
        }
        let n_interrupted = app.jobs.fail_interrupted().await?;
        if n_interrupted > 0 {
            tracing::warn!(n_interrupted, "jobs of an earlier run were marked as failed");
        }
        Ok(app)
    }

    /// The same use cases for the command line, perhaps beside a running service.
    ///
    /// # Errors
    /// When the settings do not fit together.
    pub fn open(settings: AppSettings) -> Result<Arc<Self>, Error> {
        let db = pool::pool(&settings.pool)?;
        let jobs = Jobs::new(db.clone());
        let app = Self {
            cpu: CpuPool::new(settings.n_cpu_threads)?,
            sign_in: SignIn::new(settings.session_idle, settings.session_lifetime)?,
            basic: BasicSessions::default(),
            clock: Clock::default(),
            variants: Arc::default(),
            regions: RegionsNow::new(settings.regions),
            jobs,
            market: MarketHandle::start(db.clone(), settings.pool.config, settings.feed_poll),
            db,
        };
        Ok(Arc::new(app))
    }

    /// The regions that are installed at this moment.
    pub fn regions(&self) -> Regions {
        self.regions.get()
    }

    /// A database connection for one use case.
    ///
    /// # Errors
    /// `database.busy` when none became free in time.
    pub async fn connection(&self) -> Result<Object, Error> {
        Ok(pool::connection(&self.db).await?)
    }
}
