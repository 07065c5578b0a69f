//! Changing a route by hand: another order, fewer or more stops, how far it has come.

use deadpool_postgres::GenericClient;
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::brief::{account_at, candidate, visible, work_day};
use super::read::{locked, read};
use super::visits;
use crate::app::change::expect_version;
use crate::app::fleet::{self, Vehicle};
use crate::app::ways::Ways;
use crate::app::{App, Error, Principal, audit};
use crate::domain::control::Cancel;
use crate::domain::crm::Fault;
use crate::domain::crm::rights::{Action, Object};
use crate::domain::planning::route::{AccountAt, Route, RouteStatus};
use crate::domain::planning::{CANDIDATES_MAX, Candidate, Day, DayPlan, Lunch, time_in_order};
use crate::domain::travel::TravelError;
use crate::domain::units::LngLat;
use crate::region::Regions;
use crate::storage::StorageError;
use crate::storage::routes;

/// What may be changed.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RouteChange {
    /// The accounts in their new order; those left out lose their stop, new ones get one.
    #[serde(default)]
    pub account_ids: Option<Vec<Uuid>>,
    #[serde(default)]
    pub status: Option<RouteStatus>,
}

/// Changes the route and works out its times anew. What does not work in the new order is marked
/// at the stops.
///
/// # Errors
/// `route.not_found`, `version.stale`, and faults of the order.
pub async fn change(
    app: &App,
    principal: &Principal,
    id: Uuid,
    version: i32,
    change: RouteChange,
) -> Result<Route, Error> {
    let mut client = app.connection().await?;
    let tx = client.transaction().await.map_err(StorageError::from)?;
    let mut route = locked(&tx, principal, id, Action::Update).await?;
    expect_version(route.version, version).map_err(|stale| stale.showing(&route))?;
    let before = json!({"status": route.status, "account_ids": order(&route)});
    if let Some(status) = change.status {
        route.status = status;
    }
    if let Some(account_ids) = &change.account_ids {
        reorder(app, &tx, principal, &mut route, account_ids).await?;
    }
    routes::update(&tx, principal.org_id, principal.user_id, &route).await?;
    let after = json!({"status": route.status, "account_ids": order(&route)});
    audit::updated(&tx, principal, "route", id, &before, &after).await?;
    tx.commit().await.map_err(StorageError::from)?;
    drop(client);
    read(app, principal, id).await
}

/// Removes a route and the planned visits nobody has touched.
///
/// # Errors
/// `route.not_found`, `version.stale`.
pub async fn remove(app: &App, principal: &Principal, id: Uuid, version: i32) -> Result<(), Error> {
    let mut client = app.connection().await?;
    let tx = client.transaction().await.map_err(StorageError::from)?;
    let route = locked(&tx, principal, id, Action::Delete).await?;
    expect_version(route.version, version).map_err(|stale| stale.showing(&route))?;
    routes::withdraw_visits(&tx, principal.org_id, id, &[]).await?;
    routes::delete(&tx, principal.org_id, principal.user_id, id).await?;
    audit::happened(&tx, principal, "route", id, "delete", &json!({})).await?;
    tx.commit().await.map_err(StorageError::from)?;
    Ok(())
}

fn order(route: &Route) -> Vec<Uuid> {
    route.stops.iter().map(|stop| stop.account_id).collect()
}

async fn reorder(
    app: &App,
    client: &impl GenericClient,
    principal: &Principal,
    route: &mut Route,
    account_ids: &[Uuid],
) -> Result<(), Error> {
    each_once(account_ids)?;
    let (candidates, accounts) = stops_for(client, principal, route, account_ids).await?;
    let day = day_of(client, principal, route).await?;
    let (org_id, profile) = (principal.org_id, &route.vehicle_profile);
    let vehicle = fleet::on(app, client, org_id, route.date).await?.named(profile);
    let regions = app.regions();
    let timing = move || timed(&regions, &vehicle, &day, &candidates);
    let (plan, line) = app.cpu.run(&Cancel::default(), timing).await?.map_err(Error::internal)?;
    let old = std::mem::take(&mut route.stops);
    adopt(route, &plan, &accounts, account_ids);
    for stop in &mut route.stops {
        let same = old.iter().find(|before| before.account_id == stop.account_id);
        stop.activity_id = same.and_then(|before| before.activity_id);
    }
    route.geometry = line;
    visits::plan(client, principal, route, &[]).await?;
    let kept: Vec<Uuid> = route.stops.iter().filter_map(|stop| stop.activity_id).collect();
    routes::withdraw_visits(client, principal.org_id, route.id, &kept).await?;
    Ok(())
}

/// The times of the order and its line on the map.
fn timed(
    regions: &Regions,
    vehicle: &Vehicle,
    day: &Day,
    candidates: &[Candidate],
) -> Result<(DayPlan, Value), TravelError> {
    let stops = candidates.iter().filter_map(|candidate| candidate.at);
    let places: Vec<LngLat> = std::iter::once(day.start).chain(stops).chain([day.end]).collect();
    let ways = Ways::new(regions, vehicle, &places);
    let plan = time_in_order(day, candidates, ways.travel(), &Cancel::never())?;
    Ok((plan, ways.line(&places)))
}

/// The plan's stops; reasons stay for accounts that still have none.
fn adopt(route: &mut Route, plan: &DayPlan, accounts: &[AccountAt], account_ids: &[Uuid]) {
    let mut unserved = std::mem::take(&mut route.unserved);
    unserved.retain(|entry| !account_ids.contains(&entry.account_id));
    route.adopt(plan, accounts);
    route.unserved = unserved;
}

fn each_once(account_ids: &[Uuid]) -> Result<(), Error> {
    if account_ids.len() > CANDIDATES_MAX {
        return Err(Fault::new("/account_ids", "list.too_long").with("max", CANDIDATES_MAX).into());
    }
    let repeated = (1..account_ids.len()).find(|at| account_ids[..*at].contains(&account_ids[*at]));
    match repeated {
        Some(at) => Err(Fault::new(format!("/account_ids/{at}"), "list.repeated").into()),
        None => Ok(()),
    }
}

async fn stops_for(
    client: &impl GenericClient,
    principal: &Principal,
    route: &Route,
    account_ids: &[Uuid],
) -> Result<(Vec<Candidate>, Vec<AccountAt>), Error> {
    let details = visible(client, principal, account_ids, account_ids).await?;
    let mut candidates = Vec::with_capacity(details.len());
    for (position, detail) in details.iter().enumerate() {
        let mut next = candidate(detail, route.date);
        if next.at.is_none() {
            let fault = Fault::new(format!("/account_ids/{position}"), "route.no_position");
            return Err(fault.into());
        }
        let stop = route.stops.iter().find(|stop| stop.account_id == detail.account.id);
        if let Some(stop) = stop.filter(|stop| stop.is_fixed) {
            next.appointment = Some(stop.starts_at);
            next.duration_s = (stop.leaves_at - stop.starts_at).num_seconds();
        }
        candidates.push(next);
    }
    Ok((candidates, details.iter().map(account_at).collect()))
}

/// The day as the route was planned for.
async fn day_of(
    client: &impl GenericClient,
    principal: &Principal,
    route: &Route,
) -> Result<Day, Error> {
    debug_assert!(principal.may(Object::Route, Action::Update));
    let work = work_day(client, principal, route.user_id).await?;
    let duration_s = route.lunch.map(|(from, to)| (to - from).num_seconds());
    let lunch =
        route.lunch.zip(duration_s).map(|((from, to), duration_s)| Lunch { from, to, duration_s });
    Ok(Day {
        date: route.date,
        shift: (route.shift_start, route.shift_end),
        start: route.start,
        end: route.end,
        lunch,
        visits_max: usize::try_from(work.max_visits).unwrap_or(0),
    })
}
