//! The organisation itself.

use deadpool_postgres::GenericClient;
use uuid::Uuid;

use super::StorageError;
use super::pool::row;

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
    const SQL: &str = "SELECT id, name, country, currency, time_zone, is_demo, version \
        FROM organisations WHERE id = $1";
    let row = row(client, SQL, &[&org_id]).await?;
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
