//! Contacts.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use serde_json::Value;
use utoipa::IntoParams;
use uuid::Uuid;

use crate::app::contacts::{self, ContactQuery};
use crate::app::{App, Error};
use crate::domain::crm::contact::{Contact, ContactDraft};
use crate::domain::crm::rights::{Action, Object};
use crate::http::access::Caller;
use crate::http::answer::{self, or_current};
use crate::http::endpoint::needs;
use crate::http::extract::{Body, Id, IfMatch, Query};
use crate::http::list::List;
use crate::http::{Endpoint, Problem};

pub fn endpoints() -> Vec<Endpoint> {
    let right = |action| needs(Object::Contact, action);
    vec![
        Endpoint::get("/api/v1/contacts", right(Action::Read), "Lists contacts", list)
            .query::<ContactsQuery>()
            .returns::<List<Contact>>(200),
        Endpoint::post("/api/v1/contacts", right(Action::Create), "Creates a contact", add)
            .body::<ContactDraft>()
            .returns::<Contact>(201),
        Endpoint::get("/api/v1/contacts/{id}", right(Action::Read), "Shows a contact", show)
            .returns::<Contact>(200),
        Endpoint::patch(
            "/api/v1/contacts/{id}",
            right(Action::Update),
            "Changes a contact",
            change,
        )
        .patch_body::<ContactDraft>()
        .if_match()
        .returns::<Contact>(200),
        Endpoint::delete(
            "/api/v1/contacts/{id}",
            right(Action::Delete),
            "Deletes a contact",
            delete,
        )
        .if_match()
        .returns_nothing(204),
    ]
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct ContactsQuery {
    account_id: Option<Uuid>,
    /// Part of a name or of an e-mail address.
    q: Option<String>,
    limit: Option<usize>,
    cursor: Option<Uuid>,
}

async fn list(
    app: web::Data<App>,
    Caller(principal): Caller,
    Query(query): Query<ContactsQuery>,
) -> Result<HttpResponse, Problem> {
    let limit = answer::limit(query.limit)?;
    let wanted = ContactQuery {
        account_id: query.account_id,
        text: query.q,
        after: query.cursor,
        limit: i64::try_from(limit + 1).map_err(Error::internal)?,
    };
    let found = contacts::list(&app, &principal, &wanted).await?;
    Ok(HttpResponse::Ok().json(List::page(found, limit, |contact| contact.id.to_string())))
}

async fn add(
    app: web::Data<App>,
    Caller(principal): Caller,
    Body(draft): Body<ContactDraft>,
) -> Result<HttpResponse, Problem> {
    let contact = contacts::create(&app, &principal, draft).await?;
    Ok(answer::created(
        &format!("/api/v1/contacts/{}", contact.id),
        contact.stamp.version,
        &contact,
    ))
}

async fn show(
    app: web::Data<App>,
    Caller(principal): Caller,
    Id(id): Id,
) -> Result<HttpResponse, Problem> {
    let contact = contacts::read(&app, &principal, id).await?;
    Ok(answer::record(contact.stamp.version, &contact))
}

async fn change(
    app: web::Data<App>,
    Caller(principal): Caller,
    Id(id): Id,
    IfMatch(version): IfMatch,
    Body(patch): Body<Value>,
) -> Result<HttpResponse, Problem> {
    let outcome = contacts::update(&app, &principal, id, version, patch).await;
    let contact = or_current(outcome, contacts::read(&app, &principal, id)).await?;
    Ok(answer::record(contact.stamp.version, &contact))
}

async fn delete(
    app: web::Data<App>,
    Caller(principal): Caller,
    Id(id): Id,
    IfMatch(version): IfMatch,
) -> Result<HttpResponse, Problem> {
    let outcome = contacts::delete(&app, &principal, id, version).await;
    or_current(outcome, contacts::read(&app, &principal, id)).await?;
    Ok(HttpResponse::NoContent().finish())
}
