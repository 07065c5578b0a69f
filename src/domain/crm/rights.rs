//! Who may do what: one table of role, object and action, and the rows a level opens.

use uuid::Uuid;

use super::codes::codes;

codes! {
    /// What a user is in the organisation.
    Role {
        Admin = "admin",
        Manager = "manager",
        Rep = "rep",
        Marketing = "marketing",
        ReadOnly = "read_only",
    }
}

codes! {
    /// How far a right reaches: each level holds the rows of the one before it, except that
    /// `territory` holds the own rows and those in own territories, not the team's.
    Level {
        None = "none",
        Own = "own",
        Team = "team",
        Territory = "territory",
        All = "all",
    }
}

codes! {
    /// What a right is about.
    Object {
        Account = "account",
        Contact = "contact",
        Activity = "activity",
        Tag = "tag",
        /// The definitions of the organisation's own fields, not their values.
        CustomField = "custom_field",
        Place = "place",
        Snapshot = "snapshot",
        Alignment = "alignment",
        Territory = "territory",
        Route = "route",
        /// Roads that vehicles do not use for a while.
        RoadClosure = "road_closure",
        User = "user",
        Team = "team",
        Organisation = "organisation",
        Audit = "audit",
        Job = "job",
        Region = "region",
    }
}

codes! {
    /// What is done to an object. `manage` is what only a responsible person does: roles and
    /// status of users, publishing an alignment, imports, handing accounts to others.
    Action {
        Read = "read",
        Create = "create",
        Update = "update",
        Delete = "delete",
        Export = "export",
        Manage = "manage",
    }
}

/// The one table of rights.
pub const fn level(role: Role, object: Object, action: Action) -> Level {
    match role {
        Role::Admin => Level::All,
        Role::Manager => manager(object, action),
        Role::Rep => rep(object, action),
        Role::Marketing => marketing(object, action),
        Role::ReadOnly => read_only(object, action),
    }
}

const fn manager(object: Object, action: Action) -> Level {
    match (object, action) {
        (Object::User, Action::Update) => Level::Team,
        (
            Object::User | Object::Organisation | Object::Region | Object::CustomField,
            Action::Read,
        ) => Level::All,
        (Object::User | Object::Organisation | Object::Region | Object::CustomField, _) => {
            Level::None
        }
        (Object::Job, _) => Level::Own,
        _ => Level::All,
    }
}

const fn rep(object: Object, action: Action) -> Level {
    match (object, action) {
        (
            Object::Account | Object::Contact,
            Action::Read | Action::Create | Action::Update | Action::Export,
        )
        | (Object::Contact, Action::Delete)
        | (Object::Activity, Action::Read) => Level::Territory,
        (Object::Account, Action::Delete)
        | (Object::User, Action::Update)
        | (Object::RoadClosure, Action::Create | Action::Update | Action::Delete)
        | (Object::Activity | Object::Route | Object::Snapshot | Object::Job, _) => Level::Own,
        (Object::Tag, Action::Create) => Level::All,
        (_, Action::Read) => readable_by_everyone(object),
        _ => Level::None,
    }
}

const fn marketing(object: Object, action: Action) -> Level {
    match (object, action) {
        (Object::Snapshot, _)
        | (Object::Account | Object::Contact | Object::Activity, Action::Read)
        | (Object::Account, Action::Export)
        | (Object::Tag, Action::Create | Action::Update) => Level::All,
        (Object::User, Action::Update) | (Object::Job, _) => Level::Own,
        (_, Action::Read) => readable_by_everyone(object),
        _ => Level::None,
    }
}

const fn read_only(object: Object, action: Action) -> Level {
    match (object, action) {
        (
            Object::Account | Object::Contact | Object::Activity | Object::Snapshot | Object::Route,
            Action::Read,
        ) => Level::All,
        (Object::User, Action::Update) | (Object::Job, Action::Read | Action::Delete) => Level::Own,
        (_, Action::Read) => readable_by_everyone(object),
        _ => Level::None,
    }
}

/// What every signed-in user needs to see for the screens to make sense.
const fn readable_by_everyone(object: Object) -> Level {
    match object {
        Object::Tag
        | Object::CustomField
        | Object::Place
        | Object::Alignment
        | Object::Territory
        | Object::User
        | Object::Team
        | Object::Organisation
        | Object::RoadClosure
        | Object::Region => Level::All,
        Object::Job => Level::Own,
        Object::Account
        | Object::Contact
        | Object::Activity
        | Object::Snapshot
        | Object::Route
        | Object::Audit => Level::None,
    }
}

/// Which rows a caller sees. A row is visible when any of its owner, team or territory is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Visible {
    Nothing,
    Everything,
    Rows { owners: Vec<Uuid>, teams: Vec<Uuid>, territories: Vec<Uuid> },
}

impl Visible {
    pub fn admits(&self, owner: Option<Uuid>, team: Option<Uuid>, territory: Option<Uuid>) -> bool {
        let holds = |list: &[Uuid], id: Option<Uuid>| id.is_some_and(|id| list.contains(&id));
        match self {
            Self::Nothing => false,
            Self::Everything => true,
            Self::Rows { owners, teams, territories } => {
                holds(owners, owner) || holds(teams, team) || holds(territories, territory)
            }
        }
    }
}

/// What a caller belongs to, from which a level becomes rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Memberships {
    pub team_ids: Vec<Uuid>,
    /// Everyone in the caller's teams, the caller included.
    pub teammate_ids: Vec<Uuid>,
    /// Territories of the active alignment that the caller owns.
    pub territory_ids: Vec<Uuid>,
}

pub fn visible(level: Level, user_id: Uuid, memberships: &Memberships) -> Visible {
    match level {
        Level::None => Visible::Nothing,
        Level::All => Visible::Everything,
        Level::Own => Visible::Rows { owners: vec![user_id], teams: vec![], territories: vec![] },
        Level::Team => {
            let mut owners = memberships.teammate_ids.clone();
            owners.push(user_id);
            Visible::Rows { owners, teams: memberships.team_ids.clone(), territories: vec![] }
        }
        Level::Territory => Visible::Rows {
            owners: vec![user_id],
            teams: vec![],
            territories: memberships.territory_ids.clone(),
        },
    }
}

#[cfg(test)]
#[path = "rights_tests.rs"]
mod tests;
