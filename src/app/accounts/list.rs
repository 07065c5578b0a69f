//! Lists of accounts. The market index says which and in what order, under the caller's rights;
//! the database gives the records.

use serde_json::{Value, json};
use uuid::Uuid;

use super::{AccountDetail, read};
use crate::app::market::{self, PageRequest, Wanted};
use crate::app::{App, Error, Principal};
use crate::domain::crm::Fault;
use crate::domain::market::custom::CustomFields;
use crate::domain::market::{Filter, filter_parse};
use crate::storage::accounts;

/// How far around an account its neighbours are looked for.
pub const NEARBY_RADIUS_MAX_M: f64 = 50_000.0;
pub const NEARBY_MAX: usize = 50;

/// A page of accounts.
#[derive(Debug)]
pub struct AccountPage {
    pub accounts: Vec<AccountDetail>,
    pub next_cursor: Option<String>,
    pub total: u64,
    pub index_version: u64,
}

/// Conditions as plain query parameters; values separated by commas are alternatives.
#[derive(Debug, Clone, Default)]
pub struct Conditions {
    pub q: Option<String>,
    pub lifecycle: Option<String>,
    pub tier: Option<String>,
    pub category: Option<String>,
    pub owner_id: Option<String>,
    pub territory_id: Option<String>,
    pub tag: Option<String>,
    pub visit_status: Option<String>,
    /// `west,south,east,north`
    pub bbox: Option<String>,
}

/// # Errors
/// Every fault of filter, area, sort, limit and cursor.
pub async fn list(
    app: &App,
    principal: &Principal,
    request: PageRequest,
) -> Result<AccountPage, Error> {
    let page = market::page(app, principal, request).await?;
    let client = app.connection().await?;
    let accounts = accounts::by_ids(&client, principal.org_id, &page.ids).await?;
    let (next_cursor, total) = (page.next_cursor, page.total);
    Ok(AccountPage { accounts, next_cursor, total, index_version: page.index_version })
}

impl Conditions {
    /// The conditions as filters.
    ///
    /// # Errors
    /// Every condition that cannot be read, with the parameter's name.
    pub fn filters(&self) -> Result<Vec<Filter>, Error> {
        let mut filters = Vec::new();
        let mut faults = Vec::new();
        for (name, condition) in self.as_json()? {
            match filter_parse::parse(&condition, &format!("/{name}"), &CustomFields::default()) {
                Ok(filter) => filters.push(filter),
                Err(found) => faults.extend(found),
            }
        }
        if faults.is_empty() { Ok(filters) } else { Err(faults.into()) }
    }

    fn as_json(&self) -> Result<Vec<(&'static str, Value)>, Error> {
        let lists = [
            ("lifecycle", &self.lifecycle),
            ("tier", &self.tier),
            ("category", &self.category),
            ("owner_id", &self.owner_id),
            ("territory_id", &self.territory_id),
            ("tag", &self.tag),
            ("visit_status", &self.visit_status),
        ];
        let mut found: Vec<(&'static str, Value)> = lists
            .into_iter()
            .filter_map(|(name, value)| Some((name, one_of(name, value.as_deref()?))))
            .collect();
        if let Some(text) = self.q.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
            found.push(("q", json!({"field": "text", "op": "contains", "value": text})));
        }
        if let Some(bbox) = &self.bbox {
            let area = json!({"type": "bbox", "bbox": numbers(bbox)?});
            found.push(("bbox", json!({"field": "location", "op": "within", "value": area})));
        }
        Ok(found)
    }
}

/// A category may be a whole group: `shop` means every `shop.*`.
fn one_of(name: &str, text: &str) -> Value {
    let values: Vec<&str> = text.split(',').filter(|value| !value.is_empty()).collect();
    let is_group = name == "category" && values.iter().all(|value| !value.contains('.'));
    let field = if is_group { "category_group" } else { name };
    json!({"field": field, "op": "in", "value": values})
}

fn numbers(text: &str) -> Result<Vec<f64>, Error> {
    let parsed: Result<Vec<f64>, _> = text.split(',').map(|part| part.trim().parse()).collect();
    parsed.map_err(|_| Fault::new("/bbox", "bbox.malformed").into())
}

/// A neighbour of an account and how far away it is.
#[derive(Debug)]
pub struct Nearby {
    pub detail: AccountDetail,
    pub distance_m: f64,
}

/// The accounts nearest to one, itself left out.
///
/// # Errors
/// `account.not_found`.
pub async fn nearby(
    app: &App,
    principal: &Principal,
    id: Uuid,
    radius_m: f64,
    limit: usize,
) -> Result<Vec<Nearby>, Error> {
    let site = read(app, principal, id).await?.account.fields.site;
    let Some(point) = site.and_then(|site| site.location) else { return Ok(Vec::new()) };
    let radius_m = radius_m.clamp(0.0, NEARBY_RADIUS_MAX_M);
    let n_found = limit.min(NEARBY_MAX) + 1;
    let wanted = Wanted::default();
    let neighbours = market::nearby(app, principal, wanted, point, n_found, radius_m).await?;
    let others: Vec<_> = neighbours.into_iter().filter(|near| near.id != id).collect();
    let ids: Vec<Uuid> = others.iter().map(|near| near.id).take(limit).collect();
    let client = app.connection().await?;
    let details = accounts::by_ids(&client, principal.org_id, &ids).await?;
    let distance_of = |id| others.iter().find(|near| near.id == id).map_or(0.0, |n| n.distance_m);
    Ok(details
        .into_iter()
        .map(|detail| Nearby { distance_m: distance_of(detail.account.id), detail })
        .collect())
}
