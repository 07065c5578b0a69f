//! Territories, and which of them accounts belong to.

mod assign;
mod owners;
mod places;

use deadpool_postgres::GenericClient;
use geo::MultiPolygon;
use serde::Serialize;
use serde_json::Value;
use tokio_postgres::Row;
use uuid::Uuid;

use super::pool::{execute, row, rows};
use super::{StorageError, feed};
use crate::domain::units::LngLat;

pub use assign::{assign, assign_all};
pub use owners::{Owner, owners};
pub use places::{PlacedAccount, placed_accounts};

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Territory {
    pub id: Uuid,
    pub alignment_id: Uuid,
    pub code: Option<String>,
    pub name: String,
    pub color: i16,
    #[serde(skip)]
    pub shape: MultiPolygon,
    pub built_from: String,
    pub member_units: Vec<String>,
    pub owner_id: Option<Uuid>,
    pub owner_name: Option<String>,
    #[serde(skip)]
    pub owner_home: Option<LngLat>,
    pub version: i32,
}

const SELECT: &str = "SELECT t.*, u.name AS owner_name, u.home_lng, u.home_lat \
    FROM territories t JOIN alignments a ON a.id = t.alignment_id AND a.deleted_at IS NULL \
    LEFT JOIN users u ON u.id = t.owner_id WHERE t.org_id = $1";

/// In the order they were made, which also settles overlaps.
pub async fn of_alignment(
    client: &impl GenericClient,
    org_id: Uuid,
    alignment_id: Uuid,
) -> Result<Vec<Territory>, StorageError> {
    let sql = format!("{SELECT} AND t.alignment_id = $2 ORDER BY t.id");
    rows(client, &sql, &[&org_id, &alignment_id]).await?.iter().map(read).collect()
}

/// The territories accounts are in now.
pub async fn active(
    client: &impl GenericClient,
    org_id: Uuid,
) -> Result<Vec<Territory>, StorageError> {
    let sql = format!("{SELECT} AND a.state = 'active' ORDER BY t.id");
    rows(client, &sql, &[&org_id]).await?.iter().map(read).collect()
}

pub async fn find(
    client: &impl GenericClient,
    org_id: Uuid,
    id: Uuid,
) -> Result<Option<Territory>, StorageError> {
    let sql = format!("{SELECT} AND t.id = $2");
    row(client, &sql, &[&org_id, &id]).await?.as_ref().map(read).transpose()
}

pub async fn insert(
    client: &impl GenericClient,
    org_id: Uuid,
    author: Option<Uuid>,
    territory: &Territory,
) -> Result<(), StorageError> {
    const SQL: &str = "INSERT INTO territories (id, org_id, alignment_id, code, name, color, geom, \
        built_from, member_units, owner_id, created_by, updated_by) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)";
    let t = territory;
    execute(
        client,
        SQL,
        &[
            &t.id,
            &org_id,
            &t.alignment_id,
            &t.code,
            &t.name,
            &t.color,
            &geometry(&t.shape),
            &t.built_from,
            &t.member_units,
            &t.owner_id,
            &author,
        ],
    )
    .await?;
    Ok(())
}

pub async fn update(
    client: &impl GenericClient,
    org_id: Uuid,
    author: Option<Uuid>,
    territory: &Territory,
) -> Result<(), StorageError> {
    const SQL: &str = "UPDATE territories SET code = $3, name = $4, color = $5, geom = $6, \
        built_from = $7, member_units = $8, owner_id = $9, updated_by = $10, updated_at = now(), \
        version = version + 1 WHERE org_id = $1 AND id = $2";
    let t = territory;
    execute(
        client,
        SQL,
        &[
            &org_id,
            &t.id,
            &t.code,
            &t.name,
            &t.color,
            &geometry(&t.shape),
            &t.built_from,
            &t.member_units,
            &t.owner_id,
            &author,
        ],
    )
    .await?;
    feed::territory_changed(client, org_id, &[t.id]).await
}

pub async fn delete(
    client: &impl GenericClient,
    org_id: Uuid,
    id: Uuid,
) -> Result<(), StorageError> {
    const SQL: &str = "DELETE FROM territories WHERE org_id = $1 AND id = $2";
    execute(client, SQL, &[&org_id, &id]).await?;
    feed::territory_changed(client, org_id, &[id]).await
}

fn home(row: &Row) -> Result<Option<LngLat>, StorageError> {
    let (lng, lat): (Option<f64>, Option<f64>) =
        (row.try_get("home_lng")?, row.try_get("home_lat")?);
    Ok(lng.zip(lat).and_then(|(lng, lat)| LngLat::new(lng, lat).ok()))
}

fn read(row: &Row) -> Result<Territory, StorageError> {
    Ok(Territory {
        id: row.try_get("id")?,
        alignment_id: row.try_get("alignment_id")?,
        code: row.try_get("code")?,
        name: row.try_get("name")?,
        color: row.try_get("color")?,
        shape: shape(row.try_get("geom")?)?,
        built_from: row.try_get("built_from")?,
        member_units: row.try_get("member_units")?,
        owner_id: row.try_get("owner_id")?,
        owner_name: row.try_get("owner_name")?,
        owner_home: home(row)?,
        version: row.try_get("version")?,
    })
}

/// A `GeoJSON` `MultiPolygon`.
pub fn geometry(shape: &MultiPolygon) -> Value {
    let line =
        |ring: &geo::LineString| -> Value { ring.coords().map(|c| vec![c.x, c.y]).collect() };
    let polygons: Vec<Value> = shape
        .iter()
        .map(|part| std::iter::once(part.exterior()).chain(part.interiors()).map(line).collect())
        .collect();
    serde_json::json!({"type": "MultiPolygon", "coordinates": polygons})
}

fn shape(geometry: Value) -> Result<MultiPolygon, StorageError> {
    let unreadable = |error: &dyn std::fmt::Display| {
        StorageError::Unreadable(format!("a territory's geometry: {error}"))
    };
    let parsed: geojson::Geometry =
        serde_json::from_value(geometry).map_err(|error| unreadable(&error))?;
    MultiPolygon::try_from(parsed).map_err(|error| unreadable(&error))
}
