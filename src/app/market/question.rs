//! From what a request says to a question the index can answer: filter and area checked, named
//! areas looked up, the caller's rights added.

use std::sync::Arc;

use serde_json::Value;

use super::handle::Market;
use super::outline::outlines;
use crate::app::{App, Error, Kind, Principal};
use crate::domain::control::Cancel;
use crate::domain::crm::Fault;
use crate::domain::crm::rights::{Action, Object};
use crate::domain::market::area::{Area, Named};
use crate::domain::market::custom::CustomFields;
use crate::domain::market::scan::QueryError;
use crate::domain::market::{Clock, Filter, Query, filter_parse};

/// What a request asks with: the JSON of its filter and its area.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    pub filter: Option<Value>,
    pub area: Option<Value>,
    /// Conditions that came in as plain query parameters.
    pub also: Vec<Filter>,
    /// The version the caller has seen already; an older index catches up first.
    pub at_least: Option<u64>,
}

/// A state of the market and a question about it.
#[derive(Debug, Clone)]
pub struct Question {
    pub market: Arc<Market>,
    pub query: Query,
}

impl Question {
    #[must_use]
    pub fn version(&self) -> u64 {
        self.market.index.version()
    }

    /// Computes on the CPU pool.
    ///
    /// # Errors
    /// `cpu.busy`, or `request.cancelled` when the caller went away.
    pub async fn compute<T: Send + 'static>(
        &self,
        app: &App,
        work: impl FnOnce(&Self) -> Result<T, QueryError> + Send + 'static,
    ) -> Result<T, Error> {
        let question = self.clone();
        let answer = app.cpu.run(&self.query.cancel, move || work(&question)).await?;
        answer.map_err(|QueryError::Cancelled| Error::new(Kind::Cancelled, "request.cancelled"))
    }
}

/// Makes the question, under the rights of the caller for the action on accounts.
///
/// # Errors
/// Every fault of filter and area; `area.not_found` for a named area that is not there.
pub async fn question(
    app: &App,
    principal: &Principal,
    action: Action,
    wanted: Wanted,
) -> Result<Question, Error> {
    let market = match wanted.at_least {
        Some(version) => app.market.at_least(principal.org_id, version).await?,
        None => app.market.current(principal.org_id).await?,
    };
    about(app, principal, action, market, wanted, "").await
}

/// A question about a state of the market; `pointer` is where in the request it stands.
///
/// # Errors
/// As [`question`].
pub(super) async fn about(
    app: &App,
    principal: &Principal,
    action: Action,
    market: Arc<Market>,
    wanted: Wanted,
    pointer: &'static str,
) -> Result<Question, Error> {
    let cancel = Cancel::default();
    let clock = Clock { now: app.clock.now(), time_zone: market.time_zone };
    let asked = Arc::clone(&market);
    let parsed =
        app.cpu.run(&cancel, move || parse(wanted, pointer, asked.index.custom())).await??;
    let outlines = outlines(app, principal, &parsed.named()).await?;
    let query = Query {
        visible: principal.visible(Object::Account, action),
        area: parsed.area.as_ref().map(|area| area.shape(&outlines)),
        filter: parsed.filter,
        outlines,
        clock,
        cancel,
    };
    Ok(Question { market, query })
}

struct Parsed {
    filter: Filter,
    area: Option<Area>,
}

impl Parsed {
    fn named(&self) -> Vec<Named> {
        let in_area = self.area.iter().flat_map(Area::named);
        in_area.chain(self.filter.named()).cloned().collect()
    }
}

fn parse(wanted: Wanted, pointer: &str, custom: &CustomFields) -> Result<Parsed, Vec<Fault>> {
    let mut faults = Vec::new();
    let filter = wanted.filter.unwrap_or_default();
    let filter = filter_parse::parse(&filter, &format!("{pointer}/filter"), custom);
    let filter = filter.map_err(|found| faults.extend(found)).unwrap_or_default();
    let area = wanted.area.filter(|area| !area.is_null());
    let area = area.map(|area| Area::parse(&area, &format!("{pointer}/area"))).transpose();
    let area = area.map_err(|fault| faults.push(fault)).unwrap_or_default();
    if !faults.is_empty() {
        return Err(faults);
    }
    let filter = wanted.also.into_iter().fold(filter, Filter::and);
    Ok(Parsed { filter, area })
}
