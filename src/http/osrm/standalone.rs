//! The OSRM API alone, over one network, without sign-in: for `gcrm roads serve`.

use std::net::SocketAddr;
use std::sync::Arc;

use actix_web::middleware::DefaultHeaders;
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use serde_json::Value;

use super::{Engine, OsrmError, Request, answer};
use crate::domain::control::Cancel;

const WORKERS: usize = 2;
/// Longest URL answered; a table of 5000 coordinates fits.
const URL_BYTES_MAX: usize = 200_000;

/// Serves until the process is told to stop.
pub async fn serve(engine: Arc<Engine>, address: SocketAddr) -> std::io::Result<()> {
    HttpServer::new(move || {
        App::new()
            .app_data(web::Data::from(engine.clone()))
            .wrap(open_to_other_sites())
            .route("/{service}/{version}/{profile}/{coordinates:.*}", web::get().to(respond))
            .default_service(web::to(unknown))
    })
    .workers(WORKERS)
    .bind(address)?
    .run()
    .await
}

/// Maps on other sites ask from their visitors' browsers, as they do of OSRM.
fn open_to_other_sites() -> DefaultHeaders {
    DefaultHeaders::new()
        .add(("Access-Control-Allow-Origin", "*"))
        .add(("Access-Control-Allow-Methods", "GET"))
        .add(("Access-Control-Allow-Headers", "X-Requested-With, Content-Type"))
}

async fn unknown() -> HttpResponse {
    let error =
        OsrmError::new("InvalidUrl", "URL is /{service}/v1/{profile}/{coordinates}?options.");
    HttpResponse::BadRequest().json(error.to_json())
}

pub type Parts = (String, String, String, String);

async fn respond(
    engine: web::Data<Engine>,
    path: web::Path<Parts>,
    request: HttpRequest,
) -> HttpResponse {
    let result = match read(&path, &request) {
        Ok(request) => compute(engine.into_inner(), request).await,
        Err(error) => Err(error),
    };
    respond_with(result)
}

/// Success is 200; whatever is wrong with a request is 400 with its code.
pub fn respond_with(result: Result<Value, OsrmError>) -> HttpResponse {
    match result {
        Ok(value) => HttpResponse::Ok().json(value),
        Err(error) => HttpResponse::BadRequest().json(error.to_json()),
    }
}

pub fn read(path: &Parts, request: &HttpRequest) -> Result<Request, OsrmError> {
    if request.uri().to_string().len() > URL_BYTES_MAX {
        return Err(OsrmError::new(
            "TooBig",
            format!("The URL is longer than {URL_BYTES_MAX} bytes."),
        ));
    }
    let options = web::Query::<Vec<(String, String)>>::from_query(request.query_string())
        .map_err(|_| OsrmError::new("InvalidQuery", "The options cannot be read."))?;
    let (service, version, profile, coordinates) = path;
    Request::parse(service, version, profile, coordinates, options.into_inner())
}

async fn compute(engine: Arc<Engine>, request: Request) -> Result<Value, OsrmError> {
    let computed = web::block(move || answer(&engine, &request, &Cancel::never())).await;
    computed.unwrap_or_else(|_| Err(OsrmError::new("TooBusy", "The server is stopping.")))
}
