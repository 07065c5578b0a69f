//! The gate in front of every endpoint: who asks, may they, and did the page really send it.

use std::future::{Ready, ready};
use std::time::Duration;

use actix_web::body::MessageBody;
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::middleware::Next;
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};

use super::endpoint::Right;
use super::extract::Origin;
use super::middleware::RequestId;
use super::problem::Problem;
use super::{basic, ogc};
use crate::app::sign_in::{self, Attempt, Recognised};
use crate::app::{self, App, Error, Kind, Principal};

/// `__Host-`: only this host, only over TLS (or localhost), never set by a subdomain.
pub const SESSION_COOKIE: &str = "__Host-gcrm";
pub const CSRF_HEADER: &str = "X-CSRF-Token";

/// The signed-in user, for handlers.
#[derive(Debug, Clone)]
pub struct Caller(pub Principal);

/// The token that unsafe requests of this session must carry.
#[derive(Debug, Clone)]
pub struct CsrfToken(pub String);

/// How long a request may take until its answer begins.
#[derive(Debug, Clone, Copy)]
pub struct TimeLimit(pub Duration);

/// Lets a request through to its handler when its caller has the right, and gives up on it when
/// the answer does not begin in time. What it was computing is cancelled then, because its future
/// is dropped.
pub async fn check(
    right: Right,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse, actix_web::Error> {
    let limit = request.app_data::<web::Data<TimeLimit>>().map_or(Duration::MAX, |limit| limit.0);
    let http_request = request.request().clone();
    let answer = tokio::time::timeout(limit, admit(right, request, next)).await;
    answer.unwrap_or_else(|_| {
        let problem = Problem(Error::new(Kind::Timeout, "request.timeout"));
        Ok(ServiceResponse::from_err(problem, http_request))
    })
}

async fn admit(
    right: Right,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse, actix_web::Error> {
    if right != Right::Public
        && let Err(error) = open_gate(right, &request).await
    {
        return Ok(request.error_response(Problem(error)));
    }
    Ok(next.call(request).await?.map_into_boxed_body())
}

async fn open_gate(right: Right, request: &ServiceRequest) -> Result<(), Error> {
    let recognised = recognise(request.request()).await?;
    let (principal, csrf_token) = (recognised.principal.clone(), recognised.csrf_token.clone());
    request.extensions_mut().insert(Caller(principal));
    request.extensions_mut().insert(CsrfToken(csrf_token));
    permit(right, request, &recognised)
}

async fn recognise(request: &HttpRequest) -> Result<Recognised, Error> {
    let app = request.app_data::<web::Data<App>>().ok_or_else(|| Error::internal("no app"))?;
    let request_id = request.extensions().get::<RequestId>().map(|id| id.0.clone());
    if let Some(cookie) = request.cookie(SESSION_COOKIE) {
        return sign_in::recognise(app, cookie.value(), request_id).await;
    }
    let credentials = basic::credentials(request).filter(|_| request.path().starts_with(ogc::ROOT));
    let (email, password) =
        credentials.ok_or_else(|| Error::new(Kind::Unauthenticated, "session.required"))?;
    let Origin { ip, user_agent } = Origin::of(request);
    let attempt = Attempt { email, password, ip, user_agent };
    app::basic::recognise(app, attempt, request_id).await
}

fn permit(right: Right, request: &ServiceRequest, recognised: &Recognised) -> Result<(), Error> {
    let is_safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if !is_safe && !carries_token(request, &recognised.csrf_token) {
        return Err(Error::forbidden("csrf.invalid"));
    }
    match right {
        Right::Needs(object, action) if !recognised.principal.may(object, action) => {
            Err(Error::forbidden("right.missing").with("object", object).with("action", action))
        }
        _ => Ok(()),
    }
}

/// Compares in constant time, so that the token cannot be guessed piece by piece.
fn carries_token(request: &ServiceRequest, expected: &str) -> bool {
    let given = request.headers().get(CSRF_HEADER).map_or(&[][..], |value| value.as_bytes());
    given.len() == expected.len()
        && given.iter().zip(expected.as_bytes()).fold(0, |diff, (a, b)| diff | (a ^ b)) == 0
}

impl FromRequest for Caller {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let caller = request.extensions().get::<Self>().cloned();
        ready(caller.ok_or_else(|| Error::new(Kind::Unauthenticated, "session.required").into()))
    }
}

impl FromRequest for CsrfToken {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let token = request.extensions().get::<Self>().cloned();
        ready(token.ok_or_else(|| Error::new(Kind::Unauthenticated, "session.required").into()))
    }
}
