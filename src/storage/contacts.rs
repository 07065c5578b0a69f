//! Contacts.

use deadpool_postgres::GenericClient;
use uuid::Uuid;

use super::StorageError;
use super::records::{self, Record};
use super::visibility::{Visibility, condition};
use crate::domain::crm::contact::Contact;

impl Record for Contact {
    const TABLE: &'static str = "contacts";

    fn id(&self) -> Uuid {
        self.id
    }
}

/// Which contacts of the visible accounts.
#[derive(Debug, Clone, Default)]
pub struct ContactQuery {
    pub account_id: Option<Uuid>,
    /// Part of a name or of an e-mail address.
    pub text: Option<String>,
    /// Only contacts with a greater id: the next page.
    pub after: Option<Uuid>,
    pub limit: i64,
}

pub async fn list(
    client: &impl GenericClient,
    org_id: Uuid,
    visibility: &Visibility,
    query: &ContactQuery,
) -> Result<Vec<Contact>, StorageError> {
    let sql = format!(
        "SELECT to_jsonb(c) FROM contacts c JOIN accounts a ON a.id = c.account_id \
         WHERE c.org_id = $1 AND c.deleted_at IS NULL AND a.deleted_at IS NULL AND {} \
         AND ($6::uuid IS NULL OR c.account_id = $6) \
         AND ($7::text IS NULL OR c.full_name ILIKE $7 OR c.email ILIKE $7) \
         AND ($8::uuid IS NULL OR c.id > $8) ORDER BY c.id LIMIT $9",
        condition(2)
    );
    let pattern = query.text.as_deref().map(contains);
    let v = visibility;
    records::list(
        client,
        &sql,
        &[
            &org_id,
            &v.everything,
            &v.owners,
            &v.teams,
            &v.territories,
            &query.account_id,
            &pattern,
            &query.after,
            &query.limit,
        ],
    )
    .await
}

/// A pattern for LIKE that finds the text anywhere, its wildcards taken literally.
pub fn contains(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{escaped}%")
}
