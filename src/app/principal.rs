//! Who asks, and what that opens.

use uuid::Uuid;

use crate::domain::crm::rights::{Action, Level, Memberships, Object, Role, Visible};
use crate::domain::crm::rights::{level, visible};
use crate::storage::audit::Author;

/// A signed-in user for the length of one request. Rights are read from the database for every
/// request, so a change counts at once.
#[derive(Debug, Clone)]
pub struct Principal {
    pub org_id: Uuid,
    pub user_id: Uuid,
    pub role: Role,
    pub locale: String,
    pub memberships: Memberships,
    /// `session`, `import`, `job` or `cli`, for the history.
    pub via: &'static str,
    pub request_id: Option<String>,
    /// The session that carries the request; none for the command line.
    pub session_hash: Option<Vec<u8>>,
}

impl Principal {
    /// The organisation acting on itself: the command line and the demo loader.
    pub fn of_command_line(org_id: Uuid, user_id: Uuid) -> Self {
        Self {
            org_id,
            user_id,
            role: Role::Admin,
            locale: "en".to_owned(),
            memberships: Memberships::default(),
            via: "cli",
            request_id: None,
            session_hash: None,
        }
    }

    pub fn level(&self, object: Object, action: Action) -> Level {
        level(self.role, object, action)
    }

    pub fn may(&self, object: Object, action: Action) -> bool {
        self.level(object, action) != Level::None
    }

    /// The rows on which the caller may do this.
    pub fn visible(&self, object: Object, action: Action) -> Visible {
        visible(self.level(object, action), self.user_id, &self.memberships)
    }

    /// The caller as the history names it.
    pub fn author(&self) -> Author {
        Author {
            org_id: self.org_id,
            user_id: Some(self.user_id),
            via: self.via,
            request_id: self.request_id.clone(),
        }
    }
}
