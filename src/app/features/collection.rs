//! The collections there are and what each can be filtered by.

use std::borrow::Cow;

use crate::domain::crm::rights::Object;

/// A set of features of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Collection {
    Accounts,
    Territories,
    Routes,
    SnapshotCells,
}

/// What sort of value a property has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Text,
    Id,
    Number,
    Integer,
    Date,
    Instant,
    Boolean,
}

/// A property that features can be filtered by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queryable {
    pub name: Cow<'static, str>,
    pub kind: Kind,
}

const fn by(name: &'static str, kind: Kind) -> Queryable {
    Queryable { name: Cow::Borrowed(name), kind }
}

const ACCOUNTS: &[Queryable] = &[
    by("name", Kind::Text),
    by("lifecycle", Kind::Text),
    by("tier", Kind::Text),
    by("category", Kind::Text),
    by("category_group", Kind::Text),
    by("city", Kind::Text),
    by("postal_code", Kind::Text),
    by("source", Kind::Text),
    by("visit_status", Kind::Text),
    by("owner_id", Kind::Id),
    by("team_id", Kind::Id),
    by("territory_id", Kind::Id),
    by("tag", Kind::Id),
    by("value_12m", Kind::Number),
    by("potential_value", Kind::Number),
    by("next_due_on", Kind::Date),
    by("last_visit_at", Kind::Instant),
    by("created_at", Kind::Instant),
];

const TERRITORIES: &[Queryable] = &[
    by("name", Kind::Text),
    by("code", Kind::Text),
    by("alignment_id", Kind::Id),
    by("alignment", Kind::Text),
    by("state", Kind::Text),
    by("owner_id", Kind::Id),
    by("owner_name", Kind::Text),
    by("color", Kind::Integer),
];

const ROUTES: &[Queryable] = &[
    by("user_id", Kind::Id),
    by("date", Kind::Date),
    by("status", Kind::Text),
    by("n_stops", Kind::Integer),
    by("distance_m", Kind::Integer),
    by("travel_s", Kind::Integer),
    by("departs_at", Kind::Instant),
    by("returns_at", Kind::Instant),
];

const CELLS: &[Queryable] = &[
    by("snapshot_id", Kind::Id),
    by("snapshot", Kind::Text),
    by("taken_at", Kind::Instant),
    by("cell", Kind::Text),
    by("count", Kind::Integer),
    by("customers", Kind::Integer),
    by("value_12m", Kind::Number),
    by("potential_value", Kind::Number),
];

impl Collection {
    pub const ALL: [Self; 4] =
        [Self::Accounts, Self::Territories, Self::Routes, Self::SnapshotCells];

    pub const fn id(self) -> &'static str {
        match self {
            Self::Accounts => "accounts",
            Self::Territories => "territories",
            Self::Routes => "routes",
            Self::SnapshotCells => "snapshot_cells",
        }
    }

    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|collection| collection.id() == id)
    }

    pub const fn title(self) -> &'static str {
        match self {
            Self::Accounts => "Accounts",
            Self::Territories => "Territories",
            Self::Routes => "Visit routes",
            Self::SnapshotCells => "Cells of market snapshots",
        }
    }

    /// What the right to read decides about.
    pub const fn object(self) -> Object {
        match self {
            Self::Accounts => Object::Account,
            Self::Territories => Object::Territory,
            Self::Routes => Object::Route,
            Self::SnapshotCells => Object::Snapshot,
        }
    }

    /// What every organisation's can be filtered by.
    pub const fn queryables(self) -> &'static [Queryable] {
        match self {
            Self::Accounts => ACCOUNTS,
            Self::Territories => TERRITORIES,
            Self::Routes => ROUTES,
            Self::SnapshotCells => CELLS,
        }
    }
}
