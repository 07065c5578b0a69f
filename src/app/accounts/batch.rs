//! The same change to many accounts, each with its own outcome: what fails for one does not hold
//! up the others.

use deadpool_postgres::Transaction;
use uuid::Uuid;

use super::{AccountDetail, change, locked, removal};
use crate::app::{App, Error, Principal};
use crate::domain::crm::account::AccountDraft;
use crate::domain::crm::rights::Action;
use crate::storage::StorageError;

/// Accounts in one batch.
pub const BATCH_MAX: usize = 200;

/// What to do to each.
#[derive(Debug, Clone, PartialEq)]
pub enum Batch {
    Assign { owner_id: Option<Uuid> },
    AddTag { tag_id: Uuid },
    RemoveTag { tag_id: Uuid },
    Delete,
}

#[derive(Debug)]
pub struct BatchOutcome {
    pub id: Uuid,
    pub outcome: Result<(), Error>,
}

/// # Errors
/// `batch.too_large`, or when the database fails; what is wrong with one account is part of the
/// answer.
pub async fn batch(
    app: &App,
    principal: &Principal,
    ids: &[Uuid],
    batch: &Batch,
) -> Result<Vec<BatchOutcome>, Error> {
    if ids.len() > BATCH_MAX {
        return Err(Error::invalid("batch.too_large").with("max", BATCH_MAX));
    }
    let mut outcomes = Vec::with_capacity(ids.len());
    let mut client = app.connection().await?;
    let mut tx = client.transaction().await.map_err(StorageError::from)?;
    for &id in ids {
        // Each in a savepoint, so that a failed statement takes only its own account back.
        let savepoint = tx.transaction().await.map_err(StorageError::from)?;
        let outcome = one(app, &savepoint, principal, id, batch).await;
        match &outcome {
            Ok(()) => savepoint.commit().await.map_err(StorageError::from)?,
            Err(_) => savepoint.rollback().await.map_err(StorageError::from)?,
        }
        outcomes.push(BatchOutcome { id, outcome });
    }
    tx.commit().await.map_err(StorageError::from)?;
    drop(client);
    app.market.catch_up(principal.org_id).await?;
    Ok(outcomes)
}

async fn one(
    app: &App,
    tx: &Transaction<'_>,
    principal: &Principal,
    id: Uuid,
    batch: &Batch,
) -> Result<(), Error> {
    if *batch == Batch::Delete {
        let detail = locked(tx, principal, id, Action::Delete).await?;
        return removal::mark(app, tx, principal, detail, true).await;
    }
    let detail = locked(tx, principal, id, Action::Update).await?;
    let stamp = detail.account.stamp.touched(principal.user_id, app.clock.now());
    let draft = adjusted(&detail, batch);
    change::apply(tx, principal, detail, draft, stamp).await
}

fn adjusted(detail: &AccountDetail, batch: &Batch) -> AccountDraft {
    let mut draft = detail.account.fields.clone();
    match batch {
        Batch::Assign { owner_id } => draft.owner_id = *owner_id,
        Batch::AddTag { tag_id } => draft.tag_ids.push(*tag_id),
        Batch::RemoveTag { tag_id } => draft.tag_ids.retain(|known| known != tag_id),
        Batch::Delete => {}
    }
    draft
}
