//! Signing in and out, and finding out who asks. Passwords are argon2id hashes; sessions live on
//! the server and only a hash of their token is stored.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{App, Error, Kind, Principal};
use crate::domain::control::Cancel;
use crate::domain::crm::user::PASSWORD_BYTES_MAX;
use crate::storage::hex;
use crate::storage::sessions::{self, LiveSession, NewSession};
use crate::storage::users;

/// Failed sign-ins for one e-mail address within the window before it has to wait.
pub const FAILURES_PER_EMAIL_MAX: i64 = 8;
/// Failed sign-ins from one network address within the window before it has to wait.
pub const FAILURES_PER_IP_MAX: i64 = 60;
/// How long failures count.
pub const FAILURES_WINDOW: TimeDelta = TimeDelta::minutes(15);
/// A session's last use is written down at most this often.
const TOUCH_EVERY: TimeDelta = TimeDelta::seconds(60);

/// What signing in needs to remember between requests: the session times, and a hash nobody's
/// password has, which is checked for unknown addresses so that they take as long as known ones.
#[derive(Debug)]
pub struct SignIn {
    idle: TimeDelta,
    lifetime: TimeDelta,
    decoy_hash: String,
}

impl SignIn {
    /// # Errors
    /// When the machine gives no randomness.
    pub fn new(idle: TimeDelta, lifetime: TimeDelta) -> Result<Self, Error> {
        Ok(Self { idle, lifetime, decoy_hash: hash_password(&random_token())? })
    }
}

/// What somebody typed in, and from where.
#[derive(Debug)]
pub struct Attempt {
    pub email: String,
    pub password: String,
    pub ip: Option<String>,
    pub user_agent: Option<String>,
}

/// A session that has just begun; the token goes to the browser and nowhere else.
#[derive(Debug)]
pub struct Started {
    pub token: String,
    pub csrf_token: String,
    pub lifetime: TimeDelta,
    pub principal: Principal,
}

/// Checks the password and begins a session.
///
/// # Errors
/// `session.wrong` for an unknown address, a wrong password and a disabled user alike;
/// `session.limited` after too many failures.
pub async fn sign_in(app: &App, attempt: Attempt) -> Result<Started, Error> {
    let now = app.clock.now();
    let subjects = subjects(&attempt);
    let client = app.connection().await?;
    for (subject, max) in &subjects {
        // Counted before the check, so that parallel guesses cannot slip through.
        sessions::note_failure(&client, subject, now).await?;
        let (n_failures, oldest) =
            sessions::failures(&client, subject, now - FAILURES_WINDOW).await?;
        if n_failures > *max {
            return Err(limited(oldest, now));
        }
    }
    let user = users::credentials(&client, &attempt.email.to_lowercase()).await?;
    drop(client);
    let hash = user.as_ref().map_or(&app.sign_in.decoy_hash, |user| &user.password_hash).clone();
    let is_right = verify(app, attempt.password.clone(), hash).await?;
    let user = user
        .filter(|user| is_right && user.is_active)
        .ok_or_else(|| Error::new(Kind::Unauthenticated, "session.wrong"))?;
    begin(app, &attempt, &subjects, user.org_id, user.id, now).await
}

fn subjects(attempt: &Attempt) -> Vec<(String, i64)> {
    let email = hex(&Sha256::digest(attempt.email.to_lowercase().as_bytes()));
    let by_email = (format!("email:{email}"), FAILURES_PER_EMAIL_MAX);
    let by_ip = attempt.ip.as_ref().map(|ip| (format!("ip:{ip}"), FAILURES_PER_IP_MAX));
    std::iter::once(by_email).chain(by_ip).collect()
}

fn limited(oldest: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Error {
    let free_at = oldest.unwrap_or(now) + FAILURES_WINDOW;
    let retry_after_s = (free_at - now).num_seconds().max(1);
    let minutes = (retry_after_s + 59) / 60;
    Error::new(Kind::Limited { retry_after_s }, "session.limited").with("minutes", minutes)
}

async fn begin(
    app: &App,
    attempt: &Attempt,
    subjects: &[(String, i64)],
    org_id: Uuid,
    user_id: Uuid,
    now: DateTime<Utc>,
) -> Result<Started, Error> {
    let (token, csrf_token) = (random_token(), random_token());
    let token_hash = hash_token(&token);
    let session = NewSession {
        token_hash: &token_hash,
        org_id,
        user_id,
        csrf_token: &csrf_token,
        now,
        expires_at: now + app.sign_in.lifetime,
        ip: attempt.ip.as_deref(),
        user_agent: attempt.user_agent.as_deref(),
    };
    let client = app.connection().await?;
    sessions::insert(&client, &session).await?;
    for (subject, _) in subjects {
        sessions::forget_failure(&client, subject, now).await?;
    }
    sessions::forget_failures(&client, &subjects[0].0).await?;
    sessions::sweep(&client, now, now - FAILURES_WINDOW).await?;
    let live = sessions::find(&client, &token_hash).await?;
    let live = live.ok_or_else(|| Error::internal("the session just made is gone"))?;
    let principal = principal(live, token_hash, None);
    Ok(Started { token, csrf_token, lifetime: app.sign_in.lifetime, principal })
}

/// A request's session, found by its token.
#[derive(Debug)]
pub struct Recognised {
    pub principal: Principal,
    pub csrf_token: String,
}

/// Finds out who asks.
///
/// # Errors
/// `session.required` for an unknown token or a disabled user, `session.expired` for one whose
/// time is over.
pub async fn recognise(
    app: &App,
    token: &str,
    request_id: Option<String>,
) -> Result<Recognised, Error> {
    let now = app.clock.now();
    let token_hash = hash_token(token);
    let client = app.connection().await?;
    let live = sessions::find(&client, &token_hash).await?.filter(|live| live.is_active);
    let live = live.ok_or_else(|| Error::new(Kind::Unauthenticated, "session.required"))?;
    if now >= live.expires_at || now - live.last_seen_at >= app.sign_in.idle {
        sessions::delete(&client, &token_hash).await?;
        return Err(Error::new(Kind::Unauthenticated, "session.expired"));
    }
    if now - live.last_seen_at >= TOUCH_EVERY {
        sessions::touch(&client, &token_hash, now).await?;
    }
    let csrf_token = live.csrf_token.clone();
    Ok(Recognised { principal: principal(live, token_hash, request_id), csrf_token })
}

fn principal(live: LiveSession, token_hash: Vec<u8>, request_id: Option<String>) -> Principal {
    Principal {
        org_id: live.org_id,
        user_id: live.user_id,
        role: live.role,
        locale: live.locale,
        memberships: live.memberships,
        via: "session",
        request_id,
        session_hash: Some(token_hash),
    }
}

/// Ends the session on the server; the cookie is worth nothing afterwards.
///
/// # Errors
/// When the database cannot be reached.
pub async fn sign_out(app: &App, principal: &Principal) -> Result<(), Error> {
    if let Some(token_hash) = &principal.session_hash {
        let client = app.connection().await?;
        sessions::delete(&client, token_hash).await?;
    }
    Ok(())
}

/// Whether the password is the one the hash was made from.
///
/// # Errors
/// `cpu.busy`.
pub async fn verify(app: &App, password: String, hash: String) -> Result<bool, Error> {
    app.cpu
        .run(&Cancel::never(), move || {
            if password.len() > PASSWORD_BYTES_MAX {
                return false;
            }
            let parsed = PasswordHash::new(&hash);
            parsed.is_ok_and(|parsed| {
                Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok()
            })
        })
        .await
}

/// The argon2id hash that is stored for a password. Takes tens of milliseconds: call it on the
/// CPU pool, or from the command line.
///
/// # Errors
/// When the machine gives no randomness.
pub fn hash_password(password: &str) -> Result<String, Error> {
    let hash = Argon2::default().hash_password(password.as_bytes());
    Ok(hash.map_err(|error| Error::internal(error.to_string()))?.to_string())
}

/// A password for somebody who will change it: 61 bits from the operating system.
pub fn random_password() -> String {
    Uuid::new_v4().simple().to_string()[..16].to_owned()
}

fn hash_token(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// 244 bits from the operating system: two random UUIDs.
fn random_token() -> String {
    format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple())
}
