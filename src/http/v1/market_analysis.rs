//! A market in depth.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::app::App;
use crate::app::market::{self, AnalysisReport, AnalysisRequest, DistributionRequest, Wanted};
use crate::domain::crm::rights::{Action, Object};
use crate::http::access::Caller;
use crate::http::endpoint::needs;
use crate::http::extract::Body;
use crate::http::index_version;
use crate::http::{Endpoint, Problem};

pub fn endpoints() -> Vec<Endpoint> {
    let read = needs(Object::Account, Action::Read);
    let what = "Breaks the accounts of an area down, with quantiles and location quotients";
    vec![
        Endpoint::post("/api/v1/market/analysis", read, what, analyse)
            .body::<AnalysisQuery>()
            .returns::<AnalysisReport>(200),
    ]
}

/// Which accounts, and what about them.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnalysisQuery {
    /// An area; everywhere when left out.
    #[schema(value_type = Option<Object>)]
    area: Option<Value>,
    /// A filter tree; all accounts when left out.
    #[schema(value_type = Option<Object>)]
    filter: Option<Value>,
    /// Up to 8 of `lifecycle`, `tier`, `category`, `category_group`, `owner_id`, `team_id`,
    /// `territory_id`, `city`, `postal_code`, `source`, `tag`, `visit_status`. An account counts
    /// under each of its tags.
    #[serde(default)]
    group_by: Vec<String>,
    /// What location quotients compare with.
    reference: Option<ReferenceQuery>,
    /// Up to 4.
    #[serde(default)]
    distributions: Vec<DistributionRequest>,
}

/// The accounts of the reference.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReferenceQuery {
    /// An area; everywhere when left out.
    #[schema(value_type = Option<Object>)]
    area: Option<Value>,
    /// A filter tree; that of the question when left out.
    #[schema(value_type = Option<Object>)]
    filter: Option<Value>,
}

async fn analyse(
    app: web::Data<App>,
    Caller(principal): Caller,
    request: HttpRequest,
    Body(body): Body<AnalysisQuery>,
) -> Result<HttpResponse, Problem> {
    let at_least = index_version::asked(&request);
    let wanted = |filter, area| Wanted { filter, area, at_least, ..Wanted::default() };
    let analysis = AnalysisRequest {
        wanted: wanted(body.filter, body.area),
        reference: body.reference.map(|there| wanted(there.filter, there.area)),
        group_by: body.group_by,
        distributions: body.distributions,
    };
    let report = market::analyse(&app, &principal, analysis).await?;
    Ok(HttpResponse::Ok().insert_header(index_version::header(report.index_version)).json(report))
}
