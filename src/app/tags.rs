//! Tags.

use deadpool_postgres::Transaction;
use serde_json::{Value, json};
use uuid::Uuid;

use super::change::{expect_version, merged};
use super::resource::Resource;
use super::{App, Error, Principal, audit};
use crate::domain::crm::stamp::Stamp;
use crate::domain::crm::tag::{Tag, TagDraft};
use crate::domain::crm::{Draft, Fault};
use crate::storage::{self, StorageError, feed, records};

/// # Errors
/// When the database cannot be reached.
pub async fn list(app: &App, principal: &Principal) -> Result<Vec<Tag>, Error> {
    let client = app.connection().await?;
    Ok(storage::tags::list(&client, principal.org_id).await?)
}

impl Resource for Tag {
    type Draft = TagDraft;

    fn id(&self) -> Uuid {
        self.id
    }

    fn version(&self) -> i32 {
        self.stamp.version
    }

    async fn read(app: &App, principal: &Principal, id: Uuid) -> Result<Self, Error> {
        let client = app.connection().await?;
        let found: Option<Tag> = records::find(&client, principal.org_id, id).await?;
        found.ok_or_else(|| Error::not_found("tag.not_found"))
    }

    async fn create(app: &App, principal: &Principal, draft: Self::Draft) -> Result<Self, Error> {
        let fields = draft.check()?.into_inner();
        let stamp = Stamp::new(principal.user_id, app.clock.now());
        let tag = Tag { id: Uuid::now_v7(), fields, stamp };
        let mut client = app.connection().await?;
        let tx = client.transaction().await.map_err(StorageError::from)?;
        records::insert(&tx, principal.org_id, &tag).await.map_err(explain)?;
        audit::created(&tx, principal, "tag", tag.id, &tag.fields).await?;
        tx.commit().await.map_err(StorageError::from)?;
        Ok(tag)
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
        let before = find(&tx, principal, id).await?;
        expect_version(before.stamp.version, version)?;
        let fields = merged(&before.fields, patch)?.check()?.into_inner();
        let stamp = before.stamp.touched(principal.user_id, app.clock.now());
        let tag = Tag { id, fields, stamp };
        records::update(&tx, principal.org_id, &tag).await.map_err(explain)?;
        audit::updated(&tx, principal, "tag", id, &before.fields, &tag.fields).await?;
        tx.commit().await.map_err(StorageError::from)?;
        Ok(tag)
    }

    /// Removes the tag from everything it was on, too.
    async fn delete(app: &App, principal: &Principal, id: Uuid, version: i32) -> Result<(), Error> {
        let mut client = app.connection().await?;
        let tx = client.transaction().await.map_err(StorageError::from)?;
        let tag = find(&tx, principal, id).await?;
        expect_version(tag.stamp.version, version)?;
        let account_ids = storage::tags::account_ids(&tx, id).await?;
        records::remove::<Tag>(&tx, principal.org_id, id).await?;
        feed::account_changed(&tx, principal.org_id, &account_ids).await?;
        audit::happened(
            &tx,
            principal,
            "tag",
            id,
            "delete",
            &json!({"name": [tag.fields.name, null]}),
        )
        .await?;
        tx.commit().await.map_err(StorageError::from)?;
        drop(client);
        app.market.catch_up(principal.org_id).await?;
        Ok(())
    }
}

async fn find(tx: &Transaction<'_>, principal: &Principal, id: Uuid) -> Result<Tag, Error> {
    let found = records::find_locked(tx, principal.org_id, id).await?;
    found.ok_or_else(|| Error::not_found("tag.not_found"))
}

fn explain(error: StorageError) -> Error {
    match error.duplicate() {
        Some("tags_name") => Fault::new("/name", "tag.name_taken").into(),
        _ => error.into(),
    }
}
