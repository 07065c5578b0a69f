//! Alignments.

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::jobs::{self, JobView};
use super::territories::TerritoryView;
use crate::app::App;
use crate::app::territory::alignments::{self, AlignmentChange, AlignmentDraft};
use crate::app::territory::calibrate;
use crate::app::territory::realign::{self, Realignment};
use crate::app::territory::territories::TerritoryDraft;
use crate::app::territory::{Alignment, territories};
use crate::domain::crm::Fault;
use crate::domain::crm::rights::{Action, Object};
use crate::domain::territory::workload::Model;
use crate::http::access::Caller;
use crate::http::answer;
use crate::http::endpoint::needs;
use crate::http::extract::{Body, Id, IfMatch, Query};
use crate::http::list::{List, Page};
use crate::http::messages::Locale;
use crate::http::{Endpoint, Problem};

const LIMIT_DEFAULT: usize = 50;
const LIMIT_MAX: usize = 200;

pub fn endpoints() -> Vec<Endpoint> {
    const ALL: &str = "/api/v1/alignments";
    const ONE: &str = "/api/v1/alignments/{id}";
    const INSIDE: &str = "/api/v1/alignments/{id}/territories";
    let of = |action| needs(Object::Alignment, action);
    let draw_right = needs(Object::Territory, Action::Create);
    let see_right = needs(Object::Territory, Action::Read);
    vec![
        Endpoint::get(ALL, of(Action::Read), "Lists alignments, newest first", list)
            .query::<ListQuery>()
            .returns::<List<AlignmentView>>(200),
        Endpoint::post(ALL, of(Action::Create), "Makes an alignment with its territories", add)
            .body::<AlignmentDraft>()
            .returns::<AlignmentView>(201),
        Endpoint::get(ONE, of(Action::Read), "Shows an alignment", show)
            .returns::<AlignmentView>(200),
        Endpoint::patch(ONE, of(Action::Update), "Renames or dates an alignment", change)
            .body::<AlignmentChange>()
            .returns::<AlignmentView>(200),
        Endpoint::delete(ONE, of(Action::Delete), "Deletes an alignment not in force", remove)
            .returns_nothing(204),
        Endpoint::post(
            "/api/v1/alignments/{id}/publish",
            of(Action::Manage),
            "Puts an alignment in force",
            publish,
        )
        .returns::<PublishedView>(200),
        Endpoint::post(
            "/api/v1/alignments/{id}/realign",
            needs(Object::Territory, Action::Create),
            "Plans for an alignment in which little changes hands",
            begin_realign,
        )
        .body::<Realignment>()
        .returns::<JobView>(202),
        Endpoint::post(
            "/api/v1/alignments/{id}/calibrate",
            of(Action::Manage),
            "Holds the estimate of travel against days planned in an alignment",
            begin_calibration,
        )
        .returns::<JobView>(202),
        Endpoint::get(
            "/api/v1/travel-model",
            needs(Object::Territory, Action::Read),
            "Shows how travel in territories is estimated",
            travel_model,
        )
        .returns::<Model>(200),
        Endpoint::get(INSIDE, see_right, "Lists the territories of an alignment", inside)
            .returns::<List<TerritoryView>>(200),
        Endpoint::post(INSIDE, draw_right, "Draws a territory into an alignment", draw)
            .body::<TerritoryDraft>()
            .returns::<TerritoryView>(201),
    ]
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct ListQuery {
    /// At most 200.
    limit: Option<usize>,
    /// Where the page before ended.
    cursor: Option<Uuid>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Alignment)]
pub struct AlignmentView {
    id: Uuid,
    name: String,
    #[schema(pattern = "^(planning|active|archived)$")]
    state: String,
    valid_from: Option<NaiveDate>,
    #[schema(value_type = Option<Object>)]
    brief: Option<Value>,
    n_territories: i64,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    version: i32,
}

impl From<Alignment> for AlignmentView {
    fn from(a: Alignment) -> Self {
        Self {
            id: a.id,
            name: a.name,
            state: a.state,
            valid_from: a.valid_from,
            brief: a.brief,
            n_territories: a.n_territories,
            created_at: a.created_at,
            updated_at: a.updated_at,
            version: a.version,
        }
    }
}

/// What publishing did.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Published)]
pub struct PublishedView {
    alignment: AlignmentView,
    /// Accounts whose territory or owner changed.
    accounts_changed: usize,
    archived_id: Option<Uuid>,
}

async fn list(
    app: web::Data<App>,
    Caller(principal): Caller,
    Query(query): Query<ListQuery>,
) -> Result<HttpResponse, Problem> {
    let limit = query.limit.unwrap_or(LIMIT_DEFAULT);
    if !(1..=LIMIT_MAX).contains(&limit) {
        let fault = Fault::new("limit", "number.out_of_range").with("min", 1);
        return Err(fault.with("max", LIMIT_MAX).into());
    }
    let (found, has_more) = alignments::list(&app, &principal, query.cursor, limit).await?;
    let next_cursor = found.last().map(|last| last.id.to_string()).filter(|_| has_more);
    let data = found.into_iter().map(AlignmentView::from).collect();
    let page = Page { next_cursor, has_more, total: None };
    Ok(HttpResponse::Ok().json(List { data, page }))
}

async fn add(
    app: web::Data<App>,
    Caller(principal): Caller,
    Body(draft): Body<AlignmentDraft>,
) -> Result<HttpResponse, Problem> {
    let made = alignments::create(&app, &principal, draft).await?;
    let (id, version) = (made.id, made.version);
    let location = format!("/api/v1/alignments/{id}");
    Ok(answer::created(&location, version, &AlignmentView::from(made)))
}

async fn show(
    app: web::Data<App>,
    Caller(principal): Caller,
    Id(id): Id,
) -> Result<HttpResponse, Problem> {
    let found = alignments::read(&app, &principal, id).await?;
    Ok(answer::record(found.version, &AlignmentView::from(found)))
}

async fn change(
    app: web::Data<App>,
    Caller(principal): Caller,
    Id(id): Id,
    IfMatch(version): IfMatch,
    Body(change): Body<AlignmentChange>,
) -> Result<HttpResponse, Problem> {
    let changed = alignments::update(&app, &principal, id, version, change).await?;
    Ok(answer::record(changed.version, &AlignmentView::from(changed)))
}

async fn remove(
    app: web::Data<App>,
    Caller(principal): Caller,
    Id(id): Id,
    IfMatch(version): IfMatch,
) -> Result<HttpResponse, Problem> {
    alignments::delete(&app, &principal, id, version).await?;
    Ok(HttpResponse::NoContent().finish())
}

async fn publish(
    app: web::Data<App>,
    Caller(principal): Caller,
    Id(id): Id,
    IfMatch(version): IfMatch,
) -> Result<HttpResponse, Problem> {
    let (alignment, done) = alignments::publish(&app, &principal, id, version).await?;
    let version = alignment.version;
    let view = PublishedView {
        alignment: alignment.into(),
        accounts_changed: done.n_accounts,
        archived_id: done.archived,
    };
    Ok(answer::record(version, &view))
}

async fn inside(
    app: web::Data<App>,
    Caller(principal): Caller,
    Id(id): Id,
) -> Result<HttpResponse, Problem> {
    let found = territories::list(&app, &principal, id).await?;
    Ok(HttpResponse::Ok().json(List::whole(found.into_iter().map(TerritoryView::from))))
}

async fn draw(
    app: web::Data<App>,
    Caller(principal): Caller,
    Id(id): Id,
    Body(draft): Body<TerritoryDraft>,
) -> Result<HttpResponse, Problem> {
    let drawn = territories::draw(&app, &principal, id, draft).await?;
    let (id, version) = (drawn.territory.id, drawn.territory.version);
    let location = format!("/api/v1/territories/{id}");
    Ok(answer::created(&location, version, &TerritoryView::from(drawn)))
}

async fn begin_realign(
    app: web::Data<App>,
    Caller(principal): Caller,
    Id(id): Id,
    Body(wanted): Body<Realignment>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let app: Arc<App> = app.into_inner();
    let status = realign::start(&app, &principal, id, wanted).await?;
    Ok(jobs::accepted(status, Locale::of(&request)))
}

async fn begin_calibration(
    app: web::Data<App>,
    Caller(principal): Caller,
    Id(id): Id,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let app: Arc<App> = app.into_inner();
    let status = calibrate::start(&app, &principal, id).await?;
    Ok(jobs::accepted(status, Locale::of(&request)))
}

async fn travel_model(
    app: web::Data<App>,
    Caller(principal): Caller,
) -> Result<HttpResponse, Problem> {
    Ok(HttpResponse::Ok().json(calibrate::model(&app, &principal).await?))
}
