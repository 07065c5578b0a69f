//! Territories, and dividing an area into them.

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::jobs::{self, JobView};
use crate::app::App;
use crate::app::territory::divide::{self, Division};
use crate::app::territory::territories::{self, TerritoryChange};
use crate::app::territory::{Measured, geometry_json};
use crate::domain::crm::rights::{Action, Object};
use crate::domain::territory::census::Figures;
use crate::http::access::Caller;
use crate::http::answer;
use crate::http::endpoint::needs;
use crate::http::extract::{Body, Id, IfMatch};
use crate::http::messages::Locale;
use crate::http::{Endpoint, Problem};

pub fn endpoints() -> Vec<Endpoint> {
    const ONE: &str = "/api/v1/territories/{id}";
    const DIVIDE: &str = "/api/v1/territories/divide";
    let of = |action| needs(Object::Territory, action);
    vec![
        Endpoint::post(DIVIDE, of(Action::Create), "Divides an area into territories", begin)
            .body::<Division>()
            .returns::<JobView>(202),
        Endpoint::get(ONE, of(Action::Read), "Shows a territory", show)
            .returns::<TerritoryView>(200),
        Endpoint::patch(ONE, of(Action::Update), "Changes a territory", change)
            .body::<TerritoryChange>()
            .returns::<TerritoryView>(200),
        Endpoint::delete(ONE, of(Action::Delete), "Takes a territory away", remove)
            .returns_nothing(204),
    ]
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Territory)]
pub struct TerritoryView {
    id: Uuid,
    alignment_id: Uuid,
    code: Option<String>,
    name: String,
    /// One of the twelve category colours.
    color: i16,
    /// A `GeoJSON` `MultiPolygon`.
    #[schema(value_type = Object)]
    geometry: Value,
    #[schema(pattern = "^(admin_units|drawn|grid|postcodes)$")]
    built_from: String,
    member_units: Vec<String>,
    owner_id: Option<Uuid>,
    owner: Option<TerritoryOwner>,
    measures: Figures,
    version: i32,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct TerritoryOwner {
    id: Uuid,
    name: String,
}

impl From<Measured> for TerritoryView {
    fn from(measured: Measured) -> Self {
        let (t, figures) = (measured.territory, measured.figures);
        let owner = t.owner_id.zip(t.owner_name).map(|(id, name)| TerritoryOwner { id, name });
        Self {
            id: t.id,
            alignment_id: t.alignment_id,
            code: t.code,
            name: t.name,
            color: t.color,
            geometry: geometry_json(&t.shape),
            built_from: t.built_from,
            member_units: t.member_units,
            owner_id: t.owner_id,
            owner,
            measures: figures,
            version: t.version,
        }
    }
}

async fn begin(
    app: web::Data<App>,
    Caller(principal): Caller,
    Body(division): Body<Division>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let app: Arc<App> = app.into_inner();
    let status = divide::start(&app, &principal, division).await?;
    Ok(jobs::accepted(status, Locale::of(&request)))
}

async fn show(
    app: web::Data<App>,
    Caller(principal): Caller,
    Id(id): Id,
) -> Result<HttpResponse, Problem> {
    let found = territories::read(&app, &principal, id).await?;
    Ok(answer::record(found.territory.version, &TerritoryView::from(found)))
}

async fn change(
    app: web::Data<App>,
    Caller(principal): Caller,
    Id(id): Id,
    IfMatch(version): IfMatch,
    Body(change): Body<TerritoryChange>,
) -> Result<HttpResponse, Problem> {
    let changed = territories::update(&app, &principal, id, version, change).await?;
    Ok(answer::record(changed.territory.version, &TerritoryView::from(changed)))
}

async fn remove(
    app: web::Data<App>,
    Caller(principal): Caller,
    Id(id): Id,
    IfMatch(version): IfMatch,
) -> Result<HttpResponse, Problem> {
    territories::delete(&app, &principal, id, version).await?;
    Ok(HttpResponse::NoContent().finish())
}
