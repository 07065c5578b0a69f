//! Figures of the market in an area.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::app::App;
use crate::app::market::{self, MarketReport, MarketRequest, NearestReport, Reach, Wanted};
use crate::domain::crm::rights::{Action, Object};
use crate::domain::units::LngLat;
use crate::http::access::Caller;
use crate::http::endpoint::needs;
use crate::http::extract::Body;
use crate::http::index_version;
use crate::http::{Endpoint, Problem};

pub fn endpoints() -> Vec<Endpoint> {
    let read = needs(Object::Account, Action::Read);
    vec![
        Endpoint::post("/api/v1/market/query", read, "Sums up the accounts of an area", query)
            .body::<MarketQuery>()
            .returns::<MarketReport>(200),
        Endpoint::post(
            "/api/v1/market/nearest",
            read,
            "Lists the accounts nearest to a point",
            near,
        )
        .body::<NearestQuery>()
        .returns::<NearestReport>(200),
    ]
}

/// Which accounts, and how finely.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MarketQuery {
    /// An area; everywhere when left out.
    #[schema(value_type = Option<Object>)]
    area: Option<Value>,
    /// A filter tree; all accounts when left out.
    #[schema(value_type = Option<Object>)]
    filter: Option<Value>,
    /// H3 resolution of the cells, 0 to 15; 8 when left out.
    resolution: Option<u8>,
    /// A field such as `owner_id` to make further groups by.
    group_by: Option<String>,
    /// False leaves the cells out, which are most of an answer's bytes.
    cells: Option<bool>,
}

async fn query(
    app: web::Data<App>,
    Caller(principal): Caller,
    request: HttpRequest,
    Body(body): Body<MarketQuery>,
) -> Result<HttpResponse, Problem> {
    let at_least = index_version::asked(&request);
    let wanted = Wanted { filter: body.filter, area: body.area, at_least, ..Wanted::default() };
    let request = MarketRequest {
        wanted,
        resolution: body.resolution,
        group_by: body.group_by,
        without_cells: body.cells == Some(false),
    };
    let (_, report) = market::report(&app, &principal, request).await?;
    Ok(HttpResponse::Ok().insert_header(index_version::header(report.index_version)).json(report))
}

/// Which accounts, and nearest to what.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NearestQuery {
    /// Longitude and latitude in degrees.
    #[schema(value_type = [f64; 2])]
    center: LngLat,
    /// 1 to 200; 20 when left out.
    limit: Option<usize>,
    /// None farther than this as the crow flies; everywhere when left out.
    radius_m: Option<f64>,
    /// An area; everywhere when left out.
    #[schema(value_type = Option<Object>)]
    area: Option<Value>,
    /// A filter tree; all accounts when left out.
    #[schema(value_type = Option<Object>)]
    filter: Option<Value>,
}

async fn near(
    app: web::Data<App>,
    Caller(principal): Caller,
    request: HttpRequest,
    Body(body): Body<NearestQuery>,
) -> Result<HttpResponse, Problem> {
    let at_least = index_version::asked(&request);
    let wanted = Wanted { filter: body.filter, area: body.area, at_least, ..Wanted::default() };
    let reach = Reach { center: body.center, limit: body.limit, radius_m: body.radius_m };
    let report = market::nearest(&app, &principal, wanted, reach).await?;
    Ok(HttpResponse::Ok().insert_header(index_version::header(report.index_version)).json(report))
}
