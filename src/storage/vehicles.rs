//! What an organisation changed about its vehicles.

use deadpool_postgres::GenericClient;
use serde_json::Value;
use uuid::Uuid;

use super::StorageError;
use super::pool::{execute, row};

/// The settings and their version; `None` while nothing was ever changed.
pub async fn read(
    client: &impl GenericClient,
    org_id: Uuid,
) -> Result<Option<(Value, i32)>, StorageError> {
    const SQL: &str = "SELECT settings, version FROM vehicle_settings WHERE org_id = $1";
    let found = row(client, SQL, &[&org_id]).await?;
    found.map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).transpose()
}

/// Puts settings in place of those of a version, 0 for none yet; says whether that was the version
/// there.
pub async fn write(
    client: &impl GenericClient,
    org_id: Uuid,
    user_id: Uuid,
    version: i32,
    settings: &Value,
) -> Result<bool, StorageError> {
    const SQL: &str = "INSERT INTO vehicle_settings AS old (org_id, settings, updated_by) \
        SELECT $1, $2, $3 WHERE $4 = 0 OR EXISTS (SELECT FROM vehicle_settings WHERE org_id = $1) \
        ON CONFLICT (org_id) DO UPDATE SET settings = excluded.settings, \
            updated_by = excluded.updated_by, updated_at = now(), version = old.version + 1 \
        WHERE old.version = $4";
    Ok(execute(client, SQL, &[&org_id, settings, &user_id, &version]).await? == 1)
}
