//! Tags.

use deadpool_postgres::GenericClient;
use uuid::Uuid;

use super::StorageError;
use super::pool::rows;
use super::records::{self, Record};
use crate::domain::crm::tag::Tag;

impl Record for Tag {
    const TABLE: &'static str = "tags";

    fn id(&self) -> Uuid {
        self.id
    }
}

pub async fn list(client: &impl GenericClient, org_id: Uuid) -> Result<Vec<Tag>, StorageError> {
    const SQL: &str =
        "SELECT to_jsonb(t) FROM tags t WHERE org_id = $1 ORDER BY lower(name), id LIMIT 1000";
    records::list(client, SQL, &[&org_id]).await
}

/// The accounts that carry a tag.
pub async fn account_ids(
    client: &impl GenericClient,
    tag_id: Uuid,
) -> Result<Vec<Uuid>, StorageError> {
    const SQL: &str = "SELECT account_id FROM account_tags WHERE tag_id = $1";
    let found = rows(client, SQL, &[&tag_id]).await?;
    Ok(found.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?)
}
