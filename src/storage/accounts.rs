//! Accounts with their primary site, and what hangs on them when they are shown.

use chrono::{DateTime, NaiveDate, Utc};
use deadpool_postgres::GenericClient;
use serde::Deserialize;
use serde_json::Value;
use tokio_postgres::Row;
use uuid::Uuid;

use super::StorageError;
use super::pool::{execute, row, rows};
use super::records::{Record, from_columns};
use crate::domain::crm::account::Account;
use crate::domain::crm::site::Site;

/// An account with the names of what it refers to.
#[derive(Debug, Clone)]
pub struct AccountDetail {
    pub account: Account,
    /// The primary site; `account.fields.site` is its editable part.
    pub site: Option<Site>,
    pub owner_name: Option<String>,
    pub territory: Option<Named>,
    pub tags: Vec<Named>,
}

/// Something with a name and a category colour.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Named {
    pub id: Uuid,
    pub name: String,
    pub color: i16,
}

impl Record for Account {
    const TABLE: &'static str = "accounts";
    const ELSEWHERE: &'static [&'static str] = &["site", "tag_ids"];

    fn id(&self) -> Uuid {
        self.id
    }
}

const SELECT: &str = "SELECT to_jsonb(a) AS account, to_jsonb(s) AS site, u.name AS owner_name, \
        t.name AS territory_name, t.color AS territory_color, \
        (SELECT coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'name', g.name, \
            'color', g.color) ORDER BY lower(g.name)), '[]') \
            FROM account_tags at JOIN tags g ON g.id = at.tag_id WHERE at.account_id = a.id) AS tags \
    FROM accounts a \
    LEFT JOIN sites s ON s.account_id = a.id AND s.is_primary \
    LEFT JOIN users u ON u.id = a.owner_id \
    LEFT JOIN territories t ON t.id = a.territory_id";

/// One account, deleted or not.
pub async fn find(
    client: &impl GenericClient,
    org_id: Uuid,
    id: Uuid,
) -> Result<Option<AccountDetail>, StorageError> {
    let sql = format!("{SELECT} WHERE a.org_id = $1 AND a.id = $2");
    let found = row(client, &sql, &[&org_id, &id]).await?;
    found.as_ref().map(detail).transpose()
}

/// As [`find`], keeping others from changing the account until the transaction ends.
pub async fn find_locked(
    client: &impl GenericClient,
    org_id: Uuid,
    id: Uuid,
) -> Result<Option<AccountDetail>, StorageError> {
    let sql = format!("{SELECT} WHERE a.org_id = $1 AND a.id = $2 FOR UPDATE OF a");
    let found = row(client, &sql, &[&org_id, &id]).await?;
    found.as_ref().map(detail).transpose()
}

/// The accounts of a list of ids, in the list's order; the deleted and the unknown are left out.
pub async fn by_ids(
    client: &impl GenericClient,
    org_id: Uuid,
    ids: &[Uuid],
) -> Result<Vec<AccountDetail>, StorageError> {
    let sql = format!("{SELECT} WHERE a.org_id = $1 AND a.id = ANY($2) AND a.deleted_at IS NULL");
    let found = rows(client, &sql, &[&org_id, &ids]).await?;
    let mut details = found.iter().map(detail).collect::<Result<Vec<_>, _>>()?;
    let places: std::collections::HashMap<Uuid, usize> =
        ids.iter().enumerate().map(|(place, id)| (*id, place)).collect();
    details.sort_by_key(|detail| places.get(&detail.account.id).copied());
    Ok(details)
}

/// The ids of accounts with these external ids of one source system, for upserts.
pub async fn by_external_ids(
    client: &impl GenericClient,
    org_id: Uuid,
    system: &str,
    ids: &[String],
) -> Result<Vec<(String, Uuid)>, StorageError> {
    const SQL: &str = "SELECT external_ids ->> $2, id FROM accounts \
        WHERE org_id = $1 AND external_ids ->> $2 = ANY($3) AND deleted_at IS NULL";
    let found = rows(client, SQL, &[&org_id, &system, &ids]).await?;
    found.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
}

/// Those of the ids that are accounts.
pub async fn existing(
    client: &impl GenericClient,
    org_id: Uuid,
    ids: &[Uuid],
) -> Result<Vec<Uuid>, StorageError> {
    const SQL: &str =
        "SELECT id FROM accounts WHERE org_id = $1 AND id = ANY($2) AND deleted_at IS NULL";
    let found = rows(client, SQL, &[&org_id, &ids]).await?;
    found.iter().map(|row| Ok(row.try_get(0)?)).collect()
}

/// Makes the tags of an account exactly these; tags of other organisations are ignored.
pub async fn set_tags(
    client: &impl GenericClient,
    org_id: Uuid,
    account_id: Uuid,
    tag_ids: &[Uuid],
) -> Result<(), StorageError> {
    const DELETE: &str = "DELETE FROM account_tags WHERE account_id = $1 AND tag_id <> ALL($2)";
    const INSERT: &str = "INSERT INTO account_tags (org_id, account_id, tag_id) \
        SELECT org_id, $2, id FROM tags WHERE org_id = $1 AND id = ANY($3) ON CONFLICT DO NOTHING";
    execute(client, DELETE, &[&account_id, &tag_ids]).await?;
    execute(client, INSERT, &[&org_id, &account_id, &tag_ids]).await?;
    Ok(())
}

/// Notes a visit that counts.
pub async fn set_visited(
    client: &impl GenericClient,
    org_id: Uuid,
    id: Uuid,
    last_visit_at: DateTime<Utc>,
    next_due_on: Option<NaiveDate>,
) -> Result<(), StorageError> {
    const SQL: &str = "UPDATE accounts SET last_visit_at = $3, next_due_on = $4 \
        WHERE org_id = $1 AND id = $2";
    execute(client, SQL, &[&org_id, &id, &last_visit_at, &next_due_on]).await?;
    Ok(())
}

fn detail(row: &Row) -> Result<AccountDetail, StorageError> {
    let tags: Vec<Named> = serde_json::from_value(row.try_get("tags")?)
        .map_err(|error| StorageError::Unreadable(error.to_string()))?;
    let mut account: Account = from_columns(row.try_get("account")?)?;
    let site: Option<Site> =
        row.try_get::<_, Option<Value>>("site")?.map(from_columns).transpose()?;
    account.fields.tag_ids = tags.iter().map(|tag| tag.id).collect();
    account.fields.tag_ids.sort_unstable();
    account.fields.site = site.as_ref().map(|site| site.fields.clone());
    let territory = match account.territory_id {
        Some(id) => Some(Named {
            id,
            name: row.try_get("territory_name")?,
            color: row.try_get("territory_color")?,
        }),
        None => None,
    };
    Ok(AccountDetail { account, site, owner_name: row.try_get("owner_name")?, territory, tags })
}
