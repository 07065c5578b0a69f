//! Every endpoint of the service, and how they are mounted.

use std::collections::BTreeMap;

use actix_web::{HttpResponse, web};

use super::endpoint::Endpoint;
use super::problem::Problem;
use super::{health, ogc, openapi, osrm, tiles_accounts, tiles_base, v1, vroom};
use crate::app::{Error, Kind};

/// All endpoints. Whoever adds a module of endpoints adds its line here or in `v1`.
pub fn endpoints() -> Vec<Endpoint> {
    let mut all = Vec::new();
    all.extend(health::endpoints());
    all.extend(ogc::endpoints());
    all.extend(openapi::endpoints());
    all.extend(osrm::endpoints());
    all.extend(tiles_accounts::endpoints());
    all.extend(tiles_base::endpoints());
    all.extend(v1::endpoints());
    all.extend(vroom::endpoints());
    all
}

/// Mounts endpoints. Sorted by path, so that `/accounts/export` comes before `/accounts/{id}`;
/// one resource for each path, so that a wrong method is 405 and not 404.
pub fn mount(endpoints: Vec<Endpoint>, config: &mut web::ServiceConfig) {
    let mut by_path: BTreeMap<&'static str, Vec<Endpoint>> = BTreeMap::new();
    for endpoint in endpoints {
        by_path.entry(endpoint.path).or_default().push(endpoint);
    }
    for (path, endpoints) in by_path {
        let resource = web::resource(path).default_service(web::to(method_not_allowed));
        let mounted = endpoints
            .into_iter()
            .fold(resource, |resource, endpoint| resource.route(endpoint.route));
        config.service(mounted);
    }
}

async fn method_not_allowed() -> Result<HttpResponse, Problem> {
    Err(Error::new(Kind::MethodNotAllowed, "endpoint.method_not_allowed").into())
}

#[cfg(test)]
#[path = "registry_tests.rs"]
mod tests;
