//! What map programs see: collections of features with a place and properties, under the rights of
//! the caller.

mod accounts;
mod cells;
mod collection;
mod select;
mod territories;
mod visit_routes;

use serde_json::{Map, Value};

use super::{App, Error, Principal};
use crate::domain::cql2::Expr;
use crate::domain::crm::rights::Action;
use crate::domain::units::Bbox;

pub use collection::{Collection, Kind, Queryable};

/// Features of a page when nothing else is asked for, and at most.
pub const LIMIT_DEFAULT: usize = 1_000;
pub const LIMIT_MAX: usize = 10_000;

/// One feature; its geometry is `GeoJSON` in degrees, longitude first, or null.
#[derive(Debug, Clone, PartialEq)]
pub struct Feature {
    pub id: String,
    pub geometry: Value,
    pub properties: Map<String, Value>,
}

/// What is asked of a collection; everything must hold.
#[derive(Debug, Clone, Default)]
pub struct FeatureQuery {
    /// Properties with the value each must have.
    pub equal: Vec<(String, String)>,
    pub filter: Option<Expr>,
    pub bbox: Option<Bbox>,
    /// The id of the last feature of the page before.
    pub after: Option<String>,
    pub limit: usize,
}

/// Features in the order of their ids.
#[derive(Debug, Clone, Default)]
pub struct FeaturePage {
    pub features: Vec<Feature>,
    /// All that match, on other pages as well.
    pub matched: u64,
    pub has_more: bool,
}

/// What a collection can be filtered by, the organisation's own fields of accounts included.
///
/// # Errors
/// When the database fails.
pub async fn queryables(
    app: &App,
    principal: &Principal,
    collection: Collection,
) -> Result<Vec<Queryable>, Error> {
    let mut all = collection.queryables().to_vec();
    if collection == Collection::Accounts {
        let market = app.market.current(principal.org_id).await?;
        all.extend(market.index.custom().names().map(accounts::own));
    }
    Ok(all)
}

/// A page of a collection.
///
/// # Errors
/// `right.missing`, every fault of the query.
pub async fn page(
    app: &App,
    principal: &Principal,
    collection: Collection,
    query: FeatureQuery,
) -> Result<FeaturePage, Error> {
    principal.demand(collection.object(), Action::Read)?;
    match collection {
        Collection::Accounts => accounts::page(app, principal, query).await,
        _ => select::page(collection, all(app, principal, collection, &query).await?, &query),
    }
}

/// One feature.
///
/// # Errors
/// `record.not_found`, also when the caller may not see it.
pub async fn find(
    app: &App,
    principal: &Principal,
    collection: Collection,
    id: &str,
) -> Result<Feature, Error> {
    principal.demand(collection.object(), Action::Read)?;
    let found = if collection == Collection::Accounts {
        accounts::find(app, principal, id).await?
    } else {
        let all = all(app, principal, collection, &FeatureQuery::default()).await?;
        all.into_iter().find(|feature| feature.id == id)
    };
    found.ok_or_else(|| Error::not_found("record.not_found"))
}

async fn all(
    app: &App,
    principal: &Principal,
    collection: Collection,
    query: &FeatureQuery,
) -> Result<Vec<Feature>, Error> {
    match collection {
        Collection::Accounts => Ok(Vec::new()),
        Collection::Territories => territories::all(app, principal).await,
        Collection::Routes => visit_routes::all(app, principal).await,
        Collection::SnapshotCells => cells::all(app, principal, query).await,
    }
}

fn properties(json: Value) -> Map<String, Value> {
    if let Value::Object(properties) = json { properties } else { Map::new() }
}
