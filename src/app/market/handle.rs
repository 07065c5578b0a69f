//! One index for each organisation, loaded on first use and swapped whole on every change.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use chrono_tz::Tz;
use deadpool_postgres::Pool;
use tokio_util::sync::{CancellationToken, DropGuard};
use uuid::Uuid;

use super::follow;
use crate::app::Error;
use crate::domain::market::Index;
use crate::domain::market::index::Change;
use crate::storage::feed::{self, Changes, Position};
use crate::storage::{StorageError, market as rows, organisations, pool};

/// With more changed accounts than this, and more than one in so many of all, the tables are read
/// afresh: an account by itself costs the database ten times as much as one of all.
const CHANGES_FEW: usize = 2_000;
const CHANGES_SHARE: usize = 10;
/// How many accounts are read between two lines of progress in the log.
const PROGRESS_ROWS: usize = 250_000;

/// What readers hold: one state of one organisation's market.
#[derive(Debug)]
pub struct Market {
    pub index: Index,
    /// Territories' colours by id, for tiles.
    pub colors: Arc<HashMap<String, i64>>,
    pub time_zone: Tz,
}

/// Every organisation's index. Cloning shares it.
#[derive(Debug, Clone)]
pub struct MarketHandle {
    inner: Arc<Inner>,
}

#[derive(Debug)]
pub(super) struct Inner {
    db: Pool,
    organisations: Mutex<HashMap<Uuid, Arc<Organisation>>>,
    /// Ends the follower when the last handle goes.
    _stop: DropGuard,
}

#[derive(Debug)]
struct Organisation {
    id: Uuid,
    current: RwLock<Option<Arc<Market>>>,
    /// How far the current state has come; whoever changes the state holds it.
    position: tokio::sync::Mutex<Position>,
    /// Counts requests to catch up; a catch-up that began after a request serves it.
    n_requests: AtomicU64,
    served_until: AtomicU64,
    is_merging: AtomicBool,
}

impl Organisation {
    fn new(id: Uuid) -> Self {
        Self {
            id,
            current: RwLock::default(),
            position: tokio::sync::Mutex::default(),
            n_requests: AtomicU64::new(1),
            served_until: AtomicU64::new(0),
            is_merging: AtomicBool::new(false),
        }
    }

    fn current(&self) -> Option<Arc<Market>> {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn swap(&self, market: Market) -> Arc<Market> {
        let market = Arc::new(market);
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&market));
        market
    }
}

impl MarketHandle {
    /// A handle that follows the change feed of all processes on this database: woken by them, and
    /// looking by itself every `poll_every`.
    #[must_use]
    pub fn start(db: Pool, config: tokio_postgres::Config, poll_every: Duration) -> Self {
        let stop = CancellationToken::new();
        let inner = Arc::new(Inner {
            db,
            organisations: Mutex::default(),
            _stop: stop.clone().drop_guard(),
        });
        tokio::spawn(follow::follow(Arc::downgrade(&inner), config, poll_every, stop));
        Self { inner }
    }

    /// The market as it is now; read from the tables on first use.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn current(&self, org_id: Uuid) -> Result<Arc<Market>, Error> {
        self.inner.current(org_id).await
    }

    /// Begins to read the tables of every organisation, so that its first question need not wait.
    pub fn warm(&self) {
        let inner = Arc::clone(&self.inner);
        tokio::spawn(async move {
            if let Err(error) = inner.load_all().await {
                tracing::warn!(?error, "the market index could not be read at the start");
            }
        });
    }

    /// The market at this version or a later one, so that whoever wrote through another process
    /// sees that write.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn at_least(&self, org_id: Uuid, version: u64) -> Result<Arc<Market>, Error> {
        let market = self.current(org_id).await?;
        if market.index.version() >= version {
            return Ok(market);
        }
        self.catch_up(org_id).await?;
        self.current(org_id).await
    }

    /// Takes in everything committed until now; gives the version that holds it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn catch_up(&self, org_id: Uuid) -> Result<u64, Error> {
        Ok(self.inner.catch_up(org_id).await?.index.version())
    }

    /// Reads the tables afresh while the present state goes on answering.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn rebuild(&self, org_id: Uuid) -> Result<u64, Error> {
        let organisation = self.inner.organisation(org_id);
        let mut position = organisation.position.lock().await;
        Ok(self.inner.load(&organisation, &mut position).await?.index.version())
    }
}

impl Inner {
    fn organisation(&self, org_id: Uuid) -> Arc<Organisation> {
        let mut all = self.organisations.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(all.entry(org_id).or_insert_with(|| Arc::new(Organisation::new(org_id))))
    }

    /// The organisations that have been asked for.
    pub(super) fn loaded(&self) -> Vec<Uuid> {
        let all = self.organisations.lock().unwrap_or_else(PoisonError::into_inner);
        all.values().filter(|org| org.current().is_some()).map(|org| org.id).collect()
    }

    /// Forgets what was written long ago.
    pub(super) async fn prune(&self, days: i32) {
        let pruned = async { feed::prune(&pool::connection(&self.db).await?, days).await };
        if let Err(error) = pruned.await {
            tracing::warn!(%error, "the change feed could not be pruned");
        }
    }

    async fn load_all(self: &Arc<Self>) -> Result<(), Error> {
        let organisations = organisations::names(&pool::connection(&self.db).await?).await?;
        for (org_id, _) in organisations {
            self.current(org_id).await?;
        }
        Ok(())
    }

    pub(super) async fn current(self: &Arc<Self>, org_id: Uuid) -> Result<Arc<Market>, Error> {
        let organisation = self.organisation(org_id);
        if let Some(market) = organisation.current() {
            return Ok(market);
        }
        // goes on when whoever asked gives up, so that the next one finds it done
        let inner = Arc::clone(self);
        let loading = async move { inner.load_once(&organisation).await };
        tokio::spawn(loading).await.map_err(Error::internal)?
    }

    async fn load_once(&self, organisation: &Organisation) -> Result<Arc<Market>, Error> {
        let mut position = organisation.position.lock().await;
        match organisation.current() {
            Some(market) => Ok(market),
            None => self.load(organisation, &mut position).await,
        }
    }

    pub(super) async fn catch_up(self: &Arc<Self>, org_id: Uuid) -> Result<Arc<Market>, Error> {
        let organisation = self.organisation(org_id);
        if organisation.current().is_none() {
            self.current(org_id).await?;
        }
        let request = organisation.n_requests.fetch_add(1, Ordering::SeqCst);
        let mut position = organisation.position.lock().await;
        let current = organisation.current();
        if let Some(market) = current.clone()
            && organisation.served_until.load(Ordering::SeqCst) > request
        {
            return Ok(market);
        }
        let begins = organisation.n_requests.load(Ordering::SeqCst);
        let market = match current {
            Some(market) => self.follow_feed(&organisation, &market, &mut position).await?,
            None => self.load(&organisation, &mut position).await?,
        };
        organisation.served_until.store(begins, Ordering::SeqCst);
        merge_in_background(&organisation, &market);
        Ok(market)
    }

    /// Reads all accounts in one snapshot and makes them the current state.
    async fn load(
        &self,
        organisation: &Organisation,
        position: &mut Position,
    ) -> Result<Arc<Market>, Error> {
        let org_id = organisation.id;
        let mut client = pool::connection(&self.db).await?;
        let tx = rows::snapshot(&mut client).await?;
        let at = feed::position(&tx, org_id).await?;
        let time_zone = time_zone(&organisations::read(&tx, org_id).await?.time_zone);
        let colors = Arc::new(rows::territory_colors(&tx, org_id).await?);
        let progress = move |n: usize| {
            if n.is_multiple_of(PROGRESS_ROWS) {
                tracing::info!(%org_id, n_accounts = n, "reading accounts into the market index");
            }
        };
        let custom = Arc::new(rows::custom_fields(&tx, org_id).await?);
        let builder = rows::load(&tx, org_id, &custom, progress).await?;
        tx.rollback().await.map_err(StorageError::from)?;
        let version = at.version;
        let index = blocking(move || Index::with_fields(builder.build(), version, custom)).await?;
        *position = at;
        Ok(organisation.swap(Market { index, colors, time_zone }))
    }

    /// Applies what the feed holds beyond the position.
    async fn follow_feed(
        &self,
        organisation: &Organisation,
        market: &Arc<Market>,
        position: &mut Position,
    ) -> Result<Arc<Market>, Error> {
        let org_id = organisation.id;
        let mut client = pool::connection(&self.db).await?;
        let tx = rows::snapshot(&mut client).await?;
        let changes = feed::changes_since(&tx, org_id, position).await?;
        let n_max = CHANGES_FEW.max(market.index.len() / CHANGES_SHARE);
        let is_small = |c: &Changes| c.account_ids.len() <= n_max && !c.has_fields;
        let Some(changes) = changes.filter(is_small) else {
            drop(tx);
            drop(client);
            return self.load(organisation, position).await;
        };
        if changes.position.version == position.version {
            *position = changes.position;
            return Ok(Arc::clone(market));
        }
        let living = rows::by_ids(&tx, org_id, &changes.account_ids, market.index.custom()).await?;
        let colors = if changes.has_territories {
            Arc::new(rows::territory_colors(&tx, org_id).await?)
        } else {
            Arc::clone(&market.colors)
        };
        tx.rollback().await.map_err(StorageError::from)?;
        let before = Arc::clone(market);
        let Changes { account_ids, position: at, .. } = changes;
        let version = at.version;
        let index =
            blocking(move || apply(&before.index, &account_ids, &living, version)).await??;
        *position = at;
        Ok(organisation.swap(Market { index, colors, time_zone: market.time_zone }))
    }
}

/// An account that was noted but not found is gone.
fn apply(
    index: &Index,
    account_ids: &[Uuid],
    living: &[tokio_postgres::Row],
    version: u64,
) -> Result<Index, StorageError> {
    let gone = account_ids.iter().map(|id| Ok(Change { id: *id, record: None }));
    let living = living.iter().map(|row| {
        let record = rows::record(row, index.custom())?;
        Ok(Change { id: record.id, record: Some(record) })
    });
    let changes: Vec<Change> = gone.chain(living).collect::<Result<_, StorageError>>()?;
    Ok(index.apply(&changes, version))
}

/// Rewrites segments that have become many or mostly dead, beside the readers and writers.
fn merge_in_background(organisation: &Arc<Organisation>, market: &Arc<Market>) {
    let Some(from) = market.index.to_merge() else { return };
    if organisation.is_merging.swap(true, Ordering::SeqCst) {
        return;
    }
    let (organisation, before) = (Arc::clone(organisation), market.index.clone());
    tokio::spawn(async move {
        let source = before.clone();
        if let Ok(merged) = blocking(move || source.merged(from)).await {
            let _position = organisation.position.lock().await;
            let now = organisation.current();
            if let Some(now) = now
                && let Some(index) = now.index.with_merged(&before, from, merged)
            {
                let colors = Arc::clone(&now.colors);
                organisation.swap(Market { index, colors, time_zone: now.time_zone });
            }
        }
        organisation.is_merging.store(false, Ordering::SeqCst);
    });
}

/// Runs work off the async workers. Unlike the CPU pool's, this queue never refuses: the index
/// must follow the database however busy the service is.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Error> {
    tokio::task::spawn_blocking(work).await.map_err(Error::internal)
}

fn time_zone(name: &str) -> Tz {
    name.parse().unwrap_or(Tz::UTC)
}
