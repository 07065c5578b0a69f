//! Users: signing in, profiles, the working day.

use chrono::{DateTime, Utc};
use deadpool_postgres::GenericClient;
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;
use uuid::Uuid;

use super::StorageError;
use super::pool::{Params, code, execute, row, rows};
use crate::domain::crm::user::UserDraft;
use crate::domain::units::LngLat;

#[derive(Debug, Clone)]
pub struct Credentials {
    pub id: Uuid,
    pub org_id: Uuid,
    pub password_hash: String,
    pub is_active: bool,
}

pub async fn credentials(
    client: &impl GenericClient,
    email: &str,
) -> Result<Option<Credentials>, StorageError> {
    const SQL: &str = "SELECT id, org_id, password_hash, status = 'active' AS is_active \
        FROM users WHERE email = $1";
    let Some(row) = row(client, SQL, &[&email]).await? else { return Ok(None) };
    Ok(Some(Credentials {
        id: row.try_get("id")?,
        org_id: row.try_get("org_id")?,
        password_hash: row.try_get("password_hash")?,
        is_active: row.try_get("is_active")?,
    }))
}

#[derive(Debug, Clone)]
pub struct Profile {
    pub id: Uuid,
    pub name: String,
    pub email: String,
    pub locale: String,
    pub time_zone: String,
}

pub async fn profile(client: &impl GenericClient, id: Uuid) -> Result<Profile, StorageError> {
    const SQL: &str = "SELECT id, name, email, locale, time_zone FROM users WHERE id = $1";
    let row = row(client, SQL, &[&id]).await?;
    let row = row.ok_or_else(|| StorageError::Unreadable(format!("no user {id}")))?;
    Ok(Profile {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        email: row.try_get("email")?,
        locale: row.try_get("locale")?,
        time_zone: row.try_get("time_zone")?,
    })
}

/// A user as shown and changed, without the password.
#[derive(Debug, Clone)]
pub struct User {
    pub id: Uuid,
    pub fields: UserDraft,
    pub team_ids: Vec<Uuid>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub version: i32,
}

const SELECT: &str = "SELECT u.*, \
        ARRAY(SELECT m.team_id FROM team_members m WHERE m.user_id = u.id ORDER BY 1) AS team_ids \
    FROM users u";

/// All users of the organisation by name, at most `limit`.
pub async fn list(
    client: &impl GenericClient,
    org_id: Uuid,
    limit: i64,
) -> Result<Vec<User>, StorageError> {
    let sql = format!("{SELECT} WHERE u.org_id = $1 ORDER BY lower(u.name), u.id LIMIT $2");
    rows(client, &sql, &[&org_id, &limit]).await?.iter().map(user).collect()
}

pub async fn find(
    client: &impl GenericClient,
    org_id: Uuid,
    id: Uuid,
) -> Result<Option<User>, StorageError> {
    let sql = format!("{SELECT} WHERE u.org_id = $1 AND u.id = $2");
    row(client, &sql, &[&org_id, &id]).await?.as_ref().map(user).transpose()
}

/// Locks the organisation's users until the transaction ends, so that two administrators cannot
/// both step down at once.
pub async fn lock_all(client: &impl GenericClient, org_id: Uuid) -> Result<(), StorageError> {
    const SQL: &str = "SELECT 1 FROM users WHERE org_id = $1 ORDER BY id FOR UPDATE";
    rows(client, SQL, &[&org_id]).await?;
    Ok(())
}

pub async fn count_active_admins(
    client: &impl GenericClient,
    org_id: Uuid,
) -> Result<i64, StorageError> {
    const SQL: &str = "SELECT count(*) FROM users \
        WHERE org_id = $1 AND role = 'admin' AND status = 'active'";
    let row = row(client, SQL, &[&org_id]).await?;
    Ok(row.map_or(Ok(0), |row| row.try_get(0))?)
}

/// The active administrator who has been here longest.
pub async fn first_admin(
    client: &impl GenericClient,
    org_id: Uuid,
) -> Result<Option<Uuid>, StorageError> {
    const SQL: &str = "SELECT id FROM users \
        WHERE org_id = $1 AND role = 'admin' AND status = 'active' ORDER BY created_at, id LIMIT 1";
    let found = row(client, SQL, &[&org_id]).await?;
    Ok(found.map(|row| row.try_get(0)).transpose()?)
}

pub async fn insert(
    client: &impl GenericClient,
    org_id: Uuid,
    author: Option<Uuid>,
    id: Uuid,
    user: &UserDraft,
    password_hash: &str,
) -> Result<(), StorageError> {
    const SQL: &str = "INSERT INTO users (id, org_id, email, name, role, status, locale, \
        time_zone, phone, manager_id, home_lng, home_lat, home_address, work_start, work_end, \
        work_days, break_start, break_minutes, max_visits, vehicle_profile, created_by, \
        updated_by, password_hash) VALUES ($2, $1, $4, $5, $6, $7, $8, coalesce($9, \
        (SELECT time_zone FROM organisations WHERE id = $1)), $10, $11, $12, $13, $14, $15, $16, \
        $17, $18, $19, $20, $21, $3, $3, $22)";
    let hash: &(dyn ToSql + Sync) = &password_hash;
    write(client, SQL, &[&org_id, &id, &author], user, &[hash]).await
}

pub async fn update(
    client: &impl GenericClient,
    org_id: Uuid,
    author: Uuid,
    id: Uuid,
    user: &UserDraft,
) -> Result<(), StorageError> {
    const SQL: &str = "UPDATE users SET email = $4, name = $5, role = $6, status = $7, \
        locale = $8, time_zone = coalesce($9, time_zone), phone = $10, manager_id = $11, \
        home_lng = $12, home_lat = $13, home_address = $14, work_start = $15, work_end = $16, \
        work_days = $17, break_start = $18, break_minutes = $19, max_visits = $20, \
        vehicle_profile = $21, updated_by = $3, updated_at = now(), version = version + 1 \
        WHERE org_id = $1 AND id = $2";
    write(client, SQL, &[&org_id, &id, &author], user, &[]).await
}

/// Runs a statement whose parameters are three of the caller's, the fields in order, and the rest.
async fn write(
    client: &impl GenericClient,
    sql: &str,
    first: Params<'_>,
    user: &UserDraft,
    last: Params<'_>,
) -> Result<(), StorageError> {
    let (role, status) = (user.role.code(), user.status.code());
    let (locale, profile) = (user.locale.code(), user.vehicle_profile.code());
    let (home_lng, home_lat) = (user.home.map(LngLat::lng), user.home.map(LngLat::lat));
    let fields: [&(dyn ToSql + Sync); 18] = [
        &user.email,
        &user.name,
        &role,
        &status,
        &locale,
        &user.time_zone,
        &user.phone,
        &user.manager_id,
        &home_lng,
        &home_lat,
        &user.home_address,
        &user.work_start,
        &user.work_end,
        &user.work_days,
        &user.break_start,
        &user.break_minutes,
        &user.max_visits,
        &profile,
    ];
    execute(client, sql, &[first, &fields, last].concat()).await?;
    Ok(())
}

pub async fn set_password(
    client: &impl GenericClient,
    id: Uuid,
    password_hash: &str,
) -> Result<(), StorageError> {
    const SQL: &str = "UPDATE users SET password_hash = $2 WHERE id = $1";
    execute(client, SQL, &[&id, &password_hash]).await?;
    Ok(())
}

pub async fn password_hash(client: &impl GenericClient, id: Uuid) -> Result<String, StorageError> {
    let row = row(client, "SELECT password_hash FROM users WHERE id = $1", &[&id]).await?;
    let row = row.ok_or_else(|| StorageError::Unreadable(format!("no user {id}")))?;
    Ok(row.try_get(0)?)
}

fn user(row: &Row) -> Result<User, StorageError> {
    Ok(User {
        id: row.try_get("id")?,
        fields: UserDraft {
            email: row.try_get("email")?,
            name: row.try_get("name")?,
            role: code(row, "role")?,
            status: code(row, "status")?,
            locale: code(row, "locale")?,
            time_zone: row.try_get("time_zone")?,
            phone: row.try_get("phone")?,
            manager_id: row.try_get("manager_id")?,
            home: home(row)?,
            home_address: row.try_get("home_address")?,
            work_start: row.try_get("work_start")?,
            work_end: row.try_get("work_end")?,
            work_days: row.try_get("work_days")?,
            break_start: row.try_get("break_start")?,
            break_minutes: row.try_get("break_minutes")?,
            max_visits: row.try_get("max_visits")?,
            vehicle_profile: code(row, "vehicle_profile")?,
        },
        team_ids: row.try_get("team_ids")?,
        created_at: row.try_get("created_at")?,
        updated_at: row.try_get("updated_at")?,
        version: row.try_get("version")?,
    })
}

fn home(row: &Row) -> Result<Option<LngLat>, StorageError> {
    let (lng, lat): (Option<f64>, Option<f64>) =
        (row.try_get("home_lng")?, row.try_get("home_lat")?);
    let point = lng.zip(lat).map(|(lng, lat)| LngLat::new(lng, lat));
    point.transpose().map_err(|error| StorageError::Unreadable(error.to_string()))
}
