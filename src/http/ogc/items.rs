//! Features: pages of them, and one.

use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Value, json};

use super::answer::{self, link, origin};
use super::{GEO_JSON, JSON, geometry, query};
use crate::app::App;
use crate::app::features::{self, Feature};
use crate::domain::crs::Crs;
use crate::http::Problem;
use crate::http::access::Caller;

pub async fn list(
    app: web::Data<App>,
    Caller(principal): Caller,
    request: HttpRequest,
    path: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let collection = answer::collection(&principal, &path)?;
    let queryables = features::queryables(&app, &principal, collection).await?;
    let asked = query::read(&request, &queryables)?;
    let page = features::page(&app, &principal, collection, asked.query).await?;
    let here = format!("{}{}", origin(&request), request.path());
    let mut links = vec![
        link(&address(&here, &asked.kept, None), "self", GEO_JSON, "This page"),
        link(here.trim_end_matches("/items"), "collection", JSON, collection.title()),
    ];
    if let Some(last) = page.features.last().filter(|_| page.has_more) {
        let next = address(&here, &asked.kept, Some(&last.id));
        links.push(link(&next, "next", GEO_JSON, "The next page"));
    }
    let n_returned = page.features.len();
    let shown: Vec<Value> =
        page.features.into_iter().map(|feature| geometry::shown(feature, asked.crs)).collect();
    let body = json!({
        "type": "FeatureCollection",
        "numberMatched": page.matched,
        "numberReturned": n_returned,
        "links": links,
        "features": shown,
    });
    Ok(answered(asked.crs, &body))
}

pub async fn show(
    app: web::Data<App>,
    Caller(principal): Caller,
    request: HttpRequest,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Problem> {
    let (collection, id) = path.into_inner();
    let collection = answer::collection(&principal, &collection)?;
    let queryables = features::queryables(&app, &principal, collection).await?;
    let asked = query::read(&request, &queryables)?;
    let feature: Feature = features::find(&app, &principal, collection, &id).await?;
    let here = format!("{}{}", origin(&request), request.path());
    let parent = here.split("/items").next().unwrap_or_default().to_owned();
    let mut body = geometry::shown(feature, asked.crs);
    body["links"] = json!([
        link(&here, "self", GEO_JSON, "This feature"),
        link(&parent, "collection", JSON, collection.title()),
    ]);
    Ok(answered(asked.crs, &body))
}

fn answered(crs: Crs, body: &Value) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(GEO_JSON)
        .insert_header(("Content-Crs", format!("<{}>", crs.uri())))
        .body(body.to_string())
}

fn address(here: &str, kept: &[(String, String)], cursor: Option<&str>) -> String {
    let cursor = cursor.map(|cursor| ("cursor", cursor));
    let pairs: Vec<(&str, &str)> =
        kept.iter().map(|(name, value)| (name.as_str(), value.as_str())).chain(cursor).collect();
    match serde_urlencoded::to_string(&pairs) {
        Ok(query) if !query.is_empty() => format!("{here}?{query}"),
        _ => here.to_owned(),
    }
}
