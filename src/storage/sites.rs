//! Sites of accounts.

use deadpool_postgres::GenericClient;
use tokio_postgres::Row;
use uuid::Uuid;

use super::StorageError;
use super::pool::execute;
use super::records::{self, Point, Record};
use crate::domain::crm::site::{GeocodePrecision, Site};
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

/// Notes what geocoding the primary sites of accounts came to; no precision means not found.
pub async fn note_geocoding(
    client: &impl GenericClient,
    org_id: Uuid,
    outcomes: &[(Uuid, Option<GeocodePrecision>)],
) -> Result<(), StorageError> {
    const SQL: &str = "UPDATE sites s SET geocode_precision = o.precision, \
        geocode_status = CASE WHEN o.precision IS NULL THEN 'not_found' ELSE 'ok' END \
        FROM unnest($2::uuid[], $3::text[]) AS o (account_id, precision) \
        WHERE s.org_id = $1 AND s.account_id = o.account_id AND s.is_primary";
    let ids: Vec<Uuid> = outcomes.iter().map(|(id, _)| *id).collect();
    let precisions: Vec<Option<&str>> =
        outcomes.iter().map(|(_, precision)| precision.map(GeocodePrecision::code)).collect();
    execute(client, SQL, &[&org_id, &ids, &precisions]).await?;
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
