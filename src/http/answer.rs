//! Answers that many endpoints give: a record with its version as `ETag`, a page of a list, the
//! present state for who was too late.

use std::future::Future;

use actix_web::HttpResponse;
use actix_web::http::header::{ETAG, LOCATION};
use serde::Serialize;

use super::Problem;
use crate::app::Error;
use crate::domain::crm::Fault;

/// Entries of a page unless the caller says otherwise.
pub const LIMIT_DEFAULT: usize = 50;
/// Entries of a page at most.
pub const LIMIT_MAX: usize = 200;

/// The number of entries asked for, within its bounds.
///
/// # Errors
/// `number.out_of_range`.
pub fn limit(wanted: Option<usize>) -> Result<usize, Problem> {
    match wanted.unwrap_or(LIMIT_DEFAULT) {
        limit if (1..=LIMIT_MAX).contains(&limit) => Ok(limit),
        _ => {
            let fault = Fault::new("limit", "number.out_of_range");
            Err(fault.with("min", 1).with("max", LIMIT_MAX).into())
        }
    }
}

/// A record as it is; its version is what `If-Match` of a later write must say.
pub fn record(version: i32, body: &impl Serialize) -> HttpResponse {
    HttpResponse::Ok().insert_header((ETAG, etag(version))).json(body)
}

/// A record that has just come to be, and where it lives.
pub fn created(location: &str, version: i32, body: &impl Serialize) -> HttpResponse {
    HttpResponse::Created()
        .insert_header((LOCATION, location))
        .insert_header((ETAG, etag(version)))
        .json(body)
}

fn etag(version: i32) -> String {
    format!("\"{version}\"")
}

/// Puts the record as it is now into the problem of a caller whose version was stale.
///
/// # Errors
/// The outcome's.
pub async fn or_current<T, V: Serialize>(
    outcome: Result<T, Error>,
    current: impl Future<Output = Result<V, Error>>,
) -> Result<T, Problem> {
    match outcome {
        Err(mut error) if error.is_stale() => {
            let value = serde_json::to_value(current.await?).map_err(Error::internal)?;
            error.current = Some(Box::new(value));
            Err(error.into())
        }
        outcome => Ok(outcome?),
    }
}
