//! Activities.

use chrono::{DateTime, Utc};
use deadpool_postgres::GenericClient;
use uuid::Uuid;

use super::StorageError;
use super::pool::row;
use super::records::{self, Point, Record};
use super::visibility::{Visibility, condition};
use crate::domain::crm::activity::{Activity, ActivityStatus, ActivityType};

impl Record for Activity {
    const TABLE: &'static str = "activities";
    const POINTS: &'static [Point] =
        &[Point { field: "check_in_location", lng: "check_in_lng", lat: "check_in_lat" }];

    fn id(&self) -> Uuid {
        self.id
    }
}

/// Which activities; those of visible accounts and the caller's own.
#[derive(Debug, Clone, Default)]
pub struct ActivityQuery {
    pub account_id: Option<Uuid>,
    pub owner_id: Option<Uuid>,
    pub kind: Option<ActivityType>,
    pub status: Option<ActivityStatus>,
    pub from: Option<DateTime<Utc>>,
    pub to: Option<DateTime<Utc>>,
    /// The last activity of the page before.
    pub after: Option<(DateTime<Utc>, Uuid)>,
    pub limit: i64,
}

/// The moment an activity belongs to: when it happened, else when it is planned, else when it was
/// written down.
pub const MOMENT: &str =
    "coalesce(v.actual_start, v.planned_start, v.due_on::timestamptz, v.created_at)";

/// The newest first.
pub async fn list(
    client: &impl GenericClient,
    org_id: Uuid,
    visibility: &Visibility,
    query: &ActivityQuery,
) -> Result<Vec<Activity>, StorageError> {
    let sql = format!(
        "SELECT to_jsonb(v) FROM activities v LEFT JOIN accounts a ON a.id = v.account_id \
         WHERE v.org_id = $1 AND v.deleted_at IS NULL AND a.deleted_at IS NULL \
         AND ({} OR v.owner_id = ANY($3)) \
         AND ($6::uuid IS NULL OR v.account_id = $6) AND ($7::uuid IS NULL OR v.owner_id = $7) \
         AND ($8::text IS NULL OR v.type = $8) AND ($9::text IS NULL OR v.status = $9) \
         AND ($10::timestamptz IS NULL OR {MOMENT} >= $10) \
         AND ($11::timestamptz IS NULL OR {MOMENT} < $11) \
         AND ($12::timestamptz IS NULL OR ({MOMENT}, v.id) < ($12, $13::uuid)) \
         ORDER BY {MOMENT} DESC, v.id DESC LIMIT $14",
        condition(2)
    );
    let (v, q) = (visibility, query);
    let (after_at, after_id) = q.after.unzip();
    records::list(
        client,
        &sql,
        &[
            &org_id,
            &v.everything,
            &v.owners,
            &v.teams,
            &v.territories,
            &q.account_id,
            &q.owner_id,
            &q.kind.map(ActivityType::code),
            &q.status.map(ActivityStatus::code),
            &q.from,
            &q.to,
            &after_at,
            &after_id,
            &q.limit,
        ],
    )
    .await
}

/// What an offline device has sent before.
pub async fn by_client_id(
    client: &impl GenericClient,
    org_id: Uuid,
    client_id: Uuid,
) -> Result<Option<Uuid>, StorageError> {
    const SQL: &str = "SELECT id FROM activities WHERE org_id = $1 AND client_id = $2";
    let found = row(client, SQL, &[&org_id, &client_id]).await?;
    Ok(found.map(|row| row.try_get(0)).transpose()?)
}
