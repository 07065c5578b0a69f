//! Saved market snapshots. They are written once and never changed.

use chrono::{DateTime, Utc};
use deadpool_postgres::GenericClient;
use serde_json::Value;
use tokio_postgres::Row;
use uuid::Uuid;

use super::StorageError;
use super::pool::{execute, row, rows};

/// A saved snapshot without its members.
#[derive(Debug, Clone)]
pub struct SavedSnapshot {
    pub id: Uuid,
    pub name: String,
    pub area: Value,
    pub filter: Option<Value>,
    pub taken_at: DateTime<Utc>,
    pub index_version: i64,
    pub metrics: Value,
    pub n_members: i64,
    pub created_by: Uuid,
    pub created_by_name: String,
}

macro_rules! select {
    () => {
        "SELECT s.id, s.name, s.area, s.filter, s.taken_at, s.index_version, s.metrics, \
            cardinality(s.member_ids)::bigint AS n_members, s.created_by, u.name AS author \
        FROM snapshots s JOIN users u ON u.id = s.created_by \
        WHERE s.org_id = $1 AND s.deleted_at IS NULL AND ($2::uuid IS NULL OR s.created_by = $2)"
    };
}

/// A page of snapshots, newest first; of one author where one is given.
///
/// # Errors
/// When the database fails.
pub async fn list(
    client: &impl GenericClient,
    org_id: Uuid,
    author: Option<Uuid>,
    before: Option<Uuid>,
    limit: i64,
) -> Result<Vec<SavedSnapshot>, StorageError> {
    const SQL: &str =
        concat!(select!(), " AND ($3::uuid IS NULL OR s.id < $3) ORDER BY s.id DESC LIMIT $4");
    let found = rows(client, SQL, &[&org_id, &author, &before, &limit]).await?;
    found.iter().map(saved).collect()
}

/// One snapshot; only of that author where one is given.
///
/// # Errors
/// When the database fails.
pub async fn find(
    client: &impl GenericClient,
    org_id: Uuid,
    author: Option<Uuid>,
    id: Uuid,
) -> Result<Option<SavedSnapshot>, StorageError> {
    const SQL: &str = concat!(select!(), " AND s.id = $3");
    row(client, SQL, &[&org_id, &author, &id]).await?.as_ref().map(saved).transpose()
}

/// The ids of its members, in order.
///
/// # Errors
/// When the database fails.
pub async fn member_ids(
    client: &impl GenericClient,
    org_id: Uuid,
    id: Uuid,
) -> Result<Vec<Uuid>, StorageError> {
    const SQL: &str = "SELECT member_ids FROM snapshots WHERE org_id = $1 AND id = $2";
    let found = row(client, SQL, &[&org_id, &id]).await?;
    found.map_or(Ok(Vec::new()), |row| Ok(row.try_get(0)?))
}

/// Writes a snapshot.
///
/// # Errors
/// When the database fails.
pub async fn insert(
    client: &impl GenericClient,
    org_id: Uuid,
    snapshot: &SavedSnapshot,
    member_ids: &[Uuid],
) -> Result<(), StorageError> {
    const SQL: &str = "INSERT INTO snapshots (id, org_id, name, area, filter, taken_at, \
        index_version, metrics, member_ids, created_by) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let s = snapshot;
    execute(
        client,
        SQL,
        &[
            &s.id,
            &org_id,
            &s.name,
            &s.area,
            &s.filter,
            &s.taken_at,
            &s.index_version,
            &s.metrics,
            &member_ids,
            &s.created_by,
        ],
    )
    .await?;
    Ok(())
}

/// Marks a snapshot as deleted; says whether there was one.
///
/// # Errors
/// When the database fails.
pub async fn delete(
    client: &impl GenericClient,
    org_id: Uuid,
    id: Uuid,
) -> Result<bool, StorageError> {
    const SQL: &str = "UPDATE snapshots SET deleted_at = now() \
        WHERE org_id = $1 AND id = $2 AND deleted_at IS NULL";
    Ok(execute(client, SQL, &[&org_id, &id]).await? > 0)
}

fn saved(row: &Row) -> Result<SavedSnapshot, StorageError> {
    Ok(SavedSnapshot {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        area: row.try_get("area")?,
        filter: row.try_get("filter")?,
        taken_at: row.try_get("taken_at")?,
        index_version: row.try_get("index_version")?,
        metrics: row.try_get("metrics")?,
        n_members: row.try_get("n_members")?,
        created_by: row.try_get("created_by")?,
        created_by_name: row.try_get("author")?,
    })
}
