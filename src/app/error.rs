//! The one shape in which a use case fails: a kind, a stable code, and what the message needs.
//! `http::problem` alone knows which status a kind becomes.

use serde::Serialize;
use serde_json::{Value, json};

use crate::domain::crm::Fault;
use crate::storage::StorageError;

/// What sort of failure it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The request does not say anything we can use.
    Invalid,
    Unauthenticated,
    Forbidden,
    /// Not there, or not there for this caller.
    NotFound,
    MethodNotAllowed,
    /// Does not fit the present state, such as a stale version.
    Conflict,
    TooLarge,
    Unsupported,
    /// A write without the version it is based on.
    PreconditionRequired,
    Limited {
        retry_after_s: i64,
    },
    Cancelled,
    /// All places are taken; trying again later helps.
    Busy,
    Timeout,
    Internal,
}

#[derive(Debug, thiserror::Error)]
#[error("{code}")]
pub struct Error {
    pub kind: Kind,
    /// Stable; a key of the message catalogue.
    pub code: &'static str,
    pub params: Vec<(&'static str, String)>,
    pub faults: Vec<Fault>,
    /// The record as it is now, when the caller's version was stale.
    pub current: Option<Box<Value>>,
    #[source]
    pub source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    pub fn new(kind: Kind, code: &'static str) -> Self {
        Self { kind, code, params: vec![], faults: vec![], current: None, source: None }
    }

    pub fn not_found(code: &'static str) -> Self {
        Self::new(Kind::NotFound, code)
    }

    pub fn conflict(code: &'static str) -> Self {
        Self::new(Kind::Conflict, code)
    }

    pub fn invalid(code: &'static str) -> Self {
        Self::new(Kind::Invalid, code)
    }

    pub fn forbidden(code: &'static str) -> Self {
        Self::new(Kind::Forbidden, code)
    }

    /// With the record as it is now, for a caller who was too late.
    #[must_use]
    pub fn showing(self, current: &impl Serialize) -> Self {
        let current = serde_json::to_value(current).unwrap_or_default();
        Self { current: Some(Box::new(current)), ..self }
    }

    /// Stale, and nobody has said yet how the record is now.
    pub fn is_stale(&self) -> bool {
        self.code == "version.stale" && self.current.is_none()
    }

    /// A fault of ours: logged with its cause, shown without it.
    pub fn internal(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { source: Some(source.into()), ..Self::new(Kind::Internal, "internal") }
    }

    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "reads better where it is called")]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.params.push((name, value.to_string()));
        self
    }

    /// What is kept of the failure of a job; the words are added when somebody reads it.
    pub fn to_stored(&self) -> Value {
        let params = |list: &[(&'static str, String)]| -> Value {
            list.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect()
        };
        let faults: Vec<Value> = self
            .faults
            .iter()
            .map(|f| json!({"pointer": f.pointer, "code": f.code, "params": params(&f.params)}))
            .collect();
        json!({"code": self.code, "params": params(&self.params), "errors": faults})
    }
}

impl From<Vec<Fault>> for Error {
    fn from(faults: Vec<Fault>) -> Self {
        Self { faults, ..Self::invalid("input.invalid") }
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        vec![fault].into()
    }
}

impl From<StorageError> for Error {
    fn from(error: StorageError) -> Self {
        match &error {
            StorageError::Exhausted => {
                Self { source: Some(error.into()), ..Self::new(Kind::Busy, "database.busy") }
            }
            _ if error.is_disk_full() => {
                Self { source: Some(error.into()), ..Self::new(Kind::Busy, "database.disk_full") }
            }
            _ if error.is_away() => {
                Self { source: Some(error.into()), ..Self::new(Kind::Busy, "database.unreachable") }
            }
            _ => Self::internal(error),
        }
    }
}
