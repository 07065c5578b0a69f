//! Users.

use actix_web::{HttpResponse, web};
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::users::{self, NewPassword, User};
use crate::app::{App, Error};
use crate::domain::crm::Fault;
use crate::domain::crm::rights::{Action, Object};
use crate::domain::crm::user::UserDraft;
use crate::http::access::Caller;
use crate::http::answer;
use crate::http::endpoint::needs;
use crate::http::extract::{Body, Id, IfMatch};
use crate::http::list::List;
use crate::http::{Endpoint, Problem};

const ALL: &str = "/api/v1/users";
const ONE: &str = "/api/v1/users/{id}";

pub fn endpoints() -> Vec<Endpoint> {
    let right = |action| needs(Object::User, action);
    vec![
        Endpoint::get(ALL, right(Action::Read), "Lists users", list).returns::<List<UserView>>(200),
        Endpoint::post(ALL, right(Action::Create), "Creates a user", add)
            .body::<NewUser>()
            .returns::<UserView>(201),
        Endpoint::get(ONE, right(Action::Read), "Shows a user", show).returns::<UserView>(200),
        Endpoint::patch(ONE, right(Action::Update), "Changes a user", change)
            .body::<UserPatch>()
            .returns::<UserView>(200),
        Endpoint::delete(ONE, right(Action::Delete), "Disables a user", disable)
            .returns_nothing(204),
    ]
}

/// A user with the password to begin with.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the body; the handler takes it apart itself")]
struct NewUser {
    #[schema(inline)]
    #[serde(flatten)]
    user: UserDraft,
    #[schema(min_length = 8, max_length = 256)]
    password: String,
}

/// A merge patch of a user's fields, and a new password if wanted.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the body; the handler takes it apart itself")]
struct UserPatch {
    #[schema(inline)]
    #[serde(flatten)]
    fields: Map<String, Value>,
    password: Option<String>,
    /// The present password; needed by whoever changes their own.
    current_password: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = User)]
struct UserView {
    id: Uuid,
    #[serde(flatten)]
    fields: UserDraft,
    team_ids: Vec<Uuid>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    version: i32,
}

impl From<User> for UserView {
    fn from(user: User) -> Self {
        let User { id, fields, team_ids, created_at, updated_at, version } = user;
        Self { id, fields, team_ids, created_at, updated_at, version }
    }
}

async fn list(app: web::Data<App>, Caller(principal): Caller) -> Result<HttpResponse, Problem> {
    let all = users::list(&app, &principal).await?;
    Ok(HttpResponse::Ok().json(List::whole(all.into_iter().map(UserView::from))))
}

async fn add(
    app: web::Data<App>,
    Caller(principal): Caller,
    Body(mut body): Body<Map<String, Value>>,
) -> Result<HttpResponse, Problem> {
    let password = text(&mut body, "password")?.unwrap_or_default();
    let draft = crate::http::extract::parse_value(Value::Object(body))?;
    let user = users::create(&app, &principal, draft, password).await?;
    let (id, version) = (user.id, user.version);
    Ok(answer::created(&format!("{ALL}/{id}"), version, &UserView::from(user)))
}

async fn show(
    app: web::Data<App>,
    Caller(principal): Caller,
    Id(id): Id,
) -> Result<HttpResponse, Problem> {
    let user = users::read(&app, &principal, id).await?;
    Ok(answer::record(user.version, &UserView::from(user)))
}

async fn change(
    app: web::Data<App>,
    Caller(principal): Caller,
    Id(id): Id,
    IfMatch(version): IfMatch,
    Body(mut body): Body<Map<String, Value>>,
) -> Result<HttpResponse, Problem> {
    let new = NewPassword {
        password: text(&mut body, "password")?,
        current: text(&mut body, "current_password")?,
    };
    let user = users::update(&app, &principal, id, version, body, new).await?;
    Ok(answer::record(user.version, &UserView::from(user)))
}

async fn disable(
    app: web::Data<App>,
    Caller(principal): Caller,
    Id(id): Id,
    IfMatch(version): IfMatch,
) -> Result<HttpResponse, Problem> {
    users::disable(&app, &principal, id, version).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Takes a text out of the body, so that it never reaches the record or the history.
fn text(body: &mut Map<String, Value>, key: &str) -> Result<Option<String>, Error> {
    match body.shift_remove(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(other) => {
            let fault = Fault::new(format!("/{key}"), "field.malformed");
            Err(fault.with("reason", format!("{other} is not a text")).into())
        }
    }
}
