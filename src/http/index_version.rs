//! The market's version as a header: writers are told which version holds their write, readers may
//! ask for an answer no older than that, on any process.

use actix_web::HttpRequest;

pub const HEADER: &str = "X-Index-Version";

/// The version a reader has seen already.
pub fn asked(request: &HttpRequest) -> Option<u64> {
    request.headers().get(HEADER)?.to_str().ok()?.trim().parse().ok()
}

pub fn header(version: u64) -> (&'static str, String) {
    (HEADER, version.to_string())
}
