//! The organisation itself.

use actix_web::{HttpResponse, web};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::{App, organisation};
use crate::domain::crm::rights::{Action, Object};
use crate::domain::crm::user::OrganisationDraft;
use crate::http::access::Caller;
use crate::http::answer;
use crate::http::endpoint::needs;
use crate::http::extract::{Body, IfMatch};
use crate::http::{Endpoint, Problem};

const PATH: &str = "/api/v1/organisation";

pub fn endpoints() -> Vec<Endpoint> {
    let right = |action| needs(Object::Organisation, action);
    vec![
        Endpoint::get(PATH, right(Action::Read), "Shows the organisation", show)
            .returns::<OrganisationView>(200),
        Endpoint::patch(PATH, right(Action::Update), "Changes the organisation", change)
            .body::<OrganisationDraft>()
            .returns::<OrganisationView>(200),
    ]
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Organisation)]
struct OrganisationView {
    id: Uuid,
    name: String,
    country: String,
    currency: String,
    time_zone: String,
    is_demo: bool,
    version: i32,
}

async fn show(app: web::Data<App>, Caller(principal): Caller) -> Result<HttpResponse, Problem> {
    Ok(answered(organisation::read(&app, &principal).await?))
}

async fn change(
    app: web::Data<App>,
    Caller(principal): Caller,
    IfMatch(version): IfMatch,
    Body(patch): Body<Map<String, Value>>,
) -> Result<HttpResponse, Problem> {
    Ok(answered(organisation::update(&app, &principal, version, patch).await?))
}

fn answered(found: organisation::Organisation) -> HttpResponse {
    let organisation::Organisation { id, name, country, currency, time_zone, is_demo, version } =
        found;
    let view = OrganisationView { id, name, country, currency, time_zone, is_demo, version };
    answer::record(version, &view)
}
