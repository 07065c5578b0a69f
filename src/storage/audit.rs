//! The append-only history of every record, written in the transaction of the change.

use chrono::{DateTime, Utc};
use deadpool_postgres::{GenericClient, Transaction};
use serde_json::{Value, json};
use tokio_postgres::Row;
use uuid::Uuid;

use super::pool::{execute, rows};
use super::{StorageError, bulk};

/// How many entries of one record's history are read at once.
pub const HISTORY_MAX: i64 = 200;

/// Who makes a change, and through which door.
#[derive(Debug, Clone)]
pub struct Author {
    pub org_id: Uuid,
    pub user_id: Option<Uuid>,
    pub via: &'static str,
    pub request_id: Option<String>,
}

/// One change of one record; `diff` is `{"field": [before, after]}`.
#[derive(Debug, Clone)]
pub struct Entry {
    pub id: i64,
    pub at: DateTime<Utc>,
    pub user_id: Option<Uuid>,
    pub user_name: Option<String>,
    pub via: String,
    pub action: String,
    pub diff: Value,
}

pub async fn record(
    client: &impl GenericClient,
    author: &Author,
    object: &str,
    object_id: Uuid,
    action: &str,
    diff: &Value,
) -> Result<(), StorageError> {
    const SQL: &str = "INSERT INTO audit_log \
        (org_id, actor_id, via, request_id, object, object_id, action, diff) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let Author { org_id, user_id, via, request_id } = author;
    execute(client, SQL, &[org_id, user_id, via, request_id, &object, &object_id, &action, diff])
        .await?;
    Ok(())
}

/// The same for many records at once.
pub async fn record_all(
    tx: &Transaction<'_>,
    author: &Author,
    object: &str,
    action: &str,
    diffs: &[(Uuid, Value)],
) -> Result<(), StorageError> {
    let Author { org_id, user_id, via, request_id } = author;
    let row = |(id, diff): &(Uuid, Value)| {
        json!({"org_id": org_id, "actor_id": user_id, "via": via, "request_id": request_id,
            "object": object, "object_id": id, "action": action, "diff": diff})
    };
    bulk::insert(tx, "audit_log", &diffs.iter().map(row).collect::<Vec<_>>()).await
}

/// The newest changes of one record first.
pub async fn history(
    client: &impl GenericClient,
    org_id: Uuid,
    object: &str,
    object_id: Uuid,
) -> Result<Vec<Entry>, StorageError> {
    history_before(client, org_id, object, object_id, None).await
}

/// As [`history`], from an instant backwards.
pub async fn history_before(
    client: &impl GenericClient,
    org_id: Uuid,
    object: &str,
    object_id: Uuid,
    before: Option<DateTime<Utc>>,
) -> Result<Vec<Entry>, StorageError> {
    const SQL: &str = "SELECT l.id, l.at, l.actor_id, u.name AS actor_name, l.via, l.action, l.diff \
        FROM audit_log l LEFT JOIN users u ON u.id = l.actor_id \
        WHERE l.org_id = $1 AND l.object = $2 AND l.object_id = $3 \
        AND ($4::timestamptz IS NULL OR l.at < $4) ORDER BY l.id DESC LIMIT $5";
    let found = rows(client, SQL, &[&org_id, &object, &object_id, &before, &HISTORY_MAX]).await?;
    found.iter().map(entry).collect()
}

fn entry(row: &Row) -> Result<Entry, StorageError> {
    Ok(Entry {
        id: row.try_get("id")?,
        at: row.try_get("at")?,
        user_id: row.try_get("actor_id")?,
        user_name: row.try_get("actor_name")?,
        via: row.try_get("via")?,
        action: row.try_get("action")?,
        diff: row.try_get("diff")?,
    })
}
