//! Changing an account and its primary site together.

use deadpool_postgres::Transaction;
use serde_json::Value;
use uuid::Uuid;

use super::{AccountDetail, check_owner, explain, locked, place, read, references, tell};
use crate::app::change::{expect_version, merged};
use crate::app::{App, Error, Principal, audit, custom_fields};
use crate::domain::crm::account::{Account, AccountDraft, OwnerSource};
use crate::domain::crm::rights::Action;
use crate::domain::crm::site::{Site, SiteDraft};
use crate::domain::crm::stamp::Stamp;
use crate::domain::crm::{Draft, Fault};
use crate::domain::units::LngLat;
use crate::storage::{StorageError, accounts, organisations, records};

/// Applies a merge patch to the account of a version.
///
/// # Errors
/// `account.not_found`, `version.stale`, and every fault of the result.
pub async fn update(
    app: &App,
    principal: &Principal,
    id: Uuid,
    version: i32,
    patch: Value,
) -> Result<AccountDetail, Error> {
    let mut client = app.connection().await?;
    let tx = client.transaction().await.map_err(StorageError::from)?;
    let before = locked(&tx, principal, id, Action::Update).await?;
    expect_version(before.account.stamp.version, version)?;
    let draft = merged(&before.account.fields, patch)?;
    let stamp = before.account.stamp.touched(principal.user_id, app.clock.now());
    apply(&tx, principal, before, draft, stamp).await?;
    tx.commit().await.map_err(StorageError::from)?;
    drop(client);
    app.market.catch_up(principal.org_id).await?;
    read(app, principal, id).await
}

/// Writes new fields of a locked account, when they differ from the old.
pub(super) async fn apply(
    tx: &Transaction<'_>,
    principal: &Principal,
    before: AccountDetail,
    draft: AccountDraft,
    stamp: Stamp,
) -> Result<(), Error> {
    let old = &before.account;
    let draft = draft.check()?.into_inner();
    check_owner(principal, old.fields.owner_id, draft.owner_id)?;
    check_change(old, &draft)?;
    custom_fields::check_values(tx, principal, &draft.custom, &old.fields.custom).await?;
    if draft.tag_ids != old.fields.tag_ids || !same_references(&old.fields, &draft) {
        crate::app::references::check(tx, principal, &references(&draft)).await?;
    }
    let new = changed(old, draft, stamp);
    if !audit::updated(tx, principal, "account", old.id, &old.fields, &new.fields).await? {
        return Ok(());
    }
    records::update(tx, principal.org_id, &new).await.map_err(explain)?;
    if let Some(fields) =
        new.fields.site.clone().filter(|site| old.fields.site.as_ref() != Some(site))
    {
        write_site(tx, principal, &before, fields, &new.stamp).await?;
    }
    accounts::set_tags(tx, principal.org_id, new.id, &new.fields.tag_ids).await?;
    if location(old) != location(&new) || new.owner_source != old.owner_source {
        place(tx, principal, &[new.id]).await?;
    }
    tell(tx, principal, &[new.id]).await
}

fn check_change(old: &Account, draft: &AccountDraft) -> Result<(), Error> {
    if !old.fields.lifecycle.may_become(draft.lifecycle) {
        let fault = Fault::new("/lifecycle", "lifecycle.not_allowed");
        return Err(fault.with("from", old.fields.lifecycle).with("to", draft.lifecycle).into());
    }
    if old.fields.site.is_some() && draft.site.is_none() {
        return Err(Fault::new("/site", "site.primary_needed").into());
    }
    if draft.parent_id == Some(old.id) {
        return Err(Fault::new("/parent_id", "account.own_parent").into());
    }
    Ok(())
}

fn location(account: &Account) -> Option<LngLat> {
    account.fields.site.as_ref().and_then(|site| site.location)
}

fn same_references(old: &AccountDraft, new: &AccountDraft) -> bool {
    (old.owner_id, old.team_id, old.parent_id) == (new.owner_id, new.team_id, new.parent_id)
}

fn changed(old: &Account, fields: AccountDraft, stamp: Stamp) -> Account {
    let owner_source = match fields.owner_id {
        owner if owner == old.fields.owner_id => old.owner_source,
        Some(_) => OwnerSource::Manual,
        None => OwnerSource::Territory,
    };
    let lifecycle_changed_at = if fields.lifecycle == old.fields.lifecycle {
        old.lifecycle_changed_at
    } else {
        stamp.updated_at
    };
    let mut new = Account { fields, owner_source, lifecycle_changed_at, stamp, ..old.clone() };
    new.next_due_on = new.due_on();
    new
}

async fn write_site(
    tx: &Transaction<'_>,
    principal: &Principal,
    before: &AccountDetail,
    mut fields: SiteDraft,
    stamp: &Stamp,
) -> Result<(), Error> {
    if fields.time_zone.is_none() {
        let organisation = organisations::read(tx, principal.org_id).await?;
        fields.time_zone = Some(organisation.time_zone);
    }
    let (author, now) = (principal.user_id, stamp.updated_at);
    if let Some(site) = &before.site {
        let site = site.changed(fields, site.stamp.touched(author, now));
        return Ok(records::update(tx, principal.org_id, &site).await?);
    }
    let site = Site::new(Uuid::now_v7(), before.account.id, true, fields, Stamp::new(author, now));
    Ok(records::insert(tx, principal.org_id, &site).await?)
}
