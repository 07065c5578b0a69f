//! Teams and who is in them.

use deadpool_postgres::GenericClient;
use tokio_postgres::Row;
use uuid::Uuid;

use super::StorageError;
use super::pool::{execute, row, rows};
use crate::domain::crm::user::TeamDraft;

#[derive(Debug, Clone)]
pub struct Team {
    pub id: Uuid,
    pub fields: TeamDraft,
    pub version: i32,
}

const SELECT: &str = "SELECT t.id, t.name, t.version, \
        ARRAY(SELECT m.user_id FROM team_members m WHERE m.team_id = t.id ORDER BY 1) AS member_ids \
    FROM teams t";

/// All teams of the organisation by name, at most `limit`.
pub async fn list(
    client: &impl GenericClient,
    org_id: Uuid,
    limit: i64,
) -> Result<Vec<Team>, StorageError> {
    let sql = format!("{SELECT} WHERE t.org_id = $1 ORDER BY lower(t.name), t.id LIMIT $2");
    rows(client, &sql, &[&org_id, &limit]).await?.iter().map(team).collect()
}

/// One team, locked until the transaction ends.
pub async fn lock(
    client: &impl GenericClient,
    org_id: Uuid,
    id: Uuid,
) -> Result<Option<Team>, StorageError> {
    let sql = format!("{SELECT} WHERE t.org_id = $1 AND t.id = $2 FOR UPDATE OF t");
    row(client, &sql, &[&org_id, &id]).await?.as_ref().map(team).transpose()
}

pub async fn insert(
    client: &impl GenericClient,
    org_id: Uuid,
    author: Uuid,
    id: Uuid,
    team: &TeamDraft,
) -> Result<(), StorageError> {
    const SQL: &str = "INSERT INTO teams (id, org_id, name, created_by, updated_by) \
        VALUES ($2, $1, $4, $3, $3)";
    execute(client, SQL, &[&org_id, &id, &author, &team.name]).await?;
    set_members(client, org_id, id, &team.member_ids).await
}

pub async fn update(
    client: &impl GenericClient,
    org_id: Uuid,
    author: Uuid,
    id: Uuid,
    team: &TeamDraft,
) -> Result<(), StorageError> {
    const SQL: &str = "UPDATE teams SET name = $4, updated_by = $3, updated_at = now(), \
        version = version + 1 WHERE org_id = $1 AND id = $2";
    execute(client, SQL, &[&org_id, &id, &author, &team.name]).await?;
    set_members(client, org_id, id, &team.member_ids).await
}

async fn set_members(
    client: &impl GenericClient,
    org_id: Uuid,
    id: Uuid,
    member_ids: &[Uuid],
) -> Result<(), StorageError> {
    const ADD: &str = "INSERT INTO team_members (org_id, team_id, user_id) \
        SELECT $1, $2, unnest($3::uuid[])";
    execute(client, "DELETE FROM team_members WHERE team_id = $1", &[&id]).await?;
    execute(client, ADD, &[&org_id, &id, &member_ids]).await?;
    Ok(())
}

/// Accounts that are the team's keep their owner and lose the team.
pub async fn delete(
    client: &impl GenericClient,
    org_id: Uuid,
    id: Uuid,
) -> Result<Vec<Uuid>, StorageError> {
    const FREE: &str = "UPDATE accounts SET team_id = NULL, version = version + 1, \
        updated_at = now() WHERE org_id = $1 AND team_id = $2 RETURNING id";
    let freed = rows(client, FREE, &[&org_id, &id]).await?;
    execute(client, "DELETE FROM teams WHERE org_id = $1 AND id = $2", &[&org_id, &id]).await?;
    Ok(freed.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?)
}

fn team(row: &Row) -> Result<Team, StorageError> {
    let fields = TeamDraft { name: row.try_get("name")?, member_ids: row.try_get("member_ids")? };
    Ok(Team { id: row.try_get("id")?, fields, version: row.try_get("version")? })
}
