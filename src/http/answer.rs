//! Answers that carry a record's version as their `ETag`.

use actix_web::HttpResponse;
use actix_web::http::header::{ETAG, LOCATION};
use serde::Serialize;

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
