//! Whether the service lives, and whether it can work.

use actix_web::{HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::endpoint::{Endpoint, Right};
use super::problem::Problem;
use crate::app::{App, health};

pub fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::get("/health", Right::Public, "Says that the process lives", alive)
            .returns::<Health>(200),
        Endpoint::get("/ready", Right::Public, "Says whether requests can be answered", ready)
            .returns::<Health>(200),
    ]
}

#[derive(Debug, Serialize, ToSchema)]
struct Health {
    status: &'static str,
    version: &'static str,
}

impl Health {
    fn ok() -> HttpResponse {
        HttpResponse::Ok().json(Self { status: "ok", version: env!("CARGO_PKG_VERSION") })
    }
}

async fn alive() -> HttpResponse {
    Health::ok()
}

async fn ready(app: web::Data<App>) -> Result<HttpResponse, Problem> {
    health::ready(&app).await?;
    Ok(Health::ok())
}
