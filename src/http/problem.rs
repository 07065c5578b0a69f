//! Every error as `application/problem+json` (RFC 9457) with a stable code, translated words and
//! the request's id. The only place that knows which failure becomes which status.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::messages::{Locale, message};
use crate::app::{Error, Kind};
use crate::domain::crm::Fault;

/// A failure on its way out. The outermost middleware turns it into words, since only there
/// locale and request id are known.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct Problem(#[from] pub Error);

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        Self(fault.into())
    }
}

impl Problem {
    pub fn status(&self) -> StatusCode {
        status(self.0.kind)
    }

    /// The body in the words of a locale.
    pub fn body(&self, locale: Locale, instance: &str, request_id: &str) -> ProblemBody {
        let error = &self.0;
        let status = self.status();
        ProblemBody {
            kind: "about:blank".to_owned(),
            title: status.canonical_reason().unwrap_or("Error").to_owned(),
            status: status.as_u16(),
            detail: message(locale, error.code, &error.params),
            instance: instance.to_owned(),
            code: error.code.to_owned(),
            errors: error
                .faults
                .iter()
                .map(|fault| FaultBody {
                    pointer: fault.pointer.clone(),
                    code: fault.code.to_owned(),
                    message: message(locale, fault.code, &fault.params),
                })
                .collect(),
            current: error.current.as_deref().cloned(),
            request_id: request_id.to_owned(),
        }
    }

    /// Sets what a status asks for beside the body.
    pub fn headers(&self, headers: &mut header::HeaderMap) {
        if let Kind::Limited { retry_after_s } = self.0.kind {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(retry_after_s));
        }
        if self.0.kind == Kind::Busy {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(1));
        }
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.status()
    }

    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status())
    }
}

const fn status(kind: Kind) -> StatusCode {
    match kind {
        Kind::Invalid => StatusCode::BAD_REQUEST,
        Kind::Unauthenticated => StatusCode::UNAUTHORIZED,
        Kind::Forbidden => StatusCode::FORBIDDEN,
        Kind::NotFound => StatusCode::NOT_FOUND,
        Kind::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
        Kind::Conflict | Kind::Cancelled => StatusCode::CONFLICT,
        Kind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Kind::Unsupported => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Kind::PreconditionRequired => StatusCode::PRECONDITION_REQUIRED,
        Kind::Limited { .. } => StatusCode::TOO_MANY_REQUESTS,
        Kind::Busy => StatusCode::SERVICE_UNAVAILABLE,
        Kind::Timeout => StatusCode::GATEWAY_TIMEOUT,
        Kind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// What went wrong, for people and for programs.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemBody {
    #[serde(rename = "type")]
    pub kind: String,
    pub title: String,
    pub status: u16,
    /// A sentence in the caller's language.
    pub detail: String,
    pub instance: String,
    /// Stable; programs decide by it.
    pub code: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FaultBody>,
    /// The record as it is now, with `version.stale`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Object)]
    pub current: Option<Value>,
    pub request_id: String,
}

/// What is wrong with one field.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Fault)]
pub struct FaultBody {
    /// JSON pointer into the request's body, or the name of a query parameter.
    pub pointer: String,
    pub code: String,
    pub message: String,
}

/// What made a job fail, in words.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = JobProblem)]
pub struct StoredProblem {
    pub code: String,
    pub detail: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FaultBody>,
}

/// Puts words to what [`Error::to_stored`] kept.
pub fn stored(kept: &Value, locale: Locale) -> StoredProblem {
    let faults = kept["errors"].as_array().map_or(&[][..], Vec::as_slice);
    StoredProblem {
        code: text(&kept["code"]),
        detail: message(locale, &text(&kept["code"]), &params(&kept["params"])),
        errors: faults
            .iter()
            .map(|fault| FaultBody {
                pointer: text(&fault["pointer"]),
                code: text(&fault["code"]),
                message: message(locale, &text(&fault["code"]), &params(&fault["params"])),
            })
            .collect(),
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn params(value: &Value) -> Vec<(String, String)> {
    let pairs = value.as_object().into_iter().flatten();
    pairs.map(|(name, value)| (name.clone(), text(value))).collect()
}
