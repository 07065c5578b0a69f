//! Alignments: complete sets of territories, one of them active.

use chrono::{DateTime, NaiveDate, Utc};
use deadpool_postgres::GenericClient;
use serde::Serialize;
use serde_json::Value;
use tokio_postgres::Row;
use uuid::Uuid;

use super::StorageError;
use super::pool::{execute, row, rows};

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Alignment {
    pub id: Uuid,
    pub name: String,
    /// `planning`, `active` or `archived`.
    pub state: String,
    pub valid_from: Option<NaiveDate>,
    /// How it was divided, when it was.
    pub brief: Option<Value>,
    pub n_territories: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub version: i32,
}

const SELECT: &str = "SELECT a.id, a.name, a.state, a.valid_from, a.brief, a.created_at, \
    a.updated_at, a.version, \
    (SELECT count(*) FROM territories t WHERE t.alignment_id = a.id) AS n_territories \
    FROM alignments a WHERE a.org_id = $1 AND a.deleted_at IS NULL";

/// Newest first, from before an id on.
pub async fn list(
    client: &impl GenericClient,
    org_id: Uuid,
    before: Option<Uuid>,
    limit: i64,
) -> Result<Vec<Alignment>, StorageError> {
    let sql = format!("{SELECT} AND ($2::uuid IS NULL OR a.id < $2) ORDER BY a.id DESC LIMIT $3");
    let found = rows(client, &sql, &[&org_id, &before, &limit]).await?;
    found.iter().map(read).collect()
}

pub async fn find(
    client: &impl GenericClient,
    org_id: Uuid,
    id: Uuid,
) -> Result<Option<Alignment>, StorageError> {
    let sql = format!("{SELECT} AND a.id = $2");
    row(client, &sql, &[&org_id, &id]).await?.as_ref().map(read).transpose()
}

/// Reads an alignment and keeps others from changing it until the transaction ends.
pub async fn lock(
    client: &impl GenericClient,
    org_id: Uuid,
    id: Uuid,
) -> Result<Option<Alignment>, StorageError> {
    let sql = format!("{SELECT} AND a.id = $2 FOR UPDATE OF a");
    row(client, &sql, &[&org_id, &id]).await?.as_ref().map(read).transpose()
}

pub async fn insert(
    client: &impl GenericClient,
    org_id: Uuid,
    author: Option<Uuid>,
    alignment: &Alignment,
) -> Result<(), StorageError> {
    const SQL: &str = "INSERT INTO alignments \
        (id, org_id, name, state, valid_from, brief, created_by, updated_by) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $7)";
    let a = alignment;
    execute(client, SQL, &[&a.id, &org_id, &a.name, &a.state, &a.valid_from, &a.brief, &author])
        .await?;
    Ok(())
}

/// Writes name, state and date; the version moves on.
pub async fn update(
    client: &impl GenericClient,
    org_id: Uuid,
    author: Option<Uuid>,
    alignment: &Alignment,
) -> Result<(), StorageError> {
    const SQL: &str = "UPDATE alignments SET name = $3, state = $4, valid_from = $5, \
        updated_by = $6, updated_at = now(), version = version + 1 WHERE org_id = $1 AND id = $2";
    let a = alignment;
    execute(client, SQL, &[&org_id, &a.id, &a.name, &a.state, &a.valid_from, &author]).await?;
    Ok(())
}

/// Archives whatever is active; its id, if anything was.
pub async fn archive_active(
    client: &impl GenericClient,
    org_id: Uuid,
    author: Option<Uuid>,
) -> Result<Option<Uuid>, StorageError> {
    const SQL: &str = "UPDATE alignments SET state = 'archived', updated_by = $2, \
        updated_at = now(), version = version + 1 \
        WHERE org_id = $1 AND state = 'active' AND deleted_at IS NULL RETURNING id";
    let found = row(client, SQL, &[&org_id, &author]).await?;
    found.map(|row| row.try_get("id")).transpose().map_err(Into::into)
}

pub async fn delete(
    client: &impl GenericClient,
    org_id: Uuid,
    author: Option<Uuid>,
    id: Uuid,
) -> Result<(), StorageError> {
    const SQL: &str = "UPDATE alignments SET deleted_at = now(), updated_by = $3, \
        updated_at = now(), version = version + 1 WHERE org_id = $1 AND id = $2";
    execute(client, SQL, &[&org_id, &id, &author]).await?;
    Ok(())
}

fn read(row: &Row) -> Result<Alignment, StorageError> {
    Ok(Alignment {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        state: row.try_get("state")?,
        valid_from: row.try_get("valid_from")?,
        brief: row.try_get("brief")?,
        n_territories: row.try_get("n_territories")?,
        created_at: row.try_get("created_at")?,
        updated_at: row.try_get("updated_at")?,
        version: row.try_get("version")?,
    })
}
