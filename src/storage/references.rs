//! Whether what a record points at exists in the same organisation. Foreign keys alone would let
//! one organisation point at another's rows.

use deadpool_postgres::GenericClient;
use uuid::Uuid;

use super::StorageError;
use super::pool::rows;

/// What a record can point at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    User,
    Team,
    Account,
    Contact,
    Site,
    Tag,
}

impl Target {
    const fn sql(self) -> &'static str {
        match self {
            Self::User => "SELECT id FROM users WHERE org_id = $1 AND id = ANY($2)",
            Self::Team => "SELECT id FROM teams WHERE org_id = $1 AND id = ANY($2)",
            Self::Account => {
                "SELECT id FROM accounts WHERE org_id = $1 AND id = ANY($2) AND deleted_at IS NULL"
            }
            Self::Contact => {
                "SELECT id FROM contacts WHERE org_id = $1 AND id = ANY($2) AND deleted_at IS NULL"
            }
            Self::Site => "SELECT id FROM sites WHERE org_id = $1 AND id = ANY($2)",
            Self::Tag => "SELECT id FROM tags WHERE org_id = $1 AND id = ANY($2)",
        }
    }
}

/// Those of the ids that are not there, in their order.
pub async fn missing(
    client: &impl GenericClient,
    org_id: Uuid,
    target: Target,
    ids: &[Uuid],
) -> Result<Vec<Uuid>, StorageError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let found = rows(client, target.sql(), &[&org_id, &ids]).await?;
    let found: Vec<Uuid> = found.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?;
    Ok(ids.iter().filter(|id| !found.contains(id)).copied().collect())
}
