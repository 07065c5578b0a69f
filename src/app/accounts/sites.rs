//! Further sites of an account. One of them is primary: where the account is visited and drawn.

use deadpool_postgres::Transaction;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{locked, place, read, tell};
use crate::app::change::{expect_version, merged};
use crate::app::{App, Error, Principal, audit};
use crate::domain::crm::rights::Action;
use crate::domain::crm::site::{Site, SiteDraft};
use crate::domain::crm::stamp::Stamp;
use crate::domain::crm::{Draft, Fault};
use crate::storage::{self, StorageError, organisations, records};

const NOT_FOUND: &str = "site.not_found";

/// # Errors
/// `account.not_found`.
pub async fn list_sites(
    app: &App,
    principal: &Principal,
    account_id: Uuid,
) -> Result<Vec<Site>, Error> {
    read(app, principal, account_id).await?;
    let client = app.connection().await?;
    Ok(storage::sites::of_account(&client, principal.org_id, account_id).await?)
}

/// Adds a site; the first one of an account is primary.
///
/// # Errors
/// `account.not_found`, and every fault of the draft.
pub async fn add_site(
    app: &App,
    principal: &Principal,
    account_id: Uuid,
    draft: SiteDraft,
) -> Result<Site, Error> {
    let mut fields = draft.check()?.into_inner();
    let mut client = app.connection().await?;
    let tx = client.transaction().await.map_err(StorageError::from)?;
    let detail = locked(&tx, principal, account_id, Action::Update).await?;
    let organisation = organisations::read(&tx, principal.org_id).await?;
    fields.time_zone.get_or_insert(organisation.time_zone);
    let stamp = Stamp::new(principal.user_id, app.clock.now());
    let site = Site::new(Uuid::now_v7(), account_id, detail.site.is_none(), fields, stamp);
    records::insert(&tx, principal.org_id, &site).await?;
    audit::created(&tx, principal, "site", site.id, &site.fields).await?;
    finish(app, tx, principal, account_id).await?;
    Ok(site)
}

/// Applies a merge patch; `is_primary: true` makes the site the one that is visited.
///
/// # Errors
/// `site.not_found`, `version.stale`, and every fault of the result.
pub async fn change_site(
    app: &App,
    principal: &Principal,
    id: Uuid,
    version: i32,
    mut patch: Value,
) -> Result<Site, Error> {
    let becomes_primary = primary_wanted(&mut patch)?;
    let mut client = app.connection().await?;
    let tx = client.transaction().await.map_err(StorageError::from)?;
    let before = find(&tx, principal, id).await?;
    expect_version(before.stamp.version, version)?;
    let fields = merged(&before.fields, patch)?.check()?.into_inner();
    let stamp = before.stamp.touched(principal.user_id, app.clock.now());
    let mut site = before.changed(fields, stamp);
    if becomes_primary && !before.is_primary {
        storage::sites::clear_primary(&tx, principal.org_id, before.account_id).await?;
        site.is_primary = true;
    }
    records::update(&tx, principal.org_id, &site).await?;
    audit::updated(&tx, principal, "site", id, &before.fields, &site.fields).await?;
    finish(app, tx, principal, site.account_id).await?;
    Ok(site)
}

/// Takes `is_primary` out of the patch. It can only be given, not taken: another site takes it.
fn primary_wanted(patch: &mut Value) -> Result<bool, Error> {
    let wanted = patch.as_object_mut().and_then(|patch| patch.shift_remove("is_primary"));
    match wanted {
        None => Ok(false),
        Some(Value::Bool(true)) => Ok(true),
        Some(_) => Err(Fault::new("/is_primary", "site.primary_needed").into()),
    }
}

/// Removes a site that is not the primary one.
///
/// # Errors
/// `site.not_found`, `version.stale`, `site.primary_needed`.
pub async fn remove_site(
    app: &App,
    principal: &Principal,
    id: Uuid,
    version: i32,
) -> Result<(), Error> {
    let mut client = app.connection().await?;
    let tx = client.transaction().await.map_err(StorageError::from)?;
    let site = find(&tx, principal, id).await?;
    expect_version(site.stamp.version, version)?;
    if site.is_primary {
        return Err(Error::conflict("site.primary_needed"));
    }
    records::remove::<Site>(&tx, principal.org_id, id).await.map_err(in_use)?;
    audit::happened(&tx, principal, "site", id, "delete", &json!({})).await?;
    finish(app, tx, principal, site.account_id).await
}

async fn find(tx: &Transaction<'_>, principal: &Principal, id: Uuid) -> Result<Site, Error> {
    let found: Option<Site> = records::find_locked(tx, principal.org_id, id).await?;
    let site = found.ok_or_else(|| Error::not_found(NOT_FOUND))?;
    let account = locked(tx, principal, site.account_id, Action::Update).await;
    account.map_err(|error| match error.kind {
        crate::app::Kind::NotFound => Error::not_found(NOT_FOUND),
        _ => error,
    })?;
    Ok(site)
}

async fn finish(
    app: &App,
    tx: Transaction<'_>,
    principal: &Principal,
    account_id: Uuid,
) -> Result<(), Error> {
    place(&tx, principal, &[account_id]).await?;
    tell(&tx, principal, &[account_id]).await?;
    tx.commit().await.map_err(StorageError::from)?;
    app.market.catch_up(principal.org_id).await?;
    Ok(())
}

/// Visits and routes that went there keep the site.
fn in_use(error: StorageError) -> Error {
    match error.dangling() {
        Some(_) => Error::conflict("site.in_use"),
        None => error.into(),
    }
}
