//! Users: who works here, with what role, and when their working day is.

use serde_json::{Map, Value};
use uuid::Uuid;

use super::{App, Error, Kind, Principal, audit, change, references, sign_in};
use crate::domain::control::Cancel;
use crate::domain::crm::rights::{Action, Object, Role};
use crate::domain::crm::user::{UserDraft, UserStatus, check_password};
use crate::domain::crm::{Draft, Fault, Faults};
use crate::storage::references::Target;
use crate::storage::{StorageError, sessions, users};

pub use crate::storage::users::User;

/// Most users one organisation lists.
pub const USERS_MAX: i64 = 2_000;

/// # Errors
/// When the database cannot be reached.
pub async fn list(app: &App, principal: &Principal) -> Result<Vec<User>, Error> {
    let client = app.connection().await?;
    let visible = principal.visible(Object::User, Action::Read);
    let mut all = users::list(&client, principal.org_id, USERS_MAX).await?;
    all.retain(|user| visible.admits(Some(user.id), None, None));
    Ok(all.into_iter().map(|user| shown(principal, user)).collect())
}

/// Where people live is shown to themselves and to who may change them, to nobody else.
fn shown(principal: &Principal, mut user: User) -> User {
    if !principal.visible(Object::User, Action::Update).admits(Some(user.id), None, None) {
        user.fields.home = None;
        user.fields.home_address = None;
    }
    user
}

/// # Errors
/// `user.not_found`, also when it exists but not for this caller.
pub async fn read(app: &App, principal: &Principal, id: Uuid) -> Result<User, Error> {
    let client = app.connection().await?;
    let found = users::find(&client, principal.org_id, id).await?;
    let visible = principal.visible(Object::User, Action::Read);
    found
        .filter(|user| visible.admits(Some(user.id), None, None))
        .map(|user| shown(principal, user))
        .ok_or_else(|| Error::not_found("user.not_found"))
}

/// Creates a user who can sign in at once.
///
/// # Errors
/// Every fault of the draft and the password; `user.email_taken`.
pub async fn create(
    app: &App,
    principal: &Principal,
    draft: UserDraft,
    password: String,
) -> Result<User, Error> {
    let draft = checked(draft, &password)?;
    let hash = hashed(app, password).await?;
    let mut client = app.connection().await?;
    let tx = client.transaction().await.map_err(StorageError::from)?;
    references::check(&tx, principal, &[manager(&draft)]).await?;
    let id = Uuid::now_v7();
    users::insert(&tx, principal.org_id, Some(principal.user_id), id, &draft, &hash)
        .await
        .map_err(explain)?;
    audit::created(&tx, principal, "user", id, &draft).await?;
    tx.commit().await.map_err(StorageError::from)?;
    drop(client);
    read(app, principal, id).await
}

/// What a change of a user carries beside the fields.
#[derive(Debug, Default)]
pub struct NewPassword {
    pub password: Option<String>,
    /// The present one; needed by whoever changes their own.
    pub current: Option<String>,
}

/// Changes a user by merge patch. Disabling a user, or a new password, ends the user's sessions.
///
/// # Errors
/// `user.not_found`, `version.stale`, `user.last_admin`, every fault of the fields; `right.missing`
/// for role, status, e-mail or manager without the right to manage users.
pub async fn update(
    app: &App,
    principal: &Principal,
    id: Uuid,
    version: i32,
    patch: Map<String, Value>,
    new: NewPassword,
) -> Result<User, Error> {
    changeable(app, principal, id).await?;
    prove_own_password(app, principal, id, &new).await?;
    let hash = match new.password {
        Some(password) => Some(hashed(app, password).await?),
        None => None,
    };
    let mut client = app.connection().await?;
    let tx = client.transaction().await.map_err(StorageError::from)?;
    users::lock_all(&tx, principal.org_id).await?;
    let before = users::find(&tx, principal.org_id, id).await?;
    let before = before.ok_or_else(|| Error::not_found("user.not_found"))?;
    change::expect_version(before.version, version)
        .map_err(|stale| stale.showing(&before.fields))?;
    let draft = change::patched(&before.fields, patch)?.check()?.into_inner();
    may_manage_if_needed(principal, &before.fields, &draft)?;
    references::check(&tx, principal, &[manager(&draft)]).await?;
    users::update(&tx, principal.org_id, principal.user_id, id, &draft).await.map_err(explain)?;
    if users::count_active_admins(&tx, principal.org_id).await? == 0 {
        return Err(Error::conflict("user.last_admin"));
    }
    audit::updated(&tx, principal, "user", id, &before.fields, &draft).await?;
    if let Some(hash) = &hash {
        users::set_password(&tx, id, hash).await?;
    }
    if hash.is_some() || draft.status == UserStatus::Disabled {
        let own = principal.session_hash.as_deref().filter(|_| id == principal.user_id);
        sessions::delete_of_user(&tx, id, own).await?;
    }
    tx.commit().await.map_err(StorageError::from)?;
    drop(client);
    read(app, principal, id).await
}

/// Disables a user. Users are never deleted: the history names them.
///
/// # Errors
/// As [`update`].
pub async fn disable(
    app: &App,
    principal: &Principal,
    id: Uuid,
    version: i32,
) -> Result<User, Error> {
    let mut patch = Map::new();
    patch.insert("status".to_owned(), UserStatus::Disabled.code().into());
    update(app, principal, id, version, patch, NewPassword::default()).await
}

async fn changeable(app: &App, principal: &Principal, id: Uuid) -> Result<(), Error> {
    read(app, principal, id).await?;
    let visible = principal.visible(Object::User, Action::Update);
    if visible.admits(Some(id), None, None) { Ok(()) } else { Err(missing_right("update")) }
}

/// Role, status, e-mail address and manager are what an administrator decides.
fn may_manage_if_needed(
    principal: &Principal,
    before: &UserDraft,
    after: &UserDraft,
) -> Result<(), Error> {
    let decided = |user: &UserDraft| (user.role, user.status, user.email.clone(), user.manager_id);
    if decided(before) == decided(after) || principal.may(Object::User, Action::Manage) {
        Ok(())
    } else {
        Err(missing_right("manage"))
    }
}

fn missing_right(action: &'static str) -> Error {
    Error::forbidden("right.missing").with("object", "user").with("action", action)
}

/// Whoever changes their own password says the present one; for somebody else's, the right to
/// manage users is needed.
async fn prove_own_password(
    app: &App,
    principal: &Principal,
    id: Uuid,
    new: &NewPassword,
) -> Result<(), Error> {
    let Some(password) = &new.password else { return Ok(()) };
    check_password(password, "/password").map_err(Error::from)?;
    if id != principal.user_id {
        let may = principal.may(Object::User, Action::Manage);
        return if may { Ok(()) } else { Err(missing_right("manage")) };
    }
    let client = app.connection().await?;
    let hash = users::password_hash(&client, id).await?;
    drop(client);
    let current = new.current.clone().unwrap_or_default();
    if sign_in::verify(app, current, hash).await? {
        Ok(())
    } else {
        Err(Fault::new("/current_password", "password.wrong").into())
    }
}

fn checked(mut draft: UserDraft, password: &str) -> Result<UserDraft, Error> {
    let mut faults = Faults::default();
    draft.tidy("", &mut faults);
    faults.note(check_password(password, "/password"));
    faults.none()?;
    Ok(draft)
}

async fn hashed(app: &App, password: String) -> Result<String, Error> {
    app.cpu.run(&Cancel::never(), move || sign_in::hash_password(&password)).await?
}

fn manager(draft: &UserDraft) -> references::Reference {
    references::Reference::new("/manager_id", Target::User, draft.manager_id)
}

fn explain(error: StorageError) -> Error {
    match error.duplicate() {
        Some("users_email") => Error::new(Kind::Conflict, "user.email_taken"),
        _ => error.into(),
    }
}

/// Creates a user from the command line: no rights are asked there, whoever holds the data
/// directory is the administrator.
///
/// # Errors
/// As [`create`].
pub async fn create_first(
    app: &App,
    org_id: Uuid,
    email: &str,
    name: &str,
    role: Role,
    password: String,
) -> Result<Uuid, Error> {
    let draft = checked(UserDraft::named(email, name, role), &password)?;
    let hash = hashed(app, password).await?;
    let id = Uuid::now_v7();
    let client = app.connection().await?;
    users::insert(&client, org_id, None, id, &draft, &hash).await.map_err(explain)?;
    Ok(id)
}
