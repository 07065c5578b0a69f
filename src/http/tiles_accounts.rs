//! Accounts as vector tiles, themselves and by H3 cell, under the caller's filter and rights.

use std::hash::{DefaultHasher, Hash, Hasher};

use actix_web::http::header::{CACHE_CONTROL, ETAG, IF_NONE_MATCH};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::IntoParams;

use crate::app::market::{self, Question, Wanted, json_parameter};
use crate::app::{App, Error};
use crate::domain::crm::rights::{Action, Object};
use crate::domain::tiles::project::{TileId, ZOOM_MAX};
use crate::http::access::Caller;
use crate::http::endpoint::needs;
use crate::http::extract::Query;
use crate::http::{Endpoint, Problem, index_version};

pub const MEDIA_TYPE: &str = "application/vnd.mapbox-vector-tile";

pub fn endpoints() -> Vec<Endpoint> {
    let read = needs(Object::Account, Action::Read);
    vec![
        Endpoint::get("/tiles/accounts.json", read, "TileJSON of the accounts", tile_json)
            .returns_raw(200, "application/json"),
        Endpoint::get("/tiles/accounts/{z}/{x}/{y}.mvt", read, "Accounts on a tile", tile)
            .query::<TileQuery>()
            .returns_raw(200, MEDIA_TYPE),
        Endpoint::get("/tiles/cells.json", read, "TileJSON of the H3 cells", cells_json)
            .returns_raw(200, "application/json"),
        Endpoint::get("/tiles/cells/{z}/{x}/{y}.mvt", read, "H3 cells on a tile", cell_tile)
            .query::<TileQuery>()
            .returns_raw(200, MEDIA_TYPE),
    ]
}

#[derive(Debug, Deserialize, IntoParams)]
pub struct TileQuery {
    /// A filter tree as JSON.
    filter: Option<String>,
    /// An area as JSON.
    area: Option<String>,
}

async fn tile_json(request: HttpRequest) -> HttpResponse {
    described(
        &request,
        "accounts",
        &json!({
            "cluster": "Boolean", "count": "Number", "customers": "Number", "value_12m": "Number",
            "potential_value": "Number", "id": "String", "name": "String", "lifecycle": "String",
            "tier": "String", "category": "String", "visit_status": "String",
            "territory_color": "Number",
        }),
    )
}

async fn cells_json(request: HttpRequest) -> HttpResponse {
    described(
        &request,
        "cells",
        &json!({
            "cell": "String", "count": "Number", "customers": "Number", "value_12m": "Number",
            "potential_value": "Number",
        }),
    )
}

fn described(request: &HttpRequest, layer: &str, fields: &Value) -> HttpResponse {
    let info = request.connection_info();
    let host = format!("{}://{}", info.scheme(), info.host());
    HttpResponse::Ok().json(json!({
        "tilejson": "3.0.0",
        "name": layer,
        "tiles": [format!("{host}/tiles/{layer}/{{z}}/{{x}}/{{y}}.mvt")],
        "minzoom": 0,
        "maxzoom": ZOOM_MAX,
        "vector_layers": [{"id": layer, "fields": fields}],
    }))
}

async fn tile(
    app: web::Data<App>,
    caller: Caller,
    path: web::Path<(u8, u32, u32)>,
    query: Query<TileQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let draw = async |question: &_, tile| market::tile(&app, question, tile).await;
    drawn(&app, caller, path.into_inner(), query, &request, draw).await
}

async fn cell_tile(
    app: web::Data<App>,
    caller: Caller,
    path: web::Path<(u8, u32, u32)>,
    query: Query<TileQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let draw = async |question: &_, tile| market::cell_tile(&app, question, tile).await;
    drawn(&app, caller, path.into_inner(), query, &request, draw).await
}

/// The tile, unless the caller has it already.
async fn drawn(
    app: &App,
    Caller(principal): Caller,
    (z, x, y): (u8, u32, u32),
    Query(query): Query<TileQuery>,
    request: &HttpRequest,
    draw: impl AsyncFnOnce(&Question, TileId) -> Result<Vec<u8>, Error>,
) -> Result<HttpResponse, Problem> {
    let tile = TileId::new(z, x, y).map_err(|_| Error::not_found("tile.not_found"))?;
    let json =
        |text: Option<String>, pointer| text.map(|text| json_parameter(&text, pointer)).transpose();
    let wanted = Wanted {
        filter: json(query.filter, "/filter")?,
        area: json(query.area, "/area")?,
        at_least: index_version::asked(request),
        ..Wanted::default()
    };
    let question = market::question(app, &principal, Action::Read, wanted).await?;
    let etag = etag(&question);
    if request.headers().get(IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == etag.as_bytes())
    {
        return Ok(HttpResponse::NotModified().insert_header((ETAG, etag)).finish());
    }
    let bytes = draw(&question, tile).await?;
    Ok(HttpResponse::Ok()
        .content_type(MEDIA_TYPE)
        .insert_header((ETAG, etag))
        .insert_header((CACHE_CONTROL, "private, no-cache"))
        .insert_header(index_version::header(question.version()))
        .body(bytes))
}

/// The state of the index, and what else the tile depends on: the caller's rights and the day,
/// which moves accounts from due to overdue. Filter and tile are in the address.
fn etag(question: &Question) -> String {
    let mut hasher = DefaultHasher::new();
    format!("{:?}", question.query.visible).hash(&mut hasher);
    question.query.clock.today().hash(&mut hasher);
    format!("\"{}-{:x}\"", question.version(), hasher.finish())
}
