//! The change feed: what the market index follows.
//!
//! Writers note every changed account within their own transaction. Readers take, in one
//! repeatable-read snapshot, every row whose transaction was not known to be finished at their
//! last visit, so a transaction that commits late is never skipped; rows met twice are told apart
//! by their number. Snapshots of PostgreSQL follow commit order, therefore the number of feed rows
//! seen so far is the index version, and it means the same state on every process.

use std::collections::HashSet;

use deadpool_postgres::GenericClient;
use uuid::Uuid;

use super::StorageError;
use super::pool::{Tx, execute, row, rows};

/// The channel on which processes tell each other that an organisation's feed has grown.
pub const CHANNEL: &str = "gcrm_market";

const ACCOUNT: &str = "account";
const TERRITORY: &str = "territory";
const FIELD: &str = "custom_field";

/// Notes that accounts were written: created, changed, deleted, restored, tagged, moved.
/// To be called in the writing transaction.
pub async fn account_changed(
    client: &impl GenericClient,
    org_id: Uuid,
    ids: &[Uuid],
) -> Result<(), StorageError> {
    note(client, org_id, ACCOUNT, ids).await
}

/// Notes that territories got another colour or went away. Accounts that changed territory are
/// noted by [`account_changed`].
pub async fn territory_changed(
    client: &impl GenericClient,
    org_id: Uuid,
    ids: &[Uuid],
) -> Result<(), StorageError> {
    note(client, org_id, TERRITORY, ids).await
}

/// Notes that an organisation's own fields are others now, so that accounts are to be read afresh.
pub async fn field_changed(
    client: &impl GenericClient,
    org_id: Uuid,
    ids: &[Uuid],
) -> Result<(), StorageError> {
    note(client, org_id, FIELD, ids).await
}

async fn note(
    client: &impl GenericClient,
    org_id: Uuid,
    object: &str,
    ids: &[Uuid],
) -> Result<(), StorageError> {
    const INSERT: &str =
        "INSERT INTO change_feed (org_id, object, object_id) SELECT $1, $2, unnest($3::uuid[])";
    const NOTIFY: &str = "SELECT pg_notify($1, $2)";
    if ids.is_empty() {
        return Ok(());
    }
    execute(client, INSERT, &[&org_id, &object, &ids]).await?;
    row(client, NOTIFY, &[&CHANNEL, &org_id.to_string()]).await?;
    Ok(())
}

/// How far a reader has come.
#[derive(Debug, Clone, Default)]
pub struct Position {
    /// Number of feed rows seen since the beginning.
    pub version: u64,
    /// All transactions before this one were finished at the last visit.
    horizon: i64,
    /// Rows of later transactions that were seen already.
    seen: HashSet<i64>,
}

/// What a visit brought.
#[derive(Debug, Default)]
pub struct Changes {
    pub account_ids: Vec<Uuid>,
    pub has_territories: bool,
    pub has_fields: bool,
    pub position: Position,
}

/// The position of a reader that has just read the tables in this same snapshot.
///
/// # Errors
/// When the database fails.
pub async fn position(tx: &Tx<'_>, org_id: Uuid) -> Result<Position, StorageError> {
    const SQL: &str = "SELECT (SELECT count(*) FROM change_feed WHERE org_id = $1) + \
        coalesce((SELECT n_pruned FROM change_feed_pruned WHERE org_id = $1), 0)";
    let count = row(tx, SQL, &[&org_id]).await?.ok_or_else(no_row)?;
    let horizon = horizon(tx).await?;
    let seen = later(tx, org_id, horizon).await?.into_iter().map(|row| row.seq).collect();
    Ok(Position { version: unsigned(count.try_get(0)?), horizon, seen })
}

/// What has been committed since a position. None where the feed was pruned beyond it: then the
/// tables must be read afresh.
///
/// # Errors
/// When the database fails.
pub async fn changes_since(
    tx: &Tx<'_>,
    org_id: Uuid,
    since: &Position,
) -> Result<Option<Changes>, StorageError> {
    const PRUNED: &str = "SELECT n_pruned FROM change_feed_pruned WHERE org_id = $1";
    if let Some(pruned) = row(tx, PRUNED, &[&org_id]).await?
        && unsigned(pruned.try_get(0)?) > since.version
    {
        return Ok(None);
    }
    let horizon = horizon(tx).await?;
    let found = later(tx, org_id, since.horizon).await?;
    let new: Vec<&FeedRow> = found.iter().filter(|row| !since.seen.contains(&row.seq)).collect();
    let mut account_ids: Vec<Uuid> =
        new.iter().filter(|row| row.object == ACCOUNT).map(|row| row.object_id).collect();
    account_ids.sort_unstable();
    account_ids.dedup();
    let position = Position {
        version: since.version + new.len() as u64,
        horizon,
        seen: found.iter().filter(|row| row.xid >= horizon).map(|row| row.seq).collect(),
    };
    let has = |object| new.iter().any(|row| row.object == object);
    let (has_territories, has_fields) = (has(TERRITORY), has(FIELD));
    Ok(Some(Changes { account_ids, has_territories, has_fields, position }))
}

struct FeedRow {
    seq: i64,
    xid: i64,
    object_id: Uuid,
    object: String,
}

/// The rows of transactions from a horizon on, as this snapshot sees them.
async fn later(tx: &Tx<'_>, org_id: Uuid, horizon: i64) -> Result<Vec<FeedRow>, StorageError> {
    const SQL: &str = "SELECT seq, xid::text::bigint, object_id, object \
        FROM change_feed WHERE org_id = $1 AND xid >= $2::bigint::text::xid8";
    let found = rows(tx, SQL, &[&org_id, &horizon]).await?;
    let feed_row = |row: &tokio_postgres::Row| {
        Ok(FeedRow {
            seq: row.try_get(0)?,
            xid: row.try_get(1)?,
            object_id: row.try_get(2)?,
            object: row.try_get(3)?,
        })
    };
    found.iter().map(feed_row).collect()
}

async fn horizon(tx: &Tx<'_>) -> Result<i64, StorageError> {
    const SQL: &str = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint";
    Ok(row(tx, SQL, &[]).await?.ok_or_else(no_row)?.try_get(0)?)
}

/// Forgets rows that no running process can still need, counting them so that versions go on.
///
/// # Errors
/// When the database fails.
pub async fn prune(client: &impl GenericClient, days: i32) -> Result<u64, StorageError> {
    const SQL: &str = "WITH gone AS (DELETE FROM change_feed \
            WHERE at < now() - make_interval(days => $1) \
                AND xid < pg_snapshot_xmin(pg_current_snapshot()) RETURNING org_id), \
        counted AS (SELECT org_id, count(*) AS n FROM gone GROUP BY org_id) \
        INSERT INTO change_feed_pruned AS p (org_id, n_pruned) SELECT org_id, n FROM counted \
        ON CONFLICT (org_id) DO UPDATE SET n_pruned = p.n_pruned + excluded.n_pruned";
    execute(client, SQL, &[&days]).await
}

fn no_row() -> StorageError {
    StorageError::Unreadable("a query that always has one row had none".to_owned())
}

fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}
