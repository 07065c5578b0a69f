//! Alignments: made, renamed, published, deleted.

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::geometry;
use super::territories::{TerritoryDraft, owners_exist};
use super::{Alignment, TERRITORIES_MAX};
use crate::app::change::expect_version;
use crate::app::{App, Error, Principal, audit};
use crate::domain::crm::{Fault, Faults, text};
use crate::storage::pool::Tx;
use crate::storage::territories::{self as table, Territory};
use crate::storage::{StorageError, alignments};

const NAME_CHARS_MAX: usize = 200;

/// What a new alignment is made of.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AlignmentDraft {
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    #[serde(default)]
    pub valid_from: Option<NaiveDate>,
    /// Territories to begin with, such as those of a division. They must not overlap.
    #[serde(default)]
    pub territories: Vec<TerritoryDraft>,
    /// How the territories were made; kept as it is.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    pub brief: Option<Value>,
}

/// What may change of an alignment; what is left out stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AlignmentChange {
    pub name: Option<String>,
    pub valid_from: Option<NaiveDate>,
}

/// One page, newest first, and whether there are more.
///
/// # Errors
/// When the database cannot be reached.
pub async fn list(
    app: &App,
    principal: &Principal,
    before: Option<Uuid>,
    limit: usize,
) -> Result<(Vec<Alignment>, bool), Error> {
    let client = app.connection().await?;
    let n_rows = i64::try_from(limit + 1).unwrap_or(i64::MAX);
    let mut found = alignments::list(&client, principal.org_id, before, n_rows).await?;
    let has_more = found.len() > limit;
    found.truncate(limit);
    Ok((found, has_more))
}

/// # Errors
/// `alignment.not_found`.
pub async fn read(app: &App, principal: &Principal, id: Uuid) -> Result<Alignment, Error> {
    let client = app.connection().await?;
    let found = alignments::find(&client, principal.org_id, id).await?;
    found.ok_or_else(|| Error::not_found("alignment.not_found"))
}

/// Makes a planning alignment, with all its territories or not at all.
///
/// # Errors
/// Every fault of the draft; overlapping territories.
pub async fn create(
    app: &App,
    principal: &Principal,
    draft: AlignmentDraft,
) -> Result<Alignment, Error> {
    let mut faults = Faults::default();
    let mut name = draft.name;
    text::required(&mut name, "/name".to_owned(), NAME_CHARS_MAX, &mut faults);
    if draft.territories.len() > TERRITORIES_MAX {
        let fault = Fault::new("/territories", "territory.too_many");
        faults.push(fault.with("max", TERRITORIES_MAX));
    }
    let id = Uuid::now_v7();
    let mut territories = Vec::with_capacity(draft.territories.len());
    for (index, draft) in draft.territories.into_iter().enumerate() {
        territories.extend(draft.check(id, &format!("/territories/{index}"), &mut faults));
    }
    apart(&territories, &mut faults);
    faults.none()?;
    let now = app.clock.now();
    let alignment = Alignment {
        id,
        name,
        state: "planning".to_owned(),
        valid_from: draft.valid_from,
        brief: draft.brief,
        n_territories: 0,
        created_at: now,
        updated_at: now,
        version: 1,
    };
    store(app, principal, &alignment, &territories).await?;
    read(app, principal, id).await
}

/// Notes every territory that overlaps an earlier one.
fn apart(territories: &[Territory], faults: &mut Faults) {
    for (index, territory) in territories.iter().enumerate() {
        let earlier =
            territories[..index].iter().find(|e| geometry::overlaps(&e.shape, &territory.shape));
        if let Some(earlier) = earlier {
            let pointer = format!("/territories/{index}/geometry");
            faults.push(Fault::new(pointer, "territory.overlap").with("name", &earlier.name));
        }
    }
}

async fn store(
    app: &App,
    principal: &Principal,
    alignment: &Alignment,
    territories: &[Territory],
) -> Result<(), Error> {
    let (org_id, author) = (principal.org_id, Some(principal.user_id));
    let mut client = app.connection().await?;
    let tx = client.transaction().await.map_err(StorageError::from)?;
    owners_exist(&tx, principal, territories, |index| format!("/territories/{index}/owner_id"))
        .await?;
    alignments::insert(&tx, org_id, author, alignment).await?;
    for territory in territories {
        table::insert(&tx, org_id, author, territory).await?;
    }
    let kept = json!({"name": alignment.name, "territories": territories.len()});
    audit::created(&tx, principal, "alignment", alignment.id, &kept).await?;
    Ok(tx.commit().await.map_err(StorageError::from)?)
}

/// # Errors
/// `version.stale`, `alignment.not_found`, faults of the new values.
pub async fn update(
    app: &App,
    principal: &Principal,
    id: Uuid,
    version: i32,
    change: AlignmentChange,
) -> Result<Alignment, Error> {
    let mut client = app.connection().await?;
    let tx = client.transaction().await.map_err(StorageError::from)?;
    let before = locked(&tx, principal, id, Some(version)).await?;
    let mut after = before.clone();
    if let Some(name) = change.name {
        let mut faults = Faults::default();
        after.name = name;
        text::required(&mut after.name, "/name".to_owned(), NAME_CHARS_MAX, &mut faults);
        faults.none()?;
    }
    after.valid_from = change.valid_from.or(after.valid_from);
    if audit::updated(&tx, principal, "alignment", id, &before, &after).await? {
        alignments::update(&tx, principal.org_id, Some(principal.user_id), &after).await?;
    }
    tx.commit().await.map_err(StorageError::from)?;
    drop(client);
    read(app, principal, id).await
}

/// Deletes an alignment that is not in force.
///
/// # Errors
/// `version.stale`, `alignment.not_found`, `alignment.active`.
pub async fn delete(app: &App, principal: &Principal, id: Uuid, version: i32) -> Result<(), Error> {
    let mut client = app.connection().await?;
    let tx = client.transaction().await.map_err(StorageError::from)?;
    let alignment = locked(&tx, principal, id, Some(version)).await?;
    if alignment.state == "active" {
        return Err(Error::conflict("alignment.active"));
    }
    alignments::delete(&tx, principal.org_id, Some(principal.user_id), id).await?;
    audit::happened(&tx, principal, "alignment", id, "delete", &json!({})).await?;
    Ok(tx.commit().await.map_err(StorageError::from)?)
}

/// What publishing did.
#[derive(Debug, Clone, Copy)]
pub struct Published {
    /// Accounts whose territory or owner changed.
    pub n_accounts: usize,
    /// The alignment that was in force before.
    pub archived: Option<Uuid>,
}

/// Puts an alignment in force, in one transaction: archives the one before it, gives every account
/// its territory, lets owners follow. Where a territory has no owner its accounts keep theirs.
///
/// # Errors
/// `version.stale` when the alignment moved on, `alignment.empty`, `alignment.active`.
pub async fn publish(
    app: &App,
    principal: &Principal,
    id: Uuid,
    version: i32,
) -> Result<(Alignment, Published), Error> {
    let (org_id, author) = (principal.org_id, Some(principal.user_id));
    let mut client = app.connection().await?;
    let tx = client.transaction().await.map_err(StorageError::from)?;
    let before = locked(&tx, principal, id, Some(version)).await?;
    if before.state == "active" {
        return Err(Error::conflict("alignment.active"));
    }
    if before.n_territories == 0 {
        return Err(Error::conflict("alignment.empty"));
    }
    let archived = alignments::archive_active(&tx, org_id, author).await?;
    let valid_from = before.valid_from.or_else(|| Some(app.clock.now().date_naive()));
    let after = Alignment { state: "active".to_owned(), valid_from, ..before.clone() };
    alignments::update(&tx, org_id, author, &after).await?;
    audit::updated(&tx, principal, "alignment", id, &before, &after).await?;
    let changed = table::assign_all(&tx, &principal.author(), None).await?;
    tx.commit().await.map_err(StorageError::from)?;
    drop(client);
    app.market.catch_up(org_id).await?;
    let published = Published { n_accounts: changed.len(), archived };
    Ok((read(app, principal, id).await?, published))
}

/// Locks an alignment and makes sure that it is still the version the caller has seen.
pub(super) async fn locked(
    tx: &Tx<'_>,
    principal: &Principal,
    id: Uuid,
    version: Option<i32>,
) -> Result<Alignment, Error> {
    let found = alignments::lock(tx, principal.org_id, id).await?;
    let found = found.ok_or_else(|| Error::not_found("alignment.not_found"))?;
    let expected = version.unwrap_or(found.version);
    expect_version(found.version, expected).map_err(|stale| stale.showing(&found))?;
    Ok(found)
}

/// An alignment whose territories have changed moves on, and in force it hands accounts over at once; those
/// of a territory whose owner was just taken off it (`vacated`) have none then.
pub(super) async fn moved_on(
    tx: &Tx<'_>,
    principal: &Principal,
    alignment: &Alignment,
    vacated: Option<Uuid>,
) -> Result<(), Error> {
    alignments::update(tx, principal.org_id, Some(principal.user_id), alignment).await?;
    if alignment.state == "active" {
        table::assign_all(tx, &principal.author(), vacated).await?;
    }
    Ok(())
}
