//! What every record remembers about its own changes.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Stamp {
    pub created_at: DateTime<Utc>,
    pub created_by: Option<Uuid>,
    pub updated_at: DateTime<Utc>,
    pub updated_by: Option<Uuid>,
    /// Grows by one with every change; the optimistic lock.
    pub version: i32,
}

impl Stamp {
    pub const fn new(author: Uuid, now: DateTime<Utc>) -> Self {
        Self {
            created_at: now,
            created_by: Some(author),
            updated_at: now,
            updated_by: Some(author),
            version: 1,
        }
    }

    /// The stamp of the next version.
    #[must_use]
    pub const fn touched(&self, author: Uuid, now: DateTime<Utc>) -> Self {
        Self {
            created_at: self.created_at,
            created_by: self.created_by,
            updated_at: now,
            updated_by: Some(author),
            version: self.version + 1,
        }
    }
}
