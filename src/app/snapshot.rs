//! Market snapshots: the dated, saved answer to "who are the potential customers in this area".
//! A saved snapshot never changes; what a caller may not see is in none of its answers.

use chrono::{DateTime, Utc};
use serde_json::Value;
use uuid::Uuid;

use super::market::{self, MarketReport, MarketRequest, Wanted};
use super::{App, Error, Principal, audit};
use crate::domain::crm::Fault;
use crate::domain::crm::rights::{Action, Level, Object};
use crate::storage::snapshots::{self, SavedSnapshot};
use crate::storage::{StorageError, accounts};

use super::accounts::AccountDetail;

/// Most accounts that one snapshot remembers.
pub const MEMBERS_MAX: usize = 200_000;
/// Longest name.
const NAME_CHARS_MAX: usize = 200;
/// Snapshots of one page, and members.
const LIMIT_DEFAULT: usize = 50;
const LIMIT_MAX: usize = 200;
/// Members that are read from the database at a time for an export.
pub const EXPORT_ROWS: usize = 500;

/// A snapshot with its figures.
#[derive(Debug, Clone)]
pub struct Snapshot {
    pub id: Uuid,
    pub name: String,
    pub area: Value,
    pub filter: Option<Value>,
    pub taken_at: DateTime<Utc>,
    pub n_members: u64,
    pub created_by: (Uuid, String),
    pub report: MarketReport,
}

/// What a new snapshot is to show.
#[derive(Debug, Clone)]
pub struct SnapshotDraft {
    pub name: String,
    pub area: Option<Value>,
    pub filter: Option<Value>,
    pub resolution: Option<u8>,
}

/// A page of something and where the next begins.
pub type Paged<T> = (Vec<T>, Option<String>);

/// Takes a snapshot and saves it.
///
/// # Errors
/// Every fault of name, area and filter; `snapshot.too_large`.
pub async fn take(
    app: &App,
    principal: &Principal,
    draft: SnapshotDraft,
) -> Result<Snapshot, Error> {
    let name = name(&draft.name)?;
    let area = draft.area.clone().filter(|area| !area.is_null());
    let area = area.ok_or_else(|| Fault::new("/area", "field.required"))?;
    let wanted = Wanted { filter: draft.filter.clone(), area: draft.area, ..Wanted::default() };
    let request =
        MarketRequest { wanted, resolution: draft.resolution, ..MarketRequest::default() };
    let (question, report) = market::report(app, principal, request).await?;
    let member_ids = market::ids(app, &question, MEMBERS_MAX + 1).await?;
    if member_ids.len() > MEMBERS_MAX {
        return Err(Error::invalid("snapshot.too_large").with("max", MEMBERS_MAX));
    }
    let saved = SavedSnapshot {
        id: Uuid::now_v7(),
        name,
        area,
        filter: draft.filter.filter(|filter| !filter.is_null()),
        taken_at: app.clock.now(),
        index_version: i64::try_from(report.index_version).unwrap_or(i64::MAX),
        metrics: serde_json::to_value(&report).map_err(Error::internal)?,
        n_members: i64::try_from(member_ids.len()).unwrap_or(i64::MAX),
        created_by: principal.user_id,
        created_by_name: String::new(),
    };
    let mut client = app.connection().await?;
    let tx = client.transaction().await.map_err(StorageError::from)?;
    snapshots::insert(&tx, principal.org_id, &saved, &member_ids).await?;
    let detail = serde_json::json!({"name": saved.name, "members": saved.n_members});
    audit::happened(&tx, principal, "snapshot", saved.id, "create", &detail).await?;
    tx.commit().await.map_err(StorageError::from)?;
    drop(client);
    read(app, principal, saved.id).await
}

fn name(text: &str) -> Result<String, Error> {
    let name = text.trim();
    if name.is_empty() {
        return Err(Fault::new("/name", "field.required").into());
    }
    if name.chars().count() > NAME_CHARS_MAX {
        return Err(Fault::new("/name", "text.too_long").with("max", NAME_CHARS_MAX).into());
    }
    Ok(name.to_owned())
}

/// The author a caller is bound to: who may only see own snapshots sees nobody else's.
fn author(principal: &Principal, action: Action) -> Option<Uuid> {
    (principal.level(Object::Snapshot, action) != Level::All).then_some(principal.user_id)
}

/// A page of snapshots, newest first, without their cells.
///
/// # Errors
/// A fault of limit or cursor.
pub async fn list(
    app: &App,
    principal: &Principal,
    limit: Option<usize>,
    cursor: Option<&str>,
) -> Result<Paged<Snapshot>, Error> {
    let (limit, before) = (check_limit(limit)?, check_cursor(cursor)?);
    let client = app.connection().await?;
    let author = author(principal, Action::Read);
    let n_rows = i64::try_from(limit + 1).unwrap_or(i64::MAX);
    let mut saved = snapshots::list(&client, principal.org_id, author, before, n_rows).await?;
    let next = next_cursor(&mut saved, limit, |snapshot| snapshot.id);
    let mut page: Vec<Snapshot> = saved.into_iter().map(shown).collect::<Result<_, _>>()?;
    for snapshot in &mut page {
        snapshot.report.cells.clear();
    }
    Ok((page, next))
}

/// One snapshot.
///
/// # Errors
/// `snapshot.not_found`, also when it is somebody else's.
pub async fn read(app: &App, principal: &Principal, id: Uuid) -> Result<Snapshot, Error> {
    let client = app.connection().await?;
    let author = author(principal, Action::Read);
    let found = snapshots::find(&client, principal.org_id, author, id).await?;
    shown(found.ok_or_else(|| Error::not_found("snapshot.not_found"))?)
}

/// Deletes a snapshot.
///
/// # Errors
/// `snapshot.not_found`.
pub async fn delete(app: &App, principal: &Principal, id: Uuid) -> Result<(), Error> {
    let mut client = app.connection().await?;
    let tx = client.transaction().await.map_err(StorageError::from)?;
    let author = author(principal, Action::Delete);
    let found = snapshots::find(&tx, principal.org_id, author, id).await?;
    if found.is_none() || !snapshots::delete(&tx, principal.org_id, id).await? {
        return Err(Error::not_found("snapshot.not_found"));
    }
    audit::happened(&tx, principal, "snapshot", id, "delete", &Value::Null).await?;
    tx.commit().await.map_err(StorageError::from)?;
    Ok(())
}

/// A page of the accounts that a snapshot found, as they are now, as far as the caller still sees
/// them.
///
/// # Errors
/// `snapshot.not_found`; a fault of limit or cursor.
pub async fn members(
    app: &App,
    principal: &Principal,
    id: Uuid,
    limit: Option<usize>,
    cursor: Option<&str>,
) -> Result<Paged<AccountDetail>, Error> {
    let (limit, after) = (check_limit(limit)?, check_cursor(cursor)?);
    let mut ids = member_ids(app, principal, id).await?;
    ids.retain(|id| after.is_none_or(|after| *id > after));
    ids.truncate(limit + 1);
    let next = next_cursor(&mut ids, limit, |id| *id);
    Ok((details(app, principal, Action::Read, &ids).await?, next))
}

/// The ids of a snapshot's members, sorted.
///
/// # Errors
/// `snapshot.not_found`.
pub async fn member_ids(app: &App, principal: &Principal, id: Uuid) -> Result<Vec<Uuid>, Error> {
    read(app, principal, id).await?;
    let client = app.connection().await?;
    Ok(snapshots::member_ids(&client, principal.org_id, id).await?)
}

/// The accounts of a list that the caller may see for an action, as they are now.
///
/// # Errors
/// When the database fails.
pub async fn details(
    app: &App,
    principal: &Principal,
    action: Action,
    ids: &[Uuid],
) -> Result<Vec<AccountDetail>, Error> {
    let visible = principal.visible(Object::Account, action);
    let client = app.connection().await?;
    let mut found = accounts::by_ids(&client, principal.org_id, ids).await?;
    found.retain(|detail| {
        let account = &detail.account;
        visible.admits(account.fields.owner_id, account.fields.team_id, account.territory_id)
    });
    Ok(found)
}

/// Notes that a snapshot's members left the house.
///
/// # Errors
/// When the database fails.
pub async fn note_export(
    app: &App,
    principal: &Principal,
    id: Uuid,
    format: &str,
    n_members: usize,
) -> Result<(), Error> {
    let client = app.connection().await?;
    let detail = serde_json::json!({"format": format, "members": n_members});
    audit::happened(&client, principal, "snapshot", id, "export", &detail).await
}

fn shown(saved: SavedSnapshot) -> Result<Snapshot, Error> {
    Ok(Snapshot {
        id: saved.id,
        name: saved.name,
        area: saved.area,
        filter: saved.filter,
        taken_at: saved.taken_at,
        n_members: u64::try_from(saved.n_members).unwrap_or_default(),
        created_by: (saved.created_by, saved.created_by_name),
        report: serde_json::from_value(saved.metrics).map_err(Error::internal)?,
    })
}

fn check_limit(limit: Option<usize>) -> Result<usize, Error> {
    let limit = limit.unwrap_or(LIMIT_DEFAULT);
    if (1..=LIMIT_MAX).contains(&limit) {
        return Ok(limit);
    }
    let fault = Fault::new("/limit", "number.out_of_range");
    Err(fault.with("min", 1).with("max", LIMIT_MAX).into())
}

fn check_cursor(cursor: Option<&str>) -> Result<Option<Uuid>, Error> {
    let parse = |text: &str| {
        text.parse().map_err(|_| Error::from(Fault::new("/cursor", "cursor.malformed")))
    };
    cursor.map(parse).transpose()
}

/// Cuts the one row too many off; the last row left is where the next page begins.
fn next_cursor<T>(rows: &mut Vec<T>, limit: usize, id: impl Fn(&T) -> Uuid) -> Option<String> {
    let has_more = rows.len() > limit;
    rows.truncate(limit);
    rows.last().filter(|_| has_more).map(|row| id(row).to_string())
}
