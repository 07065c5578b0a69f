//! Closed and slow roads.

use chrono::NaiveDate;
use deadpool_postgres::GenericClient;
use uuid::Uuid;

use super::StorageError;
use super::pool::row;
use super::records::{self, Record};
use crate::domain::closures::RoadClosure;

impl Record for RoadClosure {
    const TABLE: &'static str = "road_closures";

    fn id(&self) -> Uuid {
        self.id
    }
}

/// All closures of an organisation, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn list(
    client: &impl GenericClient,
    org_id: Uuid,
) -> Result<Vec<RoadClosure>, StorageError> {
    const SQL: &str =
        "SELECT to_jsonb(c) FROM road_closures c WHERE org_id = $1 ORDER BY created_at DESC, id";
    records::list(client, SQL, &[&org_id]).await
}

/// Those that hold on a day.
///
/// # Errors
/// When the database fails.
pub async fn on(
    client: &impl GenericClient,
    org_id: Uuid,
    day: NaiveDate,
) -> Result<Vec<RoadClosure>, StorageError> {
    const SQL: &str = "SELECT to_jsonb(c) FROM road_closures c WHERE org_id = $1 \
        AND coalesce(starts_on <= $2, true) AND coalesce(ends_on >= $2, true) ORDER BY id";
    records::list(client, SQL, &[&org_id, &day]).await
}

/// How many there are. Until the transaction ends nobody else adds one.
///
/// # Errors
/// When the database fails.
pub async fn count_locked(
    client: &impl GenericClient,
    org_id: Uuid,
) -> Result<usize, StorageError> {
    const LOCK: &str = "SELECT pg_advisory_xact_lock(hashtextextended('road_closures' || $1, 0))";
    const SQL: &str = "SELECT count(*) FROM road_closures WHERE org_id = $1";
    row(client, LOCK, &[&org_id.to_string()]).await?;
    let found = row(client, SQL, &[&org_id]).await?;
    let count: i64 = found.map(|row| row.try_get(0)).transpose()?.unwrap_or(0);
    Ok(usize::try_from(count).unwrap_or(0))
}
