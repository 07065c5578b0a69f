//! Teams.

use actix_web::{HttpResponse, web};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::App;
use crate::app::teams::{self, Team};
use crate::domain::crm::rights::{Action, Object};
use crate::domain::crm::user::TeamDraft;
use crate::http::access::Caller;
use crate::http::answer;
use crate::http::endpoint::needs;
use crate::http::extract::{Body, Id, IfMatch};
use crate::http::list::List;
use crate::http::{Endpoint, Problem};

const ALL: &str = "/api/v1/teams";
const ONE: &str = "/api/v1/teams/{id}";

pub fn endpoints() -> Vec<Endpoint> {
    let right = |action| needs(Object::Team, action);
    vec![
        Endpoint::get(ALL, right(Action::Read), "Lists teams", list).returns::<List<TeamView>>(200),
        Endpoint::post(ALL, right(Action::Create), "Creates a team", add)
            .body::<TeamDraft>()
            .returns::<TeamView>(201),
        Endpoint::patch(ONE, right(Action::Update), "Changes a team", change)
            .body::<TeamDraft>()
            .returns::<TeamView>(200),
        Endpoint::delete(ONE, right(Action::Delete), "Deletes a team", delete).returns_nothing(204),
    ]
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Team)]
struct TeamView {
    id: Uuid,
    name: String,
    member_ids: Vec<Uuid>,
    version: i32,
}

impl From<Team> for TeamView {
    fn from(team: Team) -> Self {
        let TeamDraft { name, member_ids } = team.fields;
        Self { id: team.id, name, member_ids, version: team.version }
    }
}

async fn list(app: web::Data<App>, Caller(principal): Caller) -> Result<HttpResponse, Problem> {
    let all = teams::list(&app, &principal).await?;
    Ok(HttpResponse::Ok().json(List::whole(all.into_iter().map(TeamView::from))))
}

async fn add(
    app: web::Data<App>,
    Caller(principal): Caller,
    Body(draft): Body<TeamDraft>,
) -> Result<HttpResponse, Problem> {
    let team = teams::create(&app, &principal, draft).await?;
    let (id, version) = (team.id, team.version);
    Ok(answer::created(&format!("{ALL}/{id}"), version, &TeamView::from(team)))
}

async fn change(
    app: web::Data<App>,
    Caller(principal): Caller,
    Id(id): Id,
    IfMatch(version): IfMatch,
    Body(patch): Body<Map<String, Value>>,
) -> Result<HttpResponse, Problem> {
    let team = teams::update(&app, &principal, id, version, patch).await?;
    Ok(answer::record(team.version, &TeamView::from(team)))
}

async fn delete(
    app: web::Data<App>,
    Caller(principal): Caller,
    Id(id): Id,
    IfMatch(version): IfMatch,
) -> Result<HttpResponse, Problem> {
    teams::delete(&app, &principal, id, version).await?;
    Ok(HttpResponse::NoContent().finish())
}
