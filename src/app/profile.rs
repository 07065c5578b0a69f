//! Who the caller is, as the caller's own screens show it.

use super::{App, Error, Principal};
use crate::storage::organisations::{self, Organisation};
use crate::storage::users::{self, Profile};

#[derive(Debug)]
pub struct OwnProfile {
    pub user: Profile,
    pub organisation: Organisation,
}

/// # Errors
/// When the database cannot be reached.
pub async fn read(app: &App, principal: &Principal) -> Result<OwnProfile, Error> {
    let client = app.connection().await?;
    Ok(OwnProfile {
        user: users::profile(&client, principal.user_id).await?,
        organisation: organisations::read(&client, principal.org_id).await?,
    })
}
