//! Activities: own ones, and those at accounts the caller may see.

mod visit;

use deadpool_postgres::Transaction;
use serde_json::{Value, json};
use uuid::Uuid;

use super::change::{expect_version, merged};
use super::principal::Belongs;
use super::references::{self, Reference};
use super::resource::Resource;
use super::{App, Error, Principal, accounts, audit};
use crate::domain::crm::activity::{Activity, ActivityDraft, CheckIn};
use crate::domain::crm::rights::{Action, Object};
use crate::domain::crm::stamp::Stamp;
use crate::domain::crm::{Draft, Fault};
use crate::storage::references::Target;
use crate::storage::visibility::Visibility;
use crate::storage::{self, StorageError, records};

pub use crate::storage::activities::ActivityQuery;
pub use visit::{Arrival, Departure, check_in, check_out};

const NOT_FOUND: &str = "activity.not_found";

/// # Errors
/// When the database cannot be reached.
pub async fn list(
    app: &App,
    principal: &Principal,
    query: &ActivityQuery,
) -> Result<Vec<Activity>, Error> {
    let visibility = Visibility::from(&principal.visible(Object::Activity, Action::Read));
    let client = app.connection().await?;
    Ok(storage::activities::list(&client, principal.org_id, &visibility, query).await?)
}

impl Resource for Activity {
    type Draft = ActivityDraft;

    fn id(&self) -> Uuid {
        self.id
    }

    fn version(&self) -> i32 {
        self.stamp.version
    }

    async fn read(app: &App, principal: &Principal, id: Uuid) -> Result<Self, Error> {
        let mut client = app.connection().await?;
        let tx = client.transaction().await.map_err(StorageError::from)?;
        find(&tx, principal, id, Action::Read).await
    }

    /// One that a device sends a second time, known by its `client_id`, is given back as it is.
    async fn create(app: &App, principal: &Principal, draft: Self::Draft) -> Result<Self, Error> {
        let mut fields = draft.check()?.into_inner();
        let owner_id = *fields.owner_id.get_or_insert(principal.user_id);
        let mut client = app.connection().await?;
        let tx = client.transaction().await.map_err(StorageError::from)?;
        if let Some(known) = sent_before(&tx, principal, fields.client_id).await? {
            return Ok(known);
        }
        check_owner(principal, owner_id, Action::Create)?;
        if let Some(account_id) = fields.account_id {
            let (object, action) = (Object::Account, Action::Read);
            let detail = accounts::admit_child(&tx, principal, account_id, object, action).await?;
            fields.site_id = fields.site_id.or(detail.site.map(|site| site.id));
        }
        references::check(&tx, principal, &references_of(&fields)).await?;
        let activity = Activity {
            id: Uuid::now_v7(),
            fields,
            check_in: CheckIn::default(),
            check_out_at: None,
            stamp: Stamp::new(principal.user_id, app.clock.now()),
            deleted_at: None,
        };
        records::insert(&tx, principal.org_id, &activity).await?;
        audit::created(&tx, principal, "activity", activity.id, &activity.fields).await?;
        visit::follow_up(&tx, principal, &activity).await?;
        tx.commit().await.map_err(StorageError::from)?;
        drop(client);
        app.market.catch_up(principal.org_id).await?;
        Ok(activity)
    }

    async fn update(
        app: &App,
        principal: &Principal,
        id: Uuid,
        version: i32,
        patch: Value,
    ) -> Result<Self, Error> {
        let mut client = app.connection().await?;
        let tx = client.transaction().await.map_err(StorageError::from)?;
        let before = find(&tx, principal, id, Action::Update).await?;
        expect_version(before.stamp.version, version)?;
        let fields: ActivityDraft = merged(&before.fields, patch)?.check()?.into_inner();
        if fields.owner_id != before.fields.owner_id {
            check_owner(principal, fields.owner_id.unwrap_or(principal.user_id), Action::Update)?;
        }
        references::check(&tx, principal, &references_of(&fields)).await?;
        let stamp = before.stamp.touched(principal.user_id, app.clock.now());
        let activity = Activity { fields, stamp, ..before.clone() };
        write(&tx, principal, &before, &activity).await?;
        tx.commit().await.map_err(StorageError::from)?;
        drop(client);
        app.market.catch_up(principal.org_id).await?;
        Ok(activity)
    }

    async fn delete(app: &App, principal: &Principal, id: Uuid, version: i32) -> Result<(), Error> {
        let mut client = app.connection().await?;
        let tx = client.transaction().await.map_err(StorageError::from)?;
        let mut activity = find(&tx, principal, id, Action::Delete).await?;
        expect_version(activity.stamp.version, version)?;
        let now = app.clock.now();
        activity.stamp = activity.stamp.touched(principal.user_id, now);
        activity.deleted_at = Some(now);
        records::update(&tx, principal.org_id, &activity).await?;
        audit::happened(&tx, principal, "activity", id, "delete", &json!({})).await?;
        Ok(tx.commit().await.map_err(StorageError::from)?)
    }
}

async fn sent_before(
    tx: &Transaction<'_>,
    principal: &Principal,
    client_id: Option<Uuid>,
) -> Result<Option<Activity>, Error> {
    let Some(client_id) = client_id else { return Ok(None) };
    match storage::activities::by_client_id(tx, principal.org_id, client_id).await? {
        Some(id) => Ok(Some(find(tx, principal, id, Action::Read).await?)),
        None => Ok(None),
    }
}

/// An activity with the right to it: by its owner, or by its account's belonging.
async fn find(
    tx: &Transaction<'_>,
    principal: &Principal,
    id: Uuid,
    action: Action,
) -> Result<Activity, Error> {
    let found: Option<Activity> = records::find_locked(tx, principal.org_id, id).await?;
    let activity = found.filter(|activity| activity.deleted_at.is_none());
    let activity = activity.ok_or_else(|| Error::not_found(NOT_FOUND))?;
    let mut belongs = Belongs { owner_id: activity.fields.owner_id, ..Belongs::default() };
    if principal.visible(Object::Activity, action).admits(belongs.owner_id, None, None) {
        return Ok(activity);
    }
    if let Some(account_id) = activity.fields.account_id {
        let found = storage::accounts::find(tx, principal.org_id, account_id).await?;
        let account = found.ok_or_else(|| Error::not_found(NOT_FOUND))?.account;
        let at_own_account = Belongs::from(&account);
        // Changing somebody else's activity takes more than seeing the account it is at.
        if action == Action::Read {
            belongs = at_own_account;
        } else {
            principal.admit(Object::Activity, Action::Read, at_own_account, NOT_FOUND)?;
            return Err(Error::forbidden("activity.not_own"));
        }
    }
    principal.admit(Object::Activity, action, belongs, NOT_FOUND)?;
    Ok(activity)
}

async fn write(
    tx: &Transaction<'_>,
    principal: &Principal,
    before: &Activity,
    after: &Activity,
) -> Result<(), Error> {
    records::update(tx, principal.org_id, after).await?;
    audit::updated(tx, principal, "activity", after.id, &before.fields, &after.fields).await?;
    visit::follow_up(tx, principal, after).await
}

fn check_owner(principal: &Principal, owner_id: Uuid, action: Action) -> Result<(), Error> {
    if principal.visible(Object::Activity, action).admits(Some(owner_id), None, None) {
        return Ok(());
    }
    Err(Fault::new("/owner_id", "activity.owner_not_allowed").into())
}

fn references_of(fields: &ActivityDraft) -> [Reference; 4] {
    [
        Reference::new("/owner_id", Target::User, fields.owner_id),
        Reference::new("/account_id", Target::Account, fields.account_id),
        Reference::new("/contact_id", Target::Contact, fields.contact_id),
        Reference::new("/site_id", Target::Site, fields.site_id),
    ]
}
