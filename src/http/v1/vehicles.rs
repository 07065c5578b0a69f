//! The organisation's vehicles: measures, speeds by road class, roads to keep away from.

use actix_web::{HttpResponse, web};
use serde_json::{Map, Value};

use crate::app::App;
use crate::app::vehicles::{self, UsualVehicles, Vehicles};
use crate::domain::crm::rights::{Action, Object};
use crate::http::access::Caller;
use crate::http::answer::{self, or_current};
use crate::http::endpoint::needs;
use crate::http::extract::{Body, IfMatch};
use crate::http::{Endpoint, Problem};

const PATH: &str = "/api/v1/vehicles";
const USUAL: &str = "/api/v1/vehicles/usual";

pub fn endpoints() -> Vec<Endpoint> {
    let right = |action| needs(Object::Organisation, action);
    vec![
        Endpoint::get(PATH, right(Action::Read), "Shows how vehicles differ from usual ones", show)
            .returns::<Vehicles>(200),
        Endpoint::patch(PATH, right(Action::Update), "Changes the vehicles", change)
            .patch_body::<Vehicles>()
            .if_match()
            .returns::<Vehicles>(200),
        Endpoint::get(USUAL, right(Action::Read), "Shows the usual vehicles", show_usual)
            .returns::<UsualVehicles>(200),
    ]
}

async fn show(app: web::Data<App>, Caller(principal): Caller) -> Result<HttpResponse, Problem> {
    let (found, version) = vehicles::read(&app, &principal).await?;
    Ok(answer::record(version, &found))
}

async fn show_usual() -> HttpResponse {
    HttpResponse::Ok().json(vehicles::usual())
}

async fn change(
    app: web::Data<App>,
    Caller(principal): Caller,
    IfMatch(version): IfMatch,
    Body(patch): Body<Map<String, Value>>,
) -> Result<HttpResponse, Problem> {
    let outcome = vehicles::update(&app, &principal, version, patch).await;
    let current = async { Ok(vehicles::read(&app, &principal).await?.0) };
    let (changed, version) = or_current(outcome, current).await?;
    Ok(answer::record(version, &changed))
}
