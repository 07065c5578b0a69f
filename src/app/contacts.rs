//! Contacts. Who may see an account sees its contacts.

use deadpool_postgres::Transaction;
use serde_json::{Value, json};
use uuid::Uuid;

use super::change::{expect_version, merged};
use super::resource::Resource;
use super::{App, Error, Kind, Principal, accounts, audit};
use crate::domain::crm::Draft;
use crate::domain::crm::contact::{Contact, ContactDraft};
use crate::domain::crm::rights::{Action, Object};
use crate::domain::crm::stamp::Stamp;
use crate::storage::visibility::Visibility;
use crate::storage::{self, StorageError, records};

pub use crate::storage::contacts::ContactQuery;

const NOT_FOUND: &str = "contact.not_found";

/// # Errors
/// When the database cannot be reached.
pub async fn list(
    app: &App,
    principal: &Principal,
    query: &ContactQuery,
) -> Result<Vec<Contact>, Error> {
    let visibility = Visibility::from(&principal.visible(Object::Contact, Action::Read));
    let client = app.connection().await?;
    Ok(storage::contacts::list(&client, principal.org_id, &visibility, query).await?)
}

impl Resource for Contact {
    type Draft = ContactDraft;

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

    async fn create(app: &App, principal: &Principal, draft: Self::Draft) -> Result<Self, Error> {
        let fields = draft.check()?.into_inner();
        let mut client = app.connection().await?;
        let tx = client.transaction().await.map_err(StorageError::from)?;
        let (object, action) = (Object::Contact, Action::Create);
        accounts::admit_child(&tx, principal, fields.account_id, object, action).await?;
        let stamp = Stamp::new(principal.user_id, app.clock.now());
        let contact = Contact { id: Uuid::now_v7(), fields, stamp, deleted_at: None };
        records::insert(&tx, principal.org_id, &contact).await?;
        audit::created(&tx, principal, "contact", contact.id, &contact.fields).await?;
        tx.commit().await.map_err(StorageError::from)?;
        Ok(contact)
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
        let fields: ContactDraft = merged(&before.fields, patch)?.check()?.into_inner();
        if fields.account_id != before.fields.account_id {
            let (object, action) = (Object::Contact, Action::Create);
            accounts::admit_child(&tx, principal, fields.account_id, object, action).await?;
        }
        let stamp = before.stamp.touched(principal.user_id, app.clock.now());
        let contact = Contact { fields, stamp, ..before.clone() };
        if !audit::updated(&tx, principal, "contact", id, &before.fields, &contact.fields).await? {
            return Ok(before);
        }
        records::update(&tx, principal.org_id, &contact).await?;
        tx.commit().await.map_err(StorageError::from)?;
        Ok(contact)
    }

    async fn delete(app: &App, principal: &Principal, id: Uuid, version: i32) -> Result<(), Error> {
        let mut client = app.connection().await?;
        let tx = client.transaction().await.map_err(StorageError::from)?;
        let mut contact = find(&tx, principal, id, Action::Delete).await?;
        expect_version(contact.stamp.version, version)?;
        let now = app.clock.now();
        contact.stamp = contact.stamp.touched(principal.user_id, now);
        contact.deleted_at = Some(now);
        records::update(&tx, principal.org_id, &contact).await?;
        audit::happened(&tx, principal, "contact", id, "delete", &json!({})).await?;
        Ok(tx.commit().await.map_err(StorageError::from)?)
    }
}

async fn find(
    tx: &Transaction<'_>,
    principal: &Principal,
    id: Uuid,
    action: Action,
) -> Result<Contact, Error> {
    let found: Option<Contact> = records::find_locked(tx, principal.org_id, id).await?;
    let contact = found.filter(|contact| contact.deleted_at.is_none());
    let contact = contact.ok_or_else(|| Error::not_found(NOT_FOUND))?;
    let account_id = contact.fields.account_id;
    let admitted = accounts::admit_child(tx, principal, account_id, Object::Contact, action).await;
    admitted.map_err(|error| match error.kind {
        Kind::NotFound => Error::not_found(NOT_FOUND),
        _ => error,
    })?;
    Ok(contact)
}
