//! Deleting accounts, and taking that back. A deleted account is out of every list, map and count
//! but stays stored.

use deadpool_postgres::Transaction;
use serde_json::json;
use uuid::Uuid;

use super::{AccountDetail, NOT_FOUND, locked, read, tell};
use crate::app::change::expect_version;
use crate::app::principal::Belongs;
use crate::app::{App, Error, Principal, audit};
use crate::domain::crm::rights::{Action, Object};
use crate::storage::{StorageError, accounts, records};

/// # Errors
/// `account.not_found`, `version.stale`.
pub async fn delete(app: &App, principal: &Principal, id: Uuid, version: i32) -> Result<(), Error> {
    let mut client = app.connection().await?;
    let tx = client.transaction().await.map_err(StorageError::from)?;
    let detail = locked(&tx, principal, id, Action::Delete).await?;
    expect_version(detail.account.stamp.version, version)?;
    mark(app, &tx, principal, detail, true).await?;
    tx.commit().await.map_err(StorageError::from)?;
    drop(client);
    app.market.catch_up(principal.org_id).await?;
    Ok(())
}

/// Brings a deleted account back as it was.
///
/// # Errors
/// `account.not_found`.
pub async fn restore(app: &App, principal: &Principal, id: Uuid) -> Result<AccountDetail, Error> {
    let mut client = app.connection().await?;
    let tx = client.transaction().await.map_err(StorageError::from)?;
    let found = accounts::find_locked(&tx, principal.org_id, id).await?;
    let detail = found.ok_or_else(|| Error::not_found(NOT_FOUND))?;
    let belongs = Belongs::from(&detail.account);
    principal.admit(Object::Account, Action::Delete, belongs, NOT_FOUND)?;
    if detail.account.deleted_at.is_some() {
        mark(app, &tx, principal, detail, false).await?;
    }
    tx.commit().await.map_err(StorageError::from)?;
    drop(client);
    app.market.catch_up(principal.org_id).await?;
    read(app, principal, id).await
}

/// Sets or clears the mark, with its trace.
pub(super) async fn mark(
    app: &App,
    tx: &Transaction<'_>,
    principal: &Principal,
    detail: AccountDetail,
    is_deleted: bool,
) -> Result<(), Error> {
    let now = app.clock.now();
    let mut account = detail.account;
    account.stamp = account.stamp.touched(principal.user_id, now);
    account.deleted_at = is_deleted.then_some(now);
    records::update(tx, principal.org_id, &account).await?;
    let action = if is_deleted { "delete" } else { "restore" };
    audit::happened(tx, principal, "account", account.id, action, &json!({})).await?;
    tell(tx, principal, &[account.id]).await
}
