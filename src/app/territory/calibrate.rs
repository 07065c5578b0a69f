//! Holds the estimate of travel against days that the route planner plans in an alignment.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;
use std::time::Duration;

use chrono::{Datelike, Days, NaiveDate, NaiveTime, Weekday};
use deadpool_postgres::GenericClient;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};
use uuid::Uuid;

use super::measured::owned;
use crate::app::fleet::{self, Vehicle};
use crate::app::jobs::{JobContext, JobStatus};
use crate::app::planning::{candidate, day};
use crate::app::time_budget::TimeBudget;
use crate::app::ways::Ways;
use crate::app::{App, Error, Kind, Principal, audit};
use crate::domain::control::Cancel;
use crate::domain::crm::due::VisitStatus;
use crate::domain::planning::{CANDIDATES_MAX, Candidate, Day, DayPlan, plan_day};
use crate::domain::roads::ProfileId;
use crate::domain::routing::Options;
use crate::domain::territory::Place;
use crate::domain::territory::workload::{Model, Sample, calibrated, due_share};
use crate::domain::units::LngLat;
use crate::region::Regions;
use crate::storage::routes::{self, WorkDay};
use crate::storage::territories::{self as table, PlacedAccount, Territory};
use crate::storage::{StorageError, accounts, organisations, travel_models};

/// Days that are planned, spread over the territories.
const DAYS: usize = 16;
/// Search of one day.
const DAY_LIMIT: Duration = Duration::from_millis(400);
const SEED: u64 = 1;

/// Starts a calibration; its result is the model that estimates go by from then on.
///
/// # Errors
/// `alignment.not_found`, `alignment.empty`; too many jobs.
pub async fn start(
    app: &Arc<App>,
    principal: &Principal,
    alignment_id: Uuid,
) -> Result<JobStatus, Error> {
    let task = gather(app, principal, alignment_id).await?;
    let (owned, caller) = (Arc::clone(app), principal.clone());
    let run = move |context: JobContext| async move { run(&owned, &caller, task, context).await };
    app.jobs.start(principal, "calibrate", run).await
}

/// The model in force.
///
/// # Errors
/// When the database cannot be reached.
pub async fn model(app: &App, principal: &Principal) -> Result<Model, Error> {
    let client = app.connection().await?;
    Ok(travel_models::read(&client, principal.org_id).await?)
}

async fn run(
    app: &Arc<App>,
    principal: &Principal,
    task: Task,
    context: JobContext,
) -> Result<Value, Error> {
    let cancel = context.cancel.clone();
    let (model, days) = app.cpu.run_long(&cancel, move || task.run(&context)).await??;
    let mut client = app.connection().await?;
    let before = travel_models::read(&client, principal.org_id).await?;
    let tx = client.transaction().await.map_err(StorageError::from)?;
    travel_models::write(&tx, principal.org_id, principal.user_id, &model).await?;
    audit::updated(&tx, principal, "travel_model", principal.org_id, &before, &model).await?;
    tx.commit().await.map_err(StorageError::from)?;
    Ok(json!({"model": model, "days": days}))
}

/// A day to plan and what is known of its accounts.
struct Trial {
    territory: Uuid,
    base: Option<LngLat>,
    day: Day,
    candidates: Vec<Candidate>,
    /// Parallel to the candidates.
    places: Vec<Place>,
}

struct Task {
    trials: Vec<Trial>,
    /// Visited accounts of a territory, on average.
    n_each: f64,
    vehicle: Vehicle,
    regions: Regions,
}

async fn gather(app: &App, principal: &Principal, id: Uuid) -> Result<Task, Error> {
    let alignment = super::alignments::read(app, principal, id).await?;
    let client = app.connection().await?;
    let org_id = principal.org_id;
    let territories = table::of_alignment(&client, org_id, id).await?;
    let placed = table::placed_accounts(&client, org_id, None).await?;
    let vehicle = fleet::today(app, &client, org_id).await?.vehicle(ProfileId::Car);
    let is_active = alignment.state == "active";
    let count = move || (draw(&territories, &placed, is_active), territories);
    let (drawn, territories) = app.cpu.run(&Cancel::never(), count).await?;
    let Some(drawn) = drawn else { return Err(Error::conflict("alignment.empty")) };
    let zone = organisations::read(&client, org_id).await?.time_zone;
    let mut trials = Vec::with_capacity(drawn.days.len());
    let mut date = app.clock.now().date_naive();
    let mut work_days = HashMap::new();
    for (own, members) in drawn.days {
        date = next_weekday(date);
        let territory = &territories[own];
        if let Entry::Vacant(unknown) = work_days.entry(territory.owner_id) {
            unknown.insert(work_day(&client, org_id, territory.owner_id).await?);
        }
        let work = work_days[&territory.owner_id].clone();
        let work = work.unwrap_or_else(|| usual_day(&zone));
        trials.push(trial(&client, principal, territory.id, &members, date, work).await?);
    }
    let regions = app.regions();
    Ok(Task { trials, n_each: drawn.n_each, vehicle, regions })
}

fn next_weekday(date: NaiveDate) -> NaiveDate {
    let is_weekend = |date: &NaiveDate| matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
    let following = date.iter_days().skip(1).find(|date| !is_weekend(date));
    following.unwrap_or_else(|| date + Days::new(1))
}

/// Accounts that have their turn on each of the days, with the territory they are of.
struct Drawn {
    days: Vec<(usize, Vec<(Uuid, Place)>)>,
    n_each: f64,
}

/// Territory after territory, by lot who is due; `None` where nobody is ever visited.
#[expect(clippy::cast_precision_loss, reason = "accounts of one organisation")]
fn draw(territories: &[Territory], accounts: &[PlacedAccount], is_active: bool) -> Option<Drawn> {
    let mut members: Vec<Vec<(Uuid, Place)>> = vec![Vec::new(); territories.len()];
    for (id, own, place) in owned(territories, accounts, is_active) {
        if place.visits_per_year > 0.0 {
            members[own].push((id, place));
        }
    }
    let n_visited: usize = members.iter().map(Vec::len).sum();
    let filled: Vec<usize> = (0..members.len()).filter(|&own| !members[own].is_empty()).collect();
    let mut rng = ChaCha8Rng::seed_from_u64(SEED);
    let mut days = Vec::with_capacity(DAYS);
    for &own in filled.iter().cycle().take(if filled.is_empty() { 0 } else { DAYS }) {
        let is_due = |(_, place): &&(Uuid, Place)| rng.random_bool(due_share(place));
        let mut due: Vec<(Uuid, Place)> = members[own].iter().filter(is_due).copied().collect();
        due.shuffle(&mut rng);
        due.truncate(CANDIDATES_MAX);
        if !due.is_empty() {
            days.push((own, due));
        }
    }
    let n_each = n_visited as f64 / territories.len().max(1) as f64;
    (!days.is_empty()).then_some(Drawn { days, n_each })
}

/// `None` where nobody owns the territory.
async fn work_day(
    client: &impl GenericClient,
    org_id: Uuid,
    owner: Option<Uuid>,
) -> Result<Option<WorkDay>, Error> {
    let Some(owner) = owner else { return Ok(None) };
    Ok(routes::work_day(client, org_id, owner).await?)
}

async fn trial(
    client: &impl GenericClient,
    principal: &Principal,
    territory: Uuid,
    members: &[(Uuid, Place)],
    date: NaiveDate,
    work: WorkDay,
) -> Result<Trial, Error> {
    let place_of: HashMap<Uuid, Place> = members.iter().copied().collect();
    let ids: Vec<Uuid> = members.iter().map(|(id, _)| *id).collect();
    let details = accounts::by_ids(client, principal.org_id, &ids).await?;
    let known = details.iter().filter_map(|detail| {
        let candidate = Candidate { status: VisitStatus::Due, ..candidate(detail, date) };
        Some((candidate, *place_of.get(&detail.account.id)?))
    });
    let (candidates, places): (Vec<_>, Vec<Place>) = known.unzip();
    let base = work.home;
    let start = base.or_else(|| middle(&places));
    let start = start.ok_or_else(|| Error::conflict("alignment.empty"))?;
    let day = day(date, &work, start)?;
    Ok(Trial { territory, base, day, candidates, places })
}

/// Of a territory that nobody owns.
fn usual_day(zone: &str) -> WorkDay {
    let at = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or(NaiveTime::MIN);
    WorkDay {
        time_zone: zone.to_owned(),
        home: None,
        work_start: at(9, 0),
        work_end: at(17, 30),
        break_start: None,
        break_minutes: 0,
        max_visits: 15,
        vehicle_profile: "car".to_owned(),
    }
}

#[expect(clippy::cast_precision_loss, reason = "accounts of one day")]
fn middle(places: &[Place]) -> Option<LngLat> {
    let mean = |of: &dyn Fn(&Place) -> f64| {
        places.iter().map(of).sum::<f64>() / places.len().max(1) as f64
    };
    LngLat::new(mean(&|place| place.at.lng()), mean(&|place| place.at.lat()))
        .ok()
        .filter(|_| !places.is_empty())
}

impl Task {
    #[expect(clippy::cast_precision_loss, reason = "a handful of days")]
    fn run(self, context: &JobContext) -> Result<(Model, Vec<Value>), Error> {
        let mut planned: Vec<(&Trial, DayPlan)> = Vec::new();
        for trial in &self.trials {
            planned.extend(self.plan(trial, &context.cancel).map(|plan| (trial, plan)));
            if context.cancel.is_cancelled() {
                return Err(Error::new(Kind::Cancelled, "job.cancelled"));
            }
            context.progress(super::divide::share(planned.len() as f64 / DAYS as f64));
        }
        planned.retain(|(_, plan)| !plan.stops.is_empty());
        let n_visits: usize = planned.iter().map(|(_, plan)| plan.stops.len()).sum();
        let visits_per_day = n_visits as f64 / planned.len().max(1) as f64;
        let model = Model { visits_per_day, ..Model::default() };
        let samples: Vec<Sample> =
            planned.iter().map(|(trial, plan)| self.sample(&model, trial, plan)).collect();
        let model = calibrated(&model, &samples)
            .ok_or_else(|| Error::conflict("territory.no_day_planned"))?;
        let days = planned.iter().zip(&samples);
        let days = days.map(|((trial, _), sample)| told(trial, sample, &model)).collect();
        Ok((model, days))
    }

    /// `None` where no day can be planned.
    fn plan(&self, trial: &Trial, cancel: &Cancel) -> Option<DayPlan> {
        let Trial { day, candidates, .. } = trial;
        let places = candidates.iter().filter_map(|candidate| candidate.at);
        let places: Vec<LngLat> = [day.start, day.end].into_iter().chain(places).collect();
        let ways = Ways::new(&self.regions, &self.vehicle, &places);
        let options = Options { seed: SEED, threads: 1 };
        let budget = TimeBudget::new(DAY_LIMIT);
        plan_day(day, candidates, ways.travel(), options, &budget, cancel, &|_| {}).ok()
    }

    fn sample(&self, model: &Model, trial: &Trial, plan: &DayPlan) -> Sample {
        let visits = plan.stops.iter().map(|stop| &trial.places[stop.candidate]);
        let estimated_h = visits
            .map(|place| {
                let hours = model.work_hours(place, trial.base.as_slice(), self.n_each);
                (hours - place.service_hours) / place.visits_per_year
            })
            .sum();
        let planned_h = Duration::from_secs(plan.travel_s.unsigned_abs()).as_secs_f64() / 3_600.0;
        Sample { n_visits: plan.stops.len(), estimated_h, planned_h }
    }
}

fn told(trial: &Trial, sample: &Sample, model: &Model) -> Value {
    json!({
        "territory_id": trial.territory,
        "date": trial.day.date,
        "visits": sample.n_visits,
        "estimated_h": sample.estimated_h * model.factor,
        "planned_h": sample.planned_h,
    })
}
