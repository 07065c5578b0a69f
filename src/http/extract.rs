//! Reading requests: JSON bodies, query strings, ids and versions, each fault with its pointer.

use std::future::{Ready, ready};
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header::{IF_MATCH, USER_AGENT};
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::problem::Problem;
use crate::app::{Error, Kind, change};
use crate::domain::crm::Fault;

/// Largest JSON body.
pub const BODY_BYTES_MAX: usize = 10 * 1024 * 1024;

/// A JSON body.
#[derive(Debug)]
pub struct Body<T>(pub T);

/// The query string.
#[derive(Debug)]
pub struct Query<T>(pub T);

/// The `{id}` of the path.
#[derive(Debug, Clone, Copy)]
pub struct Id(pub Uuid);

/// The version that a write is based on, out of `If-Match: "3"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IfMatch(pub i32);

/// Where a request comes from, for limits and sessions.
#[derive(Debug, Clone)]
pub struct Origin {
    pub ip: Option<String>,
    pub user_agent: Option<String>,
}

/// Whether a reverse proxy in front is to be believed about who asks.
#[derive(Debug, Clone, Copy)]
pub struct TrustProxy(pub bool);

impl<T: DeserializeOwned + 'static> FromRequest for Body<T> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_json = request.content_type().is_empty()
            || request.content_type().eq_ignore_ascii_case("application/json")
            || request.content_type().ends_with("+json");
        let bytes = Bytes::from_request(request, payload);
        Box::pin(async move {
            if !is_json {
                return Err(Error::new(Kind::Unsupported, "body.not_json").into());
            }
            let bytes = bytes.await.map_err(|error| unreadable(&error))?;
            Ok(Self(parse(&bytes)?))
        })
    }
}

fn unreadable(error: &actix_web::Error) -> Problem {
    match error.as_response_error().status_code().as_u16() {
        413 => Error::new(Kind::TooLarge, "body.too_large")
            .with("max", BODY_BYTES_MAX / 1_048_576)
            .into(),
        _ => Error::invalid("body.unreadable").into(),
    }
}

/// JSON into a type; the pointer of a fault leads to the offending value.
pub fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| malformed(&error))?;
    reader
        .end()
        .map_err(|error| Problem::from(Fault::new("", "json.malformed").with("reason", error)))?;
    Ok(value)
}

/// A JSON value into a type, for bodies that are taken apart first.
pub fn parse_value<T: DeserializeOwned>(value: serde_json::Value) -> Result<T, Problem> {
    serde_path_to_error::deserialize(value).map_err(|error| malformed(&error))
}

fn malformed(error: &serde_path_to_error::Error<serde_json::Error>) -> Problem {
    let code = if error.inner().is_data() { "field.malformed" } else { "json.malformed" };
    change::malformed(error.path(), error.inner(), code).into()
}

impl<T: DeserializeOwned> FromRequest for Query<T> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let parsed = serde_urlencoded::from_str(request.query_string()).map(Self);
        ready(
            parsed.map_err(|error| Fault::new("", "query.malformed").with("reason", error).into()),
        )
    }
}

impl FromRequest for Id {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let id = request.match_info().query("id").parse().map(Self);
        // An id nobody can have is an id that is not there.
        ready(id.map_err(|_| Error::not_found("record.not_found").into()))
    }
}

impl FromRequest for IfMatch {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(if_match(request).map_err(Problem::from))
    }
}

fn if_match(request: &HttpRequest) -> Result<IfMatch, Error> {
    let header = request.headers().get(IF_MATCH);
    let header =
        header.ok_or_else(|| Error::new(Kind::PreconditionRequired, "version.required"))?;
    let version = header
        .to_str()
        .ok()
        .and_then(|text| text.trim().trim_start_matches("W/").trim_matches('"').parse().ok());
    version.map(IfMatch).ok_or_else(|| Error::invalid("version.malformed"))
}

impl Origin {
    pub fn of(request: &HttpRequest) -> Self {
        let trusted = request.app_data::<actix_web::web::Data<TrustProxy>>();
        let info = request.connection_info();
        let ip = match trusted {
            Some(trust) if trust.0 => info.realip_remote_addr().map(ToOwned::to_owned),
            _ => info.peer_addr().map(ToOwned::to_owned),
        };
        let user_agent = request.headers().get(USER_AGENT).and_then(|value| value.to_str().ok());
        let user_agent = user_agent.map(|text| text.chars().take(300).collect());
        Self { ip, user_agent }
    }
}

impl FromRequest for Origin {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(request)))
    }
}

#[cfg(test)]
#[path = "extract_tests.rs"]
mod tests;
