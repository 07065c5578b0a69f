//! Sites of accounts.

use deadpool_postgres::GenericClient;
use tokio_postgres::Row;
use uuid::Uuid;

use super::StorageError;
use super::pool::execute;
use super::records::{self, Point, Record};
use crate::domain::crm::site::Site;
use crate::domain::units::LngLat;

impl Record for Site {
    const TABLE: &'static str = "sites";
    const POINTS: &'static [Point] = &[
        Point { field: "location", lng: "lng", lat: "lat" },
        Point { field: "entrance", lng: "entrance_lng", lat: "entrance_lat" },
    ];

    fn id(&self) -> Uuid {
        self.id
    }
}

/// The sites of an account, the primary one first.
pub async fn of_account(
    client: &impl GenericClient,
    org_id: Uuid,
    account_id: Uuid,
) -> Result<Vec<Site>, StorageError> {
    const SQL: &str = "SELECT to_jsonb(s) FROM sites s WHERE org_id = $1 AND account_id = $2 \
        ORDER BY is_primary DESC, id";
    records::list(client, SQL, &[&org_id, &account_id]).await
}

/// Takes the mark of being primary from an account's site, to give it to another.
pub async fn clear_primary(
    client: &impl GenericClient,
    org_id: Uuid,
    account_id: Uuid,
) -> Result<(), StorageError> {
    const SQL: &str =
        "UPDATE sites SET is_primary = false WHERE org_id = $1 AND account_id = $2 AND is_primary";
    execute(client, SQL, &[&org_id, &account_id]).await?;
    Ok(())
}

/// Two nullable columns as a point.
pub fn point(row: &Row, lng: &str, lat: &str) -> Result<Option<LngLat>, StorageError> {
    match (row.try_get(lng)?, row.try_get(lat)?) {
        (Some(lng), Some(lat)) => LngLat::new(lng, lat)
            .map(Some)
            .map_err(|error| StorageError::Unreadable(error.to_string())),
        _ => Ok(None),
    }
}
