//! Who asks, and what that opens.

use uuid::Uuid;

use super::Error;
use crate::domain::crm::account::Account;
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

/// Whose a row is: what rights are decided by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Belongs {
    pub owner_id: Option<Uuid>,
    pub team_id: Option<Uuid>,
    pub territory_id: Option<Uuid>,
}

impl From<&Account> for Belongs {
    fn from(account: &Account) -> Self {
        Self {
            owner_id: account.fields.owner_id,
            team_id: account.fields.team_id,
            territory_id: account.territory_id,
        }
    }
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

    /// Whether the caller may do this to a row. A row that may not even be read is not there.
    ///
    /// # Errors
    /// `missing` for a row out of sight, `right.missing` for one that may only be looked at.
    pub fn admit(
        &self,
        object: Object,
        action: Action,
        row: Belongs,
        missing: &'static str,
    ) -> Result<(), Error> {
        if self.visible(object, action).admits(row.owner_id, row.team_id, row.territory_id) {
            return Ok(());
        }
        if self.visible(object, Action::Read).admits(row.owner_id, row.team_id, row.territory_id) {
            return Err(Self::lacks(object, action));
        }
        Err(Error::not_found(missing))
    }

    /// # Errors
    /// `right.missing` when the caller's role opens no row at all for this.
    pub fn demand(&self, object: Object, action: Action) -> Result<(), Error> {
        if self.may(object, action) { Ok(()) } else { Err(Self::lacks(object, action)) }
    }

    fn lacks(object: Object, action: Action) -> Error {
        Error::forbidden("right.missing").with("object", object).with("action", action)
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
