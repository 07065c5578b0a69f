//! Accounts get the territory of the active alignment they lie in; their owner follows where nobody chose one.

use deadpool_postgres::GenericClient;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{PlacedAccount, Territory, active, placed_accounts};
use crate::domain::territory::Ownership;
use crate::storage::audit::Author;
use crate::storage::pool::execute;
use crate::storage::{StorageError, feed};

/// Gives accounts their territory again, after they were created or moved. Runs in the transaction of the
/// change; returns the accounts that changed.
pub async fn assign(
    client: &impl GenericClient,
    author: &Author,
    account_ids: &[Uuid],
) -> Result<Vec<Uuid>, StorageError> {
    let accounts = placed_accounts(client, author.org_id, Some(account_ids)).await?;
    write(client, author, accounts, None).await
}

/// The same for every account, after the active alignment has changed. The accounts of a territory whose owner was
/// just taken off it are `vacated`: they lose their owner too.
pub async fn assign_all(
    client: &impl GenericClient,
    author: &Author,
    vacated: Option<Uuid>,
) -> Result<Vec<Uuid>, StorageError> {
    let accounts = placed_accounts(client, author.org_id, None).await?;
    write(client, author, accounts, vacated).await
}

#[derive(Default)]
struct Changes {
    ids: Vec<Uuid>,
    territories: Vec<Option<Uuid>>,
    owners: Vec<Option<Uuid>>,
    diffs: Vec<Value>,
}

async fn write(
    client: &impl GenericClient,
    author: &Author,
    accounts: Vec<PlacedAccount>,
    vacated: Option<Uuid>,
) -> Result<Vec<Uuid>, StorageError> {
    const UPDATE: &str = "UPDATE accounts a SET territory_id = c.territory_id, \
        owner_id = c.owner_id, version = version + 1, updated_at = now(), updated_by = $2 \
        FROM unnest($3::uuid[], $4::uuid[], $5::uuid[]) AS c (id, territory_id, owner_id) \
        WHERE a.org_id = $1 AND a.id = c.id";
    const AUDIT: &str = "INSERT INTO audit_log \
        (org_id, actor_id, via, request_id, object, object_id, action, diff) \
        SELECT $1, $2, $3, $4, 'account', c.id, 'update', c.diff \
        FROM unnest($5::uuid[], $6::jsonb[]) AS c (id, diff)";
    let territories = active(client, author.org_id).await?;
    let changes = changes(&territories, &accounts, vacated);
    if changes.ids.is_empty() {
        return Ok(changes.ids);
    }
    let Author { org_id, user_id, via, request_id } = author;
    let Changes { ids, territories, owners, diffs } = &changes;
    execute(client, UPDATE, &[org_id, user_id, ids, territories, owners]).await?;
    execute(client, AUDIT, &[org_id, user_id, via, request_id, ids, diffs]).await?;
    feed::account_changed(client, *org_id, ids).await?;
    Ok(changes.ids)
}

fn changes(
    territories: &[Territory],
    accounts: &[PlacedAccount],
    vacated: Option<Uuid>,
) -> Changes {
    let ownership = Ownership::new(territories.iter().map(|territory| &territory.shape));
    let mut changes = Changes::default();
    for account in accounts {
        let territory = territory_of(territories, &ownership, account);
        let (territory_id, owner_id) =
            (territory.map(|t| t.id), owner_of(territory, account, vacated));
        if (territory_id, owner_id) == (account.territory_id, account.owner_id) {
            continue;
        }
        changes.ids.push(account.id);
        changes.territories.push(territory_id);
        changes.owners.push(owner_id);
        changes.diffs.push(diff(account, territory_id, owner_id));
    }
    changes
}

/// A chosen territory stays as long as the active alignment has it.
fn territory_of<'a>(
    territories: &'a [Territory],
    ownership: &Ownership,
    account: &PlacedAccount,
) -> Option<&'a Territory> {
    let chosen = account.territory_id.filter(|_| account.is_territory_fixed);
    let chosen = chosen.and_then(|id| territories.iter().find(|territory| territory.id == id));
    chosen.or_else(|| territories.get(ownership.owner_of(account.place?.at)?))
}

/// Whoever owns the territory; where nobody does, and outside of all territories, the account keeps its owner:
/// dividing the map anew must not take customers away from the people who visit them.
fn owner_of(
    territory: Option<&Territory>,
    account: &PlacedAccount,
    vacated: Option<Uuid>,
) -> Option<Uuid> {
    match territory.filter(|_| account.follows_territory) {
        Some(territory) if vacated == Some(territory.id) => territory.owner_id,
        Some(territory) => territory.owner_id.or(account.owner_id),
        None => account.owner_id,
    }
}

fn diff(account: &PlacedAccount, territory_id: Option<Uuid>, owner_id: Option<Uuid>) -> Value {
    let mut diff = serde_json::Map::new();
    if account.territory_id != territory_id {
        diff.insert("territory_id".to_owned(), json!([account.territory_id, territory_id]));
    }
    if account.owner_id != owner_id {
        diff.insert("owner_id".to_owned(), json!([account.owner_id, owner_id]));
    }
    Value::Object(diff)
}
