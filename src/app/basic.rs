//! Signing in with every request (RFC 7617), for map programs that know no sessions. Behind it is
//! a session like any other, so limits, rights and a changed password count as everywhere; it is
//! found again by a hash of the credentials, which is kept in memory only.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::sign_in::{self, Attempt, Recognised};
use super::{App, Error, Kind};

/// Most sessions that are remembered; beyond it all are forgotten and begun anew.
const SESSIONS_MAX: usize = 1_000;

type Key = [u8; 32];

/// Tokens of sessions by their credentials.
#[derive(Debug)]
pub struct BasicSessions {
    salt: Uuid,
    tokens: Mutex<HashMap<Key, String>>,
}

impl Default for BasicSessions {
    fn default() -> Self {
        Self { salt: Uuid::new_v4(), tokens: Mutex::default() }
    }
}

impl BasicSessions {
    fn key(&self, attempt: &Attempt) -> Key {
        let mut hash = Sha256::new();
        hash.update(self.salt);
        hash.update(attempt.email.to_lowercase());
        hash.update([0]);
        hash.update(&attempt.password);
        hash.finalize().into()
    }

    fn token(&self, key: &Key) -> Option<String> {
        self.tokens.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
    }

    fn keep(&self, key: Key, token: String) {
        let mut tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        if tokens.len() >= SESSIONS_MAX {
            tokens.clear();
        }
        tokens.insert(key, token);
    }
}

/// Finds out who asks.
///
/// # Errors
/// As signing in: `session.wrong`, `session.limited`.
pub async fn recognise(
    app: &App,
    attempt: Attempt,
    request_id: Option<String>,
) -> Result<Recognised, Error> {
    let key = app.basic.key(&attempt);
    if let Some(token) = app.basic.token(&key) {
        match sign_in::recognise(app, &token, request_id.clone()).await {
            // over, or ended by a changed password: the credentials decide again
            Err(error) if error.kind == Kind::Unauthenticated => {}
            known => return known,
        }
    }
    let started = sign_in::sign_in(app, attempt).await?;
    let recognised = sign_in::recognise(app, &started.token, request_id).await;
    app.basic.keep(key, started.token);
    recognised
}
