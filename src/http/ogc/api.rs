//! The service as an `OpenAPI` 3.0 document: one path for each collection, so that programs find
//! the parameters each can be filtered by.

use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Map, Value, json};

use super::answer::{origin, readable};
use super::meta::type_of;
use super::{GEO_JSON, JSON, OPENAPI};
use crate::app::App;
use crate::app::features::{self, Collection, LIMIT_DEFAULT, LIMIT_MAX, Queryable};
use crate::domain::crs::Crs;
use crate::http::Problem;
use crate::http::access::Caller;

pub async fn document(
    app: web::Data<App>,
    Caller(principal): Caller,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let mut paths = Map::new();
    for (path, summary) in [
        ("/", "Where everything is"),
        ("/conformance", "Which standards are kept"),
        ("/collections", "The collections"),
    ] {
        paths.insert(path.to_owned(), get(summary, &[], JSON));
    }
    for collection in readable(&principal) {
        let queryables = features::queryables(&app, &principal, collection).await?;
        add_paths(&mut paths, collection, &queryables);
    }
    let document = json!({
        "openapi": "3.0.3",
        "info": {"title": "gcrm for map programs", "version": env!("CARGO_PKG_VERSION")},
        "servers": [{"url": format!("{}/ogc", origin(&request))}],
        "security": [{"basic": []}],
        "components": {"securitySchemes": {"basic": {"type": "http", "scheme": "basic"}}},
        "paths": paths,
    });
    Ok(HttpResponse::Ok().content_type(OPENAPI).body(document.to_string()))
}

fn add_paths(paths: &mut Map<String, Value>, collection: Collection, queryables: &[Queryable]) {
    let at = format!("/collections/{}", collection.id());
    let title = collection.title();
    paths.insert(format!("{at}/items"), get(title, &parameters(queryables), GEO_JSON));
    let id = json!({
        "name": "id", "in": "path", "required": true, "schema": {"type": "string"},
    });
    paths.insert(format!("{at}/items/{{id}}"), get(title, &[id], GEO_JSON));
    paths.insert(at, get(title, &[], JSON));
}

fn get(summary: &str, parameters: &[Value], media_type: &str) -> Value {
    let content = json!({media_type: {"schema": {"type": "object"}}});
    json!({"get": {
        "summary": summary,
        "parameters": parameters,
        "responses": {"200": {"description": "Fine", "content": content}},
    }})
}

fn parameters(queryables: &[Queryable]) -> Vec<Value> {
    let systems: Vec<&str> = Crs::ALL.iter().map(|crs| crs.uri()).collect();
    let limit = json!({
        "type": "integer", "minimum": 1, "maximum": LIMIT_MAX, "default": LIMIT_DEFAULT,
    });
    let numbers = json!({
        "type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"},
    });
    let text = || json!({"type": "string"});
    let mut parameters = vec![
        parameter("limit", limit),
        parameter("bbox", numbers),
        parameter("bbox-crs", json!({"type": "string", "enum": systems})),
        parameter("crs", json!({"type": "string", "enum": systems})),
        parameter("datetime", text()),
        parameter("filter", text()),
        parameter("filter-lang", json!({"type": "string", "enum": ["cql2-text"]})),
        parameter("cursor", text()),
    ];
    let own = queryables.iter().map(|one| parameter(&one.name, type_of(one)));
    parameters.extend(own);
    parameters
}

#[expect(clippy::needless_pass_by_value, reason = "the schema is made for this parameter")]
fn parameter(name: &str, schema: Value) -> Value {
    json!({
        "name": name, "in": "query", "required": false, "style": "form", "explode": false,
        "schema": schema,
    })
}
