//! The first organisation and its first users, made from the command line beside a service that may
//! be running.

use deadpool_postgres::Object;
use uuid::Uuid;

use super::database::Database;
use super::sign_in::hash_password;
use super::{App, Error, Principal};
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

/// Whom the command line acts for: the user of an e-mail address, else the first administrator of
/// the only organisation. Either may do everything.
///
/// # Errors
/// `user.not_found`; `organisation.several` when it is not clear which.
pub async fn operator(app: &App, email: Option<&str>) -> Result<Principal, Error> {
    let client = app.connection().await?;
    let missing = || Error::not_found("user.not_found");
    if let Some(email) = email {
        let user = users::credentials(&client, &email.trim().to_lowercase()).await?;
        let user = user.ok_or_else(missing)?;
        return Ok(Principal::of_command_line(user.org_id, user.id));
    }
    let [(org_id, _)] = organisations::names(&client).await?[..] else {
        return Err(Error::conflict("organisation.several"));
    };
    let admin = users::first_admin(&client, org_id).await?.ok_or_else(missing)?;
    Ok(Principal::of_command_line(org_id, admin))
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
