//! Places of the map and their categories.

use std::collections::BTreeMap;

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::areas::bbox;
use super::jobs::{JobView, accepted};
use super::place_view::PlaceView;
use crate::app::App;
use crate::app::place_import::{self, ImportOrder};
use crate::app::places::{self, PlaceQuestion};
use crate::domain::crm::Fault;
use crate::domain::crm::account::Lifecycle;
use crate::domain::crm::rights::{Action, Object};
use crate::domain::places::category;
use crate::http::access::Caller;
use crate::http::endpoint::needs;
use crate::http::extract::{Body, Query};
use crate::http::list::{List, Page};
use crate::http::messages::Locale;
use crate::http::{Endpoint, Problem};

const LIMIT_DEFAULT: usize = 50;

pub fn endpoints() -> Vec<Endpoint> {
    let read = needs(Object::Place, Action::Read);
    let create = needs(Object::Account, Action::Create);
    vec![
        Endpoint::get("/api/v1/places", read, "Finds places of the map", list)
            .query::<PlaceParams>()
            .returns::<PlaceList>(200),
        Endpoint::post("/api/v1/places/search", read, "Finds places in an area", search)
            .body::<PlaceSearch>()
            .returns::<PlaceList>(200),
        Endpoint::post("/api/v1/places/import", create, "Makes accounts of places", import)
            .body::<PlaceImport>()
            .returns::<JobView>(202),
        Endpoint::get("/api/v1/place-categories", read, "Lists the categories", categories)
            .returns::<List<GroupView>>(200),
    ]
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct PlaceParams {
    /// west,south,east,north
    bbox: Option<String>,
    /// Categories or groups, separated by commas: `amenity.cafe,shop`
    category: Option<String>,
    /// Part of a name, brand or street.
    q: Option<String>,
    /// 1 to 1000; 50 if left out.
    limit: Option<usize>,
    /// `page.next_cursor` of the page before.
    cursor: Option<String>,
}

/// What is asked; everything that is set must hold.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PlaceSearch {
    /// As in every question about an area: `{"type":"circle","center":[lng,lat],"radius_m":800}`
    #[schema(value_type = Option<Object>)]
    area: Option<Value>,
    /// Categories such as `amenity.cafe` or groups such as `shop`; none means all.
    #[serde(default)]
    categories: Vec<String>,
    /// Part of a name, brand or street.
    q: Option<String>,
    /// Leave out places that are accounts already.
    #[serde(default)]
    exclude_imported: bool,
    /// 1 to 1000; 50 if left out.
    limit: Option<usize>,
    cursor: Option<String>,
}

/// Which places become what.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PlaceImport {
    /// As in the search; null means everywhere.
    #[schema(value_type = Option<Object>)]
    area: Option<Value>,
    /// Categories such as `amenity.cafe` or groups such as `shop`; none means all.
    #[serde(default)]
    categories: Vec<String>,
    q: Option<String>,
    /// Only these of the places that match.
    place_ids: Option<Vec<String>>,
    /// `prospect` if left out.
    #[serde(default)]
    lifecycle: Lifecycle,
    /// Null lets the owner follow the territory.
    owner_id: Option<Uuid>,
}

/// A page of places, and how many of each category match in all.
#[derive(Debug, Serialize, ToSchema)]
struct PlaceList {
    data: Vec<PlaceView>,
    page: Page,
    counts: BTreeMap<String, usize>,
}

async fn list(
    app: web::Data<App>,
    Caller(principal): Caller,
    Query(params): Query<PlaceParams>,
) -> Result<HttpResponse, Problem> {
    let categories = params.category.as_deref().unwrap_or_default().split(',');
    let question = PlaceQuestion {
        bbox: params.bbox.as_deref().map(|text| bbox(text, "bbox")).transpose()?,
        categories: categories.filter(|code| !code.is_empty()).map(str::to_owned).collect(),
        text: params.q,
        offset: offset(params.cursor.as_deref(), "cursor")?,
        limit: params.limit.unwrap_or(LIMIT_DEFAULT),
        ..PlaceQuestion::default()
    };
    Ok(answer(places::search(&app, &principal, question).await?))
}

async fn search(
    app: web::Data<App>,
    Caller(principal): Caller,
    Body(search): Body<PlaceSearch>,
) -> Result<HttpResponse, Problem> {
    let question = PlaceQuestion {
        area: search.area,
        bbox: None,
        categories: search.categories,
        text: search.q,
        exclude_imported: search.exclude_imported,
        offset: offset(search.cursor.as_deref(), "/cursor")?,
        limit: search.limit.unwrap_or(LIMIT_DEFAULT),
    };
    Ok(answer(places::search(&app, &principal, question).await?))
}

async fn import(
    app: web::Data<App>,
    Caller(principal): Caller,
    Body(order): Body<PlaceImport>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let order = ImportOrder {
        area: order.area,
        categories: order.categories,
        text: order.q,
        place_ids: order.place_ids,
        lifecycle: order.lifecycle,
        owner_id: order.owner_id,
    };
    let status = place_import::start(&app.into_inner(), &principal, order).await?;
    Ok(accepted(status, Locale::of(&request)))
}

fn answer(found: places::PlaceAnswer) -> HttpResponse {
    let page = Page {
        next_cursor: found.next_offset.map(|offset| offset.to_string()),
        has_more: found.next_offset.is_some(),
        total: Some(found.total as u64),
    };
    let data = found.places.into_iter().map(PlaceView::from).collect();
    HttpResponse::Ok().json(PlaceList { data, page, counts: found.counts })
}

/// Regions do not change while they are open, so a position is a stable cursor.
fn offset(cursor: Option<&str>, pointer: &str) -> Result<usize, Fault> {
    let Some(cursor) = cursor else { return Ok(0) };
    cursor.parse().map_err(|_| Fault::new(pointer.to_owned(), "cursor.malformed"))
}

/// A group of categories.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PlaceCategoryGroup)]
struct GroupView {
    code: String,
    labels: Labels,
    count: usize,
    categories: Vec<CategoryView>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PlaceCategory)]
struct CategoryView {
    code: String,
    labels: Labels,
    /// In the installed regions.
    count: usize,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CategoryLabels)]
struct Labels {
    en: String,
    ko: String,
}

async fn categories(app: web::Data<App>) -> Result<HttpResponse, Problem> {
    let counts = places::counts(&app).await?;
    let groups = category::catalogue().iter().filter(|row| !row.code.contains('.'));
    let groups = groups.map(|row| group(row.code, &counts));
    Ok(HttpResponse::Ok().json(List::whole(groups)))
}

/// Everything the catalogue knows of the group and everything else there is, the most frequent
/// first.
fn group(code: &str, counts: &BTreeMap<String, usize>) -> GroupView {
    let known = category::catalogue().iter().map(|row| row.code);
    let found = counts.keys().map(|code| &**code);
    let mut codes: Vec<&str> = known
        .chain(found)
        .filter(|member| *member != code && category::group(member) == code)
        .collect();
    codes.sort_unstable();
    codes.dedup();
    let count = |code: &str| counts.get(code).copied().unwrap_or_default();
    let mut categories: Vec<CategoryView> = codes
        .into_iter()
        .map(|code| CategoryView {
            code: code.to_owned(),
            labels: labels(code),
            count: count(code),
        })
        .collect();
    categories.sort_by_key(|category| std::cmp::Reverse(category.count));
    let total = categories.iter().map(|category| category.count).sum();
    GroupView { code: code.to_owned(), labels: labels(code), count: total, categories }
}

fn labels(code: &str) -> Labels {
    let (en, ko) = category::labels(code);
    Labels { en, ko }
}
