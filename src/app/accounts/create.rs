//! New accounts.

use chrono::{DateTime, Utc};
use deadpool_postgres::Transaction;
use serde_json::Map;
use uuid::Uuid;

use super::{AccountDetail, check_owner, explain, place, read, references, tell};
use crate::app::{App, Error, Principal, audit, custom_fields};
use crate::domain::crm::account::{Account, AccountDraft, OwnerSource, TerritorySource};
use crate::domain::crm::rights::{Action, Object};
use crate::domain::crm::site::Site;
use crate::domain::crm::stamp::Stamp;
use crate::domain::crm::{Draft, Valid};
use crate::storage::{StorageError, accounts, organisations, records};

/// Creates an account with its primary site.
///
/// # Errors
/// Every fault of the draft.
pub async fn create(
    app: &App,
    principal: &Principal,
    draft: AccountDraft,
) -> Result<AccountDetail, Error> {
    let draft = owned(principal, draft)?.check()?;
    let now = app.clock.now();
    let mut client = app.connection().await?;
    let tx = client.transaction().await.map_err(StorageError::from)?;
    let id = write(&tx, principal, draft, "manual", now).await?;
    place(&tx, principal, &[id]).await?;
    tell(&tx, principal, &[id]).await?;
    tx.commit().await.map_err(StorageError::from)?;
    drop(client);
    app.market.catch_up(principal.org_id).await?;
    read(app, principal, id).await
}

/// Writes a new account inside a transaction; telling the market index is the caller's.
pub async fn write(
    tx: &Transaction<'_>,
    principal: &Principal,
    draft: Valid<AccountDraft>,
    source: &str,
    now: DateTime<Utc>,
) -> Result<Uuid, Error> {
    crate::app::references::check(tx, principal, &references(&draft)).await?;
    custom_fields::check_values(tx, principal, &draft.custom, &Map::new()).await?;
    let organisation = organisations::read(tx, principal.org_id).await?;
    let (account, site) =
        new_account(draft, source, &organisation.time_zone, Stamp::new(principal.user_id, now));
    records::insert(tx, principal.org_id, &account).await.map_err(explain)?;
    if let Some(site) = &site {
        records::insert(tx, principal.org_id, site).await?;
    }
    accounts::set_tags(tx, principal.org_id, account.id, &account.fields.tag_ids).await?;
    audit::created(tx, principal, "account", account.id, &account.fields).await?;
    Ok(account.id)
}

/// Who may only create for themselves becomes the owner; naming somebody else needs the right to
/// manage.
fn owned(principal: &Principal, mut draft: AccountDraft) -> Result<AccountDraft, Error> {
    if !principal.may(Object::Account, Action::Manage) && draft.owner_id.is_none() {
        draft.owner_id = Some(principal.user_id);
    }
    check_owner(principal, None, draft.owner_id)?;
    Ok(draft)
}

pub(super) fn new_account(
    draft: Valid<AccountDraft>,
    source: &str,
    time_zone: &str,
    stamp: Stamp,
) -> (Account, Option<Site>) {
    let id = Uuid::now_v7();
    let mut fields = draft.into_inner();
    if let Some(site) = &mut fields.site {
        site.time_zone.get_or_insert_with(|| time_zone.to_owned());
    }
    let site =
        fields.site.clone().map(|site| Site::new(Uuid::now_v7(), id, true, site, stamp.clone()));
    let owner_source =
        if fields.owner_id.is_some() { OwnerSource::Manual } else { OwnerSource::Territory };
    let mut account = Account {
        id,
        fields,
        owner_source,
        territory_id: None,
        territory_source: TerritorySource::Polygon,
        lifecycle_changed_at: stamp.created_at,
        last_visit_at: None,
        next_due_on: None,
        source: source.to_owned(),
        stamp,
        deleted_at: None,
    };
    account.next_due_on = account.due_on();
    (account, site)
}
