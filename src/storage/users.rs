//! Users, as signing in needs them.

use deadpool_postgres::GenericClient;
use uuid::Uuid;

use super::StorageError;
use super::pool::row;

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
