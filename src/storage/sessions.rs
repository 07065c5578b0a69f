//! Sessions and failed sign-ins.

use chrono::{DateTime, Utc};
use deadpool_postgres::GenericClient;
use uuid::Uuid;

use super::StorageError;
use super::pool::{code, execute, row};
use crate::domain::crm::rights::{Memberships, Role};

/// A session as it begins. Only the hash of the token is kept.
#[derive(Debug)]
pub struct NewSession<'a> {
    pub token_hash: &'a [u8],
    pub org_id: Uuid,
    pub user_id: Uuid,
    pub csrf_token: &'a str,
    pub now: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub ip: Option<&'a str>,
    pub user_agent: Option<&'a str>,
}

/// A session with everything rights depend on, read afresh for every request so that a changed
/// role, team or territory counts at once.
#[derive(Debug, Clone)]
pub struct LiveSession {
    pub org_id: Uuid,
    pub user_id: Uuid,
    pub role: Role,
    pub locale: String,
    pub is_active: bool,
    pub csrf_token: String,
    pub last_seen_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub memberships: Memberships,
}

pub async fn insert(
    client: &impl GenericClient,
    session: &NewSession<'_>,
) -> Result<(), StorageError> {
    const SQL: &str = "INSERT INTO sessions \
        (token_hash, org_id, user_id, csrf_token, created_at, last_seen_at, expires_at, ip, user_agent) \
        VALUES ($1, $2, $3, $4, $5, $5, $6, $7, $8)";
    let s = session;
    execute(
        client,
        SQL,
        &[
            &s.token_hash,
            &s.org_id,
            &s.user_id,
            &s.csrf_token,
            &s.now,
            &s.expires_at,
            &s.ip,
            &s.user_agent,
        ],
    )
    .await?;
    Ok(())
}

/// The session of a token with its user's memberships.
pub async fn find(
    client: &impl GenericClient,
    token_hash: &[u8],
) -> Result<Option<LiveSession>, StorageError> {
    const SQL: &str = "SELECT s.org_id, s.user_id, s.csrf_token, s.last_seen_at, s.expires_at, \
            u.role, u.locale, u.status = 'active' AS is_active, \
            ARRAY(SELECT m.team_id FROM team_members m WHERE m.user_id = u.id) AS team_ids, \
            ARRAY(SELECT DISTINCT mate.user_id FROM team_members m \
                JOIN team_members mate ON mate.team_id = m.team_id \
                WHERE m.user_id = u.id) AS teammate_ids, \
            ARRAY(SELECT t.id FROM territories t JOIN alignments a ON a.id = t.alignment_id \
                WHERE t.owner_id = u.id AND a.state = 'active' AND a.deleted_at IS NULL) \
                AS territory_ids \
        FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.token_hash = $1";
    let Some(row) = row(client, SQL, &[&token_hash]).await? else { return Ok(None) };
    Ok(Some(LiveSession {
        org_id: row.try_get("org_id")?,
        user_id: row.try_get("user_id")?,
        role: code(&row, "role")?,
        locale: row.try_get("locale")?,
        is_active: row.try_get("is_active")?,
        csrf_token: row.try_get("csrf_token")?,
        last_seen_at: row.try_get("last_seen_at")?,
        expires_at: row.try_get("expires_at")?,
        memberships: Memberships {
            team_ids: row.try_get("team_ids")?,
            teammate_ids: row.try_get("teammate_ids")?,
            territory_ids: row.try_get("territory_ids")?,
        },
    }))
}

pub async fn touch(
    client: &impl GenericClient,
    token_hash: &[u8],
    now: DateTime<Utc>,
) -> Result<(), StorageError> {
    const SQL: &str = "UPDATE sessions SET last_seen_at = $2 WHERE token_hash = $1";
    execute(client, SQL, &[&token_hash, &now]).await?;
    Ok(())
}

pub async fn delete(client: &impl GenericClient, token_hash: &[u8]) -> Result<(), StorageError> {
    execute(client, "DELETE FROM sessions WHERE token_hash = $1", &[&token_hash]).await?;
    Ok(())
}

/// Ends every session of a user: disabled, or the password changed.
pub async fn delete_of_user(
    client: &impl GenericClient,
    user_id: Uuid,
    except: Option<&[u8]>,
) -> Result<(), StorageError> {
    const SQL: &str = "DELETE FROM sessions WHERE user_id = $1 AND token_hash IS DISTINCT FROM $2";
    execute(client, SQL, &[&user_id, &except]).await?;
    Ok(())
}

/// Forgets sessions that ended and failures that no limit counts any more.
pub async fn sweep(
    client: &impl GenericClient,
    now: DateTime<Utc>,
    failures_before: DateTime<Utc>,
) -> Result<(), StorageError> {
    execute(client, "DELETE FROM sessions WHERE expires_at < $1", &[&now]).await?;
    execute(client, "DELETE FROM sign_in_failures WHERE at < $1", &[&failures_before]).await?;
    Ok(())
}

pub async fn note_failure(
    client: &impl GenericClient,
    subject: &str,
    now: DateTime<Utc>,
) -> Result<(), StorageError> {
    const SQL: &str = "INSERT INTO sign_in_failures (subject, at) VALUES ($1, $2)";
    execute(client, SQL, &[&subject, &now]).await?;
    Ok(())
}

/// Failures since an instant, and when the oldest of them was.
pub async fn failures(
    client: &impl GenericClient,
    subject: &str,
    since: DateTime<Utc>,
) -> Result<(i64, Option<DateTime<Utc>>), StorageError> {
    const SQL: &str =
        "SELECT count(*), min(at) FROM sign_in_failures WHERE subject = $1 AND at > $2";
    let row = row(client, SQL, &[&subject, &since]).await?;
    match row {
        Some(row) => Ok((row.try_get(0)?, row.try_get(1)?)),
        None => Ok((0, None)),
    }
}

/// Takes back the failure that was counted before a sign-in turned out right.
pub async fn forget_failure(
    client: &impl GenericClient,
    subject: &str,
    at: DateTime<Utc>,
) -> Result<(), StorageError> {
    const SQL: &str = "DELETE FROM sign_in_failures WHERE subject = $1 AND at = $2";
    execute(client, SQL, &[&subject, &at]).await?;
    Ok(())
}

pub async fn forget_failures(
    client: &impl GenericClient,
    subject: &str,
) -> Result<(), StorageError> {
    execute(client, "DELETE FROM sign_in_failures WHERE subject = $1", &[&subject]).await?;
    Ok(())
}
