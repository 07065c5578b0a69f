//! OGC API - Features (17-069r4) at `/ogc`: what QGIS, GDAL and other map programs read. Core,
//! `GeoJSON`, `OpenAPI` 3.0, coordinate reference systems (part 2) and filters (part 3).

mod answer;
mod api;
mod geometry;
mod items;
mod meta;
mod query;

use crate::http::{Endpoint, Right};

const JSON: &str = "application/json";
const GEO_JSON: &str = "application/geo+json";
const OPENAPI: &str = "application/vnd.oai.openapi+json;version=3.0";
const SCHEMA: &str = "application/schema+json";

const COLLECTION: &str = "/ogc/collections/{collection}";
const QUERYABLES: &str = "/ogc/collections/{collection}/queryables";
const ITEMS: &str = "/ogc/collections/{collection}/items";
const ITEM: &str = "/ogc/collections/{collection}/items/{id}";

/// Paths of map programs: they may sign in with every request.
pub const ROOT: &str = "/ogc";

pub fn endpoints() -> Vec<Endpoint> {
    let all = Right::SignedIn;
    vec![
        Endpoint::get(ROOT, all, "Where everything is, for map programs", meta::landing)
            .returns_raw(200, JSON),
        Endpoint::get("/ogc/api", all, "This service as OpenAPI 3.0", api::document)
            .returns_raw(200, OPENAPI),
        Endpoint::get("/ogc/conformance", all, "Which standards are kept", meta::conformance)
            .returns_raw(200, JSON),
        Endpoint::get("/ogc/collections", all, "The collections", meta::collections)
            .returns_raw(200, JSON),
        Endpoint::get(COLLECTION, all, "A collection", meta::collection).returns_raw(200, JSON),
        Endpoint::get(QUERYABLES, all, "What a collection is filtered by", meta::queryables)
            .returns_raw(200, SCHEMA),
        Endpoint::get(ITEMS, all, "Features of a collection", items::list)
            .returns_raw(200, GEO_JSON),
        Endpoint::get(ITEM, all, "A feature", items::show).returns_raw(200, GEO_JSON),
    ]
}
