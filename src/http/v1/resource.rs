//! The endpoints that every [`Resource`] has but for its list.

use actix_web::{HttpResponse, web};
use serde_json::Value;
use utoipa::ToSchema;

use crate::app::App;
use crate::app::resource::Resource;
use crate::domain::crm::rights::{Action, Object};
use crate::http::access::Caller;
use crate::http::answer::{self, or_current};
use crate::http::endpoint::needs;
use crate::http::extract::{Body, Id, IfMatch};
use crate::http::{Endpoint, Problem};

/// Where a kind of record lives, and what it is called in a sentence: "a contact".
pub(super) struct Records {
    pub(super) all: &'static str,
    pub(super) one: &'static str,
    pub(super) object: Object,
    pub(super) name: &'static str,
}

pub(super) fn endpoints<R>(records: &'static Records) -> Vec<Endpoint>
where
    R: Resource + ToSchema,
    R::Draft: ToSchema,
{
    let Records { all, one, object, name } = *records;
    let right = |action| needs(object, action);
    let add = move |app: web::Data<App>, caller: Caller, draft: Body<R::Draft>| {
        add::<R>(all, app, caller, draft)
    };
    vec![
        Endpoint::post(all, right(Action::Create), &format!("Creates {name}"), add)
            .body::<R::Draft>()
            .returns::<R>(201),
        Endpoint::get(one, right(Action::Read), &format!("Shows {name}"), show::<R>)
            .returns::<R>(200),
        Endpoint::patch(one, right(Action::Update), &format!("Changes {name}"), change::<R>)
            .patch_body::<R::Draft>()
            .if_match()
            .returns::<R>(200),
        Endpoint::delete(one, right(Action::Delete), &format!("Deletes {name}"), delete::<R>)
            .if_match()
            .returns_nothing(204),
    ]
}

async fn add<R: Resource>(
    all: &'static str,
    app: web::Data<App>,
    Caller(principal): Caller,
    Body(draft): Body<R::Draft>,
) -> Result<HttpResponse, Problem> {
    let record = R::create(&app, &principal, draft).await?;
    Ok(answer::created(&format!("{all}/{}", record.id()), record.version(), &record))
}

async fn show<R: Resource>(
    app: web::Data<App>,
    Caller(principal): Caller,
    Id(id): Id,
) -> Result<HttpResponse, Problem> {
    let record = R::read(&app, &principal, id).await?;
    Ok(answer::record(record.version(), &record))
}

async fn change<R: Resource>(
    app: web::Data<App>,
    Caller(principal): Caller,
    Id(id): Id,
    IfMatch(version): IfMatch,
    Body(patch): Body<Value>,
) -> Result<HttpResponse, Problem> {
    let outcome = R::update(&app, &principal, id, version, patch).await;
    let record = or_current(outcome, R::read(&app, &principal, id)).await?;
    Ok(answer::record(record.version(), &record))
}

async fn delete<R: Resource>(
    app: web::Data<App>,
    Caller(principal): Caller,
    Id(id): Id,
    IfMatch(version): IfMatch,
) -> Result<HttpResponse, Problem> {
    let outcome = R::delete(&app, &principal, id, version).await;
    or_current(outcome, R::read(&app, &principal, id)).await?;
    Ok(HttpResponse::NoContent().finish())
}
