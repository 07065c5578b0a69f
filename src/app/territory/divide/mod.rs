//! "Divide this area": accounts become work in units, units become balanced territories.

pub(super) mod goals;
pub(super) mod picture;
mod task;
mod terms;
mod travel;
mod units;

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::area::outline;
use super::measured::counted;
use crate::app::jobs::{JobContext, JobStatus};
use crate::app::{App, Error, Principal, fleet};
use crate::domain::control::Cancel;
use crate::domain::crm::{Fault, Faults};
use crate::domain::roads::ProfileId;
use crate::domain::territory::Balance;
use crate::storage::references::{Target, missing};
use crate::storage::{territories, travel_models};
pub use goals::Goal;
use task::{Ground, Task};
pub(super) use task::{refused, share, unusable};
pub use units::Units;

/// Territories one division may make.
pub const DIVIDE_MAX: usize = 200;
/// Limits of the time a division may take, in seconds.
const SECONDS_MIN: f64 = 0.1;
const SECONDS_MAX: f64 = 60.0;
/// More hours than a year has.
const HOURS_MAX: f64 = 10_000.0;

/// What is to be divided, and how.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Division {
    /// Any area; may be left out where polygons are the units.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    pub area: Option<Value>,
    #[serde(default)]
    pub units: Units,
    /// How many territories; or else `hours_per_rep` says how many are needed.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 200)]
    pub n: Option<usize>,
    /// Hours one rep works in a year, on the road and at customers.
    #[serde(default)]
    #[schema(minimum = 1.0, maximum = 10000.0)]
    pub hours_per_rep: Option<f64>,
    #[serde(default = "by_workload")]
    pub balance: Vec<Goal>,
    /// How far a territory may be from its target, as a share of it, where a goal says nothing else.
    #[serde(default = "ten_per_cent")]
    #[schema(minimum = 0.0, maximum = 1.0)]
    pub tolerance: f64,
    #[serde(default)]
    pub compactness: Compactness,
    /// One owner for each territory; each gets one near home.
    #[serde(default)]
    pub owner_ids: Vec<Uuid>,
    /// Territories lie around the homes of their owners instead of where the work is.
    #[serde(default)]
    pub from_homes: bool,
    /// Accounts that belong to one of the owners, whatever the plan.
    #[serde(default)]
    pub locks: Vec<AccountLock>,
    /// Accounts that stay in one territory, whichever it is.
    #[serde(default)]
    pub keep_together: Vec<Vec<Uuid>>,
    /// Lines that no territory crosses: rivers, motorways; points are `[longitude, latitude]`.
    #[serde(default)]
    pub barriers: Vec<Vec<[f64; 2]>>,
    #[serde(default)]
    pub seed: u64,
    /// How long the plan is improved.
    #[serde(default = "five_seconds")]
    #[schema(minimum = 0.1, maximum = 60.0)]
    pub time_limit_s: f64,
}

/// What makes a territory compact.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Compactness {
    /// Short distances to the middle, or to the owner's home with `from_homes`.
    #[default]
    Distance,
    /// Short ways by road from the owner's home; needs `from_homes`.
    TravelTime,
}

/// An account that is fixed to an owner.
#[derive(Debug, Clone, Copy, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountLock {
    pub account_id: Uuid,
    /// One of `owner_ids`.
    pub owner_id: Uuid,
}

pub(super) fn by_workload() -> Vec<Goal> {
    vec![Goal::By(Balance::Workload)]
}

pub(super) const fn ten_per_cent() -> f64 {
    0.1
}

pub(super) const fn five_seconds() -> f64 {
    5.0
}

impl Division {
    fn check(&self) -> Result<(), Error> {
        let mut faults = Faults::default();
        goals::check(&self.balance, self.n, &mut faults);
        check_common(self.tolerance, self.time_limit_s, &mut faults);
        if self.area.is_none() && self.units.needs_area() {
            faults.push(Fault::new("/area", "field.required"));
        }
        if let Some(hours) = self.hours_per_rep {
            within("/hours_per_rep", hours, 1.0, HOURS_MAX, &mut faults);
        }
        if self.n.is_some_and(|n| !(1..=DIVIDE_MAX).contains(&n)) {
            let fault = Fault::new("/n", "number.out_of_range");
            faults.push(fault.with("min", 1).with("max", DIVIDE_MAX));
        }
        if self.n.is_some() == self.hours_per_rep.is_some() {
            faults.push(Fault::new("/n", "territory.count_or_hours"));
        }
        let n_owners = self.owner_ids.len();
        if let Some(n) = self.n.filter(|&n| n_owners > 0 && n_owners != n) {
            faults.push(Fault::new("/owner_ids", "territory.owners").with("n", n));
        }
        terms::check(self, &mut faults);
        Ok(faults.none()?)
    }
}

/// What divisions and realignments have in common.
pub(super) fn check_common(tolerance: f64, time_limit_s: f64, faults: &mut Faults) {
    within("/tolerance", tolerance, 0.0, 1.0, faults);
    within("/time_limit_s", time_limit_s, SECONDS_MIN, SECONDS_MAX, faults);
}

fn within(pointer: &'static str, value: f64, min: f64, max: f64, faults: &mut Faults) {
    if !(min..=max).contains(&value) {
        let fault = Fault::new(pointer, "number.out_of_range");
        faults.push(fault.with("min", min).with("max", max));
    }
}

/// Starts a division; its job shows the plan as it improves.
///
/// # Errors
/// Faults of the request; too many jobs.
pub async fn start(
    app: &Arc<App>,
    principal: &Principal,
    division: Division,
) -> Result<JobStatus, Error> {
    division.check()?;
    let task = gather(app, principal, division).await?;
    let cpu = app.cpu.clone();
    let run = move |context: JobContext| async move {
        let cancel = context.cancel.clone();
        cpu.run_long(&cancel, move || task.run(&context)).await?
    };
    app.jobs.start(principal, "divide", run).await
}

async fn gather(app: &App, principal: &Principal, division: Division) -> Result<Task, Error> {
    let ground = ground(app, principal, &division).await?;
    let client = app.connection().await?;
    let org_id = principal.org_id;
    let lost = missing(&client, org_id, Target::User, &division.owner_ids).await?;
    if let Some(id) = lost.first() {
        return Err(Fault::new("/owner_ids", "reference.not_found").with("id", id).into());
    }
    let owners = territories::owners(&client, org_id, &division.owner_ids).await?;
    terms::need_homes(&division, &owners)?;
    let accounts = territories::placed_accounts(&client, org_id, None).await?;
    let (ids, places) = counted(accounts);
    let model = travel_models::read(&client, org_id).await?;
    let vehicle = fleet::today(app, &client, org_id).await?.vehicle(ProfileId::Car);
    let regions = app.regions();
    Ok(Task { division, ground, ids, places, owners, model, vehicle, regions })
}

/// The area, and the polygons that are put together in it.
async fn ground(app: &App, principal: &Principal, division: &Division) -> Result<Ground, Error> {
    let area = match &division.area {
        Some(area) => Some(outline(app, principal, area).await?),
        None => None,
    };
    let (units, regions) = (division.units.clone(), app.regions());
    let find = move || match (units.shapes(&regions, area.as_ref())?, area) {
        (Some(shapes), _) => Ok(Ground::Shapes(shapes)),
        (None, Some(area)) => Ok(Ground::Area(area)),
        (None, None) => Err(Fault::new("/area", "field.required").into()),
    };
    app.cpu.run(&Cancel::never(), find).await?
}
