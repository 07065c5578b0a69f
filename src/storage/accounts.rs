//! Accounts with their primary site, and what hangs on them when they are shown.

use deadpool_postgres::GenericClient;
use serde_json::{Map, Value};
use tokio_postgres::Row;
use uuid::Uuid;

use super::StorageError;
use super::pool::{code, code_opt, execute, row, rows};
use super::sites;
use crate::domain::crm::account::{Account, AccountDraft, Tier};

/// An account with the names of what it refers to.
#[derive(Debug, Clone)]
pub struct AccountDetail {
    pub account: Account,
    pub owner_name: Option<String>,
    pub territory: Option<Named>,
    pub tags: Vec<Named>,
}

/// Something with a name and a category colour.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
pub struct Named {
    pub id: Uuid,
    pub name: String,
    pub color: i16,
}

const SELECT: &str = "SELECT a.*, u.name AS owner_name, \
        t.name AS territory_name, t.color AS territory_color, \
        (SELECT coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'name', g.name, \
            'color', g.color) ORDER BY lower(g.name)), '[]') \
            FROM account_tags at JOIN tags g ON g.id = at.tag_id WHERE at.account_id = a.id) AS tags, \
        s.id AS s_id, s.account_id AS s_account_id, s.is_primary AS s_is_primary, \
        s.purpose AS s_purpose, s.line1 AS s_line1, s.line2 AS s_line2, s.city AS s_city, \
        s.district AS s_district, s.region AS s_region, s.postal_code AS s_postal_code, \
        s.country AS s_country, s.lng AS s_lng, s.lat AS s_lat, \
        s.entrance_lng AS s_entrance_lng, s.entrance_lat AS s_entrance_lat, \
        s.manual_lock AS s_manual_lock, s.opening_hours AS s_opening_hours, \
        s.time_zone AS s_time_zone, s.geocode_status AS s_geocode_status, \
        s.geocode_precision AS s_geocode_precision, s.created_at AS s_created_at, \
        s.updated_at AS s_updated_at, s.version AS s_version \
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

/// The accounts of a list of ids, in the list's order; the deleted and the unknown are left out.
pub async fn by_ids(
    client: &impl GenericClient,
    org_id: Uuid,
    ids: &[Uuid],
) -> Result<Vec<AccountDetail>, StorageError> {
    let sql = format!(
        "{SELECT} WHERE a.org_id = $1 AND a.id = ANY($2) AND a.deleted_at IS NULL \
         ORDER BY array_position($2, a.id)"
    );
    let found = rows(client, &sql, &[&org_id, &ids]).await?;
    found.iter().map(detail).collect()
}

/// Locks an account until the transaction ends, so that its version cannot move.
pub async fn lock(
    client: &impl GenericClient,
    org_id: Uuid,
    id: Uuid,
) -> Result<bool, StorageError> {
    const SQL: &str = "SELECT 1 FROM accounts WHERE org_id = $1 AND id = $2 FOR UPDATE";
    Ok(row(client, SQL, &[&org_id, &id]).await?.is_some())
}

/// Writes a new account without its site and tags.
pub async fn insert(
    client: &impl GenericClient,
    org_id: Uuid,
    account: &Account,
) -> Result<(), StorageError> {
    const SQL: &str = "INSERT INTO accounts (id, org_id, name, legal_name, kind, parent_id, \
        lifecycle, lifecycle_changed_at, tier, category, registration_no, employees, website, \
        phone, email, owner_id, owner_source, team_id, territory_id, territory_source, value_12m, \
        potential_value, visit_interval_days, visit_duration_min, visit_priority, last_visit_at, \
        next_due_on, access_note, do_not_visit, note, source, external_ids, custom, created_at, \
        created_by, updated_at, updated_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, \
        $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, \
        $29, $30, $31, $32, $33, $34, $35, $36, $37)";
    let (a, f) = (account, &account.fields);
    execute(
        client,
        SQL,
        &[
            &a.id,
            &org_id,
            &f.name,
            &f.legal_name,
            &f.kind.code(),
            &f.parent_id,
            &f.lifecycle.code(),
            &a.lifecycle_changed_at,
            &f.tier.map(Tier::code),
            &f.category,
            &f.registration_no,
            &f.employees,
            &f.website,
            &f.phone,
            &f.email,
            &f.owner_id,
            &a.owner_source.code(),
            &f.team_id,
            &a.territory_id,
            &a.territory_source.code(),
            &f.value_12m,
            &f.potential_value,
            &f.visit_interval_days,
            &f.visit_duration_min,
            &f.visit_priority,
            &a.last_visit_at,
            &a.next_due_on,
            &f.access_note,
            &f.do_not_visit,
            &f.note,
            &a.source,
            &Value::Object(f.external_ids.clone()),
            &Value::Object(f.custom.clone()),
            &a.created_at,
            &a.created_by,
            &a.updated_at,
            &a.updated_by,
        ],
    )
    .await?;
    Ok(())
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

fn detail(row: &Row) -> Result<AccountDetail, StorageError> {
    let tags: Value = row.try_get("tags")?;
    let tags: Vec<Named> = serde_json::from_value(tags)
        .map_err(|error| StorageError::Unreadable(error.to_string()))?;
    let account = account(row, tags.iter().map(|tag| tag.id).collect())?;
    let territory = match account.territory_id {
        Some(id) => Some(Named {
            id,
            name: row.try_get("territory_name")?,
            color: row.try_get("territory_color")?,
        }),
        None => None,
    };
    Ok(AccountDetail { account, owner_name: row.try_get("owner_name")?, territory, tags })
}

fn account(row: &Row, mut tag_ids: Vec<Uuid>) -> Result<Account, StorageError> {
    tag_ids.sort_unstable();
    let site = sites::joined(row)?;
    Ok(Account {
        id: row.try_get("id")?,
        fields: fields(row, tag_ids, site.as_ref().map(|site| site.fields.clone()))?,
        site,
        owner_source: code(row, "owner_source")?,
        territory_id: row.try_get("territory_id")?,
        territory_source: code(row, "territory_source")?,
        lifecycle_changed_at: row.try_get("lifecycle_changed_at")?,
        last_visit_at: row.try_get("last_visit_at")?,
        next_due_on: row.try_get("next_due_on")?,
        source: row.try_get("source")?,
        created_at: row.try_get("created_at")?,
        created_by: row.try_get("created_by")?,
        updated_at: row.try_get("updated_at")?,
        updated_by: row.try_get("updated_by")?,
        version: row.try_get("version")?,
        deleted_at: row.try_get("deleted_at")?,
    })
}

fn fields(
    row: &Row,
    tag_ids: Vec<Uuid>,
    site: Option<crate::domain::crm::site::SiteDraft>,
) -> Result<AccountDraft, StorageError> {
    Ok(AccountDraft {
        name: row.try_get("name")?,
        legal_name: row.try_get("legal_name")?,
        kind: code(row, "kind")?,
        parent_id: row.try_get("parent_id")?,
        lifecycle: code(row, "lifecycle")?,
        tier: code_opt(row, "tier")?,
        category: row.try_get("category")?,
        registration_no: row.try_get("registration_no")?,
        employees: row.try_get("employees")?,
        website: row.try_get("website")?,
        phone: row.try_get("phone")?,
        email: row.try_get("email")?,
        owner_id: row.try_get("owner_id")?,
        team_id: row.try_get("team_id")?,
        value_12m: row.try_get("value_12m")?,
        potential_value: row.try_get("potential_value")?,
        visit_interval_days: row.try_get("visit_interval_days")?,
        visit_duration_min: row.try_get("visit_duration_min")?,
        visit_priority: row.try_get("visit_priority")?,
        access_note: row.try_get("access_note")?,
        do_not_visit: row.try_get("do_not_visit")?,
        note: row.try_get("note")?,
        external_ids: object(row, "external_ids")?,
        custom: object(row, "custom")?,
        tag_ids,
        site,
    })
}

fn object(row: &Row, column: &str) -> Result<Map<String, Value>, StorageError> {
    match row.try_get(column)? {
        Value::Object(map) => Ok(map),
        other => Err(StorageError::Unreadable(format!("{column} is {other}, not an object"))),
    }
}
