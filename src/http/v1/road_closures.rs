//! Closed and slow roads.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::app::road_closures::{self, ListedClosure};
use crate::app::{App, Error};
use crate::domain::closures::RoadClosure;
use crate::domain::crm::Fault;
use crate::domain::crm::rights::{Action, Object};
use crate::domain::roads::stretch::Stretch;
use crate::domain::units::LngLat;
use crate::http::access::Caller;
use crate::http::endpoint::needs;
use crate::http::list::List;
use crate::http::v1::resource::{self, Records};
use crate::http::{Endpoint, Problem};

const RECORDS: Records = Records {
    all: "/api/v1/road-closures",
    one: "/api/v1/road-closures/{id}",
    object: Object::RoadClosure,
    name: "a closed or slow road",
};
const STRETCH: &str = "/api/v1/roads/stretch";

pub fn endpoints() -> Vec<Endpoint> {
    let read = needs(Object::RoadClosure, Action::Read);
    let mut all = resource::endpoints::<RoadClosure>(&RECORDS);
    all.extend([
        Endpoint::get(RECORDS.all, read, "Lists closed and slow roads", list)
            .returns::<List<ListedClosure>>(200),
        Endpoint::get(STRETCH, read, "Shows the road at a place, from crossing to crossing", show)
            .query::<StretchQuery>()
            .returns::<Stretch>(200),
    ]);
    all
}

async fn list(app: web::Data<App>, Caller(principal): Caller) -> Result<HttpResponse, Problem> {
    let found = road_closures::list(&app, &principal).await?;
    Ok(HttpResponse::Ok().json(List::whole(found)))
}

#[derive(Debug, Deserialize, IntoParams)]
struct StretchQuery {
    /// `longitude,latitude`
    #[param(example = "24.9384,60.1699")]
    at: String,
}

async fn show(
    app: web::Data<App>,
    query: web::Query<StretchQuery>,
) -> Result<HttpResponse, Problem> {
    Ok(HttpResponse::Ok().json(road_closures::stretch_at(&app, place(&query.at)?)?))
}

fn place(text: &str) -> Result<LngLat, Error> {
    let numbers = text.split_once(',');
    let pair = numbers.and_then(|(lng, lat)| Some((lng.parse().ok()?, lat.parse().ok()?)));
    let place = pair.and_then(|(lng, lat)| LngLat::new(lng, lat).ok());
    place.ok_or_else(|| Fault::new("/at", "area.bad_position").into())
}
