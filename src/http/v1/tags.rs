//! Tags.

use actix_web::{HttpResponse, web};
use serde_json::Value;

use crate::app::{App, tags};
use crate::domain::crm::rights::{Action, Object};
use crate::domain::crm::tag::{Tag, TagDraft};
use crate::http::access::Caller;
use crate::http::answer::{self, or_current};
use crate::http::endpoint::needs;
use crate::http::extract::{Body, Id, IfMatch};
use crate::http::list::List;
use crate::http::{Endpoint, Problem};

pub fn endpoints() -> Vec<Endpoint> {
    let right = |action| needs(Object::Tag, action);
    vec![
        Endpoint::get("/api/v1/tags", right(Action::Read), "Lists tags", list)
            .returns::<List<Tag>>(200),
        Endpoint::post("/api/v1/tags", right(Action::Create), "Creates a tag", add)
            .body::<TagDraft>()
            .returns::<Tag>(201),
        Endpoint::get("/api/v1/tags/{id}", right(Action::Read), "Shows a tag", show)
            .returns::<Tag>(200),
        Endpoint::patch("/api/v1/tags/{id}", right(Action::Update), "Changes a tag", change)
            .patch_body::<TagDraft>()
            .if_match()
            .returns::<Tag>(200),
        Endpoint::delete("/api/v1/tags/{id}", right(Action::Delete), "Deletes a tag", delete)
            .if_match()
            .returns_nothing(204),
    ]
}

async fn list(app: web::Data<App>, Caller(principal): Caller) -> Result<HttpResponse, Problem> {
    let found = tags::list(&app, &principal).await?;
    Ok(HttpResponse::Ok().json(List::whole(found)))
}

async fn add(
    app: web::Data<App>,
    Caller(principal): Caller,
    Body(draft): Body<TagDraft>,
) -> Result<HttpResponse, Problem> {
    let tag = tags::create(&app, &principal, draft).await?;
    Ok(answer::created(&format!("/api/v1/tags/{}", tag.id), tag.stamp.version, &tag))
}

async fn show(
    app: web::Data<App>,
    Caller(principal): Caller,
    Id(id): Id,
) -> Result<HttpResponse, Problem> {
    let tag = tags::read(&app, &principal, id).await?;
    Ok(answer::record(tag.stamp.version, &tag))
}

async fn change(
    app: web::Data<App>,
    Caller(principal): Caller,
    Id(id): Id,
    IfMatch(version): IfMatch,
    Body(patch): Body<Value>,
) -> Result<HttpResponse, Problem> {
    let outcome = tags::update(&app, &principal, id, version, patch).await;
    let tag = or_current(outcome, tags::read(&app, &principal, id)).await?;
    Ok(answer::record(tag.stamp.version, &tag))
}

async fn delete(
    app: web::Data<App>,
    Caller(principal): Caller,
    Id(id): Id,
    IfMatch(version): IfMatch,
) -> Result<HttpResponse, Problem> {
    let outcome = tags::delete(&app, &principal, id, version).await;
    or_current(outcome, tags::read(&app, &principal, id)).await?;
    Ok(HttpResponse::NoContent().finish())
}
