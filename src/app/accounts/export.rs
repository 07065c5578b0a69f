//! Accounts that leave the house: what the caller may export and nothing else, with a trace.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::market::{self, Wanted};
use crate::app::{App, Error, Principal, audit};
use crate::domain::crm::rights::Action;

/// Accounts of one file.
pub const EXPORT_MAX: usize = 500_000;

/// The accounts of a file, in the order of their ids; the export is noted in the history of the
/// organisation.
///
/// # Errors
/// Every fault of the filter; `export.too_large`.
pub async fn export(
    app: &App,
    principal: &Principal,
    wanted: Wanted,
    format: &str,
) -> Result<Vec<Uuid>, Error> {
    let filter = wanted.filter.clone().unwrap_or(Value::Null);
    let question = market::question(app, principal, Action::Export, wanted).await?;
    let ids = market::ids(app, &question, EXPORT_MAX + 1).await?;
    if ids.len() > EXPORT_MAX {
        return Err(Error::invalid("export.too_large").with("max", EXPORT_MAX));
    }
    let detail = json!({"format": format, "accounts": ids.len(), "filter": filter});
    let client = app.connection().await?;
    let org_id = principal.org_id;
    audit::happened(&client, principal, "organisation", org_id, "export", &detail).await?;
    Ok(ids)
}
