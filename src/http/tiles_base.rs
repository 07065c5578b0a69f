//! The base map as vector tiles.

use std::io::Read;

use actix_web::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, ETAG, IF_NONE_MATCH, VARY,
};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::endpoint::{Endpoint, needs};
use super::problem::Problem;
use crate::app::regions::{self, Tile};
use crate::app::{App, Error};
use crate::domain::crm::rights::{Action, Object};
use crate::domain::tiles::base::LayerName;
use crate::domain::tiles::project::{TileId, ZOOM_MAX};
use crate::domain::units::Bbox;
use crate::region::ATTRIBUTION;

const MEDIA_TYPE: &str = "application/vnd.mapbox-vector-tile";

pub fn endpoints() -> Vec<Endpoint> {
    let read = needs(Object::Region, Action::Read);
    vec![
        Endpoint::get("/tiles/base.json", read, "Describes the base map's tiles", describe)
            .returns::<TileJson>(200),
        Endpoint::get("/tiles/base/{z}/{x}/{y}.mvt", read, "Draws a tile of the base map", tile)
            .returns_raw(200, MEDIA_TYPE)
            .returns_nothing(204),
    ]
}

/// `TileJSON` 3.0.0.
#[derive(Debug, Serialize, ToSchema)]
struct TileJson {
    tilejson: &'static str,
    name: &'static str,
    attribution: &'static str,
    tiles: [String; 1],
    vector_layers: Vec<VectorLayer>,
    minzoom: u8,
    maxzoom: u8,
    /// West, south, east, north of all regions.
    #[serde(skip_serializing_if = "Option::is_none")]
    bounds: Option<[f64; 4]>,
    /// Longitude, latitude, zoom.
    #[serde(skip_serializing_if = "Option::is_none")]
    center: Option<[f64; 3]>,
}

#[derive(Debug, Serialize, ToSchema)]
struct VectorLayer {
    id: &'static str,
    #[schema(value_type = Object)]
    fields: serde_json::Map<String, serde_json::Value>,
}

/// Where a map opens that shows one region.
const CENTER_ZOOM: f64 = 13.0;

async fn describe(app: web::Data<App>, request: HttpRequest) -> HttpResponse {
    let (origin, mut bounds) = (request.connection_info().clone(), Bbox::EMPTY);
    for region in app.regions().iter() {
        let bbox = region.bbox();
        bounds.west = bounds.west.min(bbox.west);
        bounds.south = bounds.south.min(bbox.south);
        bounds.east = bounds.east.max(bbox.east);
        bounds.north = bounds.north.max(bbox.north);
    }
    let first = app.regions().iter().next().map(|region| region.info().centre);
    HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-cache")).json(TileJson {
        tilejson: "3.0.0",
        name: "base",
        attribution: ATTRIBUTION,
        tiles: [format!(
            "{}://{}/tiles/base/{{z}}/{{x}}/{{y}}.mvt",
            origin.scheme(),
            origin.host()
        )],
        vector_layers: LayerName::ALL.map(vector_layer).into(),
        minzoom: 0,
        maxzoom: ZOOM_MAX,
        bounds: (!bounds.is_empty()).then_some([
            bounds.west,
            bounds.south,
            bounds.east,
            bounds.north,
        ]),
        center: first.map(|centre| [centre.lng(), centre.lat(), CENTER_ZOOM]),
    })
}

fn vector_layer(layer: LayerName) -> VectorLayer {
    let fields = layer.fields().iter();
    let fields = fields.map(|(name, kind)| ((*name).to_owned(), (*kind).into())).collect();
    VectorLayer { id: layer.as_str(), fields }
}

async fn tile(
    app: web::Data<App>,
    path: web::Path<(u8, u32, u32)>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let (z, x, y) = path.into_inner();
    let id = TileId::new(z, x, y).map_err(|_| Error::not_found("tile.not_found"))?;
    let tile = regions::base_tile(&app, id).await?;
    Ok(answer(&request, &tile))
}

fn answer(request: &HttpRequest, tile: &Tile) -> HttpResponse {
    let etag = format!("\"{:08x}\"", tile.checksum);
    let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    let is_known = header(IF_NONE_MATCH).is_some_and(|known| known.contains(&etag));
    let mut response = match (is_known, tile.gzip.is_empty()) {
        (true, _) => HttpResponse::NotModified(),
        (false, true) => HttpResponse::NoContent(),
        (false, false) => HttpResponse::Ok(),
    };
    response
        .insert_header((ETAG, etag))
        .insert_header((VARY, "Accept-Encoding"))
        // Tiles change only when a region is built anew; asking again costs one short answer.
        .insert_header((CACHE_CONTROL, "private, max-age=600"));
    if is_known || tile.gzip.is_empty() {
        return response.finish();
    }
    response.content_type(MEDIA_TYPE);
    if header(ACCEPT_ENCODING).is_some_and(|accepted| accepted.contains("gzip")) {
        return response.insert_header((CONTENT_ENCODING, "gzip")).body(tile.gzip.clone());
    }
    response.body(unpacked(tile))
}

fn unpacked(tile: &Tile) -> Vec<u8> {
    let mut content = Vec::new();
    // We packed it ourselves, in memory.
    let _ = flate2::read::GzDecoder::new(&*tile.gzip).read_to_end(&mut content);
    content
}
