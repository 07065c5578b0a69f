//! Accounts: reading and creating. Rights decide about every row; what a caller may not see is
//! not there.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::references::{self, Reference};
use super::{App, Error, Principal, audit};
use crate::domain::crm::account::{Account, AccountDraft, OwnerSource, TerritorySource};
use crate::domain::crm::rights::{Action, Object, Visible};
use crate::domain::crm::site::{GeocodeStatus, Site, SiteDraft};
use crate::domain::crm::{Draft, Fault};
use crate::storage::references::Target;
use crate::storage::{StorageError, accounts, organisations, sites};

pub use crate::storage::accounts::{AccountDetail, Named};

/// One account the caller may see.
///
/// # Errors
/// `account.not_found`, also when it exists but not for this caller.
pub async fn read(app: &App, principal: &Principal, id: Uuid) -> Result<AccountDetail, Error> {
    let client = app.connection().await?;
    let found = accounts::find(&client, principal.org_id, id).await?;
    admitted(found, &principal.visible(Object::Account, Action::Read))
        .ok_or_else(|| Error::not_found("account.not_found"))
}

fn admitted(found: Option<AccountDetail>, visible: &Visible) -> Option<AccountDetail> {
    found.filter(|detail| {
        let a = &detail.account;
        a.deleted_at.is_none()
            && visible.admits(a.fields.owner_id, a.fields.team_id, a.territory_id)
    })
}

/// Creates an account with its primary site.
///
/// # Errors
/// Every fault of the draft.
pub async fn create(
    app: &App,
    principal: &Principal,
    draft: AccountDraft,
) -> Result<AccountDetail, Error> {
    let mut draft = draft.check()?.into_inner();
    own_unless_told(principal, &mut draft)?;
    let mut client = app.connection().await?;
    let tx = client.transaction().await.map_err(StorageError::from)?;
    references::check(&tx, principal, &references(&draft)).await?;
    let organisation = organisations::read(&tx, principal.org_id).await?;
    let now = app.clock.now();
    let account = new_account(draft, &organisation.time_zone, principal.user_id, now);
    accounts::insert(&tx, principal.org_id, &account).await.map_err(explain)?;
    if let Some(site) = &account.site {
        sites::insert(&tx, principal.org_id, Some(principal.user_id), site).await?;
    }
    accounts::set_tags(&tx, principal.org_id, account.id, &account.fields.tag_ids).await?;
    audit::created(&tx, principal, "account", account.id, &account.fields).await?;
    tx.commit().await.map_err(StorageError::from)?;
    drop(client);
    read(app, principal, account.id).await
}

/// Who may only create for themselves becomes the owner; naming somebody else needs the right to
/// manage.
fn own_unless_told(principal: &Principal, draft: &mut AccountDraft) -> Result<(), Error> {
    if principal.may(Object::Account, Action::Manage) {
        return Ok(());
    }
    if draft.owner_id.is_some_and(|owner| owner != principal.user_id) {
        return Err(Fault::new("/owner_id", "owner.not_allowed").into());
    }
    draft.owner_id = Some(principal.user_id);
    Ok(())
}

fn references(draft: &AccountDraft) -> [Reference; 4] {
    [
        Reference::new("/owner_id", Target::User, draft.owner_id),
        Reference::new("/team_id", Target::Team, draft.team_id),
        Reference::new("/parent_id", Target::Account, draft.parent_id),
        Reference::new("/tag_ids", Target::Tag, draft.tag_ids.iter().copied()),
    ]
}

fn new_account(draft: AccountDraft, time_zone: &str, author: Uuid, now: DateTime<Utc>) -> Account {
    let id = Uuid::now_v7();
    let site = draft.site.clone().map(|fields| new_site(id, fields, time_zone, now));
    let owner_source =
        if draft.owner_id.is_some() { OwnerSource::Manual } else { OwnerSource::Territory };
    let mut account = Account {
        id,
        fields: AccountDraft { site: site.as_ref().map(|site| site.fields.clone()), ..draft },
        site,
        owner_source,
        territory_id: None,
        territory_source: TerritorySource::Polygon,
        lifecycle_changed_at: now,
        last_visit_at: None,
        next_due_on: None,
        source: "manual".to_owned(),
        created_at: now,
        created_by: Some(author),
        updated_at: now,
        updated_by: Some(author),
        version: 1,
        deleted_at: None,
    };
    account.next_due_on = account.due_on();
    account
}

fn new_site(account_id: Uuid, fields: SiteDraft, time_zone: &str, now: DateTime<Utc>) -> Site {
    let geocode_status = match fields.location {
        Some(_) => GeocodeStatus::Manual,
        None => GeocodeStatus::Pending,
    };
    let time_zone = fields.time_zone.clone().unwrap_or_else(|| time_zone.to_owned());
    Site {
        id: Uuid::now_v7(),
        account_id,
        is_primary: true,
        fields: SiteDraft { time_zone: Some(time_zone), ..fields },
        geocode_status,
        geocode_precision: None,
        created_at: now,
        updated_at: now,
        version: 1,
    }
}

/// A place of the map extract becomes an account once; the index on its id says so.
fn explain(error: StorageError) -> Error {
    match error.duplicate() {
        Some("accounts_osm") => Error::conflict("account.place_already_imported"),
        _ => error.into(),
    }
}
