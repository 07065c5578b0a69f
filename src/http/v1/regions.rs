//! The installed regions.

use actix_web::{HttpResponse, web};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::app::regions::Region;
use crate::domain::crm::rights::{Action, Object};
use crate::domain::units::Bbox;
use crate::http::Endpoint;
use crate::http::endpoint::needs;
use crate::http::list::List;

pub fn endpoints() -> Vec<Endpoint> {
    let read = needs(Object::Region, Action::Read);
    vec![
        Endpoint::get("/api/v1/regions", read, "Lists the installed regions", list)
            .returns::<List<RegionView>>(200),
    ]
}

/// A map extract and what was made of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Region)]
struct RegionView {
    name: String,
    /// West, south, east, north.
    bbox: [f64; 4],
    center: [f64; 2],
    /// The part with most of the places, as a box like `bbox`: what a map should show first.
    focus: [f64; 4],
    attribution: String,
    built_at: DateTime<Utc>,
    source: String,
    country: Option<String>,
    time_zone: String,
    drives_on_left: bool,
    n_places: usize,
    n_areas: usize,
}

impl From<&Region> for RegionView {
    fn from(region: &Region) -> Self {
        let info = region.info();
        Self {
            name: info.name.clone(),
            bbox: corners(info.bbox),
            center: info.centre.into(),
            focus: corners(region.focus()),
            attribution: info.attribution.clone(),
            built_at: info.built_at,
            source: info.source.clone(),
            country: info.country.clone(),
            time_zone: info.time_zone.name().to_owned(),
            drives_on_left: info.drives_on_left,
            n_places: info.counts.places,
            n_areas: info.counts.areas,
        }
    }
}

const fn corners(bbox: Bbox) -> [f64; 4] {
    [bbox.west, bbox.south, bbox.east, bbox.north]
}

async fn list(app: web::Data<App>) -> HttpResponse {
    HttpResponse::Ok().json(List::whole(app.regions().iter().map(RegionView::from)))
}
