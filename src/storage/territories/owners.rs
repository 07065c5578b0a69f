//! Users as owners of territories.

use deadpool_postgres::GenericClient;
use uuid::Uuid;

use super::home;
use crate::domain::units::LngLat;
use crate::storage::StorageError;
use crate::storage::pool::rows;

/// Where a rep starts from, and how long a week is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Owner {
    pub id: Uuid,
    pub home: Option<LngLat>,
    /// Working hours without breaks.
    pub hours_per_week: f64,
}

/// These users, in the order of the list.
pub async fn owners(
    client: &impl GenericClient,
    org_id: Uuid,
    user_ids: &[Uuid],
) -> Result<Vec<Owner>, StorageError> {
    const SQL: &str = "SELECT id, home_lng, home_lat, \
        greatest(extract(epoch FROM work_end - work_start)::float8 / 3600 \
            - CASE WHEN break_start IS NULL THEN 0 ELSE break_minutes / 60.0::float8 END, 0) \
            * cardinality(work_days) AS hours \
        FROM users WHERE org_id = $1 AND id = ANY($2) ORDER BY array_position($2, id)";
    let found = rows(client, SQL, &[&org_id, &user_ids]).await?;
    let owner = |row: &tokio_postgres::Row| {
        let (id, hours_per_week) = (row.try_get("id")?, row.try_get("hours")?);
        Ok(Owner { id, home: home(row)?, hours_per_week })
    };
    found.iter().map(owner).collect()
}
