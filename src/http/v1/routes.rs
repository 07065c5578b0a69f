//! Routes: a rep's day of visits.

use std::sync::Arc;

use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::{HttpRequest, HttpResponse, web};

use super::jobs::{JobView, accepted};
use crate::app::App;
use crate::app::planning::{self, PlanBrief, RouteChange, RouteFilter};
use crate::domain::crm::rights::{Action, Object};
use crate::domain::planning::gpx;
use crate::domain::planning::route::Route;
use crate::http::access::Caller;
use crate::http::answer;
use crate::http::endpoint::needs;
use crate::http::extract::{Body, Id, IfMatch, Query};
use crate::http::list::List;
use crate::http::messages::Locale;
use crate::http::{Endpoint, Problem};

pub fn endpoints() -> Vec<Endpoint> {
    let read = needs(Object::Route, Action::Read);
    let create = needs(Object::Route, Action::Create);
    let update = needs(Object::Route, Action::Update);
    let delete = needs(Object::Route, Action::Delete);
    vec![
        Endpoint::post("/api/v1/routes/plan", create, "Plans a rep's day of visits", plan)
            .body::<PlanBrief>()
            .returns::<JobView>(202),
        Endpoint::get("/api/v1/routes", read, "Lists routes, the latest day first", list)
            .query::<RouteFilter>()
            .returns::<List<Route>>(200),
        Endpoint::get("/api/v1/routes/{id}", read, "Shows a route", show).returns::<Route>(200),
        Endpoint::patch("/api/v1/routes/{id}", update, "Reorders stops or sets the status", patch)
            .body::<RouteChange>()
            .returns::<Route>(200),
        Endpoint::delete("/api/v1/routes/{id}", delete, "Removes a route", remove)
            .returns_nothing(204),
        Endpoint::get("/api/v1/routes/{id}/gpx", read, "Gives a route as GPX", download)
            .returns_raw(200, "application/gpx+xml"),
    ]
}

async fn plan(
    app: web::Data<App>,
    Caller(principal): Caller,
    Body(brief): Body<PlanBrief>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let app: Arc<App> = app.into_inner();
    let job = planning::start(&app, &principal, brief).await?;
    Ok(accepted(job, Locale::of(&request)))
}

async fn list(
    app: web::Data<App>,
    Caller(principal): Caller,
    Query(filter): Query<RouteFilter>,
) -> Result<HttpResponse, Problem> {
    let routes = planning::list(&app, &principal, &filter).await?;
    Ok(HttpResponse::Ok().json(List::whole(routes)))
}

async fn show(
    app: web::Data<App>,
    Caller(principal): Caller,
    Id(id): Id,
) -> Result<HttpResponse, Problem> {
    let route = planning::read(&app, &principal, id).await?;
    Ok(answer::record(route.version, &route))
}

async fn patch(
    app: web::Data<App>,
    Caller(principal): Caller,
    Id(id): Id,
    IfMatch(version): IfMatch,
    Body(change): Body<RouteChange>,
) -> Result<HttpResponse, Problem> {
    let route = planning::change(&app, &principal, id, version, change).await?;
    Ok(answer::record(route.version, &route))
}

async fn remove(
    app: web::Data<App>,
    Caller(principal): Caller,
    Id(id): Id,
    IfMatch(version): IfMatch,
) -> Result<HttpResponse, Problem> {
    planning::remove(&app, &principal, id, version).await?;
    Ok(HttpResponse::NoContent().finish())
}

async fn download(
    app: web::Data<App>,
    Caller(principal): Caller,
    Id(id): Id,
) -> Result<HttpResponse, Problem> {
    let route = planning::read(&app, &principal, id).await?;
    let name = format!("attachment; filename=\"route-{}.gpx\"", route.date);
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "application/gpx+xml"))
        .insert_header((CONTENT_DISPOSITION, name))
        .body(gpx(&route)))
}
