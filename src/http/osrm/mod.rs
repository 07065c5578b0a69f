//! The HTTP API of OSRM over our road engine, so that its clients work unchanged:
//! `/{service}/v1/{profile}/{coordinates}?options`. Documented codes for every failure.

mod engine;
mod matching;
mod nearest;
mod request;
mod route;
mod service;
pub mod standalone;
mod step;
mod table;
mod trip;
mod waypoint;

use serde_json::{Value, json};

use crate::domain::control::Cancel;

pub use engine::Engine;
pub use request::Request;
pub use service::endpoints;

/// Coordinates one request may name; a table of all of them stays within the matrix limit.
pub const COORDINATES_MAX: usize = 5000;
/// Pairs of one table.
pub const TABLE_PAIRS_MAX: usize = 1_000_000;

/// A failure with OSRM's code for it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct OsrmError {
    pub code: &'static str,
    pub message: String,
}

impl OsrmError {
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }

    pub fn to_json(&self) -> Value {
        json!({"code": self.code, "message": self.message})
    }
}

/// Answers a request; the JSON of a failure comes with HTTP status 400.
pub fn answer(engine: &Engine, request: &Request, cancel: &Cancel) -> Result<Value, OsrmError> {
    match request.service.as_str() {
        "route" => route::answer(engine, request),
        "table" => table::answer(engine, request, cancel),
        "nearest" => nearest::answer(engine, request),
        "trip" => trip::answer(engine, request, cancel),
        "match" => matching::answer(engine, request),
        other => Err(OsrmError::new("InvalidService", format!("There is no service '{other}'."))),
    }
}

#[cfg(test)]
#[path = "osrm_tests.rs"]
mod tests;
