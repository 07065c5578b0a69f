//! Reading routes.

use chrono::NaiveDate;
use deadpool_postgres::GenericClient;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use crate::app::{App, Error, Principal};
use crate::domain::crm::rights::{Action, Object, Visible};
use crate::domain::planning::route::Route;
use crate::storage::routes::{self, RouteQuery};

/// Which routes.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct RouteFilter {
    pub user_id: Option<Uuid>,
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub to: Option<NaiveDate>,
}

/// The routes the caller may see, the latest day first.
///
/// # Errors
/// When the database fails.
pub async fn list(
    app: &App,
    principal: &Principal,
    filter: &RouteFilter,
) -> Result<Vec<Route>, Error> {
    let client = app.connection().await?;
    let (everything, owners) = match principal.visible(Object::Route, Action::Read) {
        Visible::Nothing => (false, Vec::new()),
        Visible::Everything => (true, Vec::new()),
        Visible::Rows { owners, .. } => (false, owners),
    };
    let RouteFilter { user_id, from, to } = *filter;
    let query = RouteQuery { everything, owners, user_id, from, to };
    Ok(routes::list(&client, principal.org_id, &query).await?)
}

/// One route the caller may see.
///
/// # Errors
/// `route.not_found`, also when it exists but not for this caller.
pub async fn read(app: &App, principal: &Principal, id: Uuid) -> Result<Route, Error> {
    let client = app.connection().await?;
    let found = routes::find(&client, principal.org_id, id).await?;
    admitted(found, principal, Action::Read)
}

/// As it is now and until the transaction ends, for a caller who may do this to it.
pub(super) async fn locked(
    client: &impl GenericClient,
    principal: &Principal,
    id: Uuid,
    action: Action,
) -> Result<Route, Error> {
    let found = routes::find_locked(client, principal.org_id, id).await?;
    admitted(found, principal, action)
}

fn admitted(found: Option<Route>, principal: &Principal, action: Action) -> Result<Route, Error> {
    let visible = principal.visible(Object::Route, action);
    found
        .filter(|route| visible.admits(Some(route.user_id), None, None))
        .ok_or_else(|| Error::not_found("route.not_found"))
}
