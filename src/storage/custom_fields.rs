//! The fields that organisations define for their accounts.

use deadpool_postgres::GenericClient;
use uuid::Uuid;

use super::StorageError;
use super::pool::row;
use super::records::{self, Record};
use crate::domain::crm::custom::CustomField;

impl Record for CustomField {
    const TABLE: &'static str = "custom_fields";

    fn id(&self) -> Uuid {
        self.id
    }
}

/// All fields of an organisation, in the order they are shown.
///
/// # Errors
/// When the database fails.
pub async fn list(
    client: &impl GenericClient,
    org_id: Uuid,
) -> Result<Vec<CustomField>, StorageError> {
    const SQL: &str = "SELECT to_jsonb(f) FROM custom_fields f WHERE org_id = $1 \
        ORDER BY position, key";
    records::list(client, SQL, &[&org_id]).await
}

/// Lets one transaction at a time change an organisation's fields.
///
/// # Errors
/// When the database fails.
pub async fn lock(client: &impl GenericClient, org_id: Uuid) -> Result<(), StorageError> {
    const SQL: &str = "SELECT pg_advisory_xact_lock(hashtextextended('custom_fields' || $1, 0))";
    row(client, SQL, &[&org_id.to_string()]).await?;
    Ok(())
}

/// How many accounts have a value of a field, deleted ones included; with a choice, that value.
///
/// # Errors
/// When the database fails.
pub async fn n_accounts(
    client: &impl GenericClient,
    org_id: Uuid,
    key: &str,
    choice: Option<&str>,
) -> Result<i64, StorageError> {
    const SQL: &str = "SELECT count(*) FROM accounts \
        WHERE org_id = $1 AND custom ? $2 AND ($3::text IS NULL OR custom ->> $2 = $3)";
    let found = row(client, SQL, &[&org_id, &key, &choice]).await?;
    Ok(found.map(|row| row.try_get(0)).transpose()?.unwrap_or(0))
}
