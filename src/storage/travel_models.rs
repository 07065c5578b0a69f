//! How an organisation's travel is estimated.

use deadpool_postgres::GenericClient;
use serde_json::json;
use uuid::Uuid;

use super::StorageError;
use super::pool::{execute, row};
use crate::domain::territory::workload::Model;

/// As it was last calibrated, else the built-in one.
pub async fn read(client: &impl GenericClient, org_id: Uuid) -> Result<Model, StorageError> {
    const SQL: &str = "SELECT model FROM travel_models WHERE org_id = $1";
    let Some(row) = row(client, SQL, &[&org_id]).await? else { return Ok(Model::default()) };
    serde_json::from_value(row.try_get(0)?)
        .map_err(|error| StorageError::Unreadable(format!("a travel model: {error}")))
}

pub async fn write(
    client: &impl GenericClient,
    org_id: Uuid,
    user_id: Uuid,
    model: &Model,
) -> Result<(), StorageError> {
    const SQL: &str = "INSERT INTO travel_models (org_id, model, updated_by) VALUES ($1, $2, $3) \
        ON CONFLICT (org_id) DO UPDATE SET model = excluded.model, \
            updated_by = excluded.updated_by, updated_at = now()";
    execute(client, SQL, &[&org_id, &json!(model), &user_id]).await.map(drop)
}
