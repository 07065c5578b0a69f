//! Accounts as the market index keeps them.

mod copy;
mod load;

use std::collections::HashMap;

use deadpool_postgres::Object;
use serde_json::{Map, Value};
use tokio_postgres::types::Json;
use tokio_postgres::{IsolationLevel, Row};
use uuid::Uuid;

use super::pool::{Tx, row, rows};
use super::{StorageError, custom_fields};
use crate::domain::market::Record;
use crate::domain::market::custom::CustomFields;
use crate::domain::market::place_key::place_key;
use crate::domain::units::LngLat;

pub use load::load;

/// Accounts of one statement. With more, and tables that have just grown, the planner compares all
/// with all.
const IDS_MAX: usize = 500;
/// The order is that of [`record`]. Money comes in ten-thousandths.
const BY_IDS: &str = "SELECT a.id, a.name, concat_ws(' ', s.line1, s.line2, s.district, s.city, \
    s.region, s.postal_code), s.lng, s.lat, a.lifecycle, a.tier, a.category, s.city, \
    s.postal_code, a.source, a.owner_id, a.team_id, a.territory_id, t.tag_ids, \
    (a.value_12m * 10000)::bigint, (a.potential_value * 10000)::bigint, \
    a.visit_duration_min, a.visit_interval_days, a.next_due_on, a.last_visit_at, \
    a.created_at, a.updated_at, a.external_ids ->> 'osm', CASE WHEN $3 THEN a.custom END \
    FROM accounts a LEFT JOIN sites s ON s.account_id = a.id AND s.is_primary \
    LEFT JOIN (SELECT account_id, array_agg(tag_id) AS tag_ids FROM account_tags \
        WHERE org_id = $1 AND account_id = ANY($2) GROUP BY account_id) t ON t.account_id = a.id \
    WHERE a.org_id = $1 AND a.deleted_at IS NULL AND a.id = ANY($2)";

/// A snapshot in which several statements see the same state.
///
/// # Errors
/// When the database fails.
pub async fn snapshot(client: &mut Object) -> Result<Tx<'_>, StorageError> {
    let snapshot = client
        .build_transaction()
        .isolation_level(IsolationLevel::RepeatableRead)
        .read_only(true)
        .start();
    Ok(snapshot.await?)
}

/// The rows of some accounts; those deleted or unknown are left out.
///
/// # Errors
/// When the database fails.
pub async fn by_ids(
    tx: &Tx<'_>,
    org_id: Uuid,
    ids: &[Uuid],
    custom: &CustomFields,
) -> Result<Vec<Row>, StorageError> {
    let mut found = Vec::with_capacity(ids.len());
    for ids in ids.chunks(IDS_MAX) {
        found.extend(rows(tx, BY_IDS, &[&org_id, &ids, &!custom.is_empty()]).await?);
    }
    Ok(found)
}

/// The organisation's own fields, as columns of the index.
///
/// # Errors
/// When the database fails.
pub async fn custom_fields(tx: &Tx<'_>, org_id: Uuid) -> Result<CustomFields, StorageError> {
    let fields = custom_fields::list(tx, org_id).await?;
    Ok(CustomFields::new(fields.into_iter().map(|field| (field.fields.key, field.fields.r#type))))
}

/// What the index keeps of a row.
///
/// # Errors
/// When the row holds what cannot be read.
pub fn record<'a>(row: &'a Row, custom: &CustomFields) -> Result<Record<'a>, StorageError> {
    let values: Option<Json<Map<String, Value>>> = row.try_get(24)?;
    Ok(Record {
        id: row.try_get(0)?,
        name: row.try_get(1)?,
        address: row.try_get(2)?,
        location: located(row.try_get(3)?, row.try_get(4)?),
        lifecycle: row.try_get(5)?,
        tier: row.try_get(6)?,
        category: row.try_get(7)?,
        city: row.try_get(8)?,
        postal_code: row.try_get(9)?,
        source: row.try_get(10)?,
        owner_id: row.try_get(11)?,
        team_id: row.try_get(12)?,
        territory_id: row.try_get(13)?,
        tag_ids: row.try_get::<_, Option<Vec<Uuid>>>(14)?.unwrap_or_default(),
        value_12m: row.try_get(15)?,
        potential_value: row.try_get(16)?,
        visit_duration_min: small(row.try_get(17)?),
        visit_interval_days: row.try_get::<_, Option<i32>>(18)?.map(small),
        next_due_on: row.try_get(19)?,
        last_visit_at: row.try_get(20)?,
        created_at: row.try_get(21)?,
        updated_at: row.try_get(22)?,
        place: row.try_get::<_, Option<&str>>(23)?.and_then(place_key),
        custom: values.map(|Json(values)| custom.values(&values)).unwrap_or_default(),
    })
}

fn located(lng: Option<f64>, lat: Option<f64>) -> Option<LngLat> {
    lng.zip(lat).and_then(|(lng, lat)| LngLat::new(lng, lat).ok())
}

fn small(number: i32) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

/// The colour of every territory, by its id.
///
/// # Errors
/// When the database fails.
pub async fn territory_colors(
    tx: &Tx<'_>,
    org_id: Uuid,
) -> Result<HashMap<String, i64>, StorageError> {
    const SQL: &str = "SELECT id, color FROM territories WHERE org_id = $1";
    let color = |row: &Row| {
        let id: Uuid = row.try_get(0)?;
        Ok((id.to_string(), row.try_get::<_, i16>(1)?.into()))
    };
    rows(tx, SQL, &[&org_id]).await?.iter().map(color).collect()
}

/// A territory's outline as `GeoJSON`.
///
/// # Errors
/// When the database fails.
pub async fn territory_outline(
    tx: &Tx<'_>,
    org_id: Uuid,
    id: Uuid,
) -> Result<Option<serde_json::Value>, StorageError> {
    const SQL: &str = "SELECT geom FROM territories WHERE org_id = $1 AND id = $2";
    row(tx, SQL, &[&org_id, &id]).await?.map(|row| Ok(row.try_get(0)?)).transpose()
}
