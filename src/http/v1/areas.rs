//! Administrative areas and named quarters.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use crate::app::App;
use crate::app::regions::{self, AreaQuestion};
use crate::domain::crm::Fault;
use crate::domain::crm::rights::{Action, Object};
use crate::domain::units::{Bbox, LngLat};
use crate::http::endpoint::needs;
use crate::http::extract::Query;
use crate::http::list::List;
use crate::http::{Endpoint, Problem};
use crate::region::areas::Area;

pub fn endpoints() -> Vec<Endpoint> {
    let read = needs(Object::Region, Action::Read);
    vec![
        Endpoint::get("/api/v1/areas", read, "Finds administrative areas and quarters", list)
            .query::<AreaParams>()
            .returns::<List<AreaView>>(200),
        Endpoint::get("/api/v1/areas/{id:.*}", read, "Shows an area with its shape", show)
            .returns::<AreaShapeView>(200),
    ]
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct AreaParams {
    /// Part of the name.
    q: Option<String>,
    /// OpenStreetMap's `admin_level`, 2 to 12.
    level: Option<u8>,
    /// west,south,east,north
    bbox: Option<String>,
    /// Only areas that contain this point: longitude,latitude
    at: Option<String>,
}

/// An area without its shape.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Area)]
struct AreaView {
    /// Such as `relation/34914`; what an area of type `admin` names.
    id: String,
    name: String,
    name_en: Option<String>,
    name_ko: Option<String>,
    admin_level: Option<u8>,
    /// `administrative`, or the value of OpenStreetMap's `place`.
    kind: String,
    bbox: [f64; 4],
    area_m2: f64,
    parent_id: Option<String>,
}

impl From<Area> for AreaView {
    fn from(area: Area) -> Self {
        let Bbox { west, south, east, north } = area.bbox;
        Self {
            id: area.id,
            name: area.name,
            name_en: area.name_en,
            name_ko: area.name_ko,
            admin_level: area.admin_level,
            kind: area.kind,
            bbox: [west, south, east, north],
            area_m2: area.area_m2.round(),
            parent_id: area.parent,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AreaWithShape)]
struct AreaShapeView {
    #[serde(flatten)]
    area: AreaView,
    /// A `GeoJSON` `MultiPolygon`.
    #[schema(value_type = Object)]
    geometry: Value,
}

async fn list(
    app: web::Data<App>,
    Query(params): Query<AreaParams>,
) -> Result<HttpResponse, Problem> {
    let question = AreaQuestion {
        text: params.q,
        admin_level: params.level,
        bbox: params.bbox.as_deref().map(|text| bbox(text, "bbox")).transpose()?,
        at: params.at.as_deref().map(|text| point(text, "at")).transpose()?,
    };
    let found = regions::areas(&app, question).await?;
    Ok(HttpResponse::Ok().json(List::whole(found.into_iter().map(AreaView::from))))
}

async fn show(app: web::Data<App>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let id = request.match_info().query("id").replace("%2F", "/");
    let (area, shape) = regions::area(&app, &id)?;
    let geometry = geojson::GeometryValue::from(&shape);
    let geometry = serde_json::to_value(geojson::Geometry::new(geometry));
    let geometry = geometry.map_err(crate::app::Error::internal)?;
    Ok(HttpResponse::Ok().json(AreaShapeView { area: area.into(), geometry }))
}

/// `west,south,east,north`
pub(super) fn bbox(text: &str, parameter: &str) -> Result<Bbox, Fault> {
    let fault = || Fault::new(parameter.to_owned(), "bbox.malformed");
    let numbers: Vec<f64> = text.split(',').filter_map(|part| part.trim().parse().ok()).collect();
    let [west, south, east, north] = numbers[..] else { return Err(fault()) };
    let is_valid = LngLat::new(west, south).is_ok() && LngLat::new(east, north).is_ok();
    if !is_valid || west > east || south > north {
        return Err(fault());
    }
    Ok(Bbox { west, south, east, north })
}

/// `longitude,latitude`
pub(super) fn point(text: &str, parameter: &str) -> Result<LngLat, Fault> {
    let numbers: Vec<f64> = text.split(',').filter_map(|part| part.trim().parse().ok()).collect();
    match numbers[..] {
        [lng, lat] => LngLat::new(lng, lat).ok(),
        _ => None,
    }
    .ok_or_else(|| Fault::new(parameter.to_owned(), "point.malformed"))
}

#[cfg(test)]
#[path = "areas_tests.rs"]
mod tests;
