//! The first organisation and its first users, made from the command line beside a service that may
//! be running.

use deadpool_postgres::Object;
use uuid::Uuid;

use super::Error;
use super::database::Database;
use super::sign_in::hash_password;
use crate::domain::crm::Draft;
use crate::domain::crm::user::{OrganisationDraft, UserDraft, check_password};
use crate::storage::pool::{self, PoolSettings};
use crate::storage::{StorageError, organisations, users};

/// A user to be, in the only organisation or in a new one.
#[derive(Debug)]
pub struct NewUser {
    pub user: UserDraft,
    pub password: String,
    /// Used when there is no organisation yet.
    pub organisation: OrganisationDraft,
}

/// Creates the user, and the organisation if there is none. Returns the organisation's name.
///
/// # Errors
/// Every fault of the drafts; `user.email_taken`; `organisation.several` when it is not clear which.
pub async fn add_user(database: &Database, new: NewUser) -> Result<String, Error> {
    check_password(&new.password, "/password")?;
    let user = new.user.check()?.into_inner();
    let hash = hash_password(&new.password)?;
    let mut client = connection(database).await?;
    let transaction = client.transaction().await.map_err(StorageError::from)?;
    let known = organisations::names(&transaction).await?;
    let (org_id, name) = match known.as_slice() {
        [] => found(&transaction, new.organisation).await?,
        [only] => only.clone(),
        _ => return Err(Error::conflict("organisation.several")),
    };
    users::insert(&transaction, org_id, None, Uuid::now_v7(), &user, &hash).await.map_err(taken)?;
    transaction.commit().await.map_err(StorageError::from)?;
    Ok(name)
}

async fn found(
    transaction: &pool::Tx<'_>,
    draft: OrganisationDraft,
) -> Result<(Uuid, String), Error> {
    let draft = draft.check()?.into_inner();
    let id = Uuid::now_v7();
    organisations::insert(transaction, id, &draft).await?;
    Ok((id, draft.name))
}

async fn connection(database: &Database) -> Result<Object, Error> {
    let pool = pool::pool(&PoolSettings::new(database.config().clone()))?;
    Ok(pool::connection(&pool).await?)
}

fn taken(error: StorageError) -> Error {
    match error.duplicate() {
        Some("users_email") => Error::conflict("user.email_taken"),
        _ => error.into(),
    }
}
