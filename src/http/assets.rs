//! The web app, built into the binary.

use actix_web::http::header::{CACHE_CONTROL, ETAG, IF_NONE_MATCH};
use actix_web::{HttpRequest, HttpResponse};
use rust_embed::{EmbeddedFile, RustEmbed};

use super::problem::Problem;
use crate::app::Error;

/// `web/dist` as it was when the binary was built; empty when the web app was not.
#[derive(RustEmbed)]
#[folder = "web/dist"]
#[allow_missing = true]
struct Dist;

const INDEX: &str = "index.html";
const NOT_BUILT: &str = include_str!("not_built.html");

/// Answers what no endpoint does: a file of the web app, or its page for addresses that the app
/// itself understands.
pub async fn serve(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let path = request.path().trim_start_matches('/');
    let is_read = request.method().is_safe();
    let first = path.split('/').next().unwrap_or_default();
    let is_ours = ["api", "tiles", "osrm", "ogc", "vroom"].contains(&first);
    if is_ours || !is_read {
        return Err(Error::not_found("endpoint.not_found").into());
    }
    match Dist::get(path) {
        Some(file) => Ok(file_answer(&request, path, file)),
        None if looks_like_file(path) => Err(Error::not_found("endpoint.not_found").into()),
        None => Ok(index(&request)),
    }
}

fn index(request: &HttpRequest) -> HttpResponse {
    match Dist::get(INDEX) {
        Some(file) => file_answer(request, INDEX, file),
        None => HttpResponse::Ok().content_type("text/html; charset=utf-8").body(NOT_BUILT),
    }
}

fn file_answer(request: &HttpRequest, path: &str, file: EmbeddedFile) -> HttpResponse {
    let etag = etag(file.metadata.sha256_hash());
    let known = request.headers().get(IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let mut response = match known {
        Some(known) if known.contains(&etag) => HttpResponse::NotModified(),
        _ => HttpResponse::Ok(),
    };
    response.insert_header((ETAG, etag.as_str())).insert_header((CACHE_CONTROL, caching(path)));
    match known {
        Some(known) if known.contains(&etag) => response.finish(),
        _ => response.content_type(file.metadata.mimetype()).body(file.data.into_owned()),
    }
}

/// Files under `assets/` carry a hash of their content in their name and never change.
fn caching(path: &str) -> &'static str {
    if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" }
}

fn looks_like_file(path: &str) -> bool {
    path.rsplit('/').next().is_some_and(|name| name.contains('.'))
}

/// The first half of the content's hash is enough to tell two versions apart.
fn etag(hash: [u8; 32]) -> String {
    let (half, _) = hash.split_at(16);
    let number = half.iter().fold(0u128, |number, byte| number << 8 | u128::from(*byte));
    format!("\"{number:032x}\"")
}
