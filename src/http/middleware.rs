//! What happens around every request: an id, one access-log line, security headers, and failures
//! turned into problem+json. None of these may hold on to the request while it is being routed:
//! actix wants it alone then.

use std::time::Instant;

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, HttpRequest, HttpResponse};
use uuid::Uuid;

use super::access::Caller;
use super::messages::Locale;
use super::problem::Problem;
use crate::app::{Error, Kind};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// Longest request id taken over from a proxy.
const REQUEST_ID_CHARS_MAX: usize = 64;

/// Everything from ourselves; MapLibre's worker is a blob, its images are data or blobs, and
/// components set inline styles.
const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; script-src 'self'; \
    worker-src 'self' blob:; child-src blob:; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; \
    base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// The id that log lines, the history and problem bodies share.
#[derive(Debug, Clone)]
pub struct RequestId(pub String);

/// Gives the request its id and writes the access-log line.
pub async fn observe(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let started = Instant::now();
    let id = request_id(&request);
    request.extensions_mut().insert(RequestId(id.clone()));
    let mut response = next.call(request).await?;
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    let request = response.request();
    let user_id = request.extensions().get::<Caller>().map(|caller| caller.0.user_id);
    let (method, path) = (request.method(), request.path());
    let (status, ms) = (response.status().as_u16(), started.elapsed().as_secs_f64() * 1e3);
    tracing::info!(
        request_id = %id, %method, path, status, ms, user_id = user_id.map(tracing::field::display),
        "{method} {path} {status}"
    );
    Ok(response)
}

fn request_id(request: &ServiceRequest) -> String {
    let given = request.headers().get(REQUEST_ID).and_then(|value| value.to_str().ok());
    let is_plain = |id: &&str| {
        (1..=REQUEST_ID_CHARS_MAX).contains(&id.len())
            && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    given.filter(is_plain).map_or_else(|| Uuid::now_v7().to_string(), ToOwned::to_owned)
}

/// Adds the headers that keep browsers from doing what we never asked for.
pub async fn secure(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let is_api = request.path().starts_with("/api/");
    let is_for_maps = request.path().starts_with(super::ogc::ROOT);
    let mut response = next.call(request).await?;
    let is_unauthenticated = response.status() == StatusCode::UNAUTHORIZED;
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::STRICT_TRANSPORT_SECURITY, "max-age=31536000"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (
            HeaderName::from_static("permissions-policy"),
            "geolocation=(self), camera=(), microphone=()",
        ),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if is_for_maps && is_unauthenticated {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"gcrm\""));
    }
    if (is_api || is_for_maps) && !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    Ok(response)
}

/// Marks an answer whose failures have a form of their own, such as OSRM's codes.
#[derive(Debug, Clone, Copy)]
pub struct OwnForm;

/// Turns every failure, ours or actix's, into problem+json in the caller's language.
pub async fn explain(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody, BoxBody>>, actix_web::Error> {
    let response = next.call(request).await?;
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return Ok(response.map_into_left_body());
    }
    let (request, response) = response.into_parts();
    let rendered = match response.error().and_then(|error| error.as_error::<Problem>()) {
        Some(problem) => render(problem, &request),
        None if is_problem(&response) || response.extensions().contains::<OwnForm>() => {
            return Ok(ServiceResponse::new(request, response.map_into_left_body()));
        }
        None => render(&foreign(status), &request),
    };
    Ok(ServiceResponse::new(request, rendered.map_into_right_body()))
}

fn is_problem<B>(response: &HttpResponse<B>) -> bool {
    let content_type = response.headers().get(header::CONTENT_TYPE);
    content_type.is_some_and(|value| value.as_bytes().starts_with(b"application/problem+json"))
}

fn render(problem: &Problem, request: &HttpRequest) -> HttpResponse {
    let id = request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default();
    if problem.status().is_server_error() {
        tracing::error!(request_id = %id, error = ?problem.0, "request {id} failed: {}", problem.0);
    }
    let body = problem.body(Locale::of(request), request.path(), &id);
    let mut response =
        HttpResponse::build(problem.status()).content_type("application/problem+json").json(body);
    problem.headers(response.headers_mut());
    response
}

/// A failure that actix made by itself.
fn foreign(status: StatusCode) -> Problem {
    let (kind, code) = match status {
        StatusCode::NOT_FOUND => (Kind::NotFound, "endpoint.not_found"),
        StatusCode::METHOD_NOT_ALLOWED => (Kind::MethodNotAllowed, "endpoint.method_not_allowed"),
        StatusCode::PAYLOAD_TOO_LARGE => (Kind::TooLarge, "body.too_large"),
        StatusCode::REQUEST_TIMEOUT | StatusCode::GATEWAY_TIMEOUT => {
            (Kind::Timeout, "request.timeout")
        }
        status if status.is_server_error() => (Kind::Internal, "internal"),
        _ => (Kind::Invalid, "request.malformed"),
    };
    Problem(Error::new(kind, code))
}
