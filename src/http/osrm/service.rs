//! The OSRM API inside the service: for signed-in users, on the region of the first coordinate.

use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::Value;

use super::standalone::{Parts, read, respond_with};
use super::{Engine, OsrmError, answer};
use crate::app::{App, fleet, roads};
use crate::domain::control::Cancel;
use crate::domain::crm::rights::{Action, Object};
use crate::http::access::Caller;
use crate::http::endpoint::needs;
use crate::http::middleware::OwnForm;
use crate::http::{Endpoint, Problem};

const PATH: &str = "/osrm/{service}/{version}/{profile}/{coordinates:.*}";

pub fn endpoints() -> Vec<Endpoint> {
    let right = needs(Object::Region, Action::Read);
    vec![
        Endpoint::get(PATH, right, "Answers OSRM's HTTP API", respond)
            .returns_raw(200, "application/json"),
    ]
}

async fn respond(
    app: web::Data<App>,
    Caller(principal): Caller,
    path: web::Path<Parts>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let request = match read(&path, &request) {
        Ok(request) => request,
        Err(error) => return Ok(told(Err(error))),
    };
    let Some(network) = request.places.first().and_then(|&place| roads::network_at(&app, place))
    else {
        let message = "Could not find a matching segment for coordinate 0: no region covers it.";
        return Ok(told(Err(OsrmError::new("NoSegment", message))));
    };
    let cancel = Cancel::default();
    let watched = cancel.clone();
    let client = app.connection().await?;
    let vehicle = fleet::today(&app, &client, principal.org_id).await?.vehicle(request.profile);
    drop(client);
    let variants = app.variants.clone();
    let work = move || {
        let changes = vehicle.changes(&network);
        answer(&Engine::sharing(network, variants, changes), &request, &watched)
    };
    Ok(told(app.cpu.run(&cancel, work).await?))
}

/// OSRM's clients look for its codes, not for a problem.
fn told(result: Result<Value, OsrmError>) -> HttpResponse {
    let mut response = respond_with(result);
    response.extensions_mut().insert(OwnForm);
    response
}
