//! The rows a caller sees, as a condition of a query. One place for all queries that are not
//! answered by the market index.

use uuid::Uuid;

use crate::domain::crm::rights::Visible;

/// Parameters of [`condition`].
#[derive(Debug, Clone, Default)]
pub struct Visibility {
    pub everything: bool,
    pub owners: Vec<Uuid>,
    pub teams: Vec<Uuid>,
    pub territories: Vec<Uuid>,
}

impl From<&Visible> for Visibility {
    fn from(visible: &Visible) -> Self {
        match visible {
            Visible::Nothing => Self::default(),
            Visible::Everything => Self { everything: true, ..Self::default() },
            Visible::Rows { owners, teams, territories } => Self {
                everything: false,
                owners: owners.clone(),
                teams: teams.clone(),
                territories: territories.clone(),
            },
        }
    }
}

/// The condition on an accounts row called `a`; its four parameters begin at `$first`.
pub fn condition(first: usize) -> String {
    let [all, owners, teams, territories] = [0, 1, 2, 3].map(|offset| first + offset);
    format!(
        "(${all}::boolean OR a.owner_id = ANY(${owners}::uuid[]) \
         OR a.team_id = ANY(${teams}::uuid[]) OR a.territory_id = ANY(${territories}::uuid[]))"
    )
}
