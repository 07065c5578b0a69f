//! The organisation itself.

use deadpool_postgres::GenericClient;
use tokio_postgres::Client;
use uuid::Uuid;

use super::StorageError;
use super::pool::{execute, row, rows};
use crate::domain::crm::user::OrganisationDraft;

#[derive(Debug, Clone)]
pub struct Organisation {
    pub id: Uuid,
    pub name: String,
    pub country: String,
    pub currency: String,
    pub time_zone: String,
    pub is_demo: bool,
    pub version: i32,
}

pub async fn read(client: &impl GenericClient, org_id: Uuid) -> Result<Organisation, StorageError> {
    select(client, org_id, "").await
}

/// The organisation, locked until the transaction ends.
pub async fn lock(client: &impl GenericClient, org_id: Uuid) -> Result<Organisation, StorageError> {
    select(client, org_id, " FOR UPDATE").await
}

async fn select(
    client: &impl GenericClient,
    org_id: Uuid,
    lock: &str,
) -> Result<Organisation, StorageError> {
    let sql = format!(
        "SELECT id, name, country, currency, time_zone, is_demo, version \
         FROM organisations WHERE id = $1{lock}"
    );
    let row = row(client, &sql, &[&org_id]).await?;
    let row = row.ok_or_else(|| StorageError::Unreadable(format!("no organisation {org_id}")))?;
    Ok(Organisation {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        country: row.try_get("country")?,
        currency: row.try_get("currency")?,
        time_zone: row.try_get("time_zone")?,
        is_demo: row.try_get("is_demo")?,
        version: row.try_get("version")?,
    })
}

pub async fn update(
    client: &impl GenericClient,
    org_id: Uuid,
    fields: &OrganisationDraft,
) -> Result<(), StorageError> {
    const SQL: &str = "UPDATE organisations SET name = $2, country = $3, currency = $4, \
        time_zone = $5, updated_at = now(), version = version + 1 WHERE id = $1";
    let f = fields;
    execute(client, SQL, &[&org_id, &f.name, &f.country, &f.currency, &f.time_zone]).await?;
    Ok(())
}

pub async fn insert(
    client: &impl GenericClient,
    id: Uuid,
    fields: &OrganisationDraft,
) -> Result<(), StorageError> {
    const SQL: &str = "INSERT INTO organisations (id, name, country, currency, time_zone) \
        VALUES ($1, $2, $3, $4, $5)";
    let f = fields;
    execute(client, SQL, &[&id, &f.name, &f.country, &f.currency, &f.time_zone]).await?;
    Ok(())
}

/// All organisations; one database rarely holds more than one.
pub async fn names(client: &impl GenericClient) -> Result<Vec<(Uuid, String)>, StorageError> {
    let rows = rows(client, "SELECT id, name FROM organisations ORDER BY created_at", &[]).await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
}

/// Whether the demo company is there.
pub async fn demo_exists(client: &Client) -> Result<bool, StorageError> {
    let row =
        client.query_one("SELECT EXISTS (SELECT FROM organisations WHERE is_demo)", &[]).await?;
    Ok(row.try_get(0)?)
}
