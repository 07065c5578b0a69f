//! VROOM's HTTP API, so that its clients work unchanged: a problem in, routes out. The switches
//! `c`, `g` and `l` of its command line stand in `options`, as in its wrapper.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use super::access::Caller;
use super::endpoint::needs;
use super::extract::BODY_BYTES_MAX;
use super::middleware::OwnForm;
use super::{Endpoint, Problem};
use crate::app::{App, vroom};
use crate::domain::crm::rights::{Action, Object};
use crate::domain::routing::vroom::{VroomError, read};

pub fn endpoints() -> Vec<Endpoint> {
    let right = needs(Object::Region, Action::Read);
    vec![
        Endpoint::post("/vroom", right, "Answers VROOM's HTTP API", respond)
            .raw_body("application/json")
            .returns_raw(200, "application/json"),
    ]
}

async fn respond(
    app: web::Data<App>,
    Caller(principal): Caller,
    body: Result<web::Bytes, actix_web::Error>,
) -> Result<HttpResponse, Problem> {
    let input = body.map_err(|_| too_large()).and_then(|bytes| read(&bytes));
    let answer = match input {
        Ok(input) => vroom::solve(&app, &principal, input).await?,
        Err(error) => Err(error),
    };
    Ok(match answer {
        Ok(value) => HttpResponse::Ok().json(value),
        Err(error) => {
            let mut failed = HttpResponse::build(status(&error)).json(error.to_json());
            failed.extensions_mut().insert(OwnForm);
            failed
        }
    })
}

fn too_large() -> VroomError {
    VroomError::Input(format!("The body is not whole, or larger than {BODY_BYTES_MAX} bytes."))
}

/// As VROOM's wrapper has it: what the caller can mend is 400.
fn status(error: &VroomError) -> StatusCode {
    match error {
        VroomError::Input(_) => StatusCode::BAD_REQUEST,
        VroomError::Internal(_) | VroomError::Routing(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
