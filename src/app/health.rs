//! Whether the service can do its work.

use super::{App, Error};
use crate::storage::pool;

/// # Errors
/// `database.busy` or `database.unreachable`.
pub async fn ready(app: &App) -> Result<(), Error> {
    Ok(pool::ping(&app.db).await?)
}
