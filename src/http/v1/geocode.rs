//! Addresses and names to points, and back.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::areas::point;
use super::place_view::AddressView;
use crate::app::App;
use crate::app::geocode::{self, HITS_MAX};
use crate::domain::crm::rights::{Action, Object};
use crate::domain::geocode::{EntryKind, Hit, Precision};
use crate::http::endpoint::needs;
use crate::http::extract::Query;
use crate::http::list::List;
use crate::http::{Endpoint, Problem};

pub fn endpoints() -> Vec<Endpoint> {
    let read = needs(Object::Region, Action::Read);
    vec![
        Endpoint::get("/api/v1/geocode", read, "Finds an address or a name", search)
            .query::<SearchParams>()
            .returns::<List<HitView>>(200),
        Endpoint::get("/api/v1/geocode/reverse", read, "Finds the address at a point", reverse)
            .query::<ReverseParams>()
            .returns::<List<HitView>>(200),
    ]
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct SearchParams {
    /// An address in the order of any country, or a name; beginnings and small mistakes will do.
    q: String,
    /// Hits close to this point come first: longitude,latitude
    near: Option<String>,
    /// 1 to 20.
    limit: Option<usize>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct ReverseParams {
    /// longitude,latitude
    at: String,
}

/// A place on the map for what was asked.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = GeocodeHit)]
struct HitView {
    label: String,
    #[schema(pattern = "^(address|street|place|area)$")]
    kind: &'static str,
    /// `rooftop`: the house; `street`: on the street, or between two known houses.
    #[schema(pattern = "^(rooftop|street|place|area)$")]
    precision: &'static str,
    /// Of a place or an area.
    id: Option<String>,
    name: String,
    address: AddressView,
    location: [f64; 2],
    /// Higher is better; 1 means that every word was found.
    score: f64,
}

impl From<Hit> for HitView {
    fn from(hit: Hit) -> Self {
        let kind = match hit.kind {
            EntryKind::Street if hit.address.housenumber.is_some() => "address",
            EntryKind::Street => "street",
            EntryKind::Place => "place",
            EntryKind::Area => "area",
        };
        let precision = match hit.precision {
            Precision::Rooftop => "rooftop",
            Precision::Street => "street",
            Precision::Place => "place",
            Precision::Area => "area",
        };
        Self {
            label: hit.label,
            kind,
            precision,
            id: hit.id,
            name: hit.name,
            address: hit.address.into(),
            location: hit.at.into(),
            score: (hit.score * 1000.0).round() / 1000.0,
        }
    }
}

async fn search(
    app: web::Data<App>,
    Query(params): Query<SearchParams>,
) -> Result<HttpResponse, Problem> {
    let near = params.near.as_deref().map(|text| point(text, "near")).transpose()?;
    let hits = geocode::search(&app, params.q, near, params.limit.unwrap_or(HITS_MAX / 2)).await?;
    Ok(HttpResponse::Ok().json(List::whole(hits.into_iter().map(HitView::from))))
}

async fn reverse(
    app: web::Data<App>,
    Query(params): Query<ReverseParams>,
) -> Result<HttpResponse, Problem> {
    let hit = geocode::reverse(&app, point(&params.at, "at")?).await?;
    Ok(HttpResponse::Ok().json(List::whole(hit.into_iter().map(HitView::from))))
}
