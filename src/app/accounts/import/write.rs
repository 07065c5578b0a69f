//! Writing what a file says: new accounts many at a time, changes one by one with their history.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;
use deadpool_postgres::Transaction;
use serde_json::{Value, json};
use uuid::Uuid;

use super::lookups::Lookups;
use super::overlay::overlaid;
use super::{CHUNK, Create, Plan, Point};
use crate::app::accounts::create::new_account;
use crate::app::accounts::{change, locked, place, tell};
use crate::app::jobs::JobContext;
use crate::app::{App, Error, Kind, Principal, audit};
use crate::domain::crm::account::Account;
use crate::domain::crm::opening_hours::instant;
use crate::domain::crm::rights::Action;
use crate::domain::crm::site::Site;
use crate::domain::crm::stamp::Stamp;
use crate::storage::{bulk, records, sites};

pub async fn write(
    app: &App,
    tx: &Transaction<'_>,
    principal: &Principal,
    lookups: &Lookups,
    plan: &Plan,
    context: &JobContext,
) -> Result<(), Error> {
    let n_all = plan.creates.len() + plan.updates.len();
    let mut n_done = 0;
    for creates in plan.creates.chunks(CHUNK) {
        create(app, tx, principal, lookups, creates).await?;
        n_done += creates.len();
        step(context, n_done, n_all)?;
    }
    for updates in plan.updates.chunks(CHUNK) {
        for update in updates {
            let before = locked(tx, principal, update.id, Action::Update).await?;
            let draft = overlaid(before.account.fields.clone(), &update.row, lookups);
            let stamp = before.account.stamp.touched(principal.user_id, app.clock.now());
            change::apply(tx, principal, before, draft, stamp).await?;
        }
        let points = updates.iter().map(|update| (update.id, update.point));
        note_points(tx, principal, points).await?;
        n_done += updates.len();
        step(context, n_done, n_all)?;
    }
    Ok(())
}

fn step(context: &JobContext, n_done: usize, n_all: usize) -> Result<(), Error> {
    #[expect(clippy::cast_precision_loss, reason = "a share, shown to people")]
    context.progress(n_done as f32 / n_all as f32);
    if context.cancel.is_cancelled() {
        return Err(Error::new(Kind::Cancelled, "request.cancelled"));
    }
    Ok(())
}

async fn create(
    app: &App,
    tx: &Transaction<'_>,
    principal: &Principal,
    lookups: &Lookups,
    creates: &[Create],
) -> Result<(), Error> {
    let stamp = Stamp::new(principal.user_id, app.clock.now());
    let mut made: Vec<(Account, Option<Site>)> = Vec::with_capacity(creates.len());
    for create in creates {
        let (mut account, site) =
            new_account(create.draft.clone(), "import", &lookups.time_zone, stamp.clone());
        account.last_visit_at = create.last_visit_on.map(|day| noon(day, &lookups.time_zone));
        account.next_due_on = account.due_on();
        made.push((account, site));
    }
    let org_id = principal.org_id;
    let accounts = rows(made.iter().map(|(account, _)| records::row_of(org_id, account)))?;
    let sites = made.iter().filter_map(|(_, site)| site.as_ref());
    let sites = rows(sites.map(|site| records::row_of(org_id, site)))?;
    let tags: Vec<Value> = made.iter().flat_map(|(account, _)| tag_rows(org_id, account)).collect();
    bulk::insert(tx, "accounts", &accounts).await?;
    bulk::insert(tx, "sites", &sites).await?;
    bulk::insert(tx, "account_tags", &tags).await?;
    let fields = made.iter().map(|(account, _)| (account.id, &account.fields));
    audit::all_created(tx, principal, "account", fields).await?;
    let points = made.iter().zip(creates).map(|((account, _), create)| (account.id, create.point));
    note_points(tx, principal, points).await?;
    let ids: Vec<Uuid> = made.iter().map(|(account, _)| account.id).collect();
    place(tx, principal, &ids).await?;
    tell(tx, principal, &ids).await
}

/// Notes on the sites how their points came about, where an address was looked up.
async fn note_points(
    tx: &Transaction<'_>,
    principal: &Principal,
    points: impl Iterator<Item = (Uuid, Point)>,
) -> Result<(), Error> {
    let outcome = |(id, point)| match point {
        Point::Given => None,
        Point::Located(precision) => Some((id, Some(precision))),
        Point::NotLocated => Some((id, None)),
    };
    let outcomes: Vec<_> = points.filter_map(outcome).collect();
    Ok(sites::note_geocoding(tx, principal.org_id, &outcomes).await?)
}

fn rows(
    rows: impl Iterator<Item = Result<Value, crate::storage::StorageError>>,
) -> Result<Vec<Value>, Error> {
    Ok(rows.collect::<Result<_, _>>()?)
}

fn tag_rows(org_id: Uuid, account: &Account) -> impl Iterator<Item = Value> + '_ {
    let row = move |tag: &Uuid| json!({"org_id": org_id, "account_id": account.id, "tag_id": tag});
    account.fields.tag_ids.iter().map(row)
}

/// A visit of which only the day is known.
fn noon(day: NaiveDate, time_zone: &str) -> DateTime<Utc> {
    let zone: Tz = time_zone.parse().unwrap_or(Tz::UTC);
    instant(day.and_time(NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default()), zone)
}
