//! Which places of the map are accounts.

use std::collections::HashSet;

use deadpool_postgres::GenericClient;
use uuid::Uuid;

use super::StorageError;
use super::pool::rows;

/// An account that was a place, and whose it is.
#[derive(Debug, Clone)]
pub struct PlaceAccount {
    pub place_id: String,
    pub id: Uuid,
    pub owner_id: Option<Uuid>,
    pub team_id: Option<Uuid>,
    pub territory_id: Option<Uuid>,
}

/// All accounts of the organisation that have a place, the deleted left out.
pub async fn accounts_of_places(
    client: &impl GenericClient,
    org_id: Uuid,
) -> Result<Vec<PlaceAccount>, StorageError> {
    const SQL: &str = "SELECT external_ids ->> 'osm' AS place_id, id, owner_id, team_id, \
        territory_id FROM accounts \
        WHERE org_id = $1 AND external_ids ? 'osm' AND deleted_at IS NULL";
    let found = rows(client, SQL, &[&org_id]).await?;
    let account = |row: &tokio_postgres::Row| {
        Ok(PlaceAccount {
            place_id: row.try_get("place_id")?,
            id: row.try_get("id")?,
            owner_id: row.try_get("owner_id")?,
            team_id: row.try_get("team_id")?,
            territory_id: row.try_get("territory_id")?,
        })
    };
    found.iter().map(account).collect()
}

/// Those of the places that are accounts of the organisation, deleted or not: a place becomes an
/// account once.
pub async fn known(
    client: &impl GenericClient,
    org_id: Uuid,
    place_ids: &[&str],
) -> Result<HashSet<String>, StorageError> {
    const SQL: &str = "SELECT external_ids ->> 'osm' AS place_id FROM accounts \
        WHERE org_id = $1 AND external_ids ? 'osm' AND external_ids ->> 'osm' = ANY($2)";
    let found = rows(client, SQL, &[&org_id, &place_ids]).await?;
    found.iter().map(|row| Ok(row.try_get("place_id")?)).collect()
}
