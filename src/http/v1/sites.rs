//! Sites of accounts.

use actix_web::{HttpResponse, web};
use serde_json::Value;

use crate::app::{App, accounts};
use crate::domain::crm::rights::{Action, Object};
use crate::domain::crm::site::{Site, SiteDraft};
use crate::http::access::Caller;
use crate::http::answer;
use crate::http::endpoint::needs;
use crate::http::extract::{Body, Id, IfMatch};
use crate::http::list::List;
use crate::http::{Endpoint, Problem};

pub fn endpoints() -> Vec<Endpoint> {
    let read = needs(Object::Account, Action::Read);
    let update = needs(Object::Account, Action::Update);
    vec![
        Endpoint::get("/api/v1/accounts/{id}/sites", read, "Lists an account's sites", list)
            .returns::<List<Site>>(200),
        Endpoint::post("/api/v1/accounts/{id}/sites", update, "Adds a site", add)
            .body::<SiteDraft>()
            .returns::<Site>(201),
        Endpoint::patch("/api/v1/sites/{id}", update, "Changes a site", change)
            .patch_body::<SiteDraft>()
            .if_match()
            .returns::<Site>(200),
        Endpoint::delete("/api/v1/sites/{id}", update, "Removes a site", remove)
            .if_match()
            .returns_nothing(204),
    ]
}

async fn list(
    app: web::Data<App>,
    Caller(principal): Caller,
    Id(id): Id,
) -> Result<HttpResponse, Problem> {
    let sites = accounts::list_sites(&app, &principal, id).await?;
    Ok(HttpResponse::Ok().json(List::whole(sites)))
}

async fn add(
    app: web::Data<App>,
    Caller(principal): Caller,
    Id(id): Id,
    Body(draft): Body<SiteDraft>,
) -> Result<HttpResponse, Problem> {
    let site = accounts::add_site(&app, &principal, id, draft).await?;
    Ok(answer::created(&format!("/api/v1/sites/{}", site.id), site.stamp.version, &site))
}

async fn change(
    app: web::Data<App>,
    Caller(principal): Caller,
    Id(id): Id,
    IfMatch(version): IfMatch,
    Body(patch): Body<Value>,
) -> Result<HttpResponse, Problem> {
    let site = accounts::change_site(&app, &principal, id, version, patch).await?;
    Ok(answer::record(site.stamp.version, &site))
}

async fn remove(
    app: web::Data<App>,
    Caller(principal): Caller,
    Id(id): Id,
    IfMatch(version): IfMatch,
) -> Result<HttpResponse, Problem> {
    accounts::remove_site(&app, &principal, id, version).await?;
    Ok(HttpResponse::NoContent().finish())
}
