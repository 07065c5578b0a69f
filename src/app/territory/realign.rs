//! "What would moving a little bring": the front of balance against disruption for an alignment.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use deadpool_postgres::GenericClient;
use geo::{MultiPolygon, unary_union};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::divide::picture::{Canvas, Owners, causes, checks};
use super::divide::{self, DIVIDE_MAX, Goal, goals};
use super::measured::counted;
use crate::app::jobs::{JobContext, JobStatus};
use crate::app::time_budget::TimeBudget;
use crate::app::{App, Error, Kind, Principal};
use crate::domain::crm::{Fault, Faults};
use crate::domain::territory::front::{Point, SHARES, front};
use crate::domain::territory::measures::{imbalance, measure};
use crate::domain::territory::workload::{Model, Place, give_room};
use crate::domain::territory::{
    Activity, Brief, Count, Field, Lock, MoveCap, Ownership, Present, Weights,
};
use crate::domain::units::LngLat;
use crate::storage::territories::{self as table, Owner, Territory};
use crate::storage::travel_models;

const SHARES_MAX: usize = 8;
const KEEP_MAX: usize = 10_000;
/// One hundredth of the mean squared deviation is worth as much as ten km2 of mean squared distance.
const WEIGHTS: Weights =
    Weights { balance: 1_000.0, compactness: 1.0, border: 0.0, disruption: 0.0 };

/// How much of an alignment may change hands, and what for.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Realignment {
    #[serde(default = "divide::by_workload")]
    pub balance: Vec<Goal>,
    /// How far a territory may be from its target, as a share of it, where a goal says nothing else.
    #[serde(default = "divide::ten_per_cent")]
    #[schema(minimum = 0.0, maximum = 1.0)]
    pub tolerance: f64,
    /// Shares of the accounts that may move; a plan is made for each. No plan moves more.
    #[serde(default = "usual_shares")]
    pub shares: Vec<f64>,
    /// Share of the yearly value that may move at most, whatever the share of accounts.
    #[serde(default)]
    #[schema(minimum = 0.0, maximum = 1.0)]
    pub value_share_max: Option<f64>,
    /// Accounts that stay where they are.
    #[serde(default)]
    pub keep: Vec<Uuid>,
    #[serde(default)]
    pub seed: u64,
    /// Seconds for all plans together.
    #[serde(default = "divide::five_seconds")]
    #[schema(minimum = 0.1, maximum = 60.0)]
    pub time_limit_s: f64,
}

fn usual_shares() -> Vec<f64> {
    SHARES.to_vec()
}

impl Realignment {
    fn check(&self, n: usize) -> Result<(), Error> {
        let mut faults = Faults::default();
        goals::check(&self.balance, Some(n), &mut faults);
        divide::check_common(self.tolerance, self.time_limit_s, &mut faults);
        let is_share = |share: &f64| (0.0..=1.0).contains(share);
        if !(1..=SHARES_MAX).contains(&self.shares.len()) || !self.shares.iter().all(is_share) {
            faults.push(Fault::new("/shares", "territory.shares"));
        }
        if self.value_share_max.is_some_and(|share| !is_share(&share)) {
            let fault = Fault::new("/value_share_max", "number.out_of_range");
            faults.push(fault.with("min", 0).with("max", 1));
        }
        if self.keep.len() > KEEP_MAX {
            faults.push(Fault::new("/keep", "list.too_long").with("max", KEEP_MAX));
        }
        Ok(faults.none()?)
    }
}

/// Starts a realignment; its job shows the plans one after the other.
///
/// # Errors
/// `alignment.not_found`, `alignment.empty`, faults of the request; too many jobs.
pub async fn start(
    app: &Arc<App>,
    principal: &Principal,
    alignment_id: Uuid,
    wanted: Realignment,
) -> Result<JobStatus, Error> {
    super::alignments::read(app, principal, alignment_id).await?;
    let client = app.connection().await?;
    let org_id = principal.org_id;
    let territories = table::of_alignment(&client, org_id, alignment_id).await?;
    wanted.check(territories.len())?;
    if territories.is_empty() || territories.len() > DIVIDE_MAX {
        return Err(Error::conflict("alignment.empty"));
    }
    let accounts = table::placed_accounts(&client, org_id, None).await?;
    let owners = owners(&client, org_id, &territories).await?;
    let model = travel_models::read(&client, org_id).await?;
    drop(client);
    let (ids, places) = counted(accounts);
    let task = Task { wanted, territories, owners, ids, places, model };
    let cpu = app.cpu.clone();
    let run = move |context: JobContext| async move {
        let cancel = context.cancel.clone();
        cpu.run_long(&cancel, move || task.run(&context)).await?
    };
    app.jobs.start(principal, "realign", run).await
}

/// The owner of each territory; one without a home and without hours where there is none.
async fn owners(
    client: &impl GenericClient,
    org_id: Uuid,
    territories: &[Territory],
) -> Result<Vec<Owner>, Error> {
    let ids: Vec<Uuid> = territories.iter().filter_map(|territory| territory.owner_id).collect();
    let known = table::owners(client, org_id, &ids).await?;
    let owner = |territory: &Territory| {
        let found = known.iter().find(|owner| Some(owner.id) == territory.owner_id);
        found.copied().unwrap_or(Owner { id: Uuid::nil(), home: None, hours_per_week: 0.0 })
    };
    Ok(territories.iter().map(owner).collect())
}

struct Task {
    wanted: Realignment,
    territories: Vec<Territory>,
    /// Parallel to the territories.
    owners: Vec<Owner>,
    /// The accounts and, parallel to them, what they bring.
    ids: Vec<Uuid>,
    places: Vec<Place>,
    model: Model,
}

/// What the plans are made of and counted by.
struct Ground {
    field: Field,
    brief: Brief,
    accounts: Vec<f64>,
    before: f64,
}

impl Task {
    #[expect(clippy::cast_precision_loss, reason = "a handful of plans")]
    fn run(mut self, context: &JobContext) -> Result<Value, Error> {
        give_room(&mut self.places);
        let ground = self.ground()?;
        let limit = Duration::from_secs_f64(self.wanted.time_limit_s);
        let budget = TimeBudget::new(limit);
        let mut shown = Vec::new();
        let n_points = self.wanted.shares.len();
        let mut show = |point: &Point| {
            shown.push(self.point(&ground, point));
            context.progress(divide::share(shown.len() as f64 / n_points as f64));
            context.partial(json!({"front": shown}));
        };
        let (field, cancel) = (&ground.field, &context.cancel);
        let shares = &self.wanted.shares;
        front(&field.region, &ground.brief, shares, &budget, cancel, &mut show)
            .map_err(|faults| divide::refused(&faults))?;
        if cancel.is_cancelled() {
            return Err(Error::new(Kind::Cancelled, "job.cancelled"));
        }
        let brief = json!(self.wanted);
        Ok(json!({"front": shown, "imbalance_before": ground.before, "brief": brief}))
    }

    /// The alignment's whole area in cells, and to whom they belong today.
    fn ground(&self) -> Result<Ground, Error> {
        let n = self.territories.len();
        let shapes = self.territories.iter().map(|territory| &territory.shape);
        let area: MultiPolygon = unary_union(shapes.clone().flatten());
        let balance = goals::balances(&self.wanted.balance);
        let homes: Vec<LngLat> = self.owners.iter().filter_map(|owner| owner.home).collect();
        let count =
            Count { n_territories: n, balance: &balance, model: &self.model, homes: &homes };
        let field = Field::of_area(&area, &self.places, &count)
            .map_err(|error| divide::unusable(&error))?;
        let ownership = Ownership::new(shapes);
        let present: Vec<Option<usize>> =
            field.region.units.iter().map(|unit| ownership.owner_of(unit.centre)).collect();
        let (accounts, value) = self.weights(&field);
        let mut brief = Brief::balanced(n, self.activities()?, self.wanted.seed);
        brief.weights = WEIGHTS;
        brief.locks = self.locks(&field, &present);
        brief.present = Some(Present { territory: present, caps: self.caps(&accounts, value) });
        let before = imbalance_of(&field, &brief);
        Ok(Ground { field, brief, accounts, before })
    }

    fn activities(&self) -> Result<Vec<Activity>, Error> {
        let hours: Vec<f64> = self.owners.iter().map(|owner| owner.hours_per_week).collect();
        let (goals, tolerance) = (&self.wanted.balance, self.wanted.tolerance);
        Ok(goals::activities(goals, tolerance, &hours, self.territories.len())?)
    }

    /// Accounts and yearly value of each unit.
    fn weights(&self, field: &Field) -> (Vec<f64>, Vec<f64>) {
        let n_units = field.region.units.len();
        let (mut accounts, mut value) = (vec![0.0; n_units], vec![0.0; n_units]);
        let units = field.units_of(self.places.iter().map(|place| place.at));
        for (place, unit) in self.places.iter().zip(units) {
            if let Some(unit) = unit {
                accounts[unit] += 1.0;
                value[unit] += place.value;
            }
        }
        (accounts, value)
    }

    /// The first cap is the one the shares are of.
    fn caps(&self, accounts: &[f64], value: Vec<f64>) -> Vec<MoveCap> {
        let cap = |name: &str, weight, max| MoveCap { name: name.to_owned(), weight, max };
        let mut caps = vec![cap("accounts", accounts.to_vec(), 0.0)];
        if let Some(share) = self.wanted.value_share_max {
            let max = share * value.iter().sum::<f64>();
            caps.push(cap("value", value, max));
        }
        caps
    }

    /// Units of accounts that are to stay stay.
    fn locks(&self, field: &Field, present: &[Option<usize>]) -> Vec<Lock> {
        let keep: HashSet<Uuid> = self.wanted.keep.iter().copied().collect();
        let kept = self.ids.iter().zip(&self.places).filter(|(id, _)| keep.contains(*id));
        let units: HashSet<usize> =
            field.units_of(kept.map(|(_, place)| place.at)).into_iter().flatten().collect();
        let mut units: Vec<usize> = units.into_iter().collect();
        units.sort_unstable();
        let lock = |unit: usize| Some(Lock::To { unit, territory: present[unit]? });
        units.into_iter().filter_map(lock).collect()
    }

    fn point(&self, ground: &Ground, point: &Point) -> Value {
        let Ground { field, brief, accounts, .. } = ground;
        let plan = &point.plan;
        let canvas = Canvas {
            field,
            brief,
            owners: Owners::Named(&self.owners),
            model: &self.model,
            built_from: "grid",
        };
        let mut shown = canvas.picture(&plan.territory);
        for (territory, drawn) in self.territories.iter().zip(territories_of(&mut shown)) {
            drawn["id"] = json!(territory.id);
            drawn["name"] = json!(territory.name);
            drawn["color"] = json!(territory.color);
            drawn["owner_id"] = json!(territory.owner_id);
        }
        let moved: f64 = point.moves.iter().map(|step| accounts[step.unit]).sum();
        let total: f64 = accounts.iter().sum();
        let changes: Vec<Value> = point
            .moves
            .iter()
            .map(|step| {
                json!({
                    "unit": field.region.units[step.unit].id,
                    "accounts": accounts[step.unit],
                    "from": self.territories[step.from].id,
                    "to": self.territories[step.to].id,
                    "why": step.why.code(),
                })
            })
            .collect();
        let measures = measure(&field.region, brief, &plan.territory);
        shown["share"] = json!(point.share);
        shown["moved_accounts"] = json!(moved);
        shown["moved_share"] = json!(if total > 0.0 { moved / total } else { 0.0 });
        shown["imbalance"] = json!(imbalance(&measures));
        shown["moves"] = json!(changes);
        shown["status"] = json!(plan.status.code());
        shown["checks"] = checks(field, brief, plan);
        shown["causes"] = causes(plan);
        shown
    }
}

fn territories_of(shown: &mut Value) -> impl Iterator<Item = &mut Value> {
    shown["territories"].as_array_mut().into_iter().flatten()
}

/// Mean squared deviation of the alignment as it is, cells without a territory left out.
fn imbalance_of(field: &Field, brief: &Brief) -> f64 {
    let Some(present) = &brief.present else { return 0.0 };
    let mut region = field.region.clone();
    for (unit, own) in region.units.iter_mut().zip(&present.territory) {
        if own.is_none() {
            unit.amounts.fill(0.0);
        }
    }
    let territory: Vec<usize> = present.territory.iter().map(|own| own.unwrap_or(0)).collect();
    imbalance(&measure(&region, brief, &territory))
}
