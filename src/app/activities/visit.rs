//! Arriving at a visit, leaving it, and what a done visit means for its account.

use chrono::NaiveDate;
use deadpool_postgres::Transaction;
use uuid::Uuid;

use super::{find, write};
use crate::app::{App, Error, Principal};
use crate::domain::crm::Draft;
use crate::domain::crm::activity::{Activity, ActivityStatus, ActivityType, CheckIn, Outcome};
use crate::domain::crm::rights::Action;
use crate::domain::crm::site::Site;
use crate::domain::units::LngLat;
use crate::storage::{StorageError, accounts, feed, records};

/// Where somebody is when arriving; nothing when the device does not say.
#[derive(Debug, Clone, Copy)]
pub struct Arrival {
    pub location: Option<LngLat>,
    pub accuracy_m: Option<f64>,
}

/// What came of the visit.
#[derive(Debug, Clone)]
pub struct Departure {
    pub outcome_code: Outcome,
    pub summary: Option<String>,
    pub next_step: Option<String>,
    pub next_step_on: Option<NaiveDate>,
}

/// # Errors
/// `activity.not_found`, `visit.not_a_visit`, `visit.over`.
pub async fn check_in(
    app: &App,
    principal: &Principal,
    id: Uuid,
    arrival: Arrival,
) -> Result<Activity, Error> {
    let mut client = app.connection().await?;
    let tx = client.transaction().await.map_err(StorageError::from)?;
    let before = open_visit(&tx, principal, id).await?;
    let now = app.clock.now();
    let mut after = before.clone();
    let site = match before.fields.site_id {
        Some(site_id) => records::find::<Site>(&tx, principal.org_id, site_id).await?,
        None => None,
    };
    let goal = site.and_then(|site| site.fields.goal());
    after.check_in = CheckIn::judge(now, arrival.location, arrival.accuracy_m, goal);
    after.fields.status = ActivityStatus::InProgress;
    after.fields.actual_start = Some(now);
    after.stamp = before.stamp.touched(principal.user_id, now);
    write(&tx, principal, &before, &after).await?;
    tx.commit().await.map_err(StorageError::from)?;
    Ok(after)
}

/// # Errors
/// `activity.not_found`, `visit.not_a_visit`, `visit.over`.
pub async fn check_out(
    app: &App,
    principal: &Principal,
    id: Uuid,
    departure: Departure,
) -> Result<Activity, Error> {
    let mut client = app.connection().await?;
    let tx = client.transaction().await.map_err(StorageError::from)?;
    let before = open_visit(&tx, principal, id).await?;
    let now = app.clock.now();
    let mut after = before.clone();
    let fields = &mut after.fields;
    fields.status = ActivityStatus::Done;
    fields.actual_start = fields.actual_start.or(Some(now));
    fields.actual_end = Some(now);
    fields.outcome_code = Some(departure.outcome_code);
    fields.summary = departure.summary.or(fields.summary.take());
    fields.next_step = departure.next_step.or(fields.next_step.take());
    fields.next_step_on = departure.next_step_on.or(fields.next_step_on);
    after.fields = after.fields.check()?.into_inner();
    after.check_out_at = Some(now);
    after.stamp = before.stamp.touched(principal.user_id, now);
    write(&tx, principal, &before, &after).await?;
    tx.commit().await.map_err(StorageError::from)?;
    drop(client);
    app.market.catch_up(principal.org_id).await?;
    Ok(after)
}

async fn open_visit(
    tx: &Transaction<'_>,
    principal: &Principal,
    id: Uuid,
) -> Result<Activity, Error> {
    let activity = find(tx, principal, id, Action::Update).await?;
    if activity.fields.kind != ActivityType::Visit {
        return Err(Error::conflict("visit.not_a_visit"));
    }
    match activity.fields.status {
        ActivityStatus::Done | ActivityStatus::Cancelled => Err(Error::conflict("visit.over")),
        _ => Ok(activity),
    }
}

/// A visit that counts moves the account's last visit and next due date.
pub(super) async fn follow_up(
    tx: &Transaction<'_>,
    principal: &Principal,
    activity: &Activity,
) -> Result<(), Error> {
    let (Some(visited_at), Some(account_id)) = (activity.visited_at(), activity.fields.account_id)
    else {
        return Ok(());
    };
    let found = accounts::find_locked(tx, principal.org_id, account_id).await?;
    let Some(mut account) = found.map(|detail| detail.account) else { return Ok(()) };
    if account.last_visit_at.is_some_and(|last| last >= visited_at) {
        return Ok(());
    }
    account.last_visit_at = Some(visited_at);
    let due_on = account.due_on();
    accounts::set_visited(tx, principal.org_id, account_id, visited_at, due_on).await?;
    Ok(feed::account_changed(tx, principal.org_id, &[account_id]).await?)
}
