//! Routes with their stops, and what a day is planned from.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use deadpool_postgres::GenericClient;
use serde_json::{Value, json};
use tokio_postgres::Row;
use uuid::Uuid;

use super::StorageError;
use super::pool::{code, execute, row, rows};
use super::sites::point;
use crate::domain::planning::StopIssue;
use crate::domain::planning::route::{Route, RouteStop, navigation_url};
use crate::domain::units::LngLat;

/// Routes one list shows at most.
pub const ROUTES_LIST_MAX: i64 = 500;
/// Due accounts that are looked at for one day.
const DUE_MAX: i64 = 1_000;

/// From where and when a user works.
#[derive(Debug, Clone)]
pub struct WorkDay {
    pub time_zone: String,
    pub home: Option<LngLat>,
    pub work_start: NaiveTime,
    pub work_end: NaiveTime,
    pub break_start: Option<NaiveTime>,
    pub break_minutes: i16,
    pub max_visits: i16,
    pub vehicle_profile: String,
}

pub async fn work_day(
    client: &impl GenericClient,
    org_id: Uuid,
    user_id: Uuid,
) -> Result<Option<WorkDay>, StorageError> {
    const SQL: &str = "SELECT time_zone, home_lng, home_lat, work_start, work_end, break_start, \
        break_minutes, max_visits, vehicle_profile FROM users \
        WHERE org_id = $1 AND id = $2 AND status = 'active'";
    let Some(row) = row(client, SQL, &[&org_id, &user_id]).await? else { return Ok(None) };
    Ok(Some(WorkDay {
        time_zone: row.try_get("time_zone")?,
        home: point(&row, "home_lng", "home_lat")?,
        work_start: row.try_get("work_start")?,
        work_end: row.try_get("work_end")?,
        break_start: row.try_get("break_start")?,
        break_minutes: row.try_get("break_minutes")?,
        max_visits: row.try_get("max_visits")?,
        vehicle_profile: row.try_get("vehicle_profile")?,
    }))
}

/// Accounts of the user whose next visit may be planned on the day, the most overdue first. The
/// share of the interval is that of `domain::crm::due`.
pub async fn due_accounts(
    client: &impl GenericClient,
    org_id: Uuid,
    user_id: Uuid,
    date: NaiveDate,
    schedulable_share: f64,
) -> Result<Vec<Uuid>, StorageError> {
    const SQL: &str = "SELECT id FROM accounts \
        WHERE org_id = $1 AND owner_id = $2 AND deleted_at IS NULL AND NOT do_not_visit \
        AND next_due_on <= $3::date + floor(visit_interval_days * (1 - $4::float8))::int \
        ORDER BY next_due_on, visit_priority DESC, id LIMIT $5";
    let found =
        rows(client, SQL, &[&org_id, &user_id, &date, &schedulable_share, &DUE_MAX]).await?;
    found.iter().map(|row| Ok(row.try_get(0)?)).collect()
}

/// A confirmed appointment of the user.
#[derive(Debug, Clone)]
pub struct Appointment {
    pub activity_id: Uuid,
    pub account_id: Uuid,
    pub from: DateTime<Utc>,
    pub to: Option<DateTime<Utc>>,
}

pub async fn appointments(
    client: &impl GenericClient,
    org_id: Uuid,
    user_id: Uuid,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<Vec<Appointment>, StorageError> {
    const SQL: &str = "SELECT id, account_id, planned_start, planned_end FROM activities \
        WHERE org_id = $1 AND owner_id = $2 AND status = 'confirmed' AND type IN ('visit', 'meeting') \
        AND account_id IS NOT NULL AND planned_start >= $3 AND planned_start < $4 \
        AND deleted_at IS NULL ORDER BY planned_start, id LIMIT 100";
    let found = rows(client, SQL, &[&org_id, &user_id, &from, &to]).await?;
    let appointment = |row: &Row| {
        Ok(Appointment {
            activity_id: row.try_get("id")?,
            account_id: row.try_get("account_id")?,
            from: row.try_get("planned_start")?,
            to: row.try_get("planned_end")?,
        })
    };
    found.iter().map(appointment).collect()
}

/// Routes of the user on the day that are not deleted: id and status.
pub async fn of_day(
    client: &impl GenericClient,
    org_id: Uuid,
    user_id: Uuid,
    date: NaiveDate,
) -> Result<Vec<(Uuid, String)>, StorageError> {
    const SQL: &str = "SELECT id, status FROM routes \
        WHERE org_id = $1 AND user_id = $2 AND on_date = $3 AND deleted_at IS NULL FOR UPDATE";
    let found = rows(client, SQL, &[&org_id, &user_id, &date]).await?;
    found.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
}

/// Writes a new route with its stops.
pub async fn insert(
    client: &impl GenericClient,
    org_id: Uuid,
    author_id: Uuid,
    route: &Route,
) -> Result<(), StorageError> {
    const SQL: &str = "INSERT INTO routes (id, org_id, user_id, on_date, status, time_zone, \
        shift_start, shift_end, start_lng, start_lat, end_lng, end_lat, vehicle_profile, \
        departs_at, returns_at, distance_m, travel_s, service_s, wait_s, geometry, unserved, \
        brief, created_by, updated_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, \
        $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $23)";
    let r = route;
    execute(
        client,
        SQL,
        &[
            &r.id,
            &org_id,
            &r.user_id,
            &r.date,
            &r.status.code(),
            &r.time_zone,
            &r.shift_start,
            &r.shift_end,
            &r.start.lng(),
            &r.start.lat(),
            &r.end.lng(),
            &r.end.lat(),
            &r.vehicle_profile,
            &r.departs_at,
            &r.returns_at,
            &r.distance_m,
            &r.travel_s,
            &r.service_s,
            &r.wait_s,
            &r.geometry,
            &json!(r.unserved),
            &stored_brief(r),
            &author_id,
        ],
    )
    .await?;
    insert_stops(client, org_id, route).await
}

/// Writes a changed route over the old one; its version moves on.
pub async fn update(
    client: &impl GenericClient,
    org_id: Uuid,
    author_id: Uuid,
    route: &Route,
) -> Result<(), StorageError> {
    const SQL: &str = "UPDATE routes SET status = $3, departs_at = $4, returns_at = $5, \
        distance_m = $6, travel_s = $7, service_s = $8, wait_s = $9, geometry = $10, \
        unserved = $11, brief = $12, updated_at = now(), updated_by = $13, version = version + 1 \
        WHERE org_id = $1 AND id = $2";
    let r = route;
    execute(
        client,
        SQL,
        &[
            &org_id,
            &r.id,
            &r.status.code(),
            &r.departs_at,
            &r.returns_at,
            &r.distance_m,
            &r.travel_s,
            &r.service_s,
            &r.wait_s,
            &r.geometry,
            &json!(r.unserved),
            &stored_brief(r),
            &author_id,
        ],
    )
    .await?;
    execute(client, "DELETE FROM route_stops WHERE route_id = $1", &[&r.id]).await?;
    insert_stops(client, org_id, route).await
}

/// What has no column of its own rides in the brief.
fn stored_brief(route: &Route) -> Value {
    json!({
        "request": route.brief,
        "lunch": route.lunch,
        "travel_source": route.travel_source,
        "is_proven": route.is_proven,
        "attribution": route.attribution,
    })
}

async fn insert_stops(
    client: &impl GenericClient,
    org_id: Uuid,
    route: &Route,
) -> Result<(), StorageError> {
    const SQL: &str = "INSERT INTO route_stops (route_id, seq, org_id, account_id, site_id, \
        activity_id, arrives_at, starts_at, leaves_at, wait_s, windows, leg_distance_m, leg_s, \
        is_fixed, reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
    for s in &route.stops {
        execute(
            client,
            SQL,
            &[
                &route.id,
                &s.seq,
                &org_id,
                &s.account_id,
                &s.site_id,
                &s.activity_id,
                &s.arrives_at,
                &s.starts_at,
                &s.leaves_at,
                &s.wait_s,
                &json!(s.windows),
                &s.leg_distance_m,
                &s.leg_s,
                &s.is_fixed,
                &s.issue.map(StopIssue::code),
            ],
        )
        .await?;
    }
    Ok(())
}

pub async fn find(
    client: &impl GenericClient,
    org_id: Uuid,
    id: Uuid,
) -> Result<Option<Route>, StorageError> {
    const SQL: &str = "SELECT * FROM routes WHERE org_id = $1 AND id = $2 AND deleted_at IS NULL";
    read_one(client, org_id, id, SQL).await
}

/// As [`find`], and nobody else changes it until the transaction ends.
pub async fn find_locked(
    client: &impl GenericClient,
    org_id: Uuid,
    id: Uuid,
) -> Result<Option<Route>, StorageError> {
    const SQL: &str =
        "SELECT * FROM routes WHERE org_id = $1 AND id = $2 AND deleted_at IS NULL FOR UPDATE";
    read_one(client, org_id, id, SQL).await
}

async fn read_one(
    client: &impl GenericClient,
    org_id: Uuid,
    id: Uuid,
    sql: &str,
) -> Result<Option<Route>, StorageError> {
    let Some(row) = row(client, sql, &[&org_id, &id]).await? else { return Ok(None) };
    let mut routes = vec![route(&row)?];
    add_stops(client, org_id, &mut routes).await?;
    Ok(routes.pop())
}

/// Which routes; `owners` empty with `everything` unset means none.
#[derive(Debug, Clone, Default)]
pub struct RouteQuery {
    pub everything: bool,
    pub owners: Vec<Uuid>,
    pub user_id: Option<Uuid>,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
}

/// The latest day first.
pub async fn list(
    client: &impl GenericClient,
    org_id: Uuid,
    query: &RouteQuery,
) -> Result<Vec<Route>, StorageError> {
    const SQL: &str = "SELECT * FROM routes WHERE org_id = $1 AND deleted_at IS NULL \
        AND ($2 OR user_id = ANY($3)) AND ($4::uuid IS NULL OR user_id = $4) \
        AND ($5::date IS NULL OR on_date >= $5) AND ($6::date IS NULL OR on_date <= $6) \
        ORDER BY on_date DESC, id LIMIT $7";
    let q = query;
    let found = rows(
        client,
        SQL,
        &[&org_id, &q.everything, &q.owners, &q.user_id, &q.from, &q.to, &ROUTES_LIST_MAX],
    )
    .await?;
    let mut routes: Vec<Route> = found.iter().map(route).collect::<Result<_, _>>()?;
    add_stops(client, org_id, &mut routes).await?;
    Ok(routes)
}

async fn add_stops(
    client: &impl GenericClient,
    org_id: Uuid,
    routes: &mut [Route],
) -> Result<(), StorageError> {
    const SQL: &str = "SELECT t.*, a.name AS account_name, \
            coalesce(s.entrance_lng, s.lng) AS at_lng, coalesce(s.entrance_lat, s.lat) AS at_lat \
        FROM route_stops t JOIN accounts a ON a.id = t.account_id JOIN sites s ON s.id = t.site_id \
        WHERE t.org_id = $1 AND t.route_id = ANY($2) ORDER BY t.route_id, t.seq";
    let ids: Vec<Uuid> = routes.iter().map(|route| route.id).collect();
    for row in rows(client, SQL, &[&org_id, &ids]).await? {
        let route_id: Uuid = row.try_get("route_id")?;
        if let Some(route) = routes.iter_mut().find(|route| route.id == route_id) {
            let stop = stop(&row, route.start)?;
            route.stops.push(stop);
        }
    }
    Ok(())
}

fn route(row: &Row) -> Result<Route, StorageError> {
    let at = |lng, lat| {
        point(row, lng, lat)?
            .ok_or_else(|| StorageError::Unreadable("a route without places".to_owned()))
    };
    let mut brief: Value = row.try_get("brief")?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    Ok(Route {
        id: row.try_get("id")?,
        user_id: row.try_get("user_id")?,
        date: row.try_get("on_date")?,
        status: code(row, "status")?,
        time_zone: row.try_get("time_zone")?,
        shift_start: row.try_get("shift_start")?,
        shift_end: row.try_get("shift_end")?,
        start: at("start_lng", "start_lat")?,
        end: at("end_lng", "end_lat")?,
        vehicle_profile: row.try_get("vehicle_profile")?,
        departs_at: row.try_get("departs_at")?,
        returns_at: row.try_get("returns_at")?,
        distance_m: row.try_get("distance_m")?,
        travel_s: row.try_get("travel_s")?,
        service_s: row.try_get("service_s")?,
        wait_s: row.try_get("wait_s")?,
        geometry: row.try_get("geometry")?,
        lunch: read(brief["lunch"].take())?,
        stops: Vec::new(),
        unserved: read(row.try_get("unserved")?)?,
        travel_source: text(&brief["travel_source"]),
        is_proven: brief["is_proven"].as_bool().unwrap_or_default(),
        attribution: text(&brief["attribution"]),
        brief: brief["request"].take(),
        version: row.try_get("version")?,
    })
}

/// A site that lost its position since stands where the route starts.
fn stop(row: &Row, start: LngLat) -> Result<RouteStop, StorageError> {
    let account_name: String = row.try_get("account_name")?;
    let location = point(row, "at_lng", "at_lat")?.unwrap_or(start);
    let issue: Option<String> = row.try_get("reason")?;
    Ok(RouteStop {
        seq: row.try_get("seq")?,
        account_id: row.try_get("account_id")?,
        navigation_url: navigation_url(location, &account_name),
        account_name,
        site_id: row.try_get("site_id")?,
        activity_id: row.try_get("activity_id")?,
        location,
        arrives_at: row.try_get("arrives_at")?,
        starts_at: row.try_get("starts_at")?,
        leaves_at: row.try_get("leaves_at")?,
        wait_s: row.try_get("wait_s")?,
        windows: read(row.try_get("windows")?)?,
        leg_s: row.try_get("leg_s")?,
        leg_distance_m: row.try_get("leg_distance_m")?,
        is_fixed: row.try_get("is_fixed")?,
        issue: issue.map(|code| code.parse()).transpose()?,
    })
}

fn read<T: serde::de::DeserializeOwned>(value: Value) -> Result<T, StorageError> {
    serde_json::from_value(value).map_err(|error| StorageError::Unreadable(error.to_string()))
}

pub async fn delete(
    client: &impl GenericClient,
    org_id: Uuid,
    author_id: Uuid,
    id: Uuid,
) -> Result<(), StorageError> {
    const SQL: &str = "UPDATE routes SET deleted_at = now(), updated_at = now(), \
        updated_by = $3, version = version + 1 WHERE org_id = $1 AND id = $2";
    execute(client, SQL, &[&org_id, &id, &author_id]).await?;
    Ok(())
}

/// Takes back the visits that a route planned and nobody has touched since, except those kept.
pub async fn withdraw_visits(
    client: &impl GenericClient,
    org_id: Uuid,
    route_id: Uuid,
    kept: &[Uuid],
) -> Result<(), StorageError> {
    const SQL: &str = "UPDATE activities SET deleted_at = now(), version = version + 1 \
        WHERE org_id = $1 AND status = 'planned' AND deleted_at IS NULL AND id <> ALL($3) \
        AND id IN (SELECT activity_id FROM route_stops WHERE route_id = $2)";
    execute(client, SQL, &[&org_id, &route_id, &kept]).await?;
    Ok(())
}

/// Plans a visit for a stop, or moves the one it has; a confirmed one stays where it is.
pub async fn plan_visit(
    client: &impl GenericClient,
    org_id: Uuid,
    author_id: Uuid,
    user_id: Uuid,
    stop: &RouteStop,
) -> Result<Uuid, StorageError> {
    const MOVE: &str = "UPDATE activities SET planned_start = $3, planned_end = $4, \
        updated_at = now(), updated_by = $5, version = version + 1 \
        WHERE org_id = $1 AND id = $2 AND status = 'planned' \
        AND (planned_start, planned_end) IS DISTINCT FROM ($3, $4)";
    const INSERT: &str = "INSERT INTO activities (id, org_id, type, subject, account_id, owner_id, \
        status, planned_start, planned_end, site_id, created_by, updated_by) \
        VALUES ($1, $2, 'visit', left($3, 300), $4, $5, 'planned', $6, $7, $8, $9, $9)";
    if let Some(id) = stop.activity_id {
        execute(client, MOVE, &[&org_id, &id, &stop.starts_at, &stop.leaves_at, &author_id])
            .await?;
        return Ok(id);
    }
    let id = Uuid::now_v7();
    execute(
        client,
        INSERT,
        &[
            &id,
            &org_id,
            &stop.account_name,
            &stop.account_id,
            &user_id,
            &stop.starts_at,
            &stop.leaves_at,
            &stop.site_id,
            &author_id,
        ],
    )
    .await?;
    Ok(id)
}
