//! Everything that happened at an account, the newest first: activities and changes as one list.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Entry, read};
use crate::app::{App, Error, Principal};
use crate::domain::crm::activity::Activity;
use crate::domain::crm::rights::{Action, Object};
use crate::storage::activities::{self, ActivityQuery};
use crate::storage::audit;
use crate::storage::visibility::Visibility;

/// Entries of one page.
pub const TIMELINE_MAX: usize = 100;

#[derive(Debug)]
pub enum TimelineEntry {
    Activity(Box<Activity>),
    Change(Entry),
}

impl TimelineEntry {
    pub fn at(&self) -> DateTime<Utc> {
        match self {
            Self::Activity(activity) => activity.moment(),
            Self::Change(entry) => entry.at,
        }
    }
}

/// # Errors
/// `account.not_found`.
pub async fn timeline(
    app: &App,
    principal: &Principal,
    id: Uuid,
    before: Option<DateTime<Utc>>,
) -> Result<Vec<TimelineEntry>, Error> {
    read(app, principal, id).await?;
    let client = app.connection().await?;
    let visibility = Visibility::from(&principal.visible(Object::Activity, Action::Read));
    let limit = i64::try_from(TIMELINE_MAX).map_err(Error::internal)?;
    let query =
        ActivityQuery { account_id: Some(id), to: before, limit, ..ActivityQuery::default() };
    let activities = activities::list(&client, principal.org_id, &visibility, &query).await?;
    let changes = audit::history_before(&client, principal.org_id, "account", id, before).await?;
    let activities = activities.into_iter().map(Box::new).map(TimelineEntry::Activity);
    let mut entries: Vec<_> =
        activities.chain(changes.into_iter().map(TimelineEntry::Change)).collect();
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.at()));
    entries.truncate(TIMELINE_MAX);
    Ok(entries)
}
