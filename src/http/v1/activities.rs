//! Activities.

use actix_web::{HttpResponse, web};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::app::activities::{self, ActivityQuery, Arrival, Departure};
use crate::app::{App, Error};
use crate::domain::crm::Fault;
use crate::domain::crm::activity::{Activity, ActivityStatus, ActivityType, Outcome};
use crate::domain::crm::rights::{Action, Object};
use crate::domain::units::LngLat;
use crate::http::access::Caller;
use crate::http::answer;
use crate::http::endpoint::needs;
use crate::http::extract::{Body, Id, Query};
use crate::http::list::List;
use crate::http::v1::resource::{self, Records};
use crate::http::{Endpoint, Problem};

const CHECK_IN: &str = "/api/v1/activities/{id}/check-in";
const CHECK_OUT: &str = "/api/v1/activities/{id}/check-out";

const RECORDS: Records = Records {
    all: "/api/v1/activities",
    one: "/api/v1/activities/{id}",
    object: Object::Activity,
    name: "an activity",
};

pub fn endpoints() -> Vec<Endpoint> {
    let right = |action| needs(Object::Activity, action);
    let mut all = resource::endpoints::<Activity>(&RECORDS);
    all.extend([
        Endpoint::get(RECORDS.all, right(Action::Read), "Lists activities", list)
            .query::<ActivitiesQuery>()
            .returns::<List<Activity>>(200),
        Endpoint::post(CHECK_IN, right(Action::Update), "Arrives at a visit", arrive)
            .body::<CheckInBody>()
            .returns::<Activity>(200),
        Endpoint::post(CHECK_OUT, right(Action::Update), "Ends a visit", leave)
            .body::<CheckOutBody>()
            .returns::<Activity>(200),
    ]);
    all
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct ActivitiesQuery {
    account_id: Option<Uuid>,
    owner_id: Option<Uuid>,
    #[serde(rename = "type")]
    kind: Option<ActivityType>,
    status: Option<ActivityStatus>,
    from: Option<DateTime<Utc>>,
    to: Option<DateTime<Utc>>,
    limit: Option<usize>,
    cursor: Option<String>,
}

async fn list(
    app: web::Data<App>,
    Caller(principal): Caller,
    Query(query): Query<ActivitiesQuery>,
) -> Result<HttpResponse, Problem> {
    let limit = answer::limit(query.limit)?;
    let wanted = ActivityQuery {
        account_id: query.account_id,
        owner_id: query.owner_id,
        kind: query.kind,
        status: query.status,
        from: query.from,
        to: query.to,
        after: query.cursor.as_deref().map(after).transpose()?,
        limit: i64::try_from(limit + 1).map_err(Error::internal)?,
    };
    let found = activities::list(&app, &principal, &wanted).await?;
    Ok(HttpResponse::Ok().json(List::page(found, limit, cursor)))
}

fn cursor(activity: &Activity) -> String {
    format!("{}_{}", activity.moment().timestamp_micros(), activity.id.simple())
}

fn after(cursor: &str) -> Result<(DateTime<Utc>, Uuid), Fault> {
    let parts = cursor.split_once('_').and_then(|(micros, id)| {
        let at = DateTime::from_timestamp_micros(micros.parse().ok()?)?;
        Some((at, id.parse().ok()?))
    });
    parts.ok_or_else(|| Fault::new("cursor", "cursor.malformed"))
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
struct CheckInBody {
    /// `[longitude, latitude]`; left out when the device does not know.
    #[schema(value_type = Option<Vec<f64>>, min_items = 2, max_items = 2)]
    location: Option<LngLat>,
    accuracy_m: Option<f64>,
}

async fn arrive(
    app: web::Data<App>,
    Caller(principal): Caller,
    Id(id): Id,
    Body(body): Body<CheckInBody>,
) -> Result<HttpResponse, Problem> {
    let arrival = Arrival { location: body.location, accuracy_m: body.accuracy_m };
    let activity = activities::check_in(&app, &principal, id, arrival).await?;
    Ok(answer::record(activity.stamp.version, &activity))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CheckOutBody {
    outcome_code: Outcome,
    summary: Option<String>,
    next_step: Option<String>,
    next_step_on: Option<NaiveDate>,
}

async fn leave(
    app: web::Data<App>,
    Caller(principal): Caller,
    Id(id): Id,
    Body(body): Body<CheckOutBody>,
) -> Result<HttpResponse, Problem> {
    let CheckOutBody { outcome_code, summary, next_step, next_step_on } = body;
    let departure = Departure { outcome_code, summary, next_step, next_step_on };
    let activity = activities::check_out(&app, &principal, id, departure).await?;
    Ok(answer::record(activity.stamp.version, &activity))
}
