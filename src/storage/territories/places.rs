//! Accounts as territories see them: where they are and how much work and value they bring.

use deadpool_postgres::GenericClient;
use tokio_postgres::Row;
use uuid::Uuid;

use crate::domain::territory::Place;
use crate::domain::units::LngLat;
use crate::storage::StorageError;
use crate::storage::pool::rows;

/// Days of a year, for visits at an interval.
const YEAR_DAYS: f64 = 365.0;

#[derive(Debug, Clone)]
pub struct PlacedAccount {
    pub id: Uuid,
    /// `None` for an account without a location.
    pub place: Option<Place>,
    pub is_excluded: bool,
    pub territory_id: Option<Uuid>,
    /// The territory was chosen and does not follow from the place.
    pub is_territory_fixed: bool,
    pub owner_id: Option<Uuid>,
    pub follows_territory: bool,
}

/// The accounts of an organisation, or those of a list, without the deleted.
pub async fn placed_accounts(
    client: &impl GenericClient,
    org_id: Uuid,
    ids: Option<&[Uuid]>,
) -> Result<Vec<PlacedAccount>, StorageError> {
    const SELECT: &str = "SELECT a.id, s.lng, s.lat, a.lifecycle, a.value_12m::float8 AS value, \
        a.potential_value::float8 AS potential, a.visit_interval_days, a.visit_duration_min, \
        a.do_not_visit, a.territory_id, a.territory_source, a.owner_id, a.owner_source \
        FROM accounts a LEFT JOIN sites s ON s.account_id = a.id AND s.is_primary \
        WHERE a.org_id = $1 AND a.deleted_at IS NULL";
    let found = match ids {
        None => rows(client, &format!("{SELECT} ORDER BY a.id"), &[&org_id]).await?,
        // A statement of its own, since one for both reads the whole table for a few; and planned
        // each time, since a plan made while the tables were small does so too when an import has
        // made them large.
        Some(ids) => {
            let sql = format!("{SELECT} AND a.id = ANY($2) ORDER BY a.id");
            client.query(&sql, &[&org_id, &ids]).await?
        }
    };
    found.iter().map(read).collect()
}

fn read(row: &Row) -> Result<PlacedAccount, StorageError> {
    Ok(PlacedAccount {
        id: row.try_get("id")?,
        place: place(row)?,
        is_excluded: row.try_get::<_, &str>("lifecycle")? == "excluded",
        territory_id: row.try_get("territory_id")?,
        is_territory_fixed: row.try_get::<_, &str>("territory_source")? != "polygon",
        owner_id: row.try_get("owner_id")?,
        follows_territory: row.try_get::<_, &str>("owner_source")? == "territory",
    })
}

fn place(row: &Row) -> Result<Option<Place>, StorageError> {
    let (lng, lat): (Option<f64>, Option<f64>) = (row.try_get("lng")?, row.try_get("lat")?);
    let Some(at) = lng.zip(lat).and_then(|(lng, lat)| LngLat::new(lng, lat).ok()) else {
        return Ok(None);
    };
    let is_visited = !row.try_get::<_, bool>("do_not_visit")?;
    let interval: Option<i32> = row.try_get("visit_interval_days")?;
    let visits = interval.filter(|_| is_visited).map_or(0.0, |days| YEAR_DAYS / f64::from(days));
    let minutes: i32 = row.try_get("visit_duration_min")?;
    Ok(Some(Place {
        at,
        is_customer: row.try_get::<_, &str>("lifecycle")? == "customer",
        value: row.try_get("value")?,
        potential: row.try_get("potential")?,
        visits_per_year: visits,
        service_hours: visits * f64::from(minutes) / 60.0,
        room_km2: 0.0,
    }))
}
