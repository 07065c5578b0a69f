//! Lists of accounts: filtered, searched, sorted, by distance.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::account_view::AccountView;
use crate::app::accounts::{self, AccountPage, Conditions};
use crate::app::market::{PageRequest, Wanted, json_parameter};
use crate::app::{App, Error};
use crate::domain::crm::rights::{Action, Object};
use crate::http::access::Caller;
use crate::http::endpoint::needs;
use crate::http::extract::{Body, Id, Query};
use crate::http::list::{List, Page};
use crate::http::{Endpoint, Problem};

const PATH: &str = "/api/v1/accounts";
const SEARCH: &str = "/api/v1/accounts/search";
const NEARBY: &str = "/api/v1/accounts/{id}/nearby";

pub fn endpoints() -> Vec<Endpoint> {
    let read = needs(Object::Account, Action::Read);
    vec![
        Endpoint::get(PATH, read, "Lists accounts", list)
            .query::<ListQuery>()
            .returns::<List<AccountView>>(200),
        Endpoint::post(SEARCH, read, "Finds accounts by a filter and an area", search)
            .body::<SearchBody>()
            .returns::<List<AccountView>>(200),
        Endpoint::get(NEARBY, read, "Lists the accounts nearest to one", nearby)
            .query::<NearbyQuery>()
            .returns::<List<NearbyView>>(200),
    ]
}

#[derive(Debug, Clone, Deserialize, IntoParams)]
pub(super) struct ListQuery {
    /// Words of the name or the address.
    q: Option<String>,
    /// One or several, separated by commas; so are the next ones.
    lifecycle: Option<String>,
    tier: Option<String>,
    category: Option<String>,
    owner_id: Option<String>,
    territory_id: Option<String>,
    tag: Option<String>,
    visit_status: Option<String>,
    /// `west,south,east,north`
    bbox: Option<String>,
    /// A filter as JSON.
    filter: Option<String>,
    /// Such as `-value_12m,name`.
    sort: Option<String>,
    limit: Option<usize>,
    cursor: Option<String>,
    include_total: Option<bool>,
}

impl ListQuery {
    /// Which accounts the query is about.
    pub(super) fn wanted(&self) -> Result<Wanted, Error> {
        let query = self.clone();
        let conditions = Conditions {
            q: query.q,
            lifecycle: query.lifecycle,
            tier: query.tier,
            category: query.category,
            owner_id: query.owner_id,
            territory_id: query.territory_id,
            tag: query.tag,
            visit_status: query.visit_status,
            bbox: query.bbox,
        };
        let filter = query.filter.map(|text| json_parameter(&text, "/filter")).transpose()?;
        Ok(Wanted { filter, also: conditions.filters()?, ..Wanted::default() })
    }
}

async fn list(
    app: web::Data<App>,
    Caller(principal): Caller,
    Query(query): Query<ListQuery>,
) -> Result<HttpResponse, Problem> {
    let wanted = query.wanted()?;
    let request =
        PageRequest { wanted, sort: query.sort, limit: query.limit, cursor: query.cursor };
    let page = accounts::list(&app, &principal, request).await?;
    Ok(answer(&app, page, query.include_total == Some(true)))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SearchBody {
    /// `{"and": [{"field": "tier", "op": "in", "value": ["A"]}, ...]}`
    #[schema(value_type = Option<Object>)]
    filter: Option<Value>,
    /// `{"type": "circle", "center": [24.94, 60.17], "radius_m": 800}`
    #[schema(value_type = Option<Object>)]
    area: Option<Value>,
    sort: Option<String>,
    #[schema(minimum = 1, maximum = 200)]
    limit: Option<usize>,
    cursor: Option<String>,
    #[serde(default)]
    include_total: bool,
}

async fn search(
    app: web::Data<App>,
    Caller(principal): Caller,
    Body(body): Body<SearchBody>,
) -> Result<HttpResponse, Problem> {
    let wanted = Wanted { filter: body.filter, area: body.area, ..Wanted::default() };
    let request = PageRequest { wanted, sort: body.sort, limit: body.limit, cursor: body.cursor };
    let page = accounts::list(&app, &principal, request).await?;
    Ok(answer(&app, page, body.include_total))
}

fn answer(app: &App, page: AccountPage, include_total: bool) -> HttpResponse {
    let now = app.clock.now();
    let body = List {
        data: page.accounts.into_iter().map(|detail| AccountView::new(detail, now)).collect(),
        page: Page {
            has_more: page.next_cursor.is_some(),
            next_cursor: page.next_cursor,
            total: include_total.then_some(page.total),
        },
    };
    HttpResponse::Ok().insert_header(("X-Index-Version", page.index_version)).json(body)
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct NearbyQuery {
    /// Metres around the account, 2000 unless said otherwise.
    radius_m: Option<f64>,
    limit: Option<usize>,
}

/// An account and how far away it is.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NearbyAccount)]
struct NearbyView {
    account: AccountView,
    distance_m: f64,
}

async fn nearby(
    app: web::Data<App>,
    Caller(principal): Caller,
    Id(id): Id,
    Query(query): Query<NearbyQuery>,
) -> Result<HttpResponse, Problem> {
    let (radius_m, limit) = (query.radius_m.unwrap_or(2000.0), query.limit.unwrap_or(10));
    let found = accounts::nearby(&app, &principal, id, radius_m, limit).await?;
    let now = app.clock.now();
    let view = |near: accounts::Nearby| NearbyView {
        account: AccountView::new(near.detail, now),
        distance_m: near.distance_m,
    };
    Ok(HttpResponse::Ok().json(List::whole(found.into_iter().map(view))))
}
