//! The organisation itself: name, country, currency, time zone.

use serde_json::{Map, Value};

use super::{App, Error, Principal, audit, change};
use crate::domain::crm::Draft;
use crate::domain::crm::user::OrganisationDraft;
use crate::storage::StorageError;
use crate::storage::organisations;

pub use crate::storage::organisations::Organisation;

/// # Errors
/// When the database cannot be reached.
pub async fn read(app: &App, principal: &Principal) -> Result<Organisation, Error> {
    let client = app.connection().await?;
    Ok(organisations::read(&client, principal.org_id).await?)
}

/// # Errors
/// `version.stale`, every fault of the fields.
pub async fn update(
    app: &App,
    principal: &Principal,
    version: i32,
    patch: Map<String, Value>,
) -> Result<Organisation, Error> {
    let mut client = app.connection().await?;
    let tx = client.transaction().await.map_err(StorageError::from)?;
    let before = organisations::lock(&tx, principal.org_id).await?;
    let fields = editable(&before);
    change::expect_version(before.version, version).map_err(|stale| stale.showing(&fields))?;
    let after = change::patched(&fields, patch)?.check()?.into_inner();
    organisations::update(&tx, principal.org_id, &after).await?;
    audit::updated(&tx, principal, "organisation", principal.org_id, &fields, &after).await?;
    tx.commit().await.map_err(StorageError::from)?;
    drop(client);
    read(app, principal).await
}

fn editable(organisation: &Organisation) -> OrganisationDraft {
    OrganisationDraft {
        name: organisation.name.clone(),
        country: organisation.country.clone(),
        currency: organisation.currency.clone(),
        time_zone: organisation.time_zone.clone(),
    }
}
