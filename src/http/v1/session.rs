//! Signing in, out, and asking who one is.

use std::collections::BTreeMap;

use actix_web::cookie::{Cookie, SameSite, time};
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::sign_in::{self, Attempt};
use crate::app::{App, Principal, profile};
use crate::domain::crm::rights::{Action, Level, Object, Role};
use crate::http::access::{Caller, CsrfToken, SESSION_COOKIE};
use crate::http::extract::{Body, Origin};
use crate::http::{Endpoint, Problem, Right};

const PATH: &str = "/api/v1/session";

pub fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::post(PATH, Right::Public, "Signs in", begin)
            .body::<SignInBody>()
            .returns::<SessionView>(200),
        Endpoint::get(PATH, Right::SignedIn, "Says who is signed in", show)
            .returns::<SessionView>(200),
        Endpoint::delete(PATH, Right::SignedIn, "Signs out", end).returns_nothing(204),
    ]
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SignInBody {
    email: String,
    password: String,
}

#[derive(Debug, Serialize, ToSchema)]
struct SessionView {
    user: SessionUser,
    organisation: SessionOrganisation,
    /// To be sent as `X-CSRF-Token` with every request that changes something.
    csrf_token: String,
    /// How far each right reaches: `{"account": {"read": "all", ...}, ...}`.
    permissions: BTreeMap<Object, BTreeMap<Action, Level>>,
}

#[derive(Debug, Serialize, ToSchema)]
struct SessionUser {
    id: Uuid,
    name: String,
    email: String,
    role: Role,
    locale: String,
    time_zone: String,
}

#[derive(Debug, Serialize, ToSchema)]
struct SessionOrganisation {
    id: Uuid,
    name: String,
    country: String,
    currency: String,
    time_zone: String,
    is_demo: bool,
}

async fn begin(
    app: web::Data<App>,
    origin: Origin,
    Body(body): Body<SignInBody>,
) -> Result<HttpResponse, Problem> {
    let Origin { ip, user_agent } = origin;
    let attempt = Attempt { email: body.email, password: body.password, ip, user_agent };
    let started = sign_in::sign_in(&app, attempt).await?;
    let max_age = time::Duration::seconds(started.lifetime.num_seconds());
    let view = view(&app, &started.principal, started.csrf_token).await?;
    Ok(HttpResponse::Ok().cookie(cookie(started.token, max_age)).json(view))
}

async fn show(
    app: web::Data<App>,
    Caller(principal): Caller,
    CsrfToken(csrf_token): CsrfToken,
) -> Result<HttpResponse, Problem> {
    Ok(HttpResponse::Ok().json(view(&app, &principal, csrf_token).await?))
}

async fn end(app: web::Data<App>, Caller(principal): Caller) -> Result<HttpResponse, Problem> {
    sign_in::sign_out(&app, &principal).await?;
    let expired = cookie(String::new(), time::Duration::ZERO);
    Ok(HttpResponse::NoContent().cookie(expired).finish())
}

fn cookie(token: String, max_age: time::Duration) -> Cookie<'static> {
    Cookie::build(SESSION_COOKIE, token)
        .path("/")
        .secure(true)
        .http_only(true)
        .same_site(SameSite::Lax)
        .max_age(max_age)
        .finish()
}

async fn view(
    app: &App,
    principal: &Principal,
    csrf_token: String,
) -> Result<SessionView, Problem> {
    let profile = profile::read(app, principal).await?;
    let (user, organisation) = (profile.user, profile.organisation);
    Ok(SessionView {
        user: SessionUser {
            id: user.id,
            name: user.name,
            email: user.email,
            role: principal.role,
            locale: user.locale,
            time_zone: user.time_zone,
        },
        organisation: SessionOrganisation {
            id: organisation.id,
            name: organisation.name,
            country: organisation.country,
            currency: organisation.currency,
            time_zone: organisation.time_zone,
            is_demo: organisation.is_demo,
        },
        csrf_token,
        permissions: permissions(principal),
    })
}

fn permissions(principal: &Principal) -> BTreeMap<Object, BTreeMap<Action, Level>> {
    let of = |object: Object| {
        Action::ALL.iter().map(|&action| (action, principal.level(object, action))).collect()
    };
    Object::ALL.iter().map(|&object| (object, of(object))).collect()
}
