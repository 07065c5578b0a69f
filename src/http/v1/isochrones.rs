//! How far one gets in some minutes.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::IntoParams;

use crate::app::roads::{self, Reach};
use crate::app::{App, Error};
use crate::domain::crm::Fault;
use crate::domain::crm::rights::{Action, Object};
use crate::domain::units::LngLat;
use crate::http::access::Caller;
use crate::http::endpoint::needs;
use crate::http::{Endpoint, Problem};
use crate::region::ATTRIBUTION;

pub fn endpoints() -> Vec<Endpoint> {
    let read = needs(Object::Region, Action::Read);
    vec![
        Endpoint::get("/api/v1/isochrones", read, "Shows what is reached in some minutes", show)
            .query::<IsochroneQuery>()
            .returns_raw(200, "application/geo+json"),
    ]
}

#[derive(Debug, Deserialize, IntoParams)]
struct IsochroneQuery {
    /// `longitude,latitude`
    #[param(example = "24.9384,60.1699")]
    center: String,
    /// One polygon for each number
    #[param(example = "10,20,30")]
    minutes: String,
    /// car, van, bicycle or foot
    profile: Option<String>,
}

async fn show(
    app: web::Data<App>,
    Caller(principal): Caller,
    query: web::Query<IsochroneQuery>,
) -> Result<HttpResponse, Problem> {
    let reach = read(&query)?;
    let minutes = reach.minutes.clone();
    let polygons = roads::isochrones(&app, &principal, reach).await?;
    let features: Vec<Value> = minutes
        .iter()
        .zip(&polygons)
        .map(|(minutes, polygon)| {
            let geometry = geojson::Geometry::from(polygon);
            json!({"type": "Feature", "geometry": geometry, "properties": {"minutes": minutes}})
        })
        .collect();
    let body =
        json!({"type": "FeatureCollection", "features": features, "attribution": ATTRIBUTION});
    Ok(HttpResponse::Ok().content_type("application/geo+json").body(body.to_string()))
}

fn read(query: &IsochroneQuery) -> Result<Reach, Error> {
    let numbers = query.center.split_once(',');
    let pair = numbers.and_then(|(lng, lat)| Some((lng.parse().ok()?, lat.parse().ok()?)));
    let place = pair.and_then(|(lng, lat)| LngLat::new(lng, lat).ok());
    let from = place.ok_or_else(|| Fault::new("/center", "area.bad_position"))?;
    let minutes = query.minutes.split(',').map(|minutes| minutes.trim().parse().ok());
    Ok(Reach {
        from,
        minutes: minutes.collect::<Option<_>>().unwrap_or_default(),
        profile: roads::profile(query.profile.as_deref().unwrap_or("car"), "/profile")?,
    })
}
