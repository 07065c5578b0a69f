//! The fields that an organisation defines for its accounts. A field that accounts have values of
//! keeps its key, its type and the choices in use; it can be deleted once no account has any.

use deadpool_postgres::{GenericClient, Transaction};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::change::{expect_version, merged};
use super::resource::Resource;
use super::{App, Error, Principal, audit};
use crate::domain::crm::custom::{self, CustomField, CustomFieldDraft, FIELDS_MAX};
use crate::domain::crm::stamp::Stamp;
use crate::domain::crm::{Draft, Fault, Faults};
use crate::storage::{self, StorageError, feed, records};

const OBJECT: &str = "custom_field";

/// # Errors
/// When the database cannot be reached.
pub async fn list(app: &App, principal: &Principal) -> Result<Vec<CustomField>, Error> {
    let client = app.connection().await?;
    Ok(storage::custom_fields::list(&client, principal.org_id).await?)
}

/// Checks the values of an account that are not as they were before.
///
/// # Errors
/// Every value that no field has or that is not of its field's type.
pub(super) async fn check_values(
    client: &impl GenericClient,
    principal: &Principal,
    values: &Map<String, Value>,
    before: &Map<String, Value>,
) -> Result<(), Error> {
    if values == before {
        return Ok(());
    }
    let fields = storage::custom_fields::list(client, principal.org_id).await?;
    Ok(custom::check(values, before, &fields)?)
}

impl Resource for CustomField {
    type Draft = CustomFieldDraft;

    fn id(&self) -> Uuid {
        self.id
    }

    fn version(&self) -> i32 {
        self.stamp.version
    }

    async fn read(app: &App, principal: &Principal, id: Uuid) -> Result<Self, Error> {
        let client = app.connection().await?;
        let found: Option<Self> = records::find(&client, principal.org_id, id).await?;
        found.ok_or_else(not_found)
    }

    async fn create(app: &App, principal: &Principal, draft: Self::Draft) -> Result<Self, Error> {
        let fields = draft.check()?.into_inner();
        let stamp = Stamp::new(principal.user_id, app.clock.now());
        let field = Self { id: Uuid::now_v7(), fields, stamp };
        let mut client = app.connection().await?;
        let tx = begin(&mut client, principal).await?;
        if storage::custom_fields::list(&tx, principal.org_id).await?.len() >= FIELDS_MAX {
            return Err(Fault::new("", "custom_field.too_many").with("max", FIELDS_MAX).into());
        }
        records::insert(&tx, principal.org_id, &field).await.map_err(explain)?;
        audit::created(&tx, principal, OBJECT, field.id, &field.fields).await?;
        finish(app, principal, tx, field.id).await?;
        Ok(field)
    }

    async fn update(
        app: &App,
        principal: &Principal,
        id: Uuid,
        version: i32,
        patch: Value,
    ) -> Result<Self, Error> {
        let mut client = app.connection().await?;
        let tx = begin(&mut client, principal).await?;
        let before = find(&tx, principal, id).await?;
        expect_version(before.stamp.version, version)?;
        let fields = merged(&before.fields, patch)?.check()?.into_inner();
        fields.check_change(&before.fields)?;
        check_choices(&tx, principal, &before.fields, &fields).await?;
        let stamp = before.stamp.touched(principal.user_id, app.clock.now());
        let field = Self { id, fields, stamp };
        records::update(&tx, principal.org_id, &field).await?;
        audit::updated(&tx, principal, OBJECT, id, &before.fields, &field.fields).await?;
        finish(app, principal, tx, id).await?;
        Ok(field)
    }

    async fn delete(app: &App, principal: &Principal, id: Uuid, version: i32) -> Result<(), Error> {
        let mut client = app.connection().await?;
        let tx = begin(&mut client, principal).await?;
        let field = find(&tx, principal, id).await?;
        expect_version(field.stamp.version, version)?;
        let key = &field.fields.key;
        let n = storage::custom_fields::n_accounts(&tx, principal.org_id, key, None).await?;
        if n > 0 {
            return Err(Error::conflict("custom_field.in_use").with("count", n));
        }
        records::remove::<Self>(&tx, principal.org_id, id).await?;
        audit::happened(&tx, principal, OBJECT, id, "delete", &json!({"key": [key, null]})).await?;
        finish(app, principal, tx, id).await
    }
}

/// A transaction that alone changes the organisation's fields.
async fn begin<'a>(
    client: &'a mut deadpool_postgres::Object,
    principal: &Principal,
) -> Result<Transaction<'a>, Error> {
    let tx = client.transaction().await.map_err(StorageError::from)?;
    storage::custom_fields::lock(&tx, principal.org_id).await?;
    Ok(tx)
}

/// Every process reads the accounts afresh, since its index has other columns now.
async fn finish(
    app: &App,
    principal: &Principal,
    tx: Transaction<'_>,
    id: Uuid,
) -> Result<(), Error> {
    feed::field_changed(&tx, principal.org_id, &[id]).await?;
    tx.commit().await.map_err(StorageError::from)?;
    app.market.catch_up(principal.org_id).await?;
    Ok(())
}

async fn check_choices(
    tx: &Transaction<'_>,
    principal: &Principal,
    before: &CustomFieldDraft,
    after: &CustomFieldDraft,
) -> Result<(), Error> {
    let mut faults = Faults::default();
    for choice in after.gone(before) {
        let org_id = principal.org_id;
        let n = storage::custom_fields::n_accounts(tx, org_id, &after.key, Some(choice)).await?;
        if n > 0 {
            let fault = Fault::new("/choices", "custom_field.choice_in_use");
            faults.push(fault.with("choice", choice).with("count", n));
        }
    }
    Ok(faults.none()?)
}

async fn find(tx: &Transaction<'_>, principal: &Principal, id: Uuid) -> Result<CustomField, Error> {
    records::find_locked(tx, principal.org_id, id).await?.ok_or_else(not_found)
}

fn not_found() -> Error {
    Error::not_found("custom_field.not_found")
}

fn explain(error: StorageError) -> Error {
    match error.duplicate() {
        Some("custom_fields_key") => Fault::new("/key", "custom_field.key_taken").into(),
        _ => error.into(),
    }
}
