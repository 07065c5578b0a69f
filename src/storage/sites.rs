//! Sites of accounts.

use deadpool_postgres::GenericClient;
use tokio_postgres::Row;
use uuid::Uuid;

use super::StorageError;
use super::pool::{code, code_opt, execute};
use crate::domain::crm::site::{GeocodePrecision, Site, SiteDraft};
use crate::domain::units::LngLat;

pub async fn insert(
    client: &impl GenericClient,
    org_id: Uuid,
    author_id: Option<Uuid>,
    site: &Site,
) -> Result<(), StorageError> {
    const SQL: &str = "INSERT INTO sites (id, org_id, account_id, is_primary, purpose, line1, \
        line2, city, district, region, postal_code, country, lng, lat, entrance_lng, \
        entrance_lat, manual_lock, opening_hours, time_zone, geocode_status, geocode_precision, \
        created_at, created_by, updated_at, updated_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, \
        $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $23)";
    let f = &site.fields;
    execute(
        client,
        SQL,
        &[
            &site.id,
            &org_id,
            &site.account_id,
            &site.is_primary,
            &f.purpose.code(),
            &f.line1,
            &f.line2,
            &f.city,
            &f.district,
            &f.region,
            &f.postal_code,
            &f.country,
            &f.location.map(LngLat::lng),
            &f.location.map(LngLat::lat),
            &f.entrance.map(LngLat::lng),
            &f.entrance.map(LngLat::lat),
            &f.manual_lock,
            &f.opening_hours,
            &f.time_zone,
            &site.geocode_status.code(),
            &site.geocode_precision.map(GeocodePrecision::code),
            &site.created_at,
            &author_id,
            &site.updated_at,
        ],
    )
    .await?;
    Ok(())
}

/// The primary site out of a row whose site columns carry the prefix `s_`.
pub fn joined(row: &Row) -> Result<Option<Site>, StorageError> {
    let Some(id) = row.try_get::<_, Option<Uuid>>("s_id")? else { return Ok(None) };
    Ok(Some(Site {
        id,
        account_id: row.try_get("s_account_id")?,
        is_primary: row.try_get("s_is_primary")?,
        fields: SiteDraft {
            purpose: code(row, "s_purpose")?,
            line1: row.try_get("s_line1")?,
            line2: row.try_get("s_line2")?,
            city: row.try_get("s_city")?,
            district: row.try_get("s_district")?,
            region: row.try_get("s_region")?,
            postal_code: row.try_get("s_postal_code")?,
            country: row.try_get("s_country")?,
            location: point(row, "s_lng", "s_lat")?,
            entrance: point(row, "s_entrance_lng", "s_entrance_lat")?,
            manual_lock: row.try_get("s_manual_lock")?,
            opening_hours: row.try_get("s_opening_hours")?,
            time_zone: row.try_get("s_time_zone")?,
        },
        geocode_status: code(row, "s_geocode_status")?,
        geocode_precision: code_opt(row, "s_geocode_precision")?,
        created_at: row.try_get("s_created_at")?,
        updated_at: row.try_get("s_updated_at")?,
        version: row.try_get("s_version")?,
    }))
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
