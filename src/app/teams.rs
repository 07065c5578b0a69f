//! Teams: who works together, and so sees each other's rows.

use serde_json::{Map, Value};
use uuid::Uuid;

use super::{App, Error, Principal, audit, change, references};
use crate::domain::crm::Draft;
use crate::domain::crm::user::TeamDraft;
use crate::storage::references::Target;
use crate::storage::{StorageError, feed, teams};

pub use crate::storage::teams::Team;

/// Most teams one organisation lists.
pub const TEAMS_MAX: i64 = 500;

/// # Errors
/// When the database cannot be reached.
pub async fn list(app: &App, principal: &Principal) -> Result<Vec<Team>, Error> {
    let client = app.connection().await?;
    Ok(teams::list(&client, principal.org_id, TEAMS_MAX).await?)
}

/// # Errors
/// Every fault of the draft; `team.name_taken`.
pub async fn create(app: &App, principal: &Principal, draft: TeamDraft) -> Result<Team, Error> {
    let fields = draft.check()?.into_inner();
    let mut client = app.connection().await?;
    let tx = client.transaction().await.map_err(StorageError::from)?;
    references::check(&tx, principal, &[members(&fields)]).await?;
    let id = Uuid::now_v7();
    teams::insert(&tx, principal.org_id, principal.user_id, id, &fields).await.map_err(explain)?;
    audit::created(&tx, principal, "team", id, &fields).await?;
    tx.commit().await.map_err(StorageError::from)?;
    Ok(Team { id, fields, version: 1 })
}

/// # Errors
/// `team.not_found`, `version.stale`, `team.name_taken`, every fault of the fields.
pub async fn update(
    app: &App,
    principal: &Principal,
    id: Uuid,
    version: i32,
    patch: Map<String, Value>,
) -> Result<Team, Error> {
    let mut client = app.connection().await?;
    let tx = client.transaction().await.map_err(StorageError::from)?;
    let before = locked(&tx, principal, id, version).await?;
    let fields = change::patched(&before.fields, patch)?.check()?.into_inner();
    references::check(&tx, principal, &[members(&fields)]).await?;
    teams::update(&tx, principal.org_id, principal.user_id, id, &fields).await.map_err(explain)?;
    audit::updated(&tx, principal, "team", id, &before.fields, &fields).await?;
    tx.commit().await.map_err(StorageError::from)?;
    Ok(Team { id, fields, version: before.version + 1 })
}

/// Deletes a team; its accounts stay, without a team.
///
/// # Errors
/// `team.not_found`, `version.stale`.
pub async fn delete(app: &App, principal: &Principal, id: Uuid, version: i32) -> Result<(), Error> {
    let mut client = app.connection().await?;
    let tx = client.transaction().await.map_err(StorageError::from)?;
    let before = locked(&tx, principal, id, version).await?;
    let freed = teams::delete(&tx, principal.org_id, id).await?;
    feed::account_changed(&tx, principal.org_id, &freed).await?;
    let detail = serde_json::json!({ "name": [before.fields.name, null] });
    audit::happened(&tx, principal, "team", id, "delete", &detail).await?;
    tx.commit().await.map_err(StorageError::from)?;
    Ok(())
}

async fn locked(
    client: &impl deadpool_postgres::GenericClient,
    principal: &Principal,
    id: Uuid,
    version: i32,
) -> Result<Team, Error> {
    let found = teams::lock(client, principal.org_id, id).await?;
    let team = found.ok_or_else(|| Error::not_found("team.not_found"))?;
    change::expect_version(team.version, version).map_err(|stale| stale.showing(&team.fields))?;
    Ok(team)
}

fn members(draft: &TeamDraft) -> references::Reference {
    let ids = draft.member_ids.iter().copied();
    references::Reference::new("/member_ids", Target::User, ids)
}

fn explain(error: StorageError) -> Error {
    match error.duplicate() {
        Some("teams_org_id_name_key") => Error::conflict("team.name_taken"),
        _ => error.into(),
    }
}
