//! Long work as rows: what was asked, what came of it.

use chrono::{DateTime, Utc};
use deadpool_postgres::GenericClient;
use serde_json::Value;
use uuid::Uuid;

use super::StorageError;
use super::pool::{execute, row};

#[derive(Debug, Clone)]
pub struct JobRow {
    pub id: Uuid,
    pub user_id: Uuid,
    pub kind: String,
    pub state: String,
    pub progress: f32,
    pub result: Option<Value>,
    pub problem: Option<Value>,
    pub created_at: DateTime<Utc>,
    pub finished_at: Option<DateTime<Utc>>,
}

pub async fn insert(
    client: &impl GenericClient,
    org_id: Uuid,
    user_id: Uuid,
    id: Uuid,
    kind: &str,
) -> Result<(), StorageError> {
    const SQL: &str = "INSERT INTO jobs (id, org_id, user_id, kind, state, started_at) \
        VALUES ($1, $2, $3, $4, 'running', now())";
    execute(client, SQL, &[&id, &org_id, &user_id, &kind]).await?;
    Ok(())
}

pub async fn finish(
    client: &impl GenericClient,
    id: Uuid,
    state: &str,
    result: Option<&Value>,
    problem: Option<&Value>,
) -> Result<(), StorageError> {
    const SQL: &str = "UPDATE jobs SET state = $2, result = $3, problem = $4, finished_at = now(), \
        progress = CASE WHEN $2 = 'done' THEN 1 ELSE progress END WHERE id = $1";
    execute(client, SQL, &[&id, &state, &result, &problem]).await?;
    Ok(())
}

/// Marks what a stopped service left running as failed; says how many there were.
pub async fn fail_interrupted(
    client: &impl GenericClient,
    problem: &Value,
) -> Result<u64, StorageError> {
    const SQL: &str = "UPDATE jobs SET state = 'failed', problem = $1, finished_at = now() \
        WHERE state IN ('queued', 'running')";
    execute(client, SQL, &[problem]).await
}

pub async fn find(
    client: &impl GenericClient,
    org_id: Uuid,
    id: Uuid,
) -> Result<Option<JobRow>, StorageError> {
    const SQL: &str = "SELECT id, user_id, kind, state, progress, result, problem, created_at, finished_at \
        FROM jobs WHERE org_id = $1 AND id = $2";
    let Some(row) = row(client, SQL, &[&org_id, &id]).await? else { return Ok(None) };
    Ok(Some(JobRow {
        id: row.try_get("id")?,
        user_id: row.try_get("user_id")?,
        kind: row.try_get("kind")?,
        state: row.try_get("state")?,
        progress: row.try_get("progress")?,
        result: row.try_get("result")?,
        problem: row.try_get("problem")?,
        created_at: row.try_get("created_at")?,
        finished_at: row.try_get("finished_at")?,
    }))
}
