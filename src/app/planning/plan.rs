//! Planning a day: gather, search while others watch, keep.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use uuid::Uuid;

use super::brief::{PlanBrief, Task, gather};
use super::visits;
use crate::app::fleet::{self, Vehicle};
use crate::app::jobs::{JobContext, JobStatus};
use crate::app::time_budget::TimeBudget;
use crate::app::ways::Ways;
use crate::app::{App, Error, Kind, Principal, audit};
use crate::domain::planning::route::{Route, RouteStatus, line_string};
use crate::domain::planning::{DayPlan, PlanError, plan_day};
use crate::domain::routing::Options;
use crate::domain::travel::TravelError;
use crate::region::Regions;
use crate::storage::StorageError;
use crate::storage::routes;

/// Starts planning; the job's partial results are better and better routes, its result is the one
/// that was stored.
///
/// # Errors
/// Every fault of the brief; `user.not_found` for a rep the caller may not plan for.
pub async fn start(
    app: &Arc<App>,
    principal: &Principal,
    brief: PlanBrief,
) -> Result<JobStatus, Error> {
    brief.check()?;
    let client = app.connection().await?;
    let task = gather(&client, principal, &brief).await?;
    let (org_id, date) = (principal.org_id, task.day.date);
    let vehicle = fleet::on(app, &client, org_id, date).await?.named(&task.profile);
    drop(client);
    let (owned, caller) = (Arc::clone(app), principal.clone());
    app.jobs
        .start(principal, "route", |job| async move {
            run(&owned, &caller, brief, (task, vehicle), job).await
        })
        .await
}

async fn run(
    app: &Arc<App>,
    principal: &Principal,
    brief: PlanBrief,
    (task, vehicle): (Task, Vehicle),
    job: JobContext,
) -> Result<Value, Error> {
    let cancel = job.cancel.clone();
    let task = Arc::new(task);
    let (searched, regions) = (Arc::clone(&task), app.regions());
    let work = move || search(&searched, &vehicle, &regions, &brief, &job);
    let route = app.cpu.run_long(&cancel, work).await??;
    if cancel.is_cancelled() {
        return Err(Error::new(Kind::Cancelled, "job.cancelled"));
    }
    let stored = store(app, principal, &task, route).await?;
    serde_json::to_value(stored).map_err(Error::internal)
}

/// The search itself, on a thread of the CPU pool.
fn search(
    task: &Task,
    vehicle: &Vehicle,
    regions: &Regions,
    brief: &PlanBrief,
    job: &JobContext,
) -> Result<Route, Error> {
    let mut places = vec![task.day.start, task.day.end];
    places.extend(task.candidates.iter().filter_map(|candidate| candidate.at));
    let ways = Ways::new(regions, vehicle, &places);
    let mut route = blank(task, brief, &ways);
    let options = Options { seed: brief.seed.unwrap_or(1), threads: 1 };
    let budget = TimeBudget::new(Duration::from_secs_f64(brief.time_limit_s()));
    let show = |plan: &DayPlan| {
        let mut partial = route.clone();
        partial.adopt(plan, &task.accounts);
        partial.geometry = line_string(&partial.places());
        job.partial(json!(partial));
    };
    let (day, candidates) = (&task.day, &task.candidates);
    let plan = plan_day(day, candidates, ways.travel(), options, &budget, &job.cancel, &show);
    route.adopt(&plan.map_err(explain)?, &task.accounts);
    route.geometry = ways.line(&route.places());
    Ok(route)
}

fn blank(task: &Task, brief: &PlanBrief, ways: &Ways<'_>) -> Route {
    let day = &task.day;
    Route {
        id: Uuid::now_v7(),
        user_id: task.user_id,
        date: day.date,
        status: RouteStatus::Planned,
        time_zone: task.time_zone.clone(),
        shift_start: day.shift.0,
        shift_end: day.shift.1,
        start: day.start,
        end: day.end,
        vehicle_profile: task.profile.clone(),
        departs_at: day.shift.0,
        returns_at: day.shift.0,
        distance_m: 0,
        travel_s: 0,
        service_s: 0,
        wait_s: 0,
        geometry: Value::Null,
        lunch: None,
        stops: Vec::new(),
        unserved: Vec::new(),
        travel_source: ways.source().to_owned(),
        is_proven: false,
        attribution: ways.attribution.to_owned(),
        brief: json!(brief),
        version: 1,
    }
}

/// Keeps the route in place of an earlier one of the day, with a planned visit for each stop.
async fn store(
    app: &App,
    principal: &Principal,
    task: &Task,
    mut route: Route,
) -> Result<Route, Error> {
    let mut client = app.connection().await?;
    let tx = client.transaction().await.map_err(StorageError::from)?;
    let org_id = principal.org_id;
    for (earlier, status) in routes::of_day(&tx, org_id, route.user_id, route.date).await? {
        if !matches!(status.as_str(), "draft" | "planned") {
            return Err(Error::conflict("route.already_started"));
        }
        routes::withdraw_visits(&tx, org_id, earlier, &[]).await?;
        routes::delete(&tx, org_id, principal.user_id, earlier).await?;
    }
    let accounts = task.accounts.iter().zip(&task.appointments);
    let appointments = accounts.filter_map(|(account, id)| Some((account.account_id, (*id)?)));
    visits::plan(&tx, principal, &mut route, &appointments.collect::<Vec<_>>()).await?;
    routes::insert(&tx, org_id, principal.user_id, &route).await?;
    let summary = json!({"date": [null, route.date], "stops": [null, route.stops.len()]});
    audit::happened(&tx, principal, "route", route.id, "create", &summary).await?;
    tx.commit().await.map_err(StorageError::from)?;
    Ok(route)
}

fn explain(error: PlanError) -> Error {
    match error {
        PlanError::TooManyCandidates { max, .. } => {
            Error::invalid("list.too_long").with("max", max)
        }
        PlanError::Travel(TravelError::Cancelled) => Error::new(Kind::Cancelled, "job.cancelled"),
        other => Error::internal(other),
    }
}
