//! Landing page, conformance, collections and what they can be filtered by.

use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Map, Value, json};

use super::answer::{self, link, origin};
use super::{GEO_JSON, JSON, OPENAPI, SCHEMA};
use crate::app::App;
use crate::app::features::{self, Collection, Kind, Queryable};
use crate::domain::crs::Crs;
use crate::http::Problem;
use crate::http::access::Caller;

const CONFORMS_TO: [&str; 12] = [
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/filter",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/features-filter",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables-query-parameters",
    "http://www.opengis.net/spec/cql2/1.0/conf/cql2-text",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-cql2",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions",
];

pub async fn landing(request: HttpRequest) -> HttpResponse {
    let root = format!("{}/ogc", origin(&request));
    HttpResponse::Ok().json(json!({
        "title": "gcrm",
        "description": "Accounts, territories, visit routes and market snapshots",
        "links": [
            link(&root, "self", JSON, "This document"),
            link(&format!("{root}/api"), "service-desc", OPENAPI, "The service as OpenAPI 3.0"),
            link(&format!("{root}/conformance"), "conformance", JSON, "Standards kept"),
            link(&format!("{root}/collections"), "data", JSON, "The collections"),
        ],
    }))
}

pub async fn conformance() -> HttpResponse {
    HttpResponse::Ok().json(json!({"conformsTo": CONFORMS_TO}))
}

pub async fn collections(Caller(principal): Caller, request: HttpRequest) -> HttpResponse {
    let root = origin(&request);
    let all: Vec<Value> = answer::readable(&principal).map(|c| description(&root, c)).collect();
    HttpResponse::Ok().json(json!({
        "links": [link(&format!("{root}/ogc/collections"), "self", JSON, "This document")],
        "crs": crs_list(),
        "collections": all,
    }))
}

pub async fn collection(
    Caller(principal): Caller,
    request: HttpRequest,
    path: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let found = answer::collection(&principal, &path)?;
    Ok(HttpResponse::Ok().json(description(&origin(&request), found)))
}

fn description(root: &str, collection: Collection) -> Value {
    let at = format!("{root}/ogc/collections/{}", collection.id());
    json!({
        "id": collection.id(),
        "title": collection.title(),
        "itemType": "feature",
        "extent": {"spatial": {"bbox": [[-180, -90, 180, 90]], "crs": Crs::Crs84.uri()}},
        "crs": crs_list(),
        "storageCrs": Crs::Crs84.uri(),
        "links": [
            link(&at, "self", JSON, "This document"),
            link(&format!("{at}/items"), "items", GEO_JSON, collection.title()),
            link(
                &format!("{at}/queryables"),
                "http://www.opengis.net/def/rel/ogc/1.0/queryables",
                SCHEMA,
                "What it is filtered by",
            ),
        ],
    })
}

fn crs_list() -> Vec<&'static str> {
    Crs::ALL.iter().map(|crs| crs.uri()).collect()
}

pub async fn queryables(
    app: web::Data<App>,
    Caller(principal): Caller,
    request: HttpRequest,
    path: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let found = answer::collection(&principal, &path)?;
    let queryables = features::queryables(&app, &principal, found).await?;
    Ok(HttpResponse::Ok().content_type(SCHEMA).json(schema(&request, found, &queryables)))
}

fn schema(request: &HttpRequest, collection: Collection, queryables: &[Queryable]) -> Value {
    let mut properties: Map<String, Value> =
        queryables.iter().map(|one| (one.name.to_string(), type_of(one))).collect();
    let geometry = json!({"$ref": "https://geojson.org/schema/Geometry.json"});
    properties.insert("geometry".to_owned(), geometry);
    json!({
        "$schema": "https://json-schema.org/draft/2019-09/schema",
        "$id": format!("{}{}", origin(request), request.path()),
        "type": "object",
        "title": collection.title(),
        "properties": properties,
    })
}

/// The JSON schema of a property.
pub fn type_of(queryable: &Queryable) -> Value {
    match queryable.kind {
        Kind::Text => json!({"type": "string"}),
        Kind::Id => json!({"type": "string", "format": "uuid"}),
        Kind::Number => json!({"type": "number"}),
        Kind::Integer => json!({"type": "integer"}),
        Kind::Date => json!({"type": "string", "format": "date"}),
        Kind::Boolean => json!({"type": "boolean"}),
        Kind::Instant => json!({"type": "string", "format": "date-time"}),
    }
}
