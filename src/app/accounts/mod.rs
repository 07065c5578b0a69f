//! Accounts. Rights decide about every row; what a caller may not see is not there. Every change
//! writes the history and the change feed in its own transaction.

mod batch;
mod change;
mod create;
mod export;
pub mod import;
mod list;
mod removal;
mod sites;
mod timeline;

use std::collections::HashMap;

use deadpool_postgres::{GenericClient, Transaction};
use uuid::Uuid;

use super::principal::Belongs;
use super::references::Reference;
use super::{App, Error, Principal};
use crate::domain::crm::Fault;
use crate::domain::crm::account::AccountDraft;
use crate::domain::crm::rights::{Action, Object};
use crate::storage::references::Target;
use crate::storage::{StorageError, accounts, audit, feed, territories};

pub use batch::{BATCH_MAX, Batch, BatchOutcome, batch};
pub use change::update;
pub use create::create;
pub(super) use create::write;
pub use export::{EXPORT_MAX, export};
pub use list::{AccountPage, Conditions, Nearby, list, nearby};
pub use removal::{delete, restore};
pub use sites::{add_site, change_site, list_sites, remove_site};
pub use timeline::{TIMELINE_MAX, TimelineEntry, timeline};

pub use crate::storage::accounts::{AccountDetail, Named};
pub use crate::storage::audit::Entry;

const NOT_FOUND: &str = "account.not_found";

/// One account the caller may see.
///
/// # Errors
/// `account.not_found`, also when it exists but not for this caller.
pub async fn read(app: &App, principal: &Principal, id: Uuid) -> Result<AccountDetail, Error> {
    let client = app.connection().await?;
    let found = accounts::find(&client, principal.org_id, id).await?;
    admitted(found, principal, Action::Read)
}

/// The changes of one account, the newest first.
///
/// # Errors
/// `account.not_found`.
pub async fn history(app: &App, principal: &Principal, id: Uuid) -> Result<Vec<Entry>, Error> {
    read(app, principal, id).await?;
    let client = app.connection().await?;
    Ok(audit::history(&client, principal.org_id, "account", id).await?)
}

/// An account that a transaction is going to change, locked.
async fn locked(
    tx: &Transaction<'_>,
    principal: &Principal,
    id: Uuid,
    action: Action,
) -> Result<AccountDetail, Error> {
    admitted(accounts::find_locked(tx, principal.org_id, id).await?, principal, action)
}

fn admitted(
    found: Option<AccountDetail>,
    principal: &Principal,
    action: Action,
) -> Result<AccountDetail, Error> {
    let detail = found.filter(|detail| detail.account.deleted_at.is_none());
    let detail = detail.ok_or_else(|| Error::not_found(NOT_FOUND))?;
    principal.admit(Object::Account, action, Belongs::from(&detail.account), NOT_FOUND)?;
    Ok(detail)
}

/// Whether the caller may do something to what hangs on an account, such as its contacts.
///
/// # Errors
/// `account.not_found`, or `right.missing` when the account may only be looked at.
pub async fn admit_child(
    client: &impl GenericClient,
    principal: &Principal,
    account_id: Uuid,
    object: Object,
    action: Action,
) -> Result<AccountDetail, Error> {
    let found = accounts::find(client, principal.org_id, account_id).await?;
    let detail = admitted(found, principal, Action::Read)?;
    principal.admit(object, action, Belongs::from(&detail.account), NOT_FOUND)?;
    Ok(detail)
}

/// The accounts of a list of ids that a caller may change, by id.
async fn accounts_by_ids(
    client: &impl GenericClient,
    principal: &Principal,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, AccountDetail>, Error> {
    let visible = principal.visible(Object::Account, Action::Update);
    let found = accounts::by_ids(client, principal.org_id, ids).await?;
    let may = |detail: &AccountDetail| {
        let row = Belongs::from(&detail.account);
        visible.admits(row.owner_id, row.team_id, row.territory_id)
    };
    Ok(found.into_iter().filter(may).map(|detail| (detail.account.id, detail)).collect())
}

/// Gives accounts that were made or moved their territory, and the owner who comes with it.
pub(super) async fn place(
    tx: &Transaction<'_>,
    principal: &Principal,
    ids: &[Uuid],
) -> Result<(), Error> {
    territories::assign(tx, &principal.author(), ids).await?;
    Ok(())
}

/// Tells the market index, inside the transaction.
pub(super) async fn tell(
    tx: &Transaction<'_>,
    principal: &Principal,
    ids: &[Uuid],
) -> Result<(), Error> {
    Ok(feed::account_changed(tx, principal.org_id, ids).await?)
}

/// Who may not hand accounts to others may only take them.
fn check_owner(
    principal: &Principal,
    before: Option<Uuid>,
    after: Option<Uuid>,
) -> Result<(), Error> {
    let is_own = after == Some(principal.user_id);
    if before == after || is_own || principal.may(Object::Account, Action::Manage) {
        return Ok(());
    }
    Err(Fault::new("/owner_id", "owner.not_allowed").into())
}

fn references(draft: &AccountDraft) -> [Reference; 4] {
    [
        Reference::new("/owner_id", Target::User, draft.owner_id),
        Reference::new("/team_id", Target::Team, draft.team_id),
        Reference::new("/parent_id", Target::Account, draft.parent_id),
        Reference::new("/tag_ids", Target::Tag, draft.tag_ids.iter().copied()),
    ]
}

/// A place of the map extract becomes an account once; the index on its id says so.
fn explain(error: StorageError) -> Error {
    match error.duplicate() {
        Some("accounts_osm") => Error::conflict("account.place_already_imported"),
        _ => error.into(),
    }
}
